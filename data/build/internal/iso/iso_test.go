package iso

import (
	"testing"

	"incidentmap/data/build/internal/topojson"
)

// A country is known by its number; Kosovo, which has none, by its name.
func TestRegionOf(t *testing.T) {
	for want, o := range map[string]topojson.Object{
		"AF": {ID: "004", Properties: map[string]any{"name": "Afghanistan"}},
		"XK": {Properties: map[string]any{"name": "Kosovo"}}} {
		if got, region := RegionOf(&o); got != want || region.String() != want {
			t.Errorf("%v is %s, %s, want %s", o.Properties, got, region, want)
		}
	}
	for _, o := range []topojson.Object{{}, {ID: "no number"}, {ID: 4.0}} {
		if got, _ := RegionOf(&o); got != "" {
			t.Errorf("%+v is %s", o, got)
		}
	}
}
