package ingest

import (
	_ "embed" // names of columns
	"slices"
	"strings"
	"testing"

	"incidentmap/internal/incident"
)

// rolesOf are the columns of a table by the names of their roles.
func rolesOf(t *Table) map[string]string {
	l := newLayout(t, nil, false)
	out := map[string]string{}
	for name, ro := range rolesByName {
		if l.columns[ro] >= 0 {
			out[name] = t.Header[l.columns[ro]]
		}
	}
	return out
}

// cellFor is a cell that a column of a name may have.
var cellFor = map[string]string{"date": "2023-03-21", "start": "2023-03-21", "end": "2023-03-22", "time": "14:30",
	"year": "2023", "month": "3", "day": "21", "lat": "36.29", "lon": "33.51", "latlon": "36.29, 33.51",
	"wkt": "POINT (33.51 36.29)", "country": "Syria", "country_code": "SY", "url": "https://example.org/1",
	"fatalities_low": "1", "fatalities_best": "2", "fatalities_high": "3", "injuries_best": "4", "radius": "500"}

// TestNamesOfColumns: names as real files have them, each with the role that a reader
// would give it, beside a title, a place and a date.
func TestNamesOfColumns(t *testing.T) {
	for role, names := range map[string]string{
		"date": "CRASH DATE|INCIDENT DATE|eventDate|Event Date|Incident.Date|Date of Incident|date_of_attack|Shooting Date|" +
			"FECHA|Fecha del hecho|data do evento|Datum|Дата|Дата події|تاريخ الحادث|تاریخ|Tarih|Olay Tarihi|Tanggal kejadian|timestamp|" +
			"occurrence_date|Date (local)",
		"start": "Start Date|startdate|date_debut|Fecha de inicio|event_start", "time": "CRASH TIME|Uhrzeit|Hora|local_time|Time of day",
		"fatalities_best": "Total killed|Total Deaths|NUMBER OF PERSONS KILLED|fatalityCount|number_killed|No. of deaths|" +
			"Num Killed|deathToll|Deaths (total)|totalfatalities|n_killed|Muertos|Número de muertos|Mortos|Nombre de morts|Tote|" +
			"Anzahl Tote|Погибло|Количество погибших|Загинуло|عدد القتلى|القتلى|تعداد کشته شدگان|Ölü sayısı|Korban tewas|# killed",
		"fatalities_low":  "min_killed|Killed (min)|Minimum fatalities|fatalitiesMin|deaths_lower|killed_minimum",
		"fatalities_high": "max_killed|Killed (max)|fatalitiesMax|deaths_upper|Maximum number of deaths",
		"injuries_best": "Total wounded|No. Injured|NUMBER OF PERSONS INJURED|injuryCount|Heridos|Blessés|Verletzte|Ранено|" +
			"الجرحى|Yaralı|Luka-luka|people_injured",
		"lat":          "Lat_DD|event_latitude|LATITUDE_DD|decimalLatitude|Широта|خط العرض|Breitengrad|incident_lat|Enlem|Lintang|Y_COORD",
		"lon":          "Long_DD|event_longitude|decimalLongitude|Долгота|خط الطول|Längengrad|incident_lng|Boylam|Bujur|X_COORD",
		"latlon":       "GPS coordinates|Coordenadas|lat/long|geoPoint|Koordinaten|Координаты",
		"admin2":       "ADM2_EN|adm2_fr|LGA|Tehsil|Upazila|Daïra|ولسوالی|admin2Name|Local Government Area|Territoire",
		"country":      "ADM0_EN|countryname|Country Name|País|Pays|Страна|الدولة|کشور|Ülke|Negara|Country of incident",
		"country_code": "countryCode|ISO3|Country ISO|iso_alpha_3", "admin1": "ADM1_EN|adm1_fr|ADM1_AR|Wilaya|ولایت|adminName1|ADM1_NAME|Province Name|admin.1|Область|المحافظة",
		"event_type": "Crime type|Primary Type|Kind of event|Incident Type|eventType|attack_type|Tipo de evento|Тип события|نوع الحادث|Jenis",
		"title":      "INCIDENT TITLE|eventTitle|Headline|Título|العنوان", "summary": "eventDescription|Incident description|Descripción|Описание|الوصف",
		"actor":  "Actor name|perpetrator_name|Perpetrator group name|Responsible party|Auteur|الجاني",
		"source": "sourceName|Source(s)|Fuente|Quelle|Источник|المصدر", "url": "sourceLink|Source URL|link_url|Enlace",
		"id": "Incident ID|eventId|Event-ID|Crime ID|uuid", "place": "locationName|Location Name|Ort|Lugar|Место|المكان|Yer|City/Town",
	} {
		for name := range strings.SplitSeq(names, "|") {
			checkName(t, role, name)
		}
	}
}

