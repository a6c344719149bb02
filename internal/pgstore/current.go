package pgstore

import (
	"context"
	"iter"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/inorder"
)

// contents are those of some incidents, one after the other, which are read as JSON while
// the next ones come.
type contents struct {
	dataset *incident.Dataset
	text    []byte
	ends    []int
	all     []incident.Incident
	err     error
}

// decode reads the contents.
func (c *contents) decode() {
	c.all = make([]incident.Incident, len(c.ends))
	from := 0
	for i, to := range c.ends {
		inc, err := whole.Unmarshal(c.text[from:to:to], c.dataset.ID, c.dataset.Columns)
		if err != nil {
			c.all, c.err = c.all[:i], err
			return
		}
		c.all[i], from = inc, to
	}
}

// Current yields the incidents of a dataset as they were, in no order. NotFound: there is
// no such dataset.
func (s *Snapshot) Current(ctx context.Context, dataset string) iter.Seq2[*incident.Incident, error] {
	return func(yield func(*incident.Incident, error) bool) {
		d, _, err := datasetOf(ctx, s.tx, dataset)
		if err != nil {
			yield(nil, s.log.explained(err))
			return
		}
		for c := range inorder.Ahead(s.currentContents(ctx, d), (*contents).decode) {
			for i := range c.all {
				if !yield(&c.all[i], nil) {
					return
				}
			}
			if c.err != nil {
				yield(nil, c.err)
				return
			}
		}
	}
}

// currentContents are the contents of all incidents as they come.
func (s *Snapshot) currentContents(ctx context.Context, d *incident.Dataset) iter.Seq[*contents] {
	return func(yield func(*contents) bool) {
		c := &contents{dataset: d}
		rows, err := s.tx.Query(ctx, "SELECT r.content FROM incidentmap_log.incident i JOIN incidentmap_log.revision r "+
			"ON r.seq = i.seq WHERE i.dataset = $1 AND r.content IS NOT NULL", d.ID)
		if err == nil {
			defer rows.Close()
			for rows.Next() {
				c.text = append(c.text, rows.RawValues()[0]...)
				if c.ends = append(c.ends, len(c.text)); len(c.ends) == pageRows {
					if !yield(c) {
						return
					}
					c = &contents{dataset: d, text: make([]byte, 0, cap(c.text)), ends: make([]int, 0, pageRows)}
				}
			}
			err = rows.Err()
		}
		c.err = s.log.explained(err)
		yield(c)
	}
}
