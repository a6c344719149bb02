package memstore_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/store/storetest"
)

func open(d *incident.Dataset, version string, incidents []incident.Incident) (storetest.Store, error) {
	s := &memstore.Store{}
	return s, s.Put(d, version, incidents)
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

func TestPutReplaces(t *testing.T) {
	s := &memstore.Store{}
	d := &incident.Dataset{ID: "d"}
	for _, version := range []string{"v1", "v2"} {
		if err := s.Put(d, version, []incident.Incident{{ID: version, Date: edtf.MustParse("2020")}}); err != nil {
			t.Fatal(err)
		}
	}
	ctx := context.Background()
	datasets, err := s.Datasets(ctx)
	if err != nil || len(datasets) != 1 {
		t.Fatalf("%d datasets, %v", len(datasets), err)
	}
	v := viewOf(t, s, "d")
	if got := v.Stats().Version; got != "v2" {
		t.Errorf("its version is %q", got)
	}
	if _, err := v.Get(ctx, "v1"); storetest.CodeOf(err) != incident.NotFound {
		t.Errorf("the old record is still there: %v", err)
	}
}

func TestTile(t *testing.T) {
	s, err := open(&incident.Dataset{ID: "d"}, "v1", []incident.Incident{
		{ID: "a", Title: "A", Date: edtf.MustParse("2020-01-01"), Place: incident.Place{Points: orb.MultiPoint{{69.2,
			34.5}, {69.3, 34.5}, {0, 0}}}},
		{ID: "b", Date: edtf.MustParse("2020-01-01")},
	})
	if err != nil {
		t.Fatal(err)
	}
	raw := pointsOf(t, s, 5, 22, 12)
	layers, err := mvt.Unmarshal(raw)
	if err != nil || len(layers) != 1 || len(layers[0].Features) != 2 {
		t.Fatalf("%v, %v: want the two points over Kabul", layers, err)
	}
	if p := layers[0].Features[0].Properties; p["id"] != "a" || p["title"] != "A" || p["fatalities_best"] != nil {
		t.Errorf("its properties are %v", p)
	}
	if raw = pointsOf(t, s, 5, 0, 0); len(raw) != 0 {
		t.Errorf("an empty tile has %d bytes, %v", len(raw), err)
	}
}

// TestApply: after puts and deletes the store answers as one that was filled
// with what is left, and pages go on where they ended.
func TestApply(t *testing.T) {
	storetest.RunChanging(t, func(d *incident.Dataset, version string,
		incidents []incident.Incident) (storetest.Changing, error) {
		s := &memstore.Store{}
		return s, s.Put(d, version, incidents)
	})
}

func TestClusters(t *testing.T) {
	var all []incident.Incident
	for _, id := range []string{"a", "b", "c"} {
		all = append(all, incident.Incident{ID: id, Kind: "attack", Date: edtf.MustParse("2020-01-01"),
			Place:  incident.Place{Points: orb.MultiPoint{{69.2, 34.5}}},
			Claims: []incident.Claim{{Measure: incident.Killed, Scope: incident.Total, Figure: incident.AtLeast(2)}}})
	}
	all[2].Kind = "operation"
	// One without a figure, and one in a cell of its own.
	all = append(all, all[0], all[0])
	all[3].ID, all[3].Claims = "d", nil
	all[4].ID, all[4].Claims, all[4].Place.Points = "e", nil, orb.MultiPoint{{75, 38}}
	s, err := open(&incident.Dataset{ID: "d", Kinds: incident.ShippedKinds}, "v1", all)
	if err != nil {
		t.Fatal(err)
	}
	raw := clustersOf(t, s, 5, 22, 12)
	layers, err := mvt.Unmarshal(raw)
	if err != nil || len(layers) != 1 || layers[0].Name != "clusters" || len(layers[0].Features) != 2 {
		t.Fatalf("%v, %v: want two clusters", layers, err)
	}
	alone, p := layers[0].Features[0].Properties, layers[0].Features[1].Properties
	if n, there := alone["fatalities"]; there || alone["fatalities_known"] != 0.0 ||
		alone["fatalities_unknown"] != 1.0 {
		t.Errorf("nobody knows a figure of the cluster, which has %v: %v", n, alone)
	}
	if p["fatalities_known"] != 3.0 || p["fatalities_unknown"] != 1.0 {
		t.Errorf("its known figures are %v and %v", p["fatalities_known"], p["fatalities_unknown"])
	}
	if p["point_count"] != 4.0 || p["fatalities"] != 6.0 || p["count_operation"] != 1.0 || p["ids"] != "a,b,c,d" ||
		p["count_attack"] != 3.0 {
		t.Errorf("its properties are %v", p)
	}
}

// TestTileStaysSmall: however many incidents, a tile passes 500 kB nowhere,
// and stands for all of them.
func TestTileStaysSmall(t *testing.T) {
	all := make([]incident.Incident, 60_000)
	for i := range all {
		all[i] = incident.Incident{ID: fmt.Sprintf("incident-%06d", i), Title: strings.Repeat("A long title ", 8) +
			fmt.Sprint(i), Date: edtf.MustParse("2020-01-01"),
			Place: incident.Place{Points: orb.MultiPoint{{float64(i%300) - 150, float64(i/300)*0.8 - 80}}}}
	}
	s, err := open(&incident.Dataset{ID: "d"}, "v1", all)
	if err != nil {
		t.Fatal(err)
	}
	raw := pointsOf(t, s, 0, 0, 0)
	if len(raw) > 500_000 || len(raw) < 100_000 {
		t.Fatalf("the tile has %d bytes, %v", len(raw), err)
	}
	layers, err := mvt.Unmarshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, f := range layers[0].Features {
		n, many := f.Properties["point_count"].(float64)
		if !many {
			n = 1
		}
		sum += n
	}
	if sum != float64(len(all)) {
		t.Errorf("its points stand for %v of %d", sum, len(all))
	}
}

// TestTileOfALongTitle: one record's text does not make a tile too big.
func TestTileOfALongTitle(t *testing.T) {
	s, err := open(&incident.Dataset{ID: "d"}, "v1", []incident.Incident{{ID: "a", Title: strings.Repeat("é", 400_000),
		Date:  edtf.MustParse("2020-01-01"),
		Place: incident.Place{Points: orb.MultiPoint{{69.2, 34.5}}}}})
	if err != nil {
		t.Fatal(err)
	}
	raw := pointsOf(t, s, 0, 0, 0)
	if len(raw) > 2000 || !strings.Contains(string(raw), "ééé…") {
		t.Errorf("the tile has %d bytes, %v", len(raw), err)
	}
}

// TestChangesAreForgotten: a version that is too old to be told apart, or in
// the middle of what was forgotten, is answered with everything.
func TestChangesAreForgotten(t *testing.T) {
	s := &memstore.Store{}
	ctx := context.Background()
	if err := s.Put(&incident.Dataset{ID: "d"}, "v0", nil); err != nil {
		t.Fatal(err)
	}
	const batch, batches = 3000, 9
	for n := range batches {
		put := make([]incident.Incident, batch)
		for i := range put {
			put[i] = incident.Incident{ID: fmt.Sprintf("i%d-%d", n, i), Date: edtf.MustParse("2020-01-01")}
		}
		if err := s.Apply(ctx, "d", fmt.Sprintf("v%d", n+1), put, nil); err != nil {
			t.Fatal(err)
		}
	}
	for n := range batches {
		changes, err := s.Changes(ctx, "d", fmt.Sprintf("v%d", n))
		if err != nil {
			t.Fatal(err)
		}
		reset, told := false, 0
		for c := range changes {
			if c.Reset {
				reset = true
			} else {
				told++
			}
		}
		want := batch * (batches - n)
		if reset {
			want = batch * batches
		}
		if told != want || n == 0 && !reset || n == batches-1 && reset {
			t.Errorf("since v%d: %d changes, reset %v", n, told, reset)
		}
	}
}

// BenchmarkApply replaces one of a hundred thousand incidents.
func BenchmarkApply(b *testing.B) {
	all := make([]incident.Incident, 100_000)
	for i := range all {
		all[i] = incident.Incident{ID: fmt.Sprintf("i%d", i), Date: edtf.MustParse(geo.Day(18_000 + i%1000).String()),
			Place: incident.Place{Points: orb.MultiPoint{{float64(i%360) - 180, float64(i%170) - 85}}}}
	}
	s := &memstore.Store{}
	if err := s.Put(&incident.Dataset{ID: "d"}, "v", all); err != nil {
		b.Fatal(err)
	}
	one := make([]incident.Incident, 1)
	n := 0
	for b.Loop() {
		one[0] = incident.Incident{ID: fmt.Sprintf("i%d", 1001+n%90_000), Date: edtf.MustParse("2020-01-01"),
			Place: incident.Place{Points: orb.MultiPoint{{10, 20}}}}
		if err := s.Apply(context.Background(), "d", fmt.Sprint(n), one, nil); err != nil {
			b.Fatal(err)
		}
		n++
	}
}