// checkName reads a table with a column of a name and further ones that a table has.
func checkName(t *testing.T, want, name string) {
	t.Helper()
	table := &Table{File: "x", Unit: "row", Header: []string{name, "remark_1", "remark_2"}}
	partner := map[string]string{"lat": "lon", "lon": "lat"}[want]
	if partner != "" {
		other := strings.NewReplacer("event_latitude", "event_longitude", "event_longitude", "event_latitude",
			"incident_lat", "incident_lng", "incident_lng", "incident_lat").Replace(name)
		if other == name {
			other = partner
		}
		table.Header[1] = other
	}
	for i := range 6 {
		cell := cellFor[want]
		if cell == "" {
			cell = "some words " + string(rune('a'+i))
		}
		table.Rows = append(table.Rows, Row{Number: i + 2, Cells: []string{cell, cellFor[partner], "w"}})
	}
	if got := rolesOf(table)[want]; got != name {
		t.Errorf("%s is not %s: %v", name, want, rolesOf(table))
	}
}

// TestNamesThatSayMore: columns whose names hold a word of a role and another that makes
// them something else have none, and are told.
func TestNamesThatSayMore(t *testing.T) {
	for name, cell := range map[string]string{"civilians_killed": "2", "Nationals killed": "2", "killed_by": "bullets",
		"children wounded": "1", "date_updated": "2024-01-01", "Report date": "2024-01-01", "Actor type": "rebels",
		"dead cattle": "4", "entry_date": "2024-01-01"} {
		table := &Table{File: "x", Unit: "row", Header: []string{"title", "date", name}}
		for i := range 3 {
			table.Rows = append(table.Rows, Row{Number: i + 2, Cells: []string{"A" + string(rune(i)), "2023-01-01",
				cell}})
		}
		res, err := Read(table, Options{})
		if err != nil || len(res.Incidents) != 3 || len(res.Columns) != 1 {
			t.Errorf("%s: %v, %+v", name, err, res)
			continue
		}
		if len(res.Findings) != 1 || res.Findings[0].Column != name ||
			!strings.Contains(res.Findings[0].Message, "is not used") {
			t.Errorf("%s is not told: %v", name, res.Findings)
		}
	}
}

// TestContentDecides: what a name says is overruled by what nearly all cells are.
func TestContentDecides(t *testing.T) {
	for _, c := range []struct{ header, cells, want string }{
		{"time,depth", "2023-03-21T04:11:09Z,4", "date=time"},
		{"Month,Crime type", "2023-03,Burglary", "date=Month event_type=Crime type"},
		{"date,Location", `2023-03-21,36.29; 33.51`, "date=date latlon=Location"},
		{"date,scores", "2023-03-21,1.5; 2.5; 3.5", "date=date"},
		{"date,shape", "2023-03-21,POINT (33.51 36.29)", "date=date wkt=shape"},
		{"date,land", "2023-03-21,arable", "date=date"}, {"date,gun", "2023-03-21,rifle", "date=date"},
		{"observed,depth", "2023-03-21,4", "date=observed"},
		{"happened,updated", "21 March 2023,22 March 2023", "date=happened"},
		{"date,pickup_latitude,pickup_longitude", "2023-03-21,36.29,33.51", "date=date lat=pickup_latitude lon=pickup_longitude"},
		{"date,event_lat,event_lng,home_lat,home_lng", "2023-03-21,36.29,33.51,1,2", "date=date lat=event_lat lon=event_lng"},
	} {
		table := &Table{File: "x", Unit: "row", Header: strings.Split(c.header, ",")}
		for i := range 6 {
			cells := strings.Split(c.cells, ",")
			for j := range cells {
				cells[j] = strings.ReplaceAll(cells[j], ";", ",")
			}
			table.Rows = append(table.Rows, Row{Number: i + 2, Cells: cells})
		}
		var got []string
		for role, column := range rolesOf(table) {
			got = append(got, role+"="+column)
		}
		slices.Sort(got)
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.header, s, c.want)
		}
	}
}

