package memstore_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
	"incidentmap/internal/storetest"
)

func open(d *incident.Dataset, version string, incidents []incident.Incident) (incident.Store, error) {
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
	if v, err := s.Version(ctx, "d"); v != "v2" || err != nil {
		t.Errorf("its version is %q, %v", v, err)
	}
	if _, err := s.Get(ctx, "d", "v1"); incident.CodeOf(err) != incident.NotFound {
		t.Errorf("the old record is still there: %v", err)
	}
}

func TestTile(t *testing.T) {
	s, err := open(&incident.Dataset{ID: "d"}, "v1", []incident.Incident{
		{ID: "a", Title: "A", Date: edtf.MustParse("2020-01-01"), Place: incident.Place{Points: orb.MultiPoint{{69.2, 34.5}, {69.3, 34.5}, {0, 0}}}},
		{ID: "b", Date: edtf.MustParse("2020-01-01")},
	})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := s.Tile(context.Background(), incident.Filter{Dataset: "d"}, 5, 22, 12)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Unmarshal(raw)
	if err != nil || len(layers) != 1 || len(layers[0].Features) != 2 {
		t.Fatalf("%v, %v: want the two points over Kabul", layers, err)
	}
	if p := layers[0].Features[0].Properties; p["id"] != "a" || p["title"] != "A" || p["fatalities_best"] != nil {
		t.Errorf("its properties are %v", p)
	}
	if raw, err = s.Tile(context.Background(), incident.Filter{Dataset: "d"}, 5, 0, 0); len(raw) != 0 || err != nil {
		t.Errorf("an empty tile has %d bytes, %v", len(raw), err)
	}
}

// TestApply: after puts and deletes the store answers as one that was filled
// with what is left, and pages go on where they ended.
func TestApply(t *testing.T) {
	storetest.RunChanging(t, func(d *incident.Dataset, version string, incidents []incident.Incident) (storetest.Changing, error) {
		s := &memstore.Store{}
		return s, s.Put(d, version, incidents)
	})
}

func TestClusters(t *testing.T) {
	var all []incident.Incident
	for _, id := range []string{"a", "b", "c"} {
		all = append(all, incident.Incident{ID: id, Kind: "attack", Date: edtf.MustParse("2020-01-01"), Place: incident.Place{Points: orb.MultiPoint{{69.2, 34.5}}},
			Claims: []incident.Claim{{Measure: incident.Killed, Scope: incident.Total, Figure: incident.AtLeast(2)}}})
	}
	all[2].Kind = "operation"
	s, err := open(&incident.Dataset{ID: "d", Kinds: incident.ShippedKinds}, "v1", all)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := s.Clusters(context.Background(), incident.Filter{Dataset: "d"}, 5, 22, 12)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Unmarshal(raw)
	if err != nil || len(layers) != 1 || layers[0].Name != "clusters" || len(layers[0].Features) != 1 {
		t.Fatalf("%v, %v: want one cluster", layers, err)
	}
	p := layers[0].Features[0].Properties
	if p["point_count"] != 3.0 || p["fatalities"] != 6.0 || p["count_attack"] != 2.0 || p["count_operation"] != 1.0 || p["ids"] != "a,b,c" {
		t.Errorf("its properties are %v", p)
	}
}

// TestTileStaysSmall: however many incidents, a tile passes 500 kB nowhere,
// and stands for all of them.
func TestTileStaysSmall(t *testing.T) {
	all := make([]incident.Incident, 60_000)
	for i := range all {
		all[i] = incident.Incident{ID: fmt.Sprintf("incident-%06d", i), Title: strings.Repeat("A long title ", 8) + fmt.Sprint(i), Date: edtf.MustParse("2020-01-01"),
			Place: incident.Place{Points: orb.MultiPoint{{float64(i%300) - 150, float64(i/300)*0.8 - 80}}}}
	}
	s, err := open(&incident.Dataset{ID: "d"}, "v1", all)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := s.Tile(context.Background(), incident.Filter{Dataset: "d"}, 0, 0, 0)
	if err != nil || len(raw) > 500_000 || len(raw) < 100_000 {
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
