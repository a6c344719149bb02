package geonames

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"incidentmap/geo/gazetteer"
)

// Sink takes the rows of GeoNames' tables: a Builder, or Tables. A row that it refuses
// is one that cannot be read.
type Sink interface {
	Add(Row) error
	AddCountry(Country) error
	AddUnit(Unit) error
}

// Tables are tables of GeoNames held whole, to make gazetteers of a part of them.
type Tables struct {
	Rows      []Row
	Units     []Unit
	Countries []Country
}

// Add appends a row. Its error is always nil.
func (t *Tables) Add(r Row) error {
	t.Rows = append(t.Rows, r)
	return nil
}

// AddUnit appends a province or a district. Its error is always nil.
func (t *Tables) AddUnit(u Unit) error {
	t.Units = append(t.Units, u)
	return nil
}

// AddCountry appends a country. Its error is always nil.
func (t *Tables) AddCountry(c Country) error {
	t.Countries = append(t.Countries, c)
	return nil
}

// Records are the places of the tables, those of the given IDs left out.
func (t *Tables) Records(without map[string]bool) ([]gazetteer.Record, error) {
	b := New(Options{})
	for _, r := range t.Rows {
		if without[r.ID] {
			continue
		}
		if err := b.Add(r); err != nil {
			return nil, err
		}
	}
	for _, c := range t.Countries {
		if err := b.AddCountry(c); err != nil {
			return nil, err
		}
	}
	for _, u := range t.Units {
		if err := b.AddUnit(u); err != nil {
			return nil, err
		}
	}
	return b.Records(), nil
}

// Village is a town or a village with the names of the units that its codes put it in.
type Village struct {
	Row
	Province, District string
}

// Draw draws n of the towns and villages whose province and district are named, or
// all where there are fewer; equal seeds draw equal ones from equal tables.
func (t *Tables) Draw(n int, seed uint64) []Village {
	names := map[string]string{}
	for _, u := range t.Units {
		names[u.Code] = u.Name
	}
	var all []Village
	for _, r := range t.Rows {
		v := Village{Row: r, Province: names[r.Code1()], District: names[r.Code2()]}
		kind, ok := KindOf(r.Class, r.Code)
		if ok && kind.Class == gazetteer.Locality && v.Province != "" && v.District != "" {
			all = append(all, v)
		}
	}
	slices.SortFunc(all, func(a, b Village) int { return cmp.Compare(a.ID, b.ID) })
	rng := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // it must be repeatable, and protects nothing
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(n, len(all))]
}