// presetHeaders are headers of well-known exports with what is expected of them.
var presetHeaders = []struct{ name, header, want string }{
	{"ACLED", "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp",
		"id=event_id_cnty date=event_date actor=actor1 target=actor2 country=country country_code=iso admin1=admin1 place=location lat=latitude geo_precision=geo_precision summary=notes fatalities_best=fatalities source=source event_type=event_type"},
	{"UCDP GED", "id,year,active_year,type_of_violence,dyad_name,side_a,side_b,source_article,source_headline,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,geom_wkt,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high",
		"id=id title=source_headline start=date_start end=date_end fatalities_low=low fatalities_best=best fatalities_high=high actor=side_a target=side_b place=where_coordinates"},
	{"Global Terrorism Database", "eventid,iyear,imonth,iday,approxdate,extended,resolution,country,country_txt,region,provstate,city,latitude,longitude,specificity,vicinity,location,summary,attacktype1,attacktype1_txt,targtype1_txt,target1,gname,nkill,nkillus,nkillter,nwound,nwoundus,scite1",
		"id=eventid year=iyear month=imonth day=iday country=country_txt admin1=provstate place=city event_type=attacktype1_txt target=target1 actor=gname fatalities_best=nkill injuries_best=nwound source=scite1"},
	{"Airwars", "unique_reference_code,date,latitude,longitude,geolocation_accuracy,country,civilians_killed_min,civilians_killed_max,militants_killed_min,militants_killed_max,grading,permalink",
		"id=unique_reference_code date=date fatalities_low=civilians_killed_min fatalities_high=civilians_killed_max occurrence=grading attribution=grading place_precision=geolocation_accuracy url=permalink"},
	{"Iraq Body Count", "IBC code,Start Date,End Date,Time,Location,Target,Weapons,Reported Minimum,Reported Maximum,Sources",
		"id=IBC code start=Start Date end=End Date place=Location target=Target event_type=Weapons fatalities_low=Reported Minimum fatalities_high=Reported Maximum source=Sources"},
	{"Aid Worker Security Database", "Incident ID,Year,Month,Day,Country Code,Country,Region,District,City,UN,INGO,Nationals killed,Total killed,Total wounded,Total kidnapped,Means of attack,Attack context,Location,Latitude,Longitude,Motive,Actor type,Actor name,Details,Verified,Source",
		"id=Incident ID year=Year fatalities_best=Total killed injuries_best=Total wounded event_type=Means of attack actor=Actor name admin1=Region place=City summary=Details source=Source"},
	{"Insecurity Insight", "Date,Event Description,Country,Country ISO,Admin 1,Latitude,Longitude,Geo Precision,Location of event,Reported Perpetrator,Reported Perpetrator Name,Weapon Carried/Used,Aid Workers Killed,Aid Workers Injured,SiND Event ID",
		"id=SiND Event ID date=Date summary=Event Description country_code=Country ISO admin1=Admin 1 geo_precision=Geo Precision actor=Reported Perpetrator Name fatalities_best=Aid Workers Killed injuries_best=Aid Workers Injured"},
	{"EM-DAT", "DisNo.,Disaster Group,Disaster Type,Disaster Subtype,Event Name,ISO,Country,Location,Latitude,Longitude,Start Year,Start Month,Start Day,End Year,End Month,End Day,Total Deaths,No. Injured,No. Affected,Entry Date,Last Update",
		"id=DisNo. title=Event Name event_type=Disaster Type country_code=ISO start_year=Start Year end_day=End Day fatalities_best=Total Deaths injuries_best=No. Injured place=Location"},
	{"Missing Migrants Project", "Main ID,Incident ID,Incident Type,Region of Incident,Incident Date,Incident Year,Month,Number of Dead,Minimum Estimated Number of Missing,Total Number of Dead and Missing,Number of Survivors,Number of Females,Country of Origin,Region of Origin,Cause of Death,Country of Incident,Migration Route,Location of Incident,Coordinates,Information Source,URL,Source Quality",
		"id=Incident ID date=Incident Date fatalities_best=Number of Dead event_type=Cause of Death country=Country of Incident place=Location of Incident latlon=Coordinates source=Information Source url=URL"},
	{"FIRMS", "latitude,longitude,brightness,scan,track,acq_date,acq_time,satellite,instrument,confidence,version,bright_t31,frp,daynight",
		"date=acq_date time=acq_time lat=latitude lon=longitude"},
	{"USGS earthquakes", "time,latitude,longitude,depth,mag,magType,nst,gap,dmin,rms,net,id,updated,place,type,status",
		"date=time id=id place=place event_type=type lat=latitude"},
	{"data.police.uk", "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context",
		"id=Crime ID date=Month place=Location event_type=Crime type lat=Latitude"},
	{"GDELT", strings.Join(gdeltHeader(61), ","), "id=GLOBALEVENTID date=SQLDATE actor=Actor1Name target=Actor2Name event_type=EventRootCode lat=ActionGeo_Lat lon=ActionGeo_Long country_fips=ActionGeo_CountryCode url=SOURCEURL"},
}

