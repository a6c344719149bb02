package gpkg

import (
	"fmt"
	"slices"
	"testing"

	"incidentmap/internal/edtf"
	"incidentmap/internal/format"
	"incidentmap/internal/incident"
)

// As many columns as a dataset may have are written, those that SQLite has no room for in a
// table of their own, and those that differ in case alone under two names.
func TestManyColumns(t *testing.T) {
	d := &incident.Dataset{ID: "d", Columns: []incident.Column{{Name: "a", Type: incident.ColumnString},
		{Name: "A", Type: incident.ColumnString}}}
	for i := len(d.Columns); i < incident.MaxColumns; i++ {
		d.Columns = append(d.Columns, incident.Column{Name: fmt.Sprintf("c%d", i), Type: incident.ColumnInteger})
	}
	inc := incident.Incident{ID: "x", Title: "X", Date: edtf.MustParse("2020"), Extra: make([]any, len(d.Columns))}
	inc.Extra[0], inc.Extra[1], inc.Extra[incident.MaxColumns-1] = "small", "large", int64(7)
	answers(t, &format.Document{Columns: incident.PropertiesOf(d),
		Records: slices.Values([]*incident.Record{incident.NewRecord(incident.Profile{}, inc, d)})}, map[string]string{
		"SELECT a || ' ' || a_ FROM incidents": "small large",
		fmt.Sprintf("SELECT value FROM more_columns WHERE incident = 'x' AND name = 'c%d'", incident.MaxColumns-1): "7",
		"SELECT count(*) FROM gpkg_contents WHERE table_name = 'more_columns'":                                     "1",
	})
}
