package geonames

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"incidentmap/geo/gazetteer"
)

// Options say which rows of a table of places are taken.
type Options struct {
	// Countries are ISO 3166-1 alpha-2 codes; without any, all are taken.
	Countries []string
	// FeatureClasses are letters of FeatureClasses; without any, all are taken.
	FeatureClasses []string
	// MinPopulation leaves out towns of fewer inhabitants.
	MinPopulation int
}

// Bounds on what a Builder holds, somewhat more than a file of a gazetteer can.
const (
	maxPlaces = 1 << 21
	maxBytes  = 192 << 20 // of names and ids
)

// ErrTooMany is the error of rows that a gazetteer has no room for.
var ErrTooMany = errors.New("geonames: more places than a gazetteer holds")

// Builder collects places. Its zero value is not ready; see New. It is not safe for
// use by several goroutines.
type Builder struct {
	opt    Options
	places []entry
	byID   map[string]int // id → position in places
	units  map[string]int // "AF", "AF.18", "AF.18.810" → position
	named  map[string]int // of units that only tables of places as CSV name: code and folded name
	areas  map[string]float64
	bytes  int
	counts Counts
	limits struct{ places, bytes int }
}

// Counts tell what became of the rows.
type Counts struct {
	// Rows is how many rows of places could be read.
	Rows int
	// Kept is how many of them are places now.
	Kept int
	// LeftOut is how many are not, by the reason.
	LeftOut map[string]int
	// Unlocated is how many units have neither a point nor a town.
	Unlocated int
}

// entry is a place with the codes that link it to its units.
type entry struct {
	gazetteer.Record
	code1, code2 string
}

// New returns an empty builder.
func New(opt Options) *Builder {
	b := &Builder{opt: opt, byID: map[string]int{}, units: map[string]int{}, named: map[string]int{},
		areas: map[string]float64{}}
	b.counts.LeftOut = map[string]int{}
	b.limits.places, b.limits.bytes = maxPlaces, maxBytes
	return b
}

// Counts tell what became of the rows so far.
func (b *Builder) Counts() Counts { return b.counts }

// Len is the number of places so far.
func (b *Builder) Len() int { return len(b.places) }

// Add takes a row of the table of places, or leaves it out and counts why. Of two
// rows of one id the first is kept. It fails with ErrTooMany, and then always.
func (b *Builder) Add(r Row) error {
	b.counts.Rows++
	kind, ok := KindOf(r.Class, r.Code)
	_, twice := b.byID["gn:"+r.ID]
	switch {
	case twice:
		return b.leave("the same place again")
	case len(b.opt.Countries) > 0 && !slices.Contains(b.opt.Countries, r.Country):
		return b.leave("other countries")
	case len(b.opt.FeatureClasses) > 0 && !slices.Contains(b.opt.FeatureClasses, r.Class):
		return b.leave("other feature classes")
	case !ok:
		return b.leave("no place of an incident, " + cmp.Or(r.Class, "no class") + "." + cmp.Or(r.Code, "no code"))
	case kind.Class == gazetteer.Locality && r.Population < b.opt.MinPopulation:
		return b.leave("towns of fewer inhabitants")
	}
	e := entry{code1: r.Code1(), code2: r.Code2()}
	e.Place = gazetteer.Place{ID: "gn:" + r.ID, Name: label(r.Name, r.ASCII), Country: r.Country, Class: kind.Class,
		Point:   r.Point,
		RadiusM: kind.RadiusM, Population: r.Population, Feature: r.Code, Located: true}
	if kind.Class == gazetteer.Locality && kind.RadiusM == 0 {
		e.RadiusM = TownRadius(r.Population)
	}
	names := append([]string{r.Name, r.ASCII}, AlternateNames(r.Alternates)...)
	return b.take(e, names)
}

// leave counts a row that is left out.
func (b *Builder) leave(why string) error {
	b.counts.LeftOut[why]++
	return nil
}

// label is the name to show: in plain letters, and no longer than a gazetteer holds.
func label(name, ascii string) string {
	for _, n := range []string{Plain(name), ascii} {
		n = strings.Join(strings.Fields(n), " ")
		if n != "" && len(n) <= 255 {
			return n
		}
	}
	return "?"
}