// TestPresets: well-known exports are known by their headers alone, and nothing in them
// is told as not used.
func TestPresets(t *testing.T) {
	for _, p := range presetHeaders {
		table := &Table{File: "x", Unit: "row", Header: strings.Split(p.header, ",")}
		l := newLayout(table, nil, false)
		if l.assigned.preset == nil || l.assigned.preset.name != p.name {
			t.Errorf("%s is taken for %+v", p.name, l.assigned.preset)
			continue
		}
		got := rolesOf(table)
		for want := range strings.SplitSeq(strings.NewReplacer(" ", "\x00").Replace(p.want), "\x00") {
			role, _, ok := strings.Cut(want, "=")
			if ok && (got[role] == "" || !strings.Contains(p.want, role+"="+got[role])) {
				t.Errorf("%s: %s is %q", p.name, role, got[role])
			}
		}
	}
	if len(presetHeaders) != len(presets()) {
		t.Errorf("%d of %d presets are tested", len(presetHeaders), len(presets()))
	}
}

// TestHXL: hashtags under the header decide before names do.
func TestHXL(t *testing.T) {
	table := &Table{File: "x", Unit: "row", Header: []string{"a", "b", "c", "d", "date", "e"},
		Tags: []string{"#date+occurred", "#geo+lat", "#geo +lon", "#affected+killed", "#date+updated",
			"#affected+f+killed"}}
	got := rolesOf(table)
	if got["date"] != "a" || got["lat"] != "b" || got["lon"] != "c" || got["fatalities_best"] != "d" || len(got) != 4 {
		t.Errorf("%v", got)
	}
}

// TestVocabulary: every role that the files name is one.
func TestVocabulary(t *testing.T) {
	v := columnVocabulary()
	for _, p := range v.phrases {
		if p.role == roleDerived && !p.exact || p.joined == "" {
			t.Errorf("%+v is of no role", p)
		}
	}
	for _, h := range hxlRoles() {
		if h.role == roleDerived {
			t.Errorf("%+v is of no role", h.tag)
		}
	}
	for _, p := range presets() {
		for _, r := range p.roles {
			if r.role == roleDerived {
				t.Errorf("%s: %v is of no role", p.name, r.choices)
			}
		}
	}
	if len(v.phrases) < 500 || len(presets()) < 12 {
		t.Errorf("%d phrases, %d presets", len(v.phrases), len(presets()))
	}
}

