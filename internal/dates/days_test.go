package dates

import (
	"strings"
	"testing"

	"incidentmap/internal/edtf"
)

// What is read twice is read the same, and as EDTF has it, whatever looks like a day.
func TestDaysAreAsEDTFHasThem(t *testing.T) {
	texts := []string{"2017-04-13", "2017-04-14", "2016-02-29", "2017-02-29", "1900-01-01", "2099-12-31", "1899-12-31",
		"2100-01-01", "0001-01-01", "2017-13-01", "2017-00-10", "2017-04-31", "2017-04-00", "2017-04-1x", "2017/04/13",
		"-017-04-13", "2017-+4-13", "2017-04-13~", "2017-04"}
	r := NewReader(Forms{}, strings.Clone)
	for range 2 {
		for _, text := range texts {
			want, wantErr := edtf.Parse(text)
			got, err := r.Date(text)
			if got != want || (err == nil) != (wantErr == nil) {
				t.Errorf("%s: %+v, %v; want %+v, %v", text, got, err, want, wantErr)
			}
		}
	}
}
