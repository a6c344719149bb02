package columns

import "incidentmap/internal/store"

// ids writes the IDs.
type ids struct {
	shared, follow numbers
	bytes          []byte
}

func (w *ids) write(dst []byte, rows *store.Rows) []byte {
	shared, follow := w.shared.sized(rows), w.follow.sized(rows)
	var before []byte
	w.bytes = w.bytes[:0]
	for i := range shared {
		id := rows.ID(i)
		n := sharedPrefix(before, id)
		shared[i], follow[i] = uint32(n), uint32(len(id)-n)
		w.bytes = append(w.bytes, id[n:]...)
		before = id
	}
	return append(appendNumbers(appendNumbers(dst, shared), follow), w.bytes...)
}

// sharedPrefix is with how many bytes both begin.
func sharedPrefix(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
