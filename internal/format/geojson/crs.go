package geojson

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/internal/crs"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// namedCRS is the member crs of GeoJSON from before RFC 7946, which some
// programs still write (https://geojson.org/geojson-spec.html#named-crs).
type namedCRS struct {
	Properties struct {
		Name string `json:"name"`
	} `json:"properties"`
}

// UnmarshalJSON implements json.Unmarshaler. What has no name says nothing.
func (c *namedCRS) UnmarshalJSON(data []byte) error {
	in := cutter{data: data}
	in.members(func(key []byte) bool {
		value := in.value()
		if string(key) == `"properties"` {
			properties := cutter{data: value}
			properties.members(func(key []byte) bool {
				value := properties.value()
				if string(key) == `"name"` {
					c.Properties.Name, _ = ingest.JSONCell(value)
				}
				return value != nil
			})
		}
		return value != nil
	})
	return nil
}

// reference returns what turns a file's coordinates into degrees; nil if they
// are degrees. Coordinates of a system that is not known are not used: the
// file's owner is told, and its rows are placed by name.
func (t *tabler) reference(named *namedCRS) orb.Projection {
	name := ""
	if named != nil {
		name = strings.TrimSpace(named.Properties.Name)
	}
	if name == "" {
		return nil
	}
	code, ok := crs.Code(name)
	err := fmt.Errorf("its coordinates are in the reference system %.80q, which is not known; EPSG:4326, "+
		"EPSG:3857 and UTM zones such as EPSG:32637 are", name)
	var toDegrees orb.Projection
	if ok {
		toDegrees, err = crs.ToDegrees(code)
	}
	if err == nil {
		return toDegrees
	}
	table := t.table
	t.placeless = true
	table.Findings = []report.Finding{report.RuleCoordinates.InTable(report.Where{File: table.File, Unit: table.Unit},
		err.Error()+"; they are not used, and incidents are placed by name, if they have one")}
	return nil
}

// systemColumn is the column of the codes of systems that Esri's answers bring.
const systemColumn = "epsg"

// takeSystem gives all records the system of coordinates that stands beside them, as Esri's
// programs name it: {"wkid": 102100, "latestWkid": 3857}.
func (t *tabler) takeSystem(raw []byte) {
	codes := map[string]string{}
	c := cutter{data: raw}
	c.members(func(key []byte) bool {
		value := c.value()
		codes[ingest.Unquote(key)], _ = ingest.JSONCell(value)
		return value != nil
	})
	code := cmp.Or(codes["latestWkid"], codes["wkid"])
	if n, ok := crs.Code(code); !ok || n == crs.WGS84 || t.columns[systemColumn] > 0 {
		return
	}
	for i := range t.table.Rows {
		row := &t.table.Rows[i]
		row.Kinds = slices.Clone(row.Kinds) // rows share them
		t.set(row, systemColumn, code, ingest.KindNumber)
	}
}
