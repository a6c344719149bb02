package incident_test

import (
	"strings"
	"testing"

	"incidentmap/internal/incident"
)

func TestCheckColumnName(t *testing.T) {
	for name, ok := range map[string]bool{"weapon": true, strings.Repeat("x", 63): true, strings.Repeat("x", 64): false,
		"": false, "geom": false, "FID": false, "title": false, "Kind": false, "bbox": false, "geometry2": true} {
		if err := incident.CheckColumnName(name); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestCutName(t *testing.T) {
	for _, c := range []struct {
		name string
		most int
		want string
	}{{"weapon", 63, "weapon"}, {"weapon", 3, "wea"}, {"éé", 3, "é"}, {"", 3, ""}} {
		if got := incident.CutName(c.name, c.most); got != c.want {
			t.Errorf("%q of %q", got, c.name)
		}
	}
}
