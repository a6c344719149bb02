package memstore_test

import (
	"context"
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
