package ingest

import "testing"

// Columns of a dataset's own in our export of it have no role, however they are called.
func TestOwnColumnsOfExports(t *testing.T) {
	got := rolesOf(tableOf("id|longitude|latitude|title|date|date_certain|date_uncertain|record_review|fatalities_best|"+
		"lat|lon|killed|left_out_row", "1|1.4|18.4|A|2023-05-01|true|false|unreviewed||17.3|-0.1|7|4"))
	if got["lat"] != "latitude" || got["lon"] != "longitude" || got["fatalities_best"] != "fatalities_best" {
		t.Errorf("%v", got)
	}
	res, err := Read(tableOf("id|date|date_certain|date_uncertain|record_review|fatalities_best|killed|left_out_row",
		"1|2023-05-01|true|false|unreviewed||7|4"), Options{})
	if err != nil || len(res.Columns) != 1 || res.Columns[0].Name != "killed" || len(res.Incidents[0].Claims) > 0 {
		t.Errorf("%v, %+v", err, res)
	}
}
