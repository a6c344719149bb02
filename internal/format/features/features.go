// Package features writes what readers of other geographic formats found as GeoJSON,
// which is then read as any GeoJSON is: what a line, an area, a reference system or a
// value with a type means is decided in one room.
package features

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	orbjson "github.com/paulmach/orb/geojson"

	"incidentmap/internal/format/geojson"
	"incidentmap/internal/ingest"
)

// Collection gathers features.
type Collection struct {
	b strings.Builder
	n int
	// EPSG is the code of the coordinates' reference system; 0 and 4326 are longitude
	// and latitude.
	EPSG int
	// Title is that of the dataset; empty if the file gives none.
	Title string
}

// Property is a named value; Value is what encoding/json can write.
type Property struct {
	Name  string
	Value any
}

// Len is the number of features.
func (c *Collection) Len() int { return c.n }

// Add adds a feature; a nil geometry is no place. Of properties with the same name the
// first counts.
func (c *Collection) Add(geometry orb.Geometry, properties []Property) error {
	shape := []byte("null")
	var err error
	if geometry != nil {
		if shape, err = orbjson.NewGeometry(geometry).MarshalJSON(); err != nil {
			return err
		}
	}
	if c.n > 0 {
		c.b.WriteByte(',')
	}
	c.n++
	fmt.Fprintf(&c.b, `{"type":"Feature","geometry":%s,"properties":{`, shape)
	seen := make(map[string]bool, len(properties))
	for _, p := range properties {
		if p.Name == "" || seen[p.Name] {
			continue
		}
		if len(seen) > 0 {
			c.b.WriteByte(',')
		}
		seen[p.Name] = true
		if err := c.member(p); err != nil {
			return err
		}
	}
	c.b.WriteString("}}")
	return nil
}

func (c *Collection) member(p Property) error {
	name, err := json.Marshal(p.Name)
	if err != nil {
		return err
	}
	value, err := json.Marshal(p.Value)
	if err != nil {
		return fmt.Errorf("%s: %w", p.Name, err)
	}
	c.b.Write(name)
	c.b.WriteByte(':')
	c.b.Write(value)
	return nil
}

// Table reads the features; unit is what one of them is called in findings.
func (c *Collection) Table(name, unit string) (*ingest.Table, error) {
	head := ""
	if c.EPSG != 0 && c.EPSG != 4326 {
		head += fmt.Sprintf(`"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::%d"}},`, c.EPSG)
	}
	if title, err := json.Marshal(c.Title); err == nil && c.Title != "" {
		head += `"title":` + string(title) + ","
	}
	t, err := geojson.Read(name, `{"type":"FeatureCollection",`+head+`"features":[`+c.b.String()+`]}`)
	if t != nil {
		t.Unit = unit
	}
	return t, err
}
