package geojson_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"incidentmap/internal/format/geojson"
)

// TestEncodings: JSON that a program wrote in its own code page, or in UTF-16, is decoded as
// tables are, and a guess is told.
func TestEncodings(t *testing.T) {
	const record = `{"title":"Взрыв на рынке, есть раненые","date":"2021-01-01"}`
	const feature = `{"type":"Feature","properties":` + record + `,"geometry":null}`
	for name, coding := range map[string]encoding.Encoding{"windows-1251": charmap.Windows1251, "koi8-r": charmap.KOI8R,
		"":         unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
		"utf-16be": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)} {
		for _, text := range []string{"[" + record + "]", record + "\n" + record + "\n", feature,
			feature + "\n" + feature,
			`{"type":"FeatureCollection","features":[` + feature + `]}`} {
			coded, err := coding.NewEncoder().String(text)
			if err != nil {
				t.Fatal(err)
			}
			table, err := geojson.Read("a.json", coded)
			if err != nil {
				t.Errorf("%s: %.30s: %v", name, text, err)
				continue
			}
			row := &table.All()[0]
			if got := row.Text(0); got != "Взрыв на рынке, есть раненые" {
				t.Errorf("%s: %.30s: %q", name, text, got)
			}
			told := len(table.Findings) == 1 && strings.Contains(table.Findings[0].Message, "it is read as "+name)
			if told != (name != "") {
				t.Errorf("%s: %.30s: %v", name, text, table.Findings)
			}
		}
	}
}
