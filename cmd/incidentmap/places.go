package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"incidentmap/data"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/geocoder"
	"incidentmap/internal/incident"
	"incidentmap/internal/intake"
	"incidentmap/internal/outline"
)

// placeOptions tell where places are looked up.
type placeOptions struct {
	providers, cacheDir string
	layers              gazetteerOptions
	every               time.Duration
}

// define adds the options to those of a verb.
func (o *placeOptions) define(flags *flag.FlagSet) {
	o.layers.define(flags)
	flags.StringVar(&o.providers, "providers", "gazetteer", "`LIST` of who is asked for places, in this order: gazetteer (the shipped one with the layers on it), nominatim=URL, photon=URL. "+
		"A service is sent the texts that those before it do not know")
	flags.StringVar(&o.cacheDir, "provider-cache", "", "`DIR` that keeps the answers of services; without it one in the user's cache directory")
	flags.DurationVar(&o.every, "provider-every", time.Second, "shortest `TIME` between two questions to one service")
}

// check refuses what is no list of providers.
func (o *placeOptions) check() error {
	if err := o.layers.check(); err != nil {
		return err
	}
	if o.providers == "" {
		return nil
	}
	if _, err := geocoder.Parse(o.providers, nil, geocoder.Config{}); err != nil {
		return fmt.Errorf("--providers: %w", err)
	}
	return nil
}

// places is the gazetteer, loaded when it is first needed: a start without
// place names to look up does not wait for it.
type places struct {
	options placeOptions
	log     *slog.Logger // nil for no log

	opened, once, chained, outlined sync.Once
	layers                          []*gazetteer.Gazetteer // until they are joined
	loaded                          *gazetteer.Gazetteer
	chain                           geocoder.Chain
	openErr, err, chainErr          error
	outlines                        *outline.Countries
	outlineErr                      error
}

// countries are the outlines of countries.
func (p *places) countries() (*outline.Countries, error) {
	p.outlined.Do(func() { p.outlines, p.outlineErr = outline.Open(data.Files(), data.BasemapFile) })
	return p.outlines, p.outlineErr
}

// countryAt is the code of the country that a point lies in.
func (p *places) countryAt(at orb.Point) (string, bool) {
	countries, err := p.countries()
	if err != nil {
		return "", false // it is embedded: a broken build shows elsewhere
	}
	return countries.At(at)
}

// open loads the layers of the gazetteer, which is most of what can go wrong.
func (p *places) open() error {
	p.opened.Do(func() { p.layers, p.openErr = p.options.layers.load() })
	return p.openErr
}

func (p *places) gazetteer() (*gazetteer.Gazetteer, error) {
	p.once.Do(func() {
		if p.err = p.open(); p.err != nil {
			return
		}
		p.loaded, p.err = gazetteer.Join(p.layers[0], p.layers[1:]...)
		p.layers = nil
	})
	return p.loaded, p.err
}

// geocoder is the chain of providers.
func (p *places) geocoder() (geocoder.Chain, error) {
	p.chained.Do(func() {
		var g *gazetteer.Gazetteer
		if g, p.chainErr = p.gazetteer(); p.chainErr != nil {
			return
		}
		o := p.options
		if o.providers == "" {
			o.providers = "gazetteer"
		}
		if strings.Contains(o.providers, "=") && o.cacheDir == "" {
			if dir, err := os.UserCacheDir(); err == nil {
				o.cacheDir = filepath.Join(dir, "incidentmap", "places")
			}
		}
		p.chain, p.chainErr = geocoder.Parse(o.providers, g, geocoder.Config{Every: o.every, CacheDir: o.cacheDir, Version: version})
	})
	return p.chain, p.chainErr
}

