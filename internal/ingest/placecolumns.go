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
	subdistrictLevel
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
	v := b.withoutPair(r.at(c.index))
	if c.level == nearLevel && v != "" {
		return "near " + v
	}
	return v
}

// placeNamesOf are names of columns of a level.
type placeNamesOf struct {
	level placeLevel
	names []string
}

// placeNames are the names of columns at each level, beside those of districts
// and provinces, which have roles. Where a table has several of one level, the
// one named first is finer.
var placeNames = []placeNamesOf{
	{spotLevel, []string{"address", "street_address", "full_address", "block_address", "block", "street",
		"intersection", "venue"}},
	{siteLevel, []string{"site", "place", "place_name", "where_coordinates", "where", "location", "location_name",
		"neighborhood", "neighbourhood", "suburb", "barangay", "barrio", "bairro", "colonia", "quartier", "vereda",
		"corregimiento",
		"kebele", "mahalle", "kelurahan", "desa", "محله", "حي"}},
	{townLevel, []string{"village", "locality", "settlement", "town", "city", "city_name", "city_or_county",
		"municipality", "city_municipality", "municipality_city", "town_city", "city_town", "community",
		"community_name",
		"populated_place", "commune", "ville", "ciudad", "cidade", "localite", "localidad", "poblacion", "قریه",
		"شهر", "مدينة"}},
	{nearLevel, []string{"nearest_town", "nearest_city", "nearest_village", "nearest_settlement", "nearest_place",
		"nearest_populated_place",
		"closest_town", "closest_city", "nearby_town", "nearby_city"}},
	{subdistrictLevel, []string{"sub_district", "sub_district_name", "admin3", "admin3_name", "admin_3",
		"admin_level_3",
		"adm3", "adm_3", "adm3_name", "adm3_en", "adm3_fr", "adm3_ar", "adm3_es", "adm3_pt", "upazila", "tehsil",
		"tehsil_name",
		"taluk", "taluka", "woreda", "payam", "hromada", "громада", "territorial_community", "nahiya", "nahia",
		"ناحية"}},
	{regionLevel, []string{"region", "region_name"}},
}

// placeColumns are the columns that say where, the finest first.
func (a *assignment) placeColumns() []placeColumn {
	var out []placeColumn
	for level := range noLevel {
		switch level {
		case districtLevel:
			out = append(out, placeColumn{role: roleAdmin2, level: level})
		case provinceLevel:
			out = append(out, placeColumn{role: roleAdmin1, level: level})
		default:
			out = a.appendNamed(out, level)
		}
	}
	return out
}

// appendNamed appends the columns of a level. That with the role of a place is of the
// level of sites, if its name is of none.
func (a *assignment) appendNamed(out []placeColumn, level placeLevel) []placeColumn {
	place := a.columns[rolePlace]
	for _, l := range placeNames {
		if l.level != level {
			continue
		}
		for _, name := range l.names {
			i := slices.IndexFunc(a.words, func(w []string) bool { return joinedKey(w) == nameKey(name) })
			if i >= 0 && a.isPlaceName(i) {
				out = append(out, placeColumn{index: i, level: level})
			}
		}
	}
	if level == siteLevel && place >= 0 && !isPlaceColumn(nameKey(a.header[place])) {
		out = append(out, placeColumn{index: place, level: level})
	}
	return out
}

// isPlaceName reports whether a column that is called as places are holds their names.
func (a *assignment) isPlaceName(column int) bool {
	return !a.known[column] && !a.derived[column] && column != a.columns[roleAdmin1] &&
		column != a.columns[roleAdmin2] &&
		column != a.columns[roleLatlon] && column != a.columns[roleWKT] && !a.contradicted(rolePlace, column)
}

// siteKind is the name of a column that describes the place, or says what kind of site it is,
// such as a residence: beside columns of places it is taken for the latter.
const siteKind = "locationdescription"

// keepSiteKinds leaves such columns without a role beside one that is called as places are.
func (a *assignment) keepSiteKinds() {
	for i, words := range a.words {
		if joinedKey(words) != siteKind || a.used[i] {
			continue
		}
		for k, others := range a.words {
			if isPlaceColumn(joinedKey(others)) && !a.contradicted(rolePlace, k) {
				a.known[i] = true
			}
		}
	}
}

// isPlaceColumn reports whether the name of a column is one of a level.
func isPlaceColumn(key string) bool {
	return slices.ContainsFunc(placeNames, func(l placeNamesOf) bool {
		return slices.ContainsFunc(l.names, func(name string) bool { return nameKey(name) == key })
	})
}

// placeText is the name of the place as a row has it: of the column that has the
// role, else of the finest.
func (b *builder) placeText(r *Row) string {
	if v := b.cell(r, rolePlace); v != "" {
		return b.withoutPair(v)
	}
	spot := ""
	for _, c := range b.places {
		v := b.placeCell(r, c)
		switch {
		case v == "":
		case c.level == spotLevel && spot == "":
			spot = v // an address is told where nothing else is
		case c.level > spotLevel && c.level <= subdistrictLevel:
			return v
		}
	}
	return spot
}
