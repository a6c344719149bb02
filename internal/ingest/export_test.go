package ingest

// InChunks sets how many rows a goroutine reads at a time.
func (o Options) InChunks(rows int) Options {
	o.chunk = rows
	return o
}
