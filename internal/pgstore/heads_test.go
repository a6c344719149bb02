package pgstore

import (
	"fmt"
	"strings"
	"testing"

	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// What a server asks each second is found by an index, also where statistics say that all
// revisions have one version, as after a bulk import.
func TestMarksAreFoundByIndex(t *testing.T) {
	url := server.Database(t)
	l := open(t, url)
	put(t, l, &incident.Dataset{ID: "d"})
	_, err := l.Apply(t.Context(), store.ChangeSet{Dataset: "d", Brief: true,
		Stream: func(yield func(store.Edit, error) bool) {
			for i := range 5_000 {
				if !yield(dated(fmt.Sprint(i), "x"), nil) {
					return
				}
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, l, "d", dated("later", "x"))
	asked(t, url, "ANALYZE")
	for name, query := range map[string]string{
		"mark": "SELECT " + markOf("$1") + " FROM incidentmap_log.dataset d WHERE d.id = 'd'",
		"since": "SELECT r.content FROM incidentmap_log.revision r WHERE r.dataset = 'd' AND " +
			"(r.version, r.seq) > ($1, 9223372036854775807) ORDER BY r.version, r.seq LIMIT 1000",
	} {
		plan := asked(t, url, "SET plan_cache_mode = force_generic_plan; PREPARE p (bigint) AS "+query+
			"; EXPLAIN (COSTS off) EXECUTE p (2)")
		if !strings.Contains(plan, "revision_at") || strings.Contains(plan, "revision_pkey") {
			t.Errorf("%s: %s", name, plan)
		}
	}
	at, err := l.At(t.Context(), "d", 1)
	if err != nil || at.Version != 2 || at.Mark == "" {
		t.Errorf("%+v, %v", at, err)
	}
	if none, err := l.At(t.Context(), "d", 3); err != nil || none.Mark != "" {
		t.Errorf("%+v, %v", none, err)
	}
}