// FuzzHeader holds: whatever the columns are called, each has one role at most, and those
// without one are extra columns.
func FuzzHeader(f *testing.F) {
	for _, s := range []string{"date,lat,lon", "Total killed,killed,killed_min", "event_lat,event_lng,x,y",
		"القتلى,تاريخ",
		"countryname,country,iso3", "GPSLatitude1,GPSLongitude1", "Start Year,End Year", "#,a.b.c,__"} {
		f.Add(s, "2023-01-01,1,2")
	}
	f.Fuzz(func(t *testing.T, header, cells string) {
		table := &Table{File: "x", Unit: "row", Header: strings.Split(header, ","),
			Rows: []Row{{Number: 2, Cells: strings.Split(cells, ",")}}}
		if len(table.Header) > 100 {
			return
		}
		l := newLayout(table, nil, false)
		roles := map[int]int{}
		for ro, i := range l.columns {
			if i >= 0 && role(ro) != roleAttribution && (role(ro) != roleLatlon || !l.assigned.tailPairs) {
				roles[i]++
			}
		}
		for i := range table.Header {
			if roles[i] > 1 || roles[i] == 0 && !l.assigned.used[i] && !slices.Contains(l.spare, i) {
				t.Fatalf("%q: column %d has %d roles", table.Header, i, roles[i])
			}
		}
	})
}

// TestOneMistake: one cell that is no date does not take its name from a column; where
// too few are, the refusal tells of the column.
func TestOneMistake(t *testing.T) {
	table := func(cells ...string) *Table {
		out := &Table{File: "a.csv", Unit: "row", Header: []string{"Datum", "Titel"}}
		for i, c := range cells {
			out.Rows = append(out.Rows, Row{Number: i + 2, Cells: []string{c, "x"}})
		}
		return out
	}
	if got, err := Read(table("13.4.2021", "14.4.2021", "some day"), Options{}); err != nil || got.Count != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	_, err := Read(table("13.4.2021", "some day"), Options{})
	if want := `Datum would be one, but only 1 of its 2 cells are dates (row 3: "some day" is none)`; err == nil ||
		!strings.Contains(err.Error(), want) {
		t.Errorf("%v; want %s", err, want)
	}
}

//go:embed testdata/names.txt
var namesOfColumns string

// TestMoreNamesOfColumns: names of many languages, which fresh eyes tried.
func TestMoreNamesOfColumns(t *testing.T) {
	n := 0
	for line := range strings.Lines(namesOfColumns) {
		role, names, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(role, "#") {
			continue
		}
		for name := range strings.SplitSeq(names, " | ") {
			n++
			checkName(t, role, name)
		}
	}
	if n < 500 {
		t.Errorf("only %d names", n)
	}
}

// Numbers of rows are no IDs, other numbers of cases are.
func TestNumbersOfRows(t *testing.T) {
	for cells, want := range map[string]bool{"1|2|3|4|5": false, "17|18|19|21|22|23|24": false, "310|122|877": true,
		"K-1|K-2|K-3": true, "5|5|5": false} {
		table := &Table{File: "x", Unit: "row", Header: []string{"No", "date"}}
		for i, cell := range strings.Split(cells, "|") {
			table.Rows = append(table.Rows, Row{Number: i + 2, Cells: []string{cell, "2020-01-01"}})
		}
		if got := rolesOf(table)["id"] == "No"; got != want {
			t.Errorf("%s: an ID is %t", cells, got)
		}
	}
}

