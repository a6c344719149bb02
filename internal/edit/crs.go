package edit

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/internal/crs"
	"incidentmap/internal/incident"
)

// CRS is a coordinate reference system that features are written in.
type CRS struct {
	// Name is its name, for messages.
	Name string
	// Degrees turns coordinates into longitude and latitude.
	Degrees orb.Projection
	// Project turns them back, and Fit leaves the points out that the system does not reach,
	// where answers are told in it; else they are nil.
	Project orb.Projection
	Fit     func(*incident.Record) *incident.Record
}

// NamedCRS reads the member crs of GeoJSON from before RFC 7946, which some programs still
// write; nil where it says nothing. Its coordinates are in the order x, y, whatever the
// system's own is, as those programs have it. Problems: the system is not known.
func NamedCRS(raw json.RawMessage) (*CRS, Problems) {
	if isNull(raw) {
		return nil, nil
	}
	wrong := func(detail string) Problems {
		return Problems{{"/crs", detail, []string{"no crs, for longitude and latitude",
			`{"type":"name","properties":{"name":NAME}} with EPSG:4326, EPSG:3857 or a UTM zone such as EPSG:32637`}}}
	}
	var named struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if json.Unmarshal(raw, &named) != nil || strings.TrimSpace(named.Properties.Name) == "" {
		return nil, wrong("it names no coordinate reference system")
	}
	name := named.Properties.Name
	code, ok := crs.Code(name)
	if !ok {
		return nil, wrong(fmt.Sprintf("the coordinate reference system %.80q is not known", name))
	}
	degrees, err := crs.ToDegrees(code)
	if err != nil {
		return nil, wrong(err.Error())
	}
	if degrees == nil {
		degrees = asItIs
	}
	return &CRS{Name: name, Degrees: degrees}, nil
}

// besides is what is wrong with a crs where another one is told already.
func (c *CRS) besides(named *CRS) Problem {
	return Problem{"/crs", fmt.Sprintf("it is %.80q, and the coordinates are told to be in %.80q already", named.Name,
		c.Name), []string{"one of both"}}
}

// Within is the editor of features that stand in a collection with a member crs.
func (e *Editor) Within(member json.RawMessage) (*Editor, error) {
	named, wrong := NamedCRS(member)
	switch {
	case len(wrong) > 0:
		return nil, wrong
	case named == nil:
		return e, nil
	case e.In != nil:
		return nil, Problems{e.In.besides(named)}
	}
	within := *e
	within.In = named
	return &within, nil
}

func asItIs(p orb.Point) orb.Point { return p }

// toDegrees is what turns the feature's coordinates into longitude and latitude; false where
// that cannot be told.
func (d *draft) toDegrees() (orb.Projection, bool) {
	named, wrong := NamedCRS(d.feature.CRS)
	switch {
	case len(wrong) > 0:
		d.problems = append(d.problems, wrong...)
		return nil, false
	case named != nil && d.In != nil:
		d.problems = append(d.problems, d.In.besides(named))
		return nil, false
	case named != nil:
		return named.Degrees, true
	case d.In != nil:
		return d.In.Degrees, true
	}
	return asItIs, true
}

// inCRS says after a message which system the coordinates were read in, where it was named.
func (d *draft) inCRS() string {
	if d.In != nil {
		return "; the coordinates were read as " + d.In.Name
	}
	if named, wrong := NamedCRS(d.feature.CRS); len(wrong) == 0 && named != nil {
		return "; the coordinates were read as " + named.Name
	}
	return ""
}