// geocode asks the providers. What failed is logged where another has an answer.
func (p *places) geocode(ctx context.Context, text string, opt gazetteer.Options) (geocoder.Answer, error) {
	chain, err := p.geocoder()
	if err != nil {
		return geocoder.Answer{}, err
	}
	a, err := chain.Geocode(ctx, text, opt)
	if err != nil && a.Best != nil {
		if p.log != nil {
			p.log.Warn("a provider of places failed", "text", text, "error", err)
		}
		err = nil
	}
	return a, err
}

// locateTime bounds the look-up of one row of a file, the waiting for services
// included.
const locateTime = time.Minute

// classes are what the levels of questions are in the gazetteer.
var classes = map[intake.Level]gazetteer.Class{intake.TownOnly: gazetteer.Locality, intake.UnitOnly: gazetteer.Admin1}

// unitCountries are the countries that have a province or state of that name.
func (p *places) unitCountries(name string) []string {
	g, err := p.gazetteer()
	if err != nil {
		return nil // locate says so
	}
	return g.CountriesOfUnit(name)
}

// outside reports whether a point of a place lies further outside of its country
// than a point may.
func (p *places) outside(place *incident.Place, at orb.Point) bool {
	countries, err := p.countries()
	if err != nil {
		return false // as countryAt
	}
	away, ok := countries.Away(place.Country, at)
	return ok && away > place.CountryMargin()
}

// intake are the options to read a table with.
func (p *places) intake(o readOptions) intake.Options {
	return intake.Options{Geocode: p.locate, Country: o.country, UnitCountries: p.unitCountries, CountryAt: p.countryAt,
		Outside: p.outside, DayFirst: o.dateOrder == "dmy", MonthFirst: o.dateOrder == "mdy"}
}

// locate finds a place by name for a row without coordinates. A text that names
// several places has a point for each.
func (p *places) locate(q intake.Question) (incident.Place, bool) {
	class, text := classes[q.Level], q.Text
	ctx, cancel := context.WithTimeout(context.Background(), locateTime)
	defer cancel()
	a, err := p.geocode(ctx, text, gazetteer.Options{Country: q.Country, Class: class, Limit: 4})
	if err != nil && p.log != nil && !errors.Is(err, context.Canceled) {
		p.log.Warn("a place was not looked up", "text", text, "error", err)
	}
	if a.Best == nil || class != "" && a.Best.Class != class { // services know no classes
		return incident.Place{}, false
	}
	m := a.Best
	admin1, admin2 := m.Units()
	found := incident.Place{Country: m.Country, CountryName: m.CountryName, Admin1: admin1, Admin2: admin2,
		Precision: incident.PlacePrecision(m.Class), RadiusM: m.RadiusM}
	for i, m := range append([]gazetteer.Match{*a.Best}, a.Also...) {
		found.Points = append(found.Points, m.Point)
		found.Geocoding = append(found.Geocoding, audit(text, m, a))
		if i > 0 {
			widen(&found, m)
		}
	}
	for _, alt := range a.Alternatives {
		found.Geocoding[0].Alternatives = append(found.Geocoding[0].Alternatives, alt.ID)
	}
	return found, true
}

// audit is the record of how a point was found.
func audit(text string, m gazetteer.Match, a geocoder.Answer) incident.Geocoding {
	about := a.About(m)
	return incident.Geocoding{Query: text, Role: "place", Matched: m.Matched, GazetteerID: m.ID,
		GazetteerVersion: about.Version, Licence: about.Licence, Score: m.Score, Dropped: m.Dropped}
}

// widen makes the units and the precision of a place those that it shares with one
// more.
func widen(p *incident.Place, m gazetteer.Match) {
	admin1, admin2 := m.Units()
	if p.Country != m.Country {
		p.Country, p.CountryName, admin1 = "", "", ""
	}
	if p.Admin1 != admin1 {
		p.Admin1, admin2 = "", ""
	}
	if p.Admin2 != admin2 {
		p.Admin2 = ""
	}
	if m.RadiusM > p.RadiusM {
		p.Precision, p.RadiusM = incident.PlacePrecision(m.Class), m.RadiusM
	}
}
