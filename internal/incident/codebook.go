package incident

import "iter"

// CodebookEntry describes one column of a dataset with what its records hold.
type CodebookEntry struct {
	Property
	// Terms are the words that the column may hold with their labels; nil
	// for a free column.
	Terms []Term
	// Missing counts the records without a value, Records all of them.
	Missing, Records int
}

// Codebook describes every column of a dataset, from the same definitions as
// its schema, and counts what is missing among the records.
func Codebook(d *Dataset, records iter.Seq[*Record]) []CodebookEntry {
	properties := PropertiesOf(d)
	out := make([]CodebookEntry, len(properties))
	for i, p := range properties {
		out[i] = CodebookEntry{Property: p, Terms: TermsOf(d, p)}
	}
	for r := range records {
		for i := range out {
			out[i].Records++
			if out[i].Value(r).Null {
				out[i].Missing++
			}
		}
	}
	return out
}

// TermsOf are the words that a column of a dataset may hold; nil for a free
// column.
func TermsOf(d *Dataset, p Property) []Term {
	switch p.Name {
	case "kind":
		return d.Kinds
	case "event_type":
		return d.EventTypes
	}
	var out []Term
	for _, word := range p.Allowed {
		out = append(out, Term{ID: word})
	}
	return out
}