// take enters a place and makes it a unit where it is one.
func (b *Builder) take(e entry, names []string) error {
	at := len(b.places)
	code := ""
	switch {
	case e.Class == gazetteer.Country:
		code = e.Country
	case e.Feature == "ADM1":
		code = e.code1
	case e.Feature == "ADM2":
		code = e.code2
	}
	if _, taken := b.units[code]; taken && e.Class == gazetteer.Country {
		e.Class, e.RadiusM = gazetteer.Area, regionM // one country a code
		code = ""
	}
	b.places = append(b.places, e)
	b.byID[e.ID] = at
	if _, taken := b.units[code]; !taken && code != "" && !strings.HasSuffix(code, ".") {
		b.units[code] = at
	}
	b.counts.Kept++
	b.call(at, names...)
	if len(b.places) > b.limits.places || b.bytes > b.limits.bytes {
		return b.tooMany()
	}
	return nil
}

// call adds names that a gazetteer can find. Units are found without the word for their
// kind too: "Beta Province" is Beta.
func (b *Builder) call(at int, names ...string) {
	e := &b.places[at]
	if e.Class == gazetteer.Admin1 || e.Class == gazetteer.Admin2 {
		for _, name := range names {
			if bare, class := gazetteer.Bare(gazetteer.Key(name)); class != "" {
				names = append(names, bare)
			}
		}
	}
	for _, name := range names {
		name = strings.Join(strings.Fields(name), " ")
		if name != "" && len(name) <= 255 && Readable(name) && !slices.Contains(e.Names, name) {
			e.Names = append(e.Names, name)
			b.bytes += len(name)
		}
	}
}

// tooMany tells of what there is most.
func (b *Builder) tooMany() error {
	n := map[gazetteer.Class]int{}
	for i := range b.places {
		n[b.places[i].Class]++
	}
	most := slices.SortedFunc(maps.Keys(n), func(a, c gazetteer.Class) int {
		return cmp.Or(n[c]-n[a],
			cmp.Compare(a, c))
	})
	var parts []string
	for _, c := range most {
		parts = append(parts, fmt.Sprintf("%d %s", n[c], c))
	}
	return fmt.Errorf("%w: %d places with %d bytes of names when it was full (%s)", ErrTooMany, len(b.places), b.bytes,
		strings.Join(parts, ", "))
}

// AddUnit takes a row of a table of codes: names for the unit of that code, or the
// unit itself where no row of a table of places is it.
func (b *Builder) AddUnit(u Unit) error {
	if len(b.opt.Countries) > 0 && !slices.Contains(b.opt.Countries, u.Country()) {
		return nil
	}
	at, known := b.units[u.Code]
	if !known && u.ID != "" {
		at, known = b.byID["gn:"+u.ID]
	}
	if known {
		b.units[u.Code] = at
		b.call(at, u.Name, u.ASCII)
		return nil
	}
	return b.addUnit(u.Code, "gna:"+u.Code, u.Name, u.ASCII)
}

// addUnit adds a unit without a point.
func (b *Builder) addUnit(code, id, name, ascii string) error {
	parts := strings.SplitN(code, ".", 3)
	e := entry{code1: strings.Join(parts[:2], ".")}
	e.Place = gazetteer.Place{ID: id, Name: label(name, ascii), Country: parts[0], Class: gazetteer.Admin1,
		Feature: "ADM1"}
	if len(parts) == 3 {
		e.Class, e.Feature, e.code2 = gazetteer.Admin2, "ADM2", code
	}
	if _, twice := b.byID[id]; twice || len(id) > 255 {
		return b.leave("the same place again")
	}
	if err := b.take(e, []string{name, ascii}); err != nil {
		return err
	}
	b.units[code] = len(b.places) - 1
	return nil
}

// AddCountry takes a row of countryInfo.txt: the name and the area of a country, or
// the country itself where no row of a table of places is it.
func (b *Builder) AddCountry(c Country) error {
	if len(b.opt.Countries) > 0 && !slices.Contains(b.opt.Countries, c.Code) {
		return nil
	}
	b.areas[c.Code] = c.AreaKm2
	if at, known := b.units[c.Code]; known {
		b.call(at, c.Name, c.ISO3)
		return nil
	}
	e := entry{}
	e.Place = gazetteer.Place{ID: "gnc:" + c.Code, Name: label(c.Name, c.Code), Country: c.Code,
		Class: gazetteer.Country, Population: c.Population, Feature: "PCLI"}
	return b.take(e, []string{c.Name, c.ISO3})
}

// AddAlternate adds a name to the place of that geonameid, where it was taken.
func (b *Builder) AddAlternate(id, name string) error {
	at, known := b.byID["gn:"+id]
	if !known || IsMachine(name) {
		return nil
	}
	if b.call(at, name); b.bytes > b.limits.bytes {
		return b.tooMany()
	}
	return nil
}
