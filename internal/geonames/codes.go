package geonames

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Unit is a row of admin1CodesASCII.txt or admin2Codes.txt.
type Unit struct {
	// Code is that of the country, a dot and that of the province, and for a
	// district another dot and its own: "AF.18", "AF.18.810".
	Code string
	// Name is the name as GeoNames writes it, ASCII the same in plain letters.
	Name, ASCII string
	// ID is the geonameid; empty where the file has none.
	ID string
}

// Country is the ISO 3166-1 alpha-2 code that the code begins with.
func (u Unit) Country() string { return u.Code[:2] }

// ReadUnits calls do with each row of a table of codes whose codes have the given
// number of parts: 2 for provinces, 3 for districts. What cannot be read goes to bad.
func ReadUnits(r io.Reader, file string, parts int, do func(Unit) error, bad func(*LineError)) error {
	return eachLine(r, file, func(line []byte) error {
		f := strings.Split(string(line), "\t")
		if len(f) != 4 {
			return fmt.Errorf("the row has %d columns; 4 divided by tabs are allowed: code, name, name in ASCII, geonameid", len(f))
		}
		code := strings.SplitN(f[0], ".", parts)
		if len(code) != parts || !isCountry(code[0]) || strings.Contains(f[0], "..") || strings.HasSuffix(f[0], ".") {
			return fmt.Errorf("the code is %.40q; %d parts divided by dots are allowed, the first a country code", f[0],
				parts)
		}
		if strings.TrimSpace(f[1]) == "" {
			return fmt.Errorf("the name is empty; that of the unit is allowed")
		}
		if f[3] != "" && !number(f[3]) {
			return fmt.Errorf("geonameid is %.40q; a number is allowed", f[3])
		}
		return do(Unit{f[0], f[1], f[2], f[3]})
	}, bad)
}

// Country is a row of countryInfo.txt.
type Country struct {
	// Code is the ISO 3166-1 alpha-2 code, ISO3 the alpha-3 code.
	Code, ISO3, Name string
	AreaKm2          float64 // 0 when unknown
	Population       int
	ID               string // geonameid, empty when unknown
}

// ReadCountries calls do with each row of countryInfo.txt: ISO, ISO3, ISO-Numeric,
// fips, Country, Capital, Area in km², Population, Continent, tld, CurrencyCode,
// CurrencyName, Phone, Postal Code Format, Postal Code Regex, Languages, geonameid,
// neighbours, EquivalentFipsCode. What cannot be read goes to bad.
func ReadCountries(r io.Reader, file string, do func(Country) error, bad func(*LineError)) error {
	return eachLine(r, file, func(line []byte) error {
		f := strings.Split(string(line), "\t")
		if len(f) != 19 {
			return fmt.Errorf("the row has %d columns; the 19 of countryInfo.txt, divided by tabs, are allowed", len(f))
		}
		c := Country{Code: f[0], ISO3: f[1], Name: f[4], ID: f[16]}
		var err error
		if !isCountry(c.Code) || strings.TrimSpace(c.Name) == "" {
			return fmt.Errorf("the country is %.40q with the code %.40q; a name and two capital letters are allowed",
				c.Name, c.Code)
		}
		if f[6] != "" {
			if c.AreaKm2, err = strconv.ParseFloat(f[6], 64); err != nil || !(c.AreaKm2 >= 0 && c.AreaKm2 <= 2e7) {
				return fmt.Errorf("the area is %.40q; km² from 0 to 20000000 are allowed", f[6])
			}
		}
		if f[7] != "" {
			if c.Population, err = strconv.Atoi(f[7]); err != nil || c.Population < 0 || c.Population > maxPopulation {
				return fmt.Errorf("the population is %.40q; a whole number from 0 to %d is allowed", f[7],
					maxPopulation)
			}
		}
		if c.ID != "" && !number(c.ID) {
			return fmt.Errorf("geonameid is %.40q; a number is allowed", c.ID)
		}
		return do(c)
	}, bad)
}

// notNames are what alternateNamesV2.txt has in place of a language for what is no
// name: links, identifiers and codes.
var notNames = map[string]bool{
	"link": true, "wkdt": true, "post": true, "iata": true, "icao": true, "faac": true, "tcid": true, "unlc": true,
	"phon": true,
}

// ReadAlternates calls do with the geonameid and the name of each row of
// alternateNames.txt or alternateNamesV2.txt that is a name. What cannot be read
// goes to bad.
func ReadAlternates(r io.Reader, file string, do func(id, name string) error, bad func(*LineError)) error {
	return eachLine(r, file, func(line []byte) error {
		f := strings.Split(string(line), "\t")
		if len(f) != 8 && len(f) != 10 {
			return fmt.Errorf("the row has %d columns; 8 or 10 divided by tabs are allowed", len(f))
		}
		if !number(f[1]) {
			return fmt.Errorf("geonameid is %.40q; a number is allowed", f[1])
		}
		if notNames[f[2]] || strings.TrimSpace(f[3]) == "" {
			return nil
		}
		return do(f[1], f[3])
	}, bad)
}
