package geo

import "slices"

// noRow marks a row that is not in a merged segment.
const noRow = ^uint32(0)

// mergeLayers makes one segment of the living rows of several. Codes are
// carried over, not looked up anew.
func mergeLayers[T comparable](schema Schema[T], layers []*layer[T]) *layer[T] {
	values, rows := mergedRows(schema, layers)
	var entries, shared []entry
	for i, l := range layers {
		l.each(rows[i], func(which int, e entry) {
			if which == partShared {
				shared = append(shared, e)
			} else {
				entries = append(entries, e)
			}
		})
	}
	slices.SortStableFunc(shared, func(a, b entry) int { return int(a.row) - int(b.row) })
	seg := newSegment(append(entries, shared...), len(values), schema.Columns, func(c int, codes []uint32) {
		for i, l := range layers {
			l.carryCodes(c, rows[i], codes)
		}
	})
	return &layer[T]{view: view{seg: seg, live: len(values)}, values: valueList[T]{list: values}, sorted: true}
}

// mergedRows lists the living values in order, and for each layer the new row
// of every old one.
func mergedRows[T comparable](schema Schema[T], layers []*layer[T]) (values []T, rows [][]uint32) {
	type source struct {
		layer int
		row   uint32
	}
	var all []source
	rows = make([][]uint32, len(layers))
	for i, l := range layers {
		rows[i] = make([]uint32, l.values.len())
		for row := range rows[i] {
			rows[i][row] = noRow
		}
		for _, row := range l.appendRows(newPlan(&Query{}), nil) {
			all = append(all, source{i, row})
		}
	}
	slices.SortFunc(all, func(a, b source) int {
		return schema.Compare(layers[a.layer].values.at(a.row), layers[b.layer].values.at(b.row))
	})
	values = make([]T, len(all))
	for n, s := range all {
		values[n], rows[s.layer][s.row] = layers[s.layer].values.at(s.row), uint32(n)
	}
	return values, rows
}

// each calls do with the living entries, renumbered.
func (v *view) each(rows []uint32, do func(which int, e entry)) {
	for which := range v.seg.parts {
		p := &v.seg.parts[which]
		for i, row := range p.row {
			if n := rows[row]; n != noRow {
				do(which, entry{p.lon[i], p.lat[i], p.start[i], p.end[i], n, p.flags[i]})
			}
		}
	}
}

func (v *view) carryCodes(column int, rows []uint32, codes []uint32) {
	for which := range v.seg.parts {
		p := &v.seg.parts[which]
		for i, row := range p.row {
			if n := rows[row]; n != noRow {
				codes[n] = p.codes[column].at(i)
			}
		}
	}
}
