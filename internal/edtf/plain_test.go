package edtf

import (
	"fmt"
	"testing"
)

// TestPlainDay: what is read the short way is what is read the long way.
func TestPlainDay(t *testing.T) {
	for _, y := range []int{0, 1, 4, 100, 1900, 1970, 2000, 2023, 2024, 9999} {
		for m := range 45 {
			for d := range 35 {
				s := fmt.Sprintf("%04d-%02d-%02d", y, m, d)
				day, ok := plainDay(s)
				sp, err := parseDate(s)
				if ok != (err == nil) || (ok && sp != span{start: day, end: day, precision: Day}) {
					t.Fatalf("%s: %v, %v; the long way %+v, %v", s, day, ok, sp, err)
				}
			}
		}
	}
	for _, s := range []string{"", "2020-01-0X", "2020-1--01", "-020-01-01", "2020/01/01", "2020-01-1?", "２020-01-"} {
		if day, ok := plainDay(s); ok {
			t.Errorf("%q was read as %v", s, day)
		}
	}
}
