package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/place"
)

// answer is one with a place of a class, and what was not understood.
func answer(class gazetteer.Class, dropped ...string) place.Answer {
	m := &gazetteer.Match{Dropped: dropped}
	m.Class = class
	return place.Answer{Result: gazetteer.Result{Best: m}}
}

// Rows are counted by how precisely their place is known, and texts without one are told
// once each, as many as there is room for.
func TestTally(t *testing.T) {
	tl := newTally()
	tl.count(2, "Kabul", answer(gazetteer.Locality))
	tl.count(3, "Afghanistan", answer(gazetteer.Country))
	tl.count(4, "Xyz, Kunar", answer(gazetteer.Admin1, "Xyz"))
	tl.count(5, "Xyz, Iraq", answer(gazetteer.Country, "Xyz"))
	tl.count(6, "", place.Answer{})
	for i := range toldTexts + 3 {
		tl.count(7+i, fmt.Sprintf("nowhere %d", i), place.Answer{})
	}
	tl.count(50, "Xyz, Iraq", answer(gazetteer.Country, "Xyz"))
	tl.failed(51, errors.New("no answer"))
	var told strings.Builder
	if err := tl.print(&told); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"29 rows in ", "2 placed, 1 by their province only, 2 by their country only, 23 not found, 1 without",
		"row 5, 2 times: \"Xyz, Iraq\"", "row 7, 1 times: \"nowhere 0\"", "and 4 more rows",
		"1 rows could not be asked for everywhere; the last was row 51: no answer"} {
		if !strings.Contains(told.String(), want) {
			t.Errorf("no %q in\n%s", want, told.String())
		}
	}
	if n := strings.Count(told.String(), "times:"); n != toldTexts {
		t.Errorf("%d texts are told, want %d", n, toldTexts)
	}
}

// What is no terminal gets no bar.
func TestProgressOfAFile(t *testing.T) {
	var out strings.Builder
	p := newProgress(&out, 10)
	if n, err := p.Write([]byte("12345")); n != 5 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if p.finish(); out.Len() > 0 {
		t.Errorf("%q is written", out.String())
	}
}
