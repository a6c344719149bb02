package ingest

import "slices"

// placeLevel is how wide the places of a column are.
type placeLevel uint8

// The levels, from fine to coarse. A region is a province in one table, and a
// part of a continent in another.
const (
	spotLevel placeLevel = iota
	siteLevel
	townLevel
	nearLevel // a town that the place is near to
	districtLevel
	provinceLevel
	regionLevel
	noLevel
)

// placeColumn is a column that says where: one by its index, or that of a role.
type placeColumn struct {
	index int
	role  role // roleDerived for none
	level placeLevel
}

func (b *builder) placeCell(r *Row, c placeColumn) string {
	if c.role != roleDerived {
		return b.cell(r, c.role)
	}
	v := r.at(c.index)
	if c.level == nearLevel && v != "" {
		return "near " + v
	}
	return v
}

// placeNames are the names of columns at each level, beside those of districts
// and provinces, which have roles. Where a table has several of one level, the
// one named first is finer.
var placeNames = []struct {
	level placeLevel
	names []string
}{
	{spotLevel, []string{"address", "street_address", "full_address", "block_address", "block", "street",
		"intersection", "venue"}},
	{siteLevel, []string{"site", "place", "place_name", "where_coordinates", "where", "location", "location_name",
		"neighborhood", "neighbourhood", "suburb"}},
	{townLevel, []string{"village", "locality", "settlement", "town", "city", "city_name", "city_or_county",
		"municipality"}},
	{nearLevel, []string{"nearest_town", "nearest_city", "nearest_village", "nearest_settlement", "nearest_place",
		"nearest_populated_place",
		"closest_town", "closest_city", "nearby_town", "nearby_city"}},
	{regionLevel, []string{"region", "region_name"}},
}

// placeColumns are the columns that say where, the finest first.
func placeColumns(header []string) []placeColumn {
	var out []placeColumn
	for level := range noLevel {
		switch level {
		case districtLevel:
			out = append(out, placeColumn{role: roleAdmin2, level: level})
		case provinceLevel:
			out = append(out, placeColumn{role: roleAdmin1, level: level})
		default:
			out = appendNamed(out, header, level)
		}
	}
	return out
}

func appendNamed(out []placeColumn, header []string, level placeLevel) []placeColumn {
	for _, l := range placeNames {
		if l.level != level {
			continue
		}
		for _, name := range l.names {
			if i := slices.IndexFunc(header, func(h string) bool { return aliasKey(h) == aliasKey(name) }); i >= 0 {
				out = append(out, placeColumn{index: i, level: level})
			}
		}
	}
	return out
}

// placeText is the name of the place as a row has it: of the column that has the
// role, else of the finest.
func (b *builder) placeText(r *Row) string {
	if v := b.cell(r, rolePlace); v != "" {
		return v
	}
	spot := ""
	for _, c := range b.places {
		v := b.placeCell(r, c)
		switch {
		case v == "":
		case c.level == spotLevel && spot == "":
			spot = v // an address is told where nothing else is
		case c.level > spotLevel && c.level <= nearLevel:
			return v
		}
	}
	return spot
}