// Names with numbers, and names that say the same twice.
func TestNamesOfSeveral(t *testing.T) {
	for _, names := range []string{"1. ID|2. Date|3. Latitude|4. Longitude|5. Killed|6. Injured",
		"ID / Identifiant|Date / Fecha|Latitude / Latitud|Longitude / Longitud|Killed / Muertos|Injured / Heridos",
		"Q1) ID|Q2) Date|Latitude (Y)|Longitude (X)|Killed (total)|Injured [persons]"} {
		table := &Table{File: "x", Unit: "row", Header: strings.Split(names, "|")}
		for i, id := range []string{"k", "m", "q"} {
			cells := []string{id, "2023-05-30", "54.1", "12.1", "8", "14"}
			table.Rows = append(table.Rows, Row{Number: i + 2, Cells: cells})
		}
		got := rolesOf(table)
		for i, role := range []string{"id", "date", "lat", "lon", "fatalities_best", "injuries_best"} {
			if got[role] != table.Header[i] {
				t.Errorf("%s is %q, want %q", role, got[role], table.Header[i])
			}
		}
	}
}

// Numbers are neither parties nor places, whatever their column is called.
func TestNumbersAreNoNames(t *testing.T) {
	got := rolesOf(tableOf("date|Victims|Perpetrators|location|type|source|STATE|STATENAME",
		"2021-02-01|5|2|1|4|3|1|Alabama", "2021-02-02|3|1|2|4|1|1|Alabama"))
	for _, ro := range []string{"target", "actor", "place", "event_type", "source"} {
		if got[ro] != "" {
			t.Errorf("%s is %s", ro, got[ro])
		}
	}
	if got["admin1"] != "STATENAME" {
		t.Errorf("%v", got)
	}
	res, err := Read(tableOf("date|Victims", "2021-02-01|5"), Options{})
	if err != nil || len(res.Findings) != 1 ||
		!strings.Contains(res.Findings[0].Message, incident.Killed+" or injured") {
		t.Errorf("%v, %v", err, res)
	}
	if got := rolesOf(tableOf("date|type_of_violence", "2021-02-01|1")); got["event_type"] == "" {
		t.Error("codes that are known are no types")
	}
}

// Labels of Wikidata have the words, and the columns beside them addresses.
func TestLabelsOfWikidata(t *testing.T) {
	got := rolesOf(tableOf("item|itemLabel|date|country|countryLabel",
		"http://www.wikidata.org/entity/Q100|Attack in Nice|2016-07-14|http://www.wikidata.org/entity/Q142|France"))
	if got["title"] != "itemLabel" || got["country"] != "countryLabel" {
		t.Errorf("%v", got)
	}
}

// Names of ten letters, as shapefiles have them, and those that are cut there.
func TestShortNames(t *testing.T) {
	got := rolesOf(tableOf("INC_DATE|INC_TIME|GOV_NAME_EN|INC_TYPE|FAT_TOT|INJ_TOT|DESCRIPTIO|PERPETRATO",
		"20210203|2230|Taizz|Shelling|2|3|A house was hit|A group"))
	for ro, want := range map[string]string{"date": "INC_DATE", "time": "INC_TIME", "admin1": "GOV_NAME_EN",
		"event_type": "INC_TYPE", "fatalities_best": "FAT_TOT", "injuries_best": "INJ_TOT", "summary": "DESCRIPTIO",
		"actor": "PERPETRATO"} {
		if got[ro] != want {
			t.Errorf("%s is %q, want %q", ro, got[ro], want)
		}
	}
	got = rolesOf(tableOf("date|COUNTRY_NA|ADMIN1_NAM", "2023|Mali|Gao"))
	if got["country"] != "COUNTRY_NA" || got["admin1"] != "ADMIN1_NAM" {
		t.Errorf("cut names of countries and units: %v", got)
	}
	for _, names := range []string{"TOTAL_KILL|TOTAL_INJU", "fat.|inj", "FATALS|INJURED"} {
		got := rolesOf(tableOf("date|"+names, "2023|2|3"))
		if got["fatalities_best"] == "" || got["injuries_best"] == "" {
			t.Errorf("%s: %v", names, got)
		}
	}
}
