package intake

import (
	"strings"
	"unicode"
)

// role is what a column is to an incident.
type role string

// aliases are the names that columns of each role go by, the likeliest first:
// our own, plain ones, and those of UCDP GED, ACLED and the GTD. The first
// name that a table has takes the role, the others stay extra columns.
var aliases = []struct {
	role  role
	names []string
}{
	{"id", []string{"id", "incident_id", "event_id", "eventid", "event_id_cnty", "data_id", "uid", "guid"}},
	{"title", []string{"title", "headline", "name", "event_title", "event_name", "label", "source_headline"}},
	{"summary", []string{"summary", "description", "notes", "details", "narrative", "text"}},
	{"kind", []string{"kind", "incident_kind"}},
	{"event_type", []string{"event_type", "eventtype", "attacktype1_txt", "type_of_violence", "type", "category"}},
	{"date", []string{"date", "event_date", "edtf", "incident_date", "occurred", "occurred_at", "occurred_on", "datetime", "date_time", "when"}},
	{"start", []string{"start", "date_start", "start_date", "startdate", "date_from", "from_date", "begin"}},
	{"end", []string{"end", "date_end", "end_date", "enddate", "date_to", "to_date", "until"}},
	{"year", []string{"year", "iyear"}},
	{"month", []string{"month", "imonth"}},
	{"day", []string{"day", "iday"}},
	{"date_prec", []string{"date_prec"}},
	{"time_precision", []string{"time_precision"}},
	{"time", []string{"time"}},
	{"place", []string{"place", "place_name", "where_coordinates", "city", "location", "where", "town", "locality", "village", "site", "address"}},
	{"lat", []string{"lat", "latitude", "lat_dd", "y"}},
	{"lon", []string{"lon", "lng", "long", "longitude", "lon_dd", "x"}},
	{"latlon", []string{"latlon", "lat_lon", "lat_long", "latlong", "coordinates", "coords", "gps", "geolocation"}},
	{"wkt", []string{"wkt", "geom_wkt", "geometry", "geom", "the_geom"}},
	{"country", []string{"country_name", "country_txt", "country", "nation"}},
	// A country beside a country_name is a code, as in our own exports.
	{"country_code", []string{"country_code", "iso2", "iso_a2", "iso3", "iso", "country"}},
	{"admin1", []string{"admin1", "adm_1", "adm1", "province", "state", "provstate", "governorate"}},
	{"admin2", []string{"admin2", "adm_2", "adm2", "district", "county"}},
	{"place_precision", []string{"place_precision"}},
	{"where_prec", []string{"where_prec"}},
	{"geo_precision", []string{"geo_precision"}},
	{"specificity", []string{"specificity"}},
	{"radius", []string{"place_radius_m", "radius_m", "uncertainty_m", "coordinateuncertaintyinmeters"}},
	{"actor", []string{"actor", "actors", "perpetrator", "perpetrators", "gname", "actor1", "side_a", "group_name"}},
	{"target", []string{"target", "targets", "victim", "victims", "target1", "actor2", "side_b"}},
	{"fatalities_low", []string{"fatalities_low", "deaths_low", "killed_low", "low"}},
	{"fatalities_best", []string{"fatalities_best", "fatalities", "deaths", "killed", "dead", "nkill", "death_toll", "num_killed", "best"}},
	{"fatalities_high", []string{"fatalities_high", "deaths_high", "killed_high", "high"}},
	{"injuries_low", []string{"injuries_low", "injured_low", "wounded_low"}},
	{"injuries_best", []string{"injuries_best", "injuries", "injured", "wounded", "nwound", "num_injured"}},
	{"injuries_high", []string{"injuries_high", "injured_high", "wounded_high"}},
	{"occurrence", []string{"occurrence"}},
	{"attribution", []string{"attribution"}},
	{"group", []string{"group"}},
	{"source", []string{"source", "sources", "source_title", "source_article", "scite1"}},
	{"url", []string{"url", "source_url", "link", "source_link"}},
	{"publisher", []string{"publisher", "source_office"}},
	{"source_date", []string{"source_date"}},
	{"place_review", []string{"place_review"}},
	{"record_review", []string{"record_review"}},
	{"revision", []string{"revision"}},
	// Columns of our own exports that follow from others.
	{"", []string{"dataset"}},
	{"", []string{"date_certain"}},
	{"", []string{"date_precision"}},
}

// roles maps each role to its column; spare are the columns without one.
func assignRoles(header []string) (roles map[role]int, spare []int) {
	byName := map[string]int{}
	for i, h := range header {
		if name := columnKey(h); name != "" {
			if _, taken := byName[name]; !taken {
				byName[name] = i
			}
		}
	}
	roles = map[role]int{}
	used := map[int]bool{}
	for _, a := range aliases {
		for _, name := range a.names {
			if i, ok := byName[name]; ok && !used[i] {
				roles[a.role] = i
				used[i] = true
				break
			}
		}
	}
	delete(roles, "")
	for i := range header {
		if !used[i] {
			spare = append(spare, i)
		}
	}
	return roles, spare
}

// columnKey brings a column's name into the form of the aliases: lower case,
// words joined by one underscore.
func columnKey(header string) string {
	words := strings.FieldsFunc(strings.ToLower(header), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, "_")
}
