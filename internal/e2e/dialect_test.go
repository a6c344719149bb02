//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Encodings and delimiters as spreadsheets write them.
func TestSpreadsheetDialects(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"semicolons.csv": "\xef\xbb\xbfTitle;Date;Lat;Lon\r\nCafé;2020-01-01;34.5;69.2\r\n",
		"tabs.tsv":       "title\tdate\tlat\tlon\nCafé\t2020-01-01\t34.5\t69.2\n",
		"latin.csv":      "title,date,lat,lon\nCaf\xe9,2020-01-01,34.5,69.2\n",
		"separator.csv":  "sep=;\ntitle;date;lat;lon\nCafé;2020-01-01;34.5;69.2\n",
		"preface.csv":    "(Sample)\n\ntitle,date,lat,lon\nCafé,01-January-2020,34.5,69.2\n",
		"utf16.csv":      utf16("title,date,lat,lon\nCafé,2020-01-01,34.5,69.2\n"),
	} {
		p := serve(t, write(t, name, content))
		id := strings.TrimSuffix(name, filepath.Ext(name))
		pg := p.whole(id, "")
		if pg.Matched != 1 || pg.Features[0].text("title") != "Café" || pg.Features[0].text("start") != "2020-01-01" ||
			string(pg.Features[0].Geometry.Coordinates) != "[69.2,34.5]" {
			t.Errorf("%s: %+v", name, pg)
		}
		p.stop()
	}
}

func utf16(s string) string {
	out := []byte{0xff, 0xfe}
	for _, r := range s {
		out = append(out, byte(r), byte(r>>8))
	}
	return string(out)
}

func TestDateOrder(t *testing.T) {
	t.Parallel()
	file := write(t, "us.csv", "id,title,date\na,A,3/4/2020\n")
	for order, want := range map[string]string{"dmy": "2020-04-03", "mdy": "2020-03-04"} {
		p := serve(t, "--date-order", order, "--data", file)
		p.expectFeature("us", "a", wantCells{"start": want})
		p.stop()
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	settled := write(t, "settled.csv", string(raw)+"b,B,3/14/2020\n")
	serve(t, settled).expectFeature("settled", "a", wantCells{"start": "2020-03-04"})
}
