package geonames

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"incidentmap/geo/gazetteer"
	"incidentmap/internal/country"
	"incidentmap/internal/dialect"
)

// fields are the columns of a table of places with the names that they may have, in
// any case and with any of space, _ and - between the words.
var fields = map[string][]string{
	"id":         {"id", "geonameid", "place id", "key", "code", "pcode"},
	"name":       {"name", "place", "placename", "place name", "label", "title", "name en"},
	"lat":        {"lat", "latitude", "y"},
	"lon":        {"lon", "lng", "long", "longitude", "x"},
	"country":    {"country", "country code", "iso2", "iso", "cc"},
	"admin1":     {"admin1", "adm1", "adm 1", "admin 1", "province", "state", "region", "admin1 name", "adm1 en"},
	"admin2":     {"admin2", "adm2", "adm 2", "admin 2", "district", "county", "admin2 name", "adm2 en"},
	"class":      {"class", "place precision", "precision", "feature code", "fcode", "feature", "type"},
	"radius_m":   {"radius m", "radius", "place radius m", "radius metres", "radius meters"},
	"radius_km":  {"radius km"},
	"population": {"population", "pop", "inhabitants"},
	"names":      {"names", "alternate names", "alternatenames", "alternates", "aliases", "alias", "other names"},
}

// AddCSV takes the rows of a table of places whose first row names the columns: name,
// lat and lon are needed; id, country, admin1, admin2, class, radius, population and
// other names, divided by | or ;, are taken where they are there. It is
// read in any dialect. What cannot be read goes to bad.
func (b *Builder) AddCSV(r io.Reader, file string, bad func(*LineError)) error {
	in, err := dialect.NewReader(r)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	head, err := in.Read()
	if err != nil {
		return fmt.Errorf("%s: the names of the columns: %w", file, err)
	}
	cols, err := findColumns(head)
	if err != nil {
		return fmt.Errorf("%s:1: %w", file, err)
	}
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
			bad(&LineError{file, parse.Line, parse.Err})
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		line, _ := in.FieldPos(0)
		if err := b.addCSV(cols, record); errors.Is(err, ErrTooMany) {
			return err
		} else if err != nil {
			bad(&LineError{file, line, err})
		}
	}
}

