package sample_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"testing"

	"incidentmap/internal/sample"
)

func TestMakeIsSeeded(t *testing.T) {
	a, b, other := sample.Make(5000, 1), sample.Make(5000, 1), sample.Make(5000, 2)
	if !slices.Equal(a, b) || slices.Equal(a, other) {
		t.Fatal("the same seed must make the same sample, another one another")
	}
	months, stacks := 0, map[[2]float64]int{}
	for i := range a {
		inc := &a[i]
		if inc.Start > inc.End || inc.Lon < -180 || inc.Lon > 180 || inc.Lat < -90 || inc.Lat > 90 ||
			inc.Low > inc.Best || inc.Best > inc.High {
			t.Fatalf("%+v", inc)
		}
		if !inc.Certain {
			months++
		}
		stacks[[2]float64{inc.Lon, inc.Lat}]++
	}
	if months < 150 || months > 350 {
		t.Errorf("%d of 5,000 are known to the month, want about 5 %%", months)
	}
	if stacks[[2]float64{69.2075, 34.5553}] < 10 {
		t.Errorf("there is no stack: %d", stacks[[2]float64{69.2075, 34.5553}])
	}
}

func TestWriteCSV(t *testing.T) {
	all := sample.Make(100, 1)
	var b bytes.Buffer
	if err := sample.WriteCSV(&b, all); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 101 || rows[1][0] != all[0].ID() || rows[1][2] != all[0].Date() {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
}
