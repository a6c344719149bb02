// Package gpx reads the waypoints of GPX 1.1 (https://www.topografix.com/GPX/1/1/). Tracks
// and routes are ways, not incidents: how many there are is told.
package gpx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/paulmach/orb"
	"golang.org/x/net/html/charset"

	"incidentmap/internal/format"
	"incidentmap/internal/format/features"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// Format is GPX.
var Format = format.Format{Name: "gpx", MediaType: "application/gpx+xml", Title: "GPX", Endings: []string{".gpx"},
	Read: Read}

// waypoint is one as it is written.
type waypoint struct {
	Lat     *float64 `xml:"lat,attr"`
	Lon     *float64 `xml:"lon,attr"`
	Height  string   `xml:"ele"`
	Time    string   `xml:"time"`
	Name    string   `xml:"name"`
	Comment string   `xml:"cmt"`
	Text    string   `xml:"desc"`
	Source  string   `xml:"src"`
	Kind    string   `xml:"type"`
	Symbol  string   `xml:"sym"`
	Link    struct {
		Address string `xml:"href,attr"`
	} `xml:"link"`
	Extensions struct {
		All []extension `xml:",any"`
	} `xml:"extensions"`
}

// extension is a value that other programs add, as GDAL does for its columns.
type extension struct {
	XMLName xml.Name
	Value   string `xml:",chardata"`
}

// Read reads a GPX file.
func Read(name, text string) (*ingest.Table, error) {
	var found features.Collection
	ways, err := read(strings.NewReader(text), &found)
	if err != nil {
		return nil, fmt.Errorf("%s: it is not GPX: %w", name, err)
	}
	t, err := found.Table(name, "waypoint")
	if err != nil {
		return nil, err
	}
	t.Dated = "a waypoint has it as its <time>"
	if ways > 0 {
		t.Findings = append(t.Findings, report.RuleUnread.InTable(report.Where{File: name},
			report.Many(ways, "way")+" not read: tracks and routes are no incidents"))
	}
	return t, nil
}

func read(in io.Reader, found *features.Collection) (ways int, err error) {
	decoder := xml.NewDecoder(in)
	decoder.CharsetReader = charset.NewReaderLabel
	isGPX := false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) && isGPX {
			return ways, nil
		}
		if err != nil {
			return ways, err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "gpx":
			isGPX = true
		case "wpt":
			if err := add(decoder, start, found); err != nil {
				return ways, err
			}
		case "trk", "rte":
			ways++
			if err := decoder.Skip(); err != nil {
				return ways, err
			}
		}
	}
}

func add(decoder *xml.Decoder, start xml.StartElement, found *features.Collection) error {
	var w waypoint
	if err := decoder.DecodeElement(&w, &start); err != nil {
		return err
	}
	var properties []features.Property
	for _, p := range []features.Property{{Name: "title", Value: w.Name}, {Name: "date", Value: w.Time},
		{Name: "description", Value: w.Text}, {Name: "comment", Value: w.Comment}, {Name: "type", Value: w.Kind},
		{Name: "symbol", Value: w.Symbol}, {Name: "source", Value: w.Source},
		{Name: "source_url", Value: w.Link.Address}, {Name: "elevation", Value: w.Height}} {
		if text, _ := p.Value.(string); strings.TrimSpace(text) != "" {
			properties = append(properties, features.Property{Name: p.Name, Value: strings.TrimSpace(text)})
		}
	}
	for _, e := range w.Extensions.All {
		if text := strings.TrimSpace(e.Value); text != "" {
			properties = append(properties, features.Property{Name: e.XMLName.Local, Value: text})
		}
	}
	if w.Lat == nil || w.Lon == nil {
		return found.Add(nil, properties)
	}
	return found.Add(orb.Point{*w.Lon, *w.Lat}, properties)
}