// findColumns finds the columns by name.
func findColumns(head []string) (map[string]int, error) {
	cols := map[string]int{}
	for i, name := range head {
		name = strings.Join(strings.FieldsFunc(strings.ToLower(name),
			func(r rune) bool { return strings.ContainsRune(" _-\"", r) }), " ")
		for field, names := range fields {
			if _, taken := cols[field]; !taken && slices.Contains(names, name) {
				cols[field] = i
			}
		}
	}
	var missing []string
	for _, need := range []string{"name", "lat", "lon"} {
		if _, ok := cols[need]; !ok {
			missing = append(missing, fmt.Sprintf("%s (allowed: %s)", need, strings.Join(fields[need], ", ")))
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("there is no column %s; the columns are %.200s", strings.Join(missing, ", none "),
			strings.Join(head, ", "))
	}
	return cols, nil
}

// addCSV takes one row.
func (b *Builder) addCSV(cols map[string]int, record []string) error {
	cell := func(field string) string {
		i, ok := cols[field]
		if !ok || i >= len(record) {
			return ""
		}
		return strings.TrimSpace(strings.ToValidUTF8(record[i], ""))
	}
	e, err := parseCSV(cell)
	if err != nil {
		return err
	}
	b.counts.Rows++
	if _, twice := b.byID[e.ID]; twice {
		return b.leave("the same place again")
	}
	if len(b.opt.Countries) > 0 && !slices.Contains(b.opt.Countries, e.Country) {
		return b.leave("other countries")
	}
	if e.Class == gazetteer.Locality && e.Population < b.opt.MinPopulation {
		return b.leave("towns of fewer inhabitants")
	}
	if err := b.within(&e, cell("admin1"), cell("admin2")); err != nil {
		return err
	}
	names := strings.FieldsFunc(cell("names"), func(r rune) bool { return r == '|' || r == ';' })
	names = append([]string{cell("name"), e.Name}, names...)
	if at, known := b.unknownUnit(e); known {
		unit := &b.places[at]
		unit.Point, unit.RadiusM, unit.Located, unit.Population = e.Point, e.RadiusM, true, e.Population
		b.call(at, names...)
		return nil
	}
	return b.take(e, names)
}

// unknownUnit is the unit without a point that a row is, such as one that only the
// rows of its towns have named so far.
func (b *Builder) unknownUnit(e entry) (int, bool) {
	code := e.code2
	if e.Class == gazetteer.Admin1 {
		code = e.code1
	}
	at, known := b.units[code]
	return at, known && (e.Class == gazetteer.Admin1 || e.Class == gazetteer.Admin2) && !b.places[at].Located
}

// countryOf is the code of a country that is named or coded; two letters are taken
// as they are, since a table may have codes of its own.
func countryOf(text string) (string, error) {
	code, err := country.Code(text)
	switch {
	case text == "":
		return "", nil
	case err == nil:
		return code, nil
	case isCountry(strings.ToUpper(text)):
		return strings.ToUpper(text), nil
	}
	return "", fmt.Errorf("country is %w", err)
}

// parseCSV reads the place of one row.
func parseCSV(cell func(string) string) (entry, error) {
	var e entry
	point, err := parsePoint(cell("lat"), cell("lon"))
	if err != nil {
		return e, err
	}
	if cell("name") == "" {
		return e, errors.New("the name is empty; that of a place is allowed")
	}
	code, err := countryOf(cell("country"))
	if err != nil {
		return e, err
	}
	kind, feature, ok := classOf(cell("class"))
	if !ok || len(feature) > 20 {
		return e, fmt.Errorf("class is %.40q; exact, vicinity, locality, admin2, admin1, area, offshore, country and GeoNames' feature codes are allowed", cell("class"))
	}
	e.Place = gazetteer.Place{Name: label(cell("name"), ""), Country: code, Class: kind.Class, Point: point,
		RadiusM: kind.RadiusM, Feature: feature, Located: true}
	if err := e.numbers(cell); err != nil {
		return e, err
	}
	e.ID = "csv:" + cell("id")
	if cell("id") == "" {
		e.ID = fmt.Sprintf("csv:%s:%.5f,%.5f", gazetteer.Key(e.Name), point[0], point[1])
	}
	if len(e.ID) > 255 {
		return e, errors.New("the id is too long; 250 bytes are allowed")
	}
	return e, nil
}

// numbers reads the population and the radius.
func (e *entry) numbers(cell func(string) string) error {
	if text := cell("population"); text != "" {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || !(n >= 0 && n <= maxPopulation) {
			return fmt.Errorf("population is %.40q; a number from 0 to %d is allowed", text, maxPopulation)
		}
		e.Population = int(n)
	}
	if e.Class == gazetteer.Locality && e.RadiusM == 0 {
		e.RadiusM = TownRadius(e.Population)
	}
	for field, unit := range map[string]float64{"radius_m": 1, "radius_km": 1000} {
		if text := cell(field); text != "" {
			r, err := strconv.ParseFloat(text, 64)
			if err != nil || !(r*unit > 0 && r*unit <= mostM) {
				return fmt.Errorf("%s is %.40q; more than 0 and at most %v is allowed", field, text, mostM/unit)
			}
			e.RadiusM = r * unit
		}
	}
	return nil
}

// within links a place to the units that its row names, by code or by name. Units
// that are not known yet are made, without a point of their own.
func (b *Builder) within(e *entry, admin1, admin2 string) (err error) {
	switch {
	case e.Country == "":
		return nil
	case e.Class == gazetteer.Admin1:
		e.code1, err = unitCode(e.Country, e.Name)
		return err
	case admin1 == "":
		return nil
	}
	if e.code1, err = b.unitNamed(e.Country, admin1); err != nil {
		return err
	}
	switch {
	case e.Class == gazetteer.Admin2:
		e.code2, err = unitCode(e.code1, e.Name)
	case admin2 != "":
		e.code2, err = b.unitNamed(e.code1, admin2)
	}
	return err
}

// unitCode is the code of a unit that only its name identifies.
func unitCode(parent, name string) (string, error) {
	bare, _ := gazetteer.Bare(gazetteer.Key(name))
	code := parent + ".=" + bare
	if bare == "" || strings.Contains(bare, ".") || len(code) > 200 {
		return "", fmt.Errorf("the unit is %.40q; its code or its name is allowed", name)
	}
	return code, nil
}

// unitNamed is the code of the unit of a name or code within a country or province.
func (b *Builder) unitNamed(parent, name string) (string, error) {
	code := parent + "." + name
	if _, known := b.units[code]; known {
		return code, nil
	}
	bare, _ := gazetteer.Bare(gazetteer.Key(name))
	if len(b.named) == 0 {
		b.nameUnits()
	}
	if at, known := b.named[parent+"/"+bare]; known {
		return b.codeOf(at), nil
	}
	code, err := unitCode(parent, name)
	if err != nil {
		return "", err
	}
	if _, known := b.units[code]; known {
		return code, nil
	}
	if err := b.addUnit(code, "csv:"+code, name, ""); err != nil {
		return "", err
	}
	b.named[parent+"/"+bare] = len(b.places) - 1
	return code, nil
}

// nameUnits enters the names of the units that are known by code.
func (b *Builder) nameUnits() {
	for code, at := range b.units {
		dot := strings.LastIndexByte(code, '.')
		if dot < 0 {
			continue
		}
		for _, name := range b.places[at].Names {
			bare, _ := gazetteer.Bare(gazetteer.Key(name))
			key := code[:dot] + "/" + bare
			if other, taken := b.named[key]; !taken || b.places[at].ID < b.places[other].ID {
				b.named[key] = at
			}
		}
	}
}

// codeOf is the code of a unit.
func (b *Builder) codeOf(at int) string {
	if e := &b.places[at]; e.Class == gazetteer.Admin2 {
		return e.code2
	}
	return b.places[at].code1
}
