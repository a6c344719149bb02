package geonames_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/geonames"
)

// villages are tables of n villages in one district, and of one in none.
func villages(t *testing.T, n int) *geonames.Tables {
	t.Helper()
	lines := []string{row("9999", "Nowhere", "33", "69", "P.PPL", "XT", "", "", "0"),
		row("9998", "Long River", "33", "69", "H.STM", "XT", "01", "011", "0")}
	for i := range n {
		lines = append(lines, row(fmt.Sprint(i), fmt.Sprintf("Kala %d", i), "33.5", "69", "P.PPL", "XT", "01", "011",
			"0"))
	}
	tables := &geonames.Tables{}
	fail := func(e *geonames.LineError) { t.Error(e) }
	if err := geonames.ReadTable(strings.NewReader(strings.Join(lines, "\n")), "XT.txt", tables.Add, fail); err != nil {
		t.Fatal(err)
	}
	for _, u := range []geonames.Unit{{Code: "XT.01", Name: "Alfa"},
		{Code: "XT.01.011", Name: "Beta"}} {
		if err := tables.AddUnit(u); err != nil {
			t.Fatal(err)
		}
	}
	return tables
}

func TestDraw(t *testing.T) {
	tables := villages(t, 100)
	ids := func(seed uint64) (out []string) {
		for _, v := range tables.Draw(40, seed) {
			if v.Province != "Alfa" || v.District != "Beta" || !strings.HasPrefix(v.Name, "Kala") {
				t.Errorf("drew %+v", v)
			}
			out = append(out, v.ID)
		}
		return out
	}
	first := ids(1)
	if len(first) != 40 || !slices.Equal(first, ids(1)) || slices.Equal(first, ids(2)) {
		t.Errorf("drew %v, then %v", first, ids(1))
	}
	if slices.Sort(first); len(slices.Compact(first)) != 40 {
		t.Error("drew one twice")
	}
	if n := len(tables.Draw(1000, 1)); n != 100 {
		t.Errorf("drew %d of 100", n)
	}
}

func TestTablesLeaveVillagesOut(t *testing.T) {
	records, err := villages(t, 10).Records(map[string]bool{"3": true})
	if err != nil {
		t.Fatal(err)
	}
	has := func(id string) bool {
		return slices.ContainsFunc(records, func(r gazetteer.Record) bool { return r.ID == id })
	}
	if has("gn:3") || !has("gn:4") || !has("gna:XT.01.011") {
		t.Errorf("records %+v", records)
	}
}
