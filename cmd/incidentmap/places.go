package main

import (
	"fmt"
	"sync"

	"github.com/paulmach/orb"

	"incidentmap/data"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/incident"
)

// places is the gazetteer, loaded when it is first needed: a start without
// place names to look up does not wait for it.
type places struct {
	once   sync.Once
	loaded *gazetteer.Gazetteer
	err    error
}

func (p *places) gazetteer() (*gazetteer.Gazetteer, error) {
	p.once.Do(func() {
		f, err := data.Files().Open(data.GazetteerFile)
		if err != nil {
			p.err = err
			return
		}
		defer f.Close() //nolint:errcheck // an embedded file
		if p.loaded, err = gazetteer.Load(f); err != nil {
			p.err = fmt.Errorf("gazetteer: %w", err)
		}
	})
	return p.loaded, p.err
}

// locate finds a place by name for a row without coordinates.
func (p *places) locate(text, country string) (incident.Place, bool) {
	g, err := p.gazetteer()
	if err != nil {
		return incident.Place{}, false
	}
	res := g.Lookup(text, gazetteer.Options{Country: country, Limit: 4})
	if res.Best == nil {
		return incident.Place{}, false
	}
	m := res.Best
	admin1, admin2 := m.Units()
	found := incident.Place{Points: orb.MultiPoint{m.Point}, Country: m.Country, CountryName: m.CountryName,
		Admin1: admin1, Admin2: admin2, Precision: incident.PlacePrecision(m.Class), RadiusM: m.RadiusM,
		Geocoding: []incident.Geocoding{{Query: text, Role: "place", Matched: m.Matched, GazetteerID: m.ID,
			GazetteerVersion: g.Version(), Score: m.Score, Dropped: m.Dropped}}}
	for _, alt := range res.Alternatives {
		found.Geocoding[0].Alternatives = append(found.Geocoding[0].Alternatives, alt.ID)
	}
	return found, true
}
