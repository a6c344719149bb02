package kml

import "strings"

// placemark is one as it is written.
type placemark struct {
	ID          string   `xml:"id,attr"`
	Name        string   `xml:"name"`
	Description string   `xml:"description"`
	Address     string   `xml:"address"`
	When        string   `xml:"TimeStamp>when"`
	Begin       string   `xml:"TimeSpan>begin"`
	End         string   `xml:"TimeSpan>end"`
	Data        []data   `xml:"ExtendedData>Data"`
	Simple      []simple `xml:"ExtendedData>SchemaData>SimpleData"`
	Tracks      []track  `xml:"Track"`
	ManyTracks  []track  `xml:"MultiTrack"`
	geometries
}

// track is a way through time, an extension of Google's.
type track struct{}

// isTrack reports whether a placemark is a way and nothing else: it has neither a date nor
// another geometry.
func (p *placemark) isTrack() bool {
	return len(p.Tracks)+len(p.ManyTracks) > 0 && dateOf(p) == "" && p.shape() == nil
}

// altitude is the height of a placemark that is one point; empty where it is 0, as most write
// that have none.
func (p *placemark) altitude() string {
	if len(p.Points) != 1 {
		return ""
	}
	parts := strings.Split(strings.TrimSpace(p.Points[0]), ",")
	if len(parts) != 3 || strings.Trim(parts[2], "-+0. ") == "" {
		return ""
	}
	return parts[2]
}

type data struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value"`
}

type simple struct {
	Name  string `xml:"name,attr"`
	Value string `xml:",chardata"`
}

// dateOf is a time stamp, or a span, whose ends may be open.
func dateOf(p *placemark) string {
	when, begin, end := strings.TrimSpace(p.When), strings.TrimSpace(p.Begin), strings.TrimSpace(p.End)
	switch {
	case when != "":
		return when
	case begin == "":
		return end
	case end == "":
		return begin + "/.."
	}
	return dayOf(begin) + "/" + dayOf(end)
}

// dayOf drops the time of day of an end of a span.
func dayOf(text string) string {
	day, _, _ := strings.Cut(text, "T")
	return day
}
