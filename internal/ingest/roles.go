package ingest

// role is what a column is to an incident.
type role uint8

// The roles. A derived column follows from others, and is not read.
const (
	roleDerived role = iota
	roleID
	roleSourceID
	roleTitle
	roleSummary
	roleKind
	roleEventType
	roleDate
	roleStart
	roleEnd
	roleYear
	roleMonth
	roleDay
	roleDatePrec
	roleTimePrecision
	roleTime
	rolePlace
	roleLat
	roleLon
	roleLatlon
	roleWKT
	roleCountry
	roleCountryCode
	roleAdmin1
	roleAdmin2
	rolePlacePrecision
	roleWherePrec
	roleGeoPrecision
	roleSpecificity
	roleRadius
	roleActor
	roleTarget
	roleFatalitiesLow
	roleFatalitiesBest
	roleFatalitiesHigh
	roleInjuriesLow
	roleInjuriesBest
	roleInjuriesHigh
	roleOccurrence
	roleAttribution
	roleGroup
	roleSource
	roleURL
	rolePublisher
	roleSourceDate
	rolePlaceReview
	roleRecordReview
	roleRevision
	roleCount
)

// aliases are the names that columns of each role go by, the likeliest first:
// our own, plain ones, and those of UCDP GED, ACLED and the GTD. The first
// name that a table has takes the role, the others stay extra columns. A name
// is the same without its underscores: countrycode is country_code.
var aliases = []struct {
	role  role
	name  string
	names []string
}{
	{roleID, "id", []string{"id", "incident_id", "event_id", "eventid", "event_id_cnty", "data_id", "uid", "guid"}},
	{roleSourceID, "source_id", []string{"source_id"}},
	{roleTitle, "title", []string{"title", "headline", "name", "event_title", "event_name", "label",
		"source_headline"}},
	{roleSummary, "summary", []string{"summary", "description", "notes", "details", "narrative", "text"}},
	{roleKind, "kind", []string{"kind", "incident_kind"}},
	{roleEventType, "event_type", []string{"event_type", "eventtype", "attacktype1_txt", "type_of_violence", "type",
		"category"}},
	{roleDate, "date", []string{"date", "event_date", "edtf", "incident_date", "occurred", "occurred_at", "occurred_on",
		"datetime", "date_time", "when"}},
	{roleStart, "start", []string{"start", "date_start", "start_date", "startdate", "date_from", "from_date", "begin"}},
	{roleEnd, "end", []string{"end", "date_end", "end_date", "enddate", "date_to", "to_date", "until"}},
	{roleYear, "year", []string{"year", "iyear"}},
	{roleMonth, "month", []string{"month", "imonth"}},
	{roleDay, "day", []string{"day", "iday"}},
	{roleDatePrec, "date_prec", []string{"date_prec"}},
	{roleTimePrecision, "time_precision", []string{"time_precision"}},
	{roleTime, "time", []string{"time"}},
	{rolePlace, "place", []string{"place", "place_name", "where_coordinates", "city", "city_or_county", "location",
		"where", "town", "locality", "village", "municipality", "site", "address"}},
	{roleLat, "lat", []string{"lat", "latitude", "lat_dd", "y"}},
	{roleLon, "lon", []string{"lon", "lng", "long", "longitude", "lon_dd", "x"}},
	{roleLatlon, "latlon", []string{"latlon", "lat_lon", "lat_long", "latlong", "coordinates", "coords", "gps",
		"geolocation"}},
	{roleWKT, "wkt", []string{"wkt", "geom_wkt", "geometry", "geom", "the_geom"}},
	{roleCountry, "country", []string{"country_name", "country_txt", "country", "nation"}},
	// A country beside a country_name is a code, as in our own exports.
	{roleCountryCode, "country_code", []string{"country_code", "iso2", "iso_a2", "iso3", "iso", "country"}},
	{roleAdmin1, "admin1", []string{"admin1", "adm_1", "adm1", "province", "state", "provstate", "governorate"}},
	{roleAdmin2, "admin2", []string{"admin2", "adm_2", "adm2", "district", "county"}},
	{rolePlacePrecision, "place_precision", []string{"place_precision"}},
	{roleWherePrec, "where_prec", []string{"where_prec"}},
	{roleGeoPrecision, "geo_precision", []string{"geo_precision"}},
	{roleSpecificity, "specificity", []string{"specificity"}},
	{roleRadius, "radius", []string{"place_radius_m", "radius_m", "uncertainty_m", "coordinateuncertaintyinmeters"}},
	{roleActor, "actor", []string{"actor", "actors", "perpetrator", "perpetrators", "gname", "actor1", "side_a",
		"group_name"}},
	{roleTarget, "target", []string{"target", "targets", "victim", "victims", "target1", "actor2", "side_b"}},
	{roleFatalitiesLow, "fatalities_low", []string{"fatalities_low", "deaths_low", "killed_low", "low"}},
	{roleFatalitiesBest, "fatalities_best", []string{"fatalities_best", "fatalities", "deaths", "killed", "dead",
		"nkill", "death_toll", "num_killed", "best"}},
	{roleFatalitiesHigh, "fatalities_high", []string{"fatalities_high", "deaths_high", "killed_high", "high"}},
	{roleInjuriesLow, "injuries_low", []string{"injuries_low", "injured_low", "wounded_low"}},
	{roleInjuriesBest, "injuries_best", []string{"injuries_best", "injuries", "injured", "wounded", "nwound",
		"num_injured"}},
	{roleInjuriesHigh, "injuries_high", []string{"injuries_high", "injured_high", "wounded_high"}},
	{roleOccurrence, "occurrence", []string{"occurrence"}},
	{roleAttribution, "attribution", []string{"attribution"}},
	{roleGroup, "group", []string{"group"}},
	{roleSource, "source", []string{"source", "sources", "source_title", "source_article", "scite1"}},
	{roleURL, "url", []string{"url", "source_url", "link", "source_link"}},
	{rolePublisher, "publisher", []string{"publisher", "source_office"}},
	{roleSourceDate, "source_date", []string{"source_date"}},
	{rolePlaceReview, "place_review", []string{"place_review"}},
	{roleRecordReview, "record_review", []string{"record_review"}},
	{roleRevision, "revision", []string{"revision"}},
	// Columns of our own exports that follow from others.
	{roleDerived, "", []string{"dataset"}},
	{roleDerived, "", []string{"date_certain"}},
	{roleDerived, "", []string{"date_precision"}},
	{roleDerived, "", []string{"date_uncertain"}},
}
