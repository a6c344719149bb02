// Package kml reads KML (OGC 12-007r2) and KMZ: placemarks with their names, time stamps
// and spans, extended data and geometries. What a KML file is mostly for, how things
// look, is passed over.
package kml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/net/html/charset"

	"incidentmap/internal/filekind"
	"incidentmap/internal/format"
	"incidentmap/internal/format/features"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// Format is KML, and Packed KMZ.
var (
	Format = format.Format{Name: "kml", MediaType: "application/vnd.google-earth.kml+xml", Title: "KML",
		Endings: []string{".kml"}, Read: Read}
	Packed = format.Format{Name: "kmz", MediaType: "application/vnd.google-earth.kmz", Title: "KMZ",
		Endings: []string{".kmz"}, Read: ReadPacked}
)

// maxDepth bounds how deep folders lie in each other.
const maxDepth = 100

// Read reads a KML file.
func Read(name, text string) (*ingest.Table, error) {
	r := &reader{decoder: xml.NewDecoder(strings.NewReader(text))}
	r.decoder.CharsetReader = charset.NewReaderLabel
	if err := r.read(); err != nil {
		line, _ := r.decoder.InputPos()
		return nil, fmt.Errorf("%s: line %d: it is not KML: %w", name, line, err)
	}
	if !r.isKML {
		return nil, fmt.Errorf("%s: it is no KML: its first element is not kml", name)
	}
	t, err := r.found.Table(name, "placemark")
	if t != nil {
		t.Dated = "a placemark has it as its TimeStamp or TimeSpan, or as a value of its ExtendedData"
	}
	if t != nil && r.tracks > 0 {
		t.Findings = append(t.Findings, report.RuleUnread.InTable(report.Where{File: name},
			report.Many(r.tracks, "track")+" not read: ways through time are no incidents"))
	}
	return t, err
}

// ReadPacked reads the first KML file in a KMZ, as readers of it do.
func ReadPacked(name, text string) (*ingest.Table, error) {
	archive, err := filekind.Open(text)
	if err != nil {
		return nil, fmt.Errorf("%s: it is not a KMZ file: %w", name, err)
	}
	for _, f := range archive.File {
		if !strings.EqualFold(path.Ext(f.Name), ".kml") {
			continue
		}
		inner, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("%s: %s in it: %w", name, f.Name, err)
		}
		content, err := io.ReadAll(io.LimitReader(inner, format.MaxBytes))
		if err := errors.Join(err, inner.Close()); err != nil {
			return nil, fmt.Errorf("%s: %s in it: %w", name, f.Name, err)
		}
		return Read(name, string(content))
	}
	return nil, fmt.Errorf("%s: it has no KML file in it", name)
}

// reader goes through a file.
type reader struct {
	decoder *xml.Decoder
	found   features.Collection
	isKML   bool
	tracks  int
	folders []string
}

func (r *reader) read() error {
	for {
		token, err := r.decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if err := r.element(start); err != nil {
			return err
		}
	}
}

func (r *reader) element(start xml.StartElement) error {
	switch start.Name.Local {
	case "kml":
		r.isKML = true
	case "Document":
		return r.container(start, "")
	case "Folder":
		return r.container(start, "folder")
	case "Placemark":
		return r.placemark(start)
	}
	return nil
}

// container reads a document or a folder, whose name its placemarks get.
func (r *reader) container(start xml.StartElement, kind string) error {
	if len(r.folders) == maxDepth {
		return fmt.Errorf("folders lie more than %d deep in each other", maxDepth)
	}
	r.folders = append(r.folders, "")
	defer func() { r.folders = r.folders[:len(r.folders)-1] }()
	for {
		token, err := r.decoder.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name == start.Name {
				return nil
			}
		case xml.StartElement:
			if err := r.member(t, kind); err != nil {
				return err
			}
		}
	}
}

func (r *reader) member(t xml.StartElement, kind string) error {
	if t.Name.Local != "name" {
		return r.element(t)
	}
	var name string
	if err := r.decoder.DecodeElement(&name, &t); err != nil {
		return err
	}
	if kind == "folder" {
		r.folders[len(r.folders)-1] = strings.TrimSpace(name)
	} else {
		r.found.Title = strings.TrimSpace(name)
	}
	return nil
}

func (r *reader) placemark(start xml.StartElement) error {
	var p placemark
	if err := r.decoder.DecodeElement(&p, &start); err != nil {
		return err
	}
	properties := []features.Property{}
	add := func(name, value string) {
		if value = strings.TrimSpace(value); value != "" {
			properties = append(properties, features.Property{Name: name, Value: value})
		}
	}
	for _, d := range p.Data {
		add(strings.TrimSpace(d.Name), d.Value)
	}
	for _, s := range p.Simple {
		add(strings.TrimSpace(s.Name), s.Value)
	}
	add("title", p.Name)
	add("description", plainText(p.Description))
	add("address", p.Address)
	add("date", dateOf(&p))
	add("folder", r.folder())
	add("id", p.ID)
	add("altitude", p.altitude())
	if p.isTrack() {
		r.tracks++
		return nil
	}
	return r.found.Add(p.shape(), properties)
}

// folder is the path of the folders that a placemark lies in.
func (r *reader) folder() string {
	var names []string
	for _, f := range r.folders {
		if f != "" {
			names = append(names, f)
		}
	}
	return strings.Join(names, " / ")
}
