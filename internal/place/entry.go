package place

import (
	"fmt"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/incident"
)

// Entry is one text of a place and where it is: the answer of a provider, a
// line of a lock, and the audit of a point.
type Entry struct {
	Line int // of the lock; 0 for an answer

	Text, GazetteerID, Matched, Class    string
	Alternatives                         []string // gazetteer IDs
	Country, CountryName, Admin1, Admin2 string
	// Lon and Lat are in degrees, WGS 84; Score is from 0 to 1.
	Lon, Lat, RadiusM, Score float64
	Version                  string   // of the gazetteer
	Licence                  string   // of the gazetteer; a lock does not keep it
	Dropped                  []string // what of the text no place was found for; likewise

	// Override is the source of a point set by hand; empty for one that the
	// geocoder found.
	Override string
	// Reviewer checked the point on ReviewedAt against CheckedAgainst, a
	// source other than the gazetteer's own.
	Reviewer, ReviewedAt, CheckedAgainst string
}

// Entries are the places of an answer to a text: the best, with what else it
// may be, and those that the text names beside it. There are none without a best.
func (a *Answer) Entries(text string) []Entry {
	if a.Best == nil {
		return nil
	}
	all := []Entry{a.entry(text, a.Best)}
	for i := range a.Alternatives {
		all[0].Alternatives = append(all[0].Alternatives, a.Alternatives[i].ID)
	}
	for i := range a.Also {
		all = append(all, a.entry(text, &a.Also[i]))
	}
	return all
}

// entry is one place of an answer.
func (a *Answer) entry(text string, m *gazetteer.Match) Entry {
	admin1, admin2 := m.Units()
	about := a.About(*m)
	return Entry{Text: text, GazetteerID: m.ID, Matched: m.Matched, Class: string(m.Class), Country: m.Country,
		CountryName: m.CountryName,
		Admin1:      admin1, Admin2: admin2, Lon: m.Point[0], Lat: m.Point[1], RadiusM: m.RadiusM, Score: m.Score,
		Version: about.Version, Licence: about.Licence, Dropped: m.Dropped}
}

// Locate asks a gazetteer alone for a text. ok is false when it knows no place.
func Locate(g *gazetteer.Gazetteer, text string) (e Entry, ok bool) {
	a := Local{g}.answer(text, gazetteer.Options{Limit: entryLimit})
	if entries := a.Entries(text); len(entries) > 0 {
		return entries[0], true
	}
	return Entry{Text: text}, false
}

// AddTo adds an entry's point to a place, in a role that its audit names: place
// or origin. What the points share of country and units stays, precision and
// radius are those of the vaguest.
func (e *Entry) AddTo(p *incident.Place, role string) {
	p.Points = append(p.Points, orb.Point{e.Lon, e.Lat})
	if len(p.Points) == 1 {
		p.Country, p.CountryName, p.Admin1, p.Admin2 = e.Country, e.CountryName, e.Admin1, e.Admin2
	}
	switch {
	case p.Country != e.Country:
		p.Country, p.CountryName, p.Admin1, p.Admin2 = "", "", "", ""
	case p.Admin1 != e.Admin1:
		p.Admin1, p.Admin2 = "", ""
	case p.Admin2 != e.Admin2:
		p.Admin2 = ""
	}
	if len(p.Points) == 1 || e.RadiusM > p.RadiusM {
		p.RadiusM, p.Precision = e.RadiusM, incident.PlacePrecision(e.Class)
	}
	p.Geocoding = append(p.Geocoding, incident.Geocoding{Query: e.Text, Role: role, Matched: e.Matched,
		GazetteerID:      e.GazetteerID,
		GazetteerVersion: e.Version, Licence: e.Licence, Score: e.Score, Alternatives: e.Alternatives,
		Dropped:  e.Dropped,
		Override: e.Override, Reviewer: e.Reviewer, CheckedAgainst: e.CheckedAgainst})
}

// SameAnswer reports whether two entries put their text at the same place.
func (e *Entry) SameAnswer(o *Entry) bool {
	return e.GazetteerID == o.GazetteerID && e.Class == o.Class && e.Lon == o.Lon && e.Lat == o.Lat &&
		e.RadiusM == o.RadiusM &&
		e.Country == o.Country && e.Admin1 == o.Admin1 && e.Admin2 == o.Admin2
}

// Describe says in a line where an entry puts its text.
func (e *Entry) Describe() string {
	return fmt.Sprintf("%s (%s, %s at %v, %v, radius %.0f m)", e.GazetteerID, e.Matched, e.Class, e.Lon, e.Lat,
		e.RadiusM)
}
