package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"incidentmap/internal/ingest"
)

// readLines reads a file of a feature or record a line of which some lines are broken:
// those are left out, and told. It reports false for a file of another form, in which not
// several lines are read, or fewer than are not.
func readLines(t *tabler, data []byte) bool {
	lines, sound := cutLines(data)
	if sound < 2 || sound == len(lines) || 2*sound < len(lines) {
		return false
	}
	t.table.Unit = "line"
	var p parser
	for _, l := range lines {
		var row parsed
		read := (*parser).record
		if isFeature(l.text) {
			read = (*parser).typedPiece
		}
		if l.err != nil || !read(&p, &row, l.text) || row.failed {
			t.addBroken(l)
			continue
		}
		t.addRow(&row)
		t.table.Rows[len(t.table.Rows)-1].Number = l.number
	}
	return true
}

// line is a line of a file that is not empty.
type line struct {
	text   []byte
	number int
	err    error // why it is no object of JSON
}

// cutLines cuts a file into its lines, and counts those that can be read.
func cutLines(data []byte) (lines []line, sound int) {
	number := 0
	for text := range bytes.Lines(data) {
		number++
		if text = bytes.TrimSpace(text); len(text) == 0 {
			continue
		}
		l := line{text: text, number: number}
		switch {
		case !json.Valid(text):
			var any json.RawMessage
			l.err = fmt.Errorf("it is not JSON: %s", notJSON(json.Unmarshal(text, &any), text))
		case text[0] != '{', isTyped(text) && !isFeature(text):
			l.err = fmt.Errorf("it is %.20s, where a feature or a record is allowed", text)
		default:
			sound++
		}
		lines = append(lines, l)
	}
	return lines, sound
}

// addBroken makes a row of a line that cannot be read.
func (t *tabler) addBroken(l line) {
	if l.err == nil {
		l.err = errors.New("it is no feature and no record")
	}
	t.table.Rows = append(t.table.Rows, ingest.Row{Number: l.number,
		Broken: &ingest.Broken{Text: string(l.text), Why: l.err}})
}
