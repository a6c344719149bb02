// Package sample makes up incidents for benchmarks: many hot spots of very
// different size, stacks at one point, a background over the globe, dates that
// gather in bad months, some known to the month only and a few that lasted a
// year. The same seed makes the same incidents.
package sample

import (
	"fmt"
	"math"
	"math/rand/v2"

	"incidentmap/geo"
)

// Incident is one made-up incident.
type Incident struct {
	N          int
	Lon, Lat   float64 // rounded to 1e-5 degrees
	Start, End geo.Day
	Certain    bool
	// Kind, EventType, Actor, Country, Admin1 and Precision are numbers into
	// the vocabularies below.
	Kind, EventType, Actor, Country, Admin1, Precision uint8
	// Low, Best and High are fatalities; -1 for unknown.
	Low, Best, High int32
}

// The vocabularies.
var (
	Kinds      = []string{"attack", "operation"}
	EventTypes = []string{"suicide_bombing", "bombing", "complex_attack", "armed_assault", "armed_clash", "rocket_fire",
		"air_strike", "drone_strike", "raid", "arrest", "clearing_operation", "offensive", "hostage_taking",
		"assassination", "other"}
	Countries  = []string{"AF", "PK", "IR", "TJ", "UZ", "TM", "IN", "RU", "US", "FR"}
	Precisions = []string{"exact", "vicinity", "locality", "admin2", "admin1"}
)

// actors and provinces are how many of each there are.
const actors, provinces = 40, 60

// Actor and Admin1 name an actor and a province.
func Actor(n uint8) string { return fmt.Sprintf("Group %02d", n) }

// Admin1 names a province.
func Admin1(n uint8) string { return fmt.Sprintf("Province %02d", n) }

// ID and Title are made of the incident's number.
func (i *Incident) ID() string { return fmt.Sprintf("s%08d", i.N) }

// Title is a line about it.
func (i *Incident) Title() string {
	return fmt.Sprintf("%s number %d in %s", EventTypes[i.EventType], i.N, Admin1(i.Admin1))
}

// hotSpots is how many places the incidents gather at.
const hotSpots = 2000

type spot struct {
	lon, lat, spread float64
	admin1, country  uint8
}

// Make makes n incidents. One in a hundred lies in one of two stacks of the
// very same point, one in ten anywhere on the globe.
func Make(n int, seed uint64) []Incident {
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // the same seed must give the same sample
	spots := make([]spot, hotSpots)
	for i := range spots {
		spots[i] = spot{60 + 18*r.Float64(), 24 + 14.5*r.Float64(), 0.005 + 0.1*r.Float64()*r.Float64(),
			0, 0}
		spots[i].admin1, spots[i].country = unit(spots[i].lon, spots[i].lat)
	}
	pick := rand.NewZipf(r, 1.1, 20, hotSpots-1)
	out := make([]Incident, n)
	for i := range out {
		out[i] = one(r, i, spots, pick)
	}
	return out
}

// unit tells the province and country of a hot spot: fields of a board, as
// real ones lie beside each other and not in each other.
func unit(lon, lat float64) (admin1, country uint8) {
	admin1 = uint8(int((lon-60)/1.8)*6 + int((lat-24)/2.5))
	switch {
	case lon < 62:
		return admin1, 2
	case lat > 31 && lon < 71:
		return admin1, 0
	}
	return admin1, 1
}

func one(r *rand.Rand, n int, spots []spot, pick *rand.Zipf) Incident {
	s := spots[pick.Uint64()]
	inc := Incident{N: n, Lon: s.lon + s.spread*r.NormFloat64(), Lat: s.lat + s.spread*r.NormFloat64(),
		Admin1: s.admin1, Country: s.country, Kind: uint8(bit(r.IntN(4) == 0)),
		EventType: uint8(r.IntN(len(EventTypes))),
		Actor:     uint8(min(float64(actors-1), r.ExpFloat64()*6)), Precision: uint8(r.IntN(len(Precisions)))}
	switch r.IntN(100) {
	case 0:
		inc.Lon, inc.Lat = 69.2075+float64(r.IntN(2)), 34.5553
	case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10:
		inc.Lon, inc.Lat = -180+360*r.Float64(), math.Asin(2*r.Float64()-1)*180/math.Pi
		inc.Country = uint8(3 + r.IntN(len(Countries)-3))
	}
	inc.Lon, inc.Lat = math.Round(inc.Lon*1e5)/1e5, math.Round(inc.Lat*1e5)/1e5
	inc.when(r)
	inc.figures(r)
	return inc
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// when gives it a date of the years 2015 to 2025, more of them in the later
// part and around a few bad months.
func (i *Incident) when(r *rand.Rand) {
	first, days := geo.NewDay(2015, 1, 1), 4018.0
	at := math.Sqrt(r.Float64()) * days
	if r.IntN(4) == 0 {
		at = 400*float64(1+r.IntN(9)) + 20*r.NormFloat64()
	}
	i.Start = first + geo.Day(min(max(at, 0), days-1))
	i.End, i.Certain = i.Start, true
	switch {
	case r.IntN(20) == 0:
		y, m, _ := i.Start.Date()
		i.Start, i.End, i.Certain = geo.NewDay(y, m, 1), geo.NewDay(y, m+1, 1)-1, false
	case r.IntN(1000) == 0:
		i.End += 365
	}
}

// figures: a third without any, the others few, seldom many.
func (i *Incident) figures(r *rand.Rand) {
	i.Low, i.Best, i.High = -1, -1, -1
	if r.IntN(3) == 0 {
		return
	}
	i.Best = int32(r.ExpFloat64() * 4)
	i.Low, i.High = i.Best-int32(r.IntN(int(i.Best)+1)), i.Best+int32(r.IntN(3))
}

// Date writes the incident's date in EDTF.
func (i *Incident) Date() string {
	switch {
	case i.Start == i.End:
		return i.Start.String()
	case i.Certain:
		return i.Start.String() + "/" + i.End.String()
	}
	return i.Start.String()[:len("2006-01")]
}
