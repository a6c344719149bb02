package xlsx

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"

	"github.com/thedatashed/xlsxreader"

	"incidentmap/internal/ingest"
)

// merged is a range of cells that a workbook shows as one: it keeps the value in the first.
type merged struct{ column, from, to int }

var mergedForm = regexp.MustCompile(`<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"`)

// maxTail bounds the end of a sheet's XML that is looked at: merged cells are told behind
// all rows.
const maxTail = 4 << 20

// mergedCells are the ranges of a sheet that span rows.
func mergedCells(book *xlsxreader.XlsxFile, name string) (out []merged, err error) {
	closer := xlsxreader.XlsxFileCloser{XlsxFile: *book}
	file := closer.GetSheetFileForSheetName(name)
	if file == nil {
		return nil, nil
	}
	part, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer part.Close() //nolint:errcheck // it was read
	tail, err := tailOf(part)
	if err != nil {
		return nil, err
	}
	for _, m := range mergedForm.FindAllSubmatch(tail, -1) {
		from, errFrom := strconv.Atoi(string(m[2]))
		to, errTo := strconv.Atoi(string(m[3]))
		if errFrom == nil && errTo == nil && to > from {
			out = append(out, merged{xlsxreader.Cell{Column: string(m[1])}.ColumnIndex(), from, to})
		}
	}
	return out, nil
}

// tailOf are the last bytes of a text, at most maxTail.
func tailOf(r io.Reader) ([]byte, error) {
	var before, now bytes.Buffer
	for {
		before, now = now, before
		now.Reset()
		_, err := io.CopyN(&now, r, maxTail/2)
		switch {
		case errors.Is(err, io.EOF):
			return slices.Concat(before.Bytes(), now.Bytes()), nil
		case err != nil:
			return nil, err
		}
	}
}

// maxFilled bounds how many rows the merged cells of a sheet may span together.
const maxFilled = 10_000_000

// fillMerged gives all rows of merged cells their value.
func (s *sheet) fillMerged(all []merged) {
	find := func(number int) int {
		at, _ := slices.BinarySearchFunc(s.rows, number, func(r ingest.Row, n int) int {
			return cmp.Compare(r.Number, n)
		})
		return at
	}
	left := maxFilled
	for _, m := range all {
		at := find(m.from)
		if at == len(s.rows) || s.rows[at].Number != m.from || m.column >= len(s.rows[at].Cells) {
			continue
		}
		first := &s.rows[at]
		for at++; at < len(s.rows) && s.rows[at].Number <= m.to && left > 0; at++ {
			fillCell(&s.rows[at], m.column, first.Cells[m.column], first.Kinds[m.column])
			left--
		}
	}
}

// fillCell gives a row a value where it has none.
func fillCell(row *ingest.Row, column int, text string, kind ingest.Kind) {
	for len(row.Cells) <= column {
		row.Cells, row.Kinds = append(row.Cells, ""), append(row.Kinds, ingest.KindAbsent)
	}
	if row.Cells[column] == "" {
		row.Cells[column], row.Kinds[column] = text, kind
	}
}
