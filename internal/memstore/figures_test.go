package memstore_test

import (
	"context"
	"testing"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
)

// A dataset counts what any incident, or any group, has a known figure of: words, or
// the figure of a part of the people, are none. Packed and changed it does as well.
func TestStatsSayWhatIsCounted(t *testing.T) {
	claim := func(measure string, scope incident.Scope, f incident.Figure) incident.Claim {
		return incident.Claim{Measure: measure, Scope: scope, Figure: f, Words: "dozens"}
	}
	for name, c := range map[string]struct {
		claims          []incident.Claim
		group           []incident.Claim
		killed, injured bool
	}{
		"nothing":         {},
		"words":           {claims: []incident.Claim{claim(incident.Killed, incident.Total, incident.Figure{})}},
		"a subset":        {claims: []incident.Claim{claim(incident.Killed, incident.Subset, incident.Exactly(1))}},
		"another measure": {claims: []incident.Claim{claim("arrested", incident.Total, incident.Exactly(1))}},
		"none killed": {claims: []incident.Claim{claim(incident.Killed, incident.Total, incident.Exactly(0))},
			killed: true},
		"injured": {claims: []incident.Claim{claim(incident.Injured, incident.Total, incident.AtLeast(3))},
			injured: true},
		"a group's figure": {group: []incident.Claim{claim(incident.Injured, incident.Total, incident.Exactly(9))},
			injured: true},
	} {
		d := &incident.Dataset{ID: "d", Groups: []incident.Group{{ID: "g", Dataset: "d", Claims: c.group}}}
		s := &memstore.Store{}
		all := []incident.Incident{{ID: "plain", Date: edtf.MustParse("2020")},
			{ID: "other", Date: edtf.MustParse("2020"), Claims: c.claims, Group: "g"}}
		if err := s.Put(d, "v1", all); err != nil {
			t.Fatal(err)
		}
		check := func(when string) {
			if st := viewOf(t, s, "d").Stats(); st.CountsKilled != c.killed ||
				st.CountsInjured != c.injured {
				t.Errorf("%s, %s: %+v", name, when, st)
			}
		}
		check("loaded")

		put := []incident.Incident{{ID: "new", Date: edtf.MustParse("2020"),
			Claims: []incident.Claim{claim(incident.Killed, incident.Total, incident.Exactly(2))}}}
		if err := s.Apply(context.Background(), "d", "v2", put, nil); err != nil {
			t.Fatal(err)
		}
		c.killed = true
		check("changed")
	}
}
