package gazetteer

// outside removes the choices outside of a larger thing that the text puts them in: a
// place is never looked for in another unit than the one that was named, which is
// answered then. Where the last name is that of a village only, what a better known
// name before it means is taken for the larger.
func (q *query) outside(all []choice) []choice {
	if len(all) < 2 || all[0].against == 0 || q.between {
		return all
	}
	inward := q.mostlyInward(all)
	kept := make([]choice, 0, len(all))
	for _, c := range all {
		if !q.contradicted(&c, inward) {
			kept = append(kept, c)
		}
	}
	return kept
}

// contradicted reports whether a part that is named as larger has no place that holds
// the choice.
func (q *query) contradicted(c *choice, inward bool) bool {
	for j := range q.parts {
		if j != int(c.part) && (j > int(c.part)) != inward && c.agrees>>j&1 == 0 && q.names(j) &&
			!q.unplaced(j, c.row) {
			return true
		}
	}
	return false
}

// mostlyInward reports whether the parts go from the larger to the smaller where they
// contradict each other.
func (q *query) mostlyInward(all []choice) bool {
	last, first := 0.0, 0.0
	end := len(q.parts) - 1
	for end > 0 && !q.names(end) {
		end--
	}
	for i := range all {
		c := &all[i]
		at := q.g.prominence(&q.g.table.Places[c.row])
		switch {
		case c.quality <= site:
		case int(c.part) == end:
			last = max(last, at)
		default:
			first = max(first, at)
		}
	}
	return last < district && first >= province
}
