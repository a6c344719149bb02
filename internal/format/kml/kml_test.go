package kml

import (
	"slices"
	"strings"
	"testing"
)

// Of a description in HTML the text is read.
func TestDescriptionsOfHTML(t *testing.T) {
	for text, want := range map[string]string{
		"5 < 6 & no tag": "5 < 6 & no tag",
		"<table><tr><td>Killed</td><td>4</td></tr><tr><td>Type</td><td>IED</td></tr></table>":                  "Killed: 4\nType: IED",
		`<p>Report <a href="https://e.org/1">AFP</a>.</p><script>x()</script><img src="https://e.org/a.png"/>`: "Report AFP (https://e.org/1).\nhttps://e.org/a.png",
		"<b>A &amp; B</b><br>C\nD": "A & B\nC D",
		"plain":                    "plain",
	} {
		if got := plainText(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A track is told as what it is, and a height has a column.
func TestTracksAndHeights(t *testing.T) {
	const text = `<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>
<Placemark><name>A</name><TimeStamp><when>2023-05-01</when></TimeStamp><Point><coordinates>69.1,34.5,1800</coordinates></Point></Placemark>
<Placemark><name>B</name><TimeStamp><when>2023-05-01</when></TimeStamp><Point><coordinates>69.1,34.5,0</coordinates></Point></Placemark>
<Placemark><name>Way</name><gx:Track><when>2023-06-07T08:09:10Z</when><gx:coord>69 34 0</gx:coord></gx:Track></Placemark>
</Document></kml>`
	table, err := Read("a.kml", text)
	if err != nil || table.Total() != 2 || len(table.Findings) != 1 ||
		!strings.Contains(table.Findings[0].Message, "1 track not read") {
		t.Fatalf("%v, %+v", err, table)
	}
	at := slices.Index(table.Header, "altitude")
	if at < 0 || table.Rows[0].Text(at) != "1800" || table.Rows[1].Text(at) != "" {
		t.Errorf("%q", table.Header)
	}
}
