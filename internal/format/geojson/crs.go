package geojson

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

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

const crsPrefix = `(?:urn:ogc:def:crs:|https?://www\.opengis\.net/def/crs/)?`

// The names of reference systems: degrees in WGS 84, and Web Mercator, which
// was known by other codes before it was EPSG:3857.
var (
	degreesCRS = regexp.MustCompile(`(?i)^` + crsPrefix +
		`(?:OGC[:/][0-9.]*[:/]?CRS84H?|EPSG[:/][0-9.]*[:/]?(?:4326|4979))$`)
	mercatorCRS = regexp.MustCompile(`(?i)^` + crsPrefix + `EPSG[:/][0-9.]*[:/]?(?:3857|900913|102100|102113)$`)
)

// reference returns what turns a file's coordinates into degrees; nil if they
// are degrees. Coordinates of a system that is not known are not used: the
// file's owner is told, and its rows are placed by name.
func (t *tabler) reference(crs *namedCRS) orb.Projection {
	name := ""
	if crs != nil {
		name = strings.TrimSpace(crs.Properties.Name)
	}
	switch {
	case name == "" || degreesCRS.MatchString(name):
		return nil
	case mercatorCRS.MatchString(name):
		return project.Mercator.ToWGS84
	}
	table := t.table
	t.placeless = true
	table.Findings = []report.Finding{report.RuleCoordinates.InTable(report.Where{File: table.File, Unit: table.Unit},
		fmt.Sprintf("its coordinates are in the reference system %.80q, which is not known; "+
			"EPSG:3857 and degrees of WGS 84 (EPSG:4326) are; they are not used, and incidents are placed by name, if they have one", name))}
	return nil
}
