package geonames

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Row is a row of GeoNames' table of places.
type Row struct {
	// ID is the geonameid, a number.
	ID string
	// Name is the name as GeoNames writes it, ASCII the same in plain letters.
	Name, ASCII string
	// Alternates are its other names, divided by commas.
	Alternates string
	// Point is longitude and latitude in degrees (WGS 84).
	Point orb.Point
	// Class and Code are the feature class, a letter, and the feature code.
	Class, Code string
	// Country is the ISO 3166-1 alpha-2 code; empty at sea.
	Country string
	// Admin1 and Admin2 are the codes of the province in the country and of the
	// district in the province; empty where unknown.
	Admin1, Admin2 string
	// Population is the number of inhabitants, 0 when unknown.
	Population int
}

// Code1 and Code2 are the codes of the province and the district as the tables of
// codes write them: "AF.18" and "AF.18.810".
func (r Row) Code1() string { return r.Country + "." + r.Admin1 }

// Code2 is the code of the district.
func (r Row) Code2() string { return r.Code1() + "." + r.Admin2 }

// columns is how many the table has: geonameid, name, asciiname, alternatenames,
// latitude, longitude, feature class, feature code, country code, cc2, admin1,
// admin2, admin3, admin4, population, elevation, dem, timezone, modification date.
const columns = 19

// maxPopulation is larger than that of any place.
const maxPopulation = 2_000_000_000

// ParseRow reads one line of the table of places, without its end. Its error says
// which column is wrong and what is allowed there.
func ParseRow(line string) (Row, error) {
	f := strings.Split(line, "\t")
	if len(f) != columns {
		return Row{}, fmt.Errorf("the row has %d columns; %d divided by tabs are allowed", len(f), columns)
	}
	if !number(f[0]) {
		return Row{}, fmt.Errorf("geonameid is %.40q; a number of at most %d digits is allowed", f[0], maxDigits)
	}
	r := Row{ID: f[0], Name: f[1], ASCII: f[2], Alternates: f[3], Class: f[6], Code: f[7], Country: f[8], Admin1: f[10],
		Admin2: f[11]}
	var err error
	if r.Point, err = parsePoint(f[4], f[5]); err != nil {
		return Row{}, err
	}
	if strings.TrimSpace(r.Name) == "" {
		return Row{}, fmt.Errorf("name is empty; the name of a place is allowed")
	}
	if r.Country != "" && !isCountry(r.Country) {
		return Row{}, fmt.Errorf("country code is %.40q; two capital letters are allowed", r.Country)
	}
	if f[14] != "" {
		if r.Population, err = strconv.Atoi(f[14]); err != nil || r.Population < 0 || r.Population > maxPopulation {
			return Row{}, fmt.Errorf("population is %.40q; a whole number from 0 to %d is allowed", f[14],
				maxPopulation)
		}
	}
	return r, nil
}

// maxDigits is how long a geonameid may be.
const maxDigits = 12

// number reports whether a text is a geonameid.
func number(s string) bool {
	return s != "" && len(s) <= maxDigits && strings.Trim(s, "0123456789") == ""
}

// isCountry reports whether a text has the form of an ISO 3166-1 alpha-2 code.
func isCountry(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

// parsePoint reads latitude and longitude in degrees.
func parsePoint(lat, lon string) (orb.Point, error) {
	y, err := strconv.ParseFloat(lat, 64)
	if err != nil || !(y >= -90 && y <= 90) { // NaN is not
		return orb.Point{}, fmt.Errorf("latitude is %.40q; degrees from -90 to 90 are allowed", lat)
	}
	x, err := strconv.ParseFloat(lon, 64)
	if err != nil || !(x >= -180 && x <= 180) {
		return orb.Point{}, fmt.Errorf("longitude is %.40q; degrees from -180 to 180 are allowed", lon)
	}
	return orb.Point{x, y}, nil
}

// ReadTable calls do with each row of a table of places. Rows that cannot be read,
// and those that do refuses, go to bad. It ends early with an error of reading.
func ReadTable(r io.Reader, file string, do func(Row) error, bad func(*LineError)) error {
	return eachLine(r, file, func(line []byte) error {
		row, err := ParseRow(string(line))
		if err != nil {
			return err
		}
		return do(row)
	}, bad)
}
