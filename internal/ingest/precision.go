package ingest

import (
	"strconv"
	"strings"

	"incidentmap/internal/incident"
	"incidentmap/internal/report"
)

// Codes of place precision and what they stand for. A radius is stated where
// the code book gives one.
var (
	// where_prec of UCDP GED (UCDP GED Codebook): 2 is within about 25 km.
	ucdpPlaces = map[string]incident.PlacePrecision{"1": incident.PlaceExact, "2": incident.PlaceVicinity,
		"3": incident.PlaceAdmin2,
		"4": incident.PlaceAdmin1, "5": incident.PlaceArea, "6": incident.PlaceCountry, "7": incident.PlaceOffshore}
	// geo_precision of ACLED (ACLED Codebook).
	acledPlaces = map[string]incident.PlacePrecision{"1": incident.PlaceLocality, "2": incident.PlaceVicinity,
		"3": incident.PlaceAdmin1}
	// specificity of the GTD (GTD Codebook).
	gtdPlaces = map[string]incident.PlacePrecision{"1": incident.PlaceLocality, "2": incident.PlaceVicinity,
		"3": incident.PlaceVicinity,
		"4": incident.PlaceAdmin1, "5": incident.PlaceArea}
)

const ucdpVicinityM = 25_000

// precision tells what a row's coordinates stand for. Where no column says,
// locality is assumed: a table of towns is likelier than one of exact spots.
func (b *builder) precision(r *Row) (incident.PlacePrecision, float64) {
	radius := b.radius(r)
	if v := b.precisionText(r); v != "" {
		if p := b.memo.precision(v); p.ok {
			return p.PlacePrecision, max(radius, p.radius)
		}
		b.note(r, report.RuleWord, b.name(rolePlacePrecision),
			"%.40q is none of the precisions of a place with coordinates; it is taken as locality", v)
	}
	for _, code := range placeCodes {
		if p, ok := code.table[strings.TrimSuffix(b.cell(r, code.role), ".0")]; ok {
			if code.role == roleWherePrec && p == incident.PlaceVicinity && radius == 0 {
				radius = ucdpVicinityM
			}
			return p, radius
		}
	}
	return incident.PlaceLocality, radius
}

// precisionText is what the row's column of precisions says. That it is unknown is an
// answer there, and not one that is missing.
func (b *builder) precisionText(r *Row) string {
	if v := strings.ToLower(b.cell(r, rolePlacePrecision)); v != "" {
		return v
	}
	if i := b.columns[rolePlacePrecision]; i >= 0 {
		return strings.ToLower(r.Text(i))
	}
	return ""
}

// placeCodes are the columns with codes of place precision.
var placeCodes = []struct {
	role  role
	table map[string]incident.PlacePrecision
}{{roleWherePrec, ucdpPlaces}, {roleGeoPrecision, acledPlaces}, {roleSpecificity, gtdPlaces}}

// radius is the row's radius in metres; 0 where it says none that can be.
func (b *builder) radius(r *Row) float64 {
	v := b.cell(r, roleRadius)
	if v == "" {
		return 0
	}
	radius, err := strconv.ParseFloat(v, 64)
	if err != nil || !(radius > 0 && radius < maxRadiusM) {
		return 0
	}
	return radius
}
