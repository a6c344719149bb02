package ingest_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"incidentmap/internal/incident"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
	"incidentmap/internal/sample"
)

// values are what a careless table has in any of its cells.
var values = strings.Split("2020-01-02|2020-01|3 May 2020|13/4/2020|2020-13-01|unKnown|NA|x|İstanbul|Kabul|drone_strike|Drone strike|Attack|attack|Group A; Group B|"+
	"34.5|69.2|-12|134|1,024|5+|5-8|several|http://x.org/a|javascript:x|Afghanistan|AF|Ruritania|exact|Vicinity|area|yes|no|007|1.5|denied|confirmed|reviewed|0|1|2|7|||", "|")

// headers are columns of tables of several makes.
var headers = []string{
	"id,title,date,lat,lon,kind,event_type,actor,target,country,admin1,place_precision,low,best,high,occurrence,attribution,url,source,foo,bar,injured",
	"date,end,start,place,country,deaths,category,notes,foo,wkt,radius_m",
	"iyear,imonth,iday,country,country_txt,specificity,nkill,nwound,gname,source_headline,scite1",
	"date_start,date_end,date_prec,type_of_violence,side_a,side_b,where_prec,latitude,longitude,low,best,high,source_article,source_office,source_date",
}

// careless makes a table in which most dates, places and IDs can be read.
func careless(r *rand.Rand, rows int) *ingest.Table {
	t := &ingest.Table{File: "x", Unit: "row", Header: strings.Split(headers[r.IntN(len(headers))], ",")}
	for i := range rows {
		row := ingest.Row{Number: i + 2}
		for _, name := range t.Header {
			row.Cells = append(row.Cells, carelessCell(r, name, i))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func carelessCell(r *rand.Rand, name string, row int) string {
	switch {
	case r.IntN(10) == 0:
	case strings.Contains(name, "date"), name == "start", name == "end":
		return fmt.Sprintf("20%02d-%02d-%02d", r.IntN(20), 1+r.IntN(12), 1+r.IntN(28))
	case name == "iyear":
		return fmt.Sprint(1990 + r.IntN(30))
	case strings.HasPrefix(name, "lat"), strings.HasPrefix(name, "lon"):
		return fmt.Sprint(float64(r.IntN(9000)) / 100)
	case name == "id":
		return fmt.Sprintf("Ev-%d", row-r.IntN(2)*r.IntN(50))
	}
	return values[r.IntN(len(values))]
}

// locate places texts of some lengths, one in part.
func locate(q ingest.Question) (incident.Place, bool) {
	text, country := q.Text, q.Country
	g := incident.Geocoding{Query: text, Dropped: []string{"a"}[:len(text)%2]}
	return incident.Place{Points: orb.MultiPoint{{1, float64(len(text) % 80)}}, CountryName: "of " + country,
		Precision: incident.PlaceArea,
		Geocoding: []incident.Geocoding{g}}, len(text)%3 > 0
}

// TestChunksAreTheWhole: incidents, vocabularies and findings are the same,
// in the same order, however many goroutines read them and in what chunks.
func TestChunksAreTheWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 150 {
		table := careless(r, 1+r.IntN(400))
		opt := ingest.Options{Geocode: locate, DayFirst: true, Workers: 1}
		want, err := ingest.Read(table, opt.InChunks(len(table.Rows)))
		if err != nil {
			continue // dates that no order fits
		}
		opt.Workers = 1 + r.IntN(4)
		rows := 1 + r.IntN(60)
		got, err := ingest.Read(table, opt.InChunks(rows))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%d workers, chunks of %d, %v: the result of %v is another one", opt.Workers, rows, err, table)
		}
		if !slices.IsSortedFunc(want.Findings, func(a, b report.Finding) int { return a.Row - b.Row }) {
			t.Fatal("findings are not in the file's order")
		}
	}
}

// TestRowsLent: what is read does not hang on rows whose memory is used again.
func TestRowsLent(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 100 {
		table := careless(r, 1+r.IntN(400))
		rows, size := table.Rows, 1+r.IntN(60)
		opt := ingest.Options{Geocode: locate, DayFirst: true, Workers: 1 + r.IntN(4)}
		table.Rows, table.Lazy = nil, &lent{rows, size, true}
		want, err := ingest.Read(table, opt)
		if err != nil {
			continue // dates that no order fits
		}
		table.Lazy = &lent{rows, size, false}
		if got, err := ingest.Read(table, opt); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%d workers, columns %v, %v: %s", opt.Workers, table.Header, err, difference(got, want))
		}
	}
}

// difference is the first that two results differ in.
func difference(got, want *ingest.Result) string {
	if got == nil {
		return "no result"
	}
	g, w := reflect.ValueOf(*got), reflect.ValueOf(*want)
	for i := range g.NumField() {
		name, x, y := g.Type().Field(i).Name, g.Field(i), w.Field(i)
		if reflect.DeepEqual(x.Interface(), y.Interface()) {
			continue
		}
		for k := 0; x.Kind() == reflect.Slice && k < min(x.Len(), y.Len()); k++ {
			if a, b := x.Index(k).Interface(), y.Index(k).Interface(); !reflect.DeepEqual(a, b) {
				return fmt.Sprintf("%s %d is %+v, want %+v", name, k, a, b)
			}
		}
		return fmt.Sprintf("%s is %.200v, want %.200v", name, x, y)
	}
	return "nothing"
}

// lent are rows in memory that is used again, which says something else by then.
type lent struct {
	rows []ingest.Row
	size int
	own  bool // each has memory of its own
}

func (l *lent) Len() int   { return (len(l.rows) + l.size - 1) / l.size }
func (l *lent) Total() int { return len(l.rows) }

func (l *lent) Chunk(i int, room *ingest.Room) []ingest.Row {
	if room == nil || l.own {
		room = &ingest.Room{}
	}
	for i := range room.Cells {
		room.Cells[i] = "of another row"
	}
	rows, cells := room.Rows[:0], room.Cells[:0]
	for _, r := range l.rows[i*l.size : min((i+1)*l.size, len(l.rows))] {
		from := len(cells)
		cells = append(cells, r.Cells...)
		r.Cells = cells[from:len(cells):len(cells)]
		rows = append(rows, r)
	}
	room.Rows, room.Cells = rows, cells
	return rows
}

func TestProgress(t *testing.T) {
	table := careless(rand.New(rand.NewPCG(5, 6)), 100)
	var told []int
	opt := ingest.Options{DayFirst: true, Progress: func(done, total int) {
		if total != 100 {
			t.Errorf("%d of %d", done, total)
		}
		told = append(told, done)
	}}
	if _, err := ingest.Read(table, opt.InChunks(30)); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(told, []int{30, 60, 90, 100}) {
		t.Errorf("it told %v", told)
	}
}

// TestSharedListsGrowApart: rows that say the same share lists, which grow apart
// when one is added to.
func TestSharedListsGrowApart(t *testing.T) {
	table := &ingest.Table{File: "x", Unit: "row", Header: []string{"date", "actor", "deaths", "source", "url",
		"occurrence"}}
	for i := range 3 {
		table.Rows = append(table.Rows, ingest.Row{Number: i + 2, Cells: []string{"2020", "A; B", "5", "S",
			"http://x.org", "confirmed"}})
	}
	res, err := ingest.Read(table, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a, b := &res.Incidents[0], &res.Incidents[1]
	a.Actors, a.Claims = append(a.Actors, incident.Party{Name: "C"}), append(a.Claims, incident.Claim{})
	a.Sources, a.Statements = append(a.Sources, incident.Source{}), append(a.Statements, incident.Statement{})
	a.Place.Points = append(a.Place.Points, orb.Point{})
	b.Actors = append(b.Actors, incident.Party{Name: "D"})
	if len(b.Actors) != 3 || len(b.Claims) != 1 || len(b.Sources) != 1 || len(b.Statements) != 1 ||
		a.Actors[2].Name != "C" {
		t.Errorf("%+v, %+v", a, b)
	}
}

// sampleTable makes a table of the sample's rows.
func sampleTable(n int) *ingest.Table {
	var text strings.Builder
	if err := sample.WriteCSV(&text, sample.Make(n, 1)); err != nil {
		panic(err)
	}
	t := &ingest.Table{File: "x", Unit: "row"}
	for line := range strings.Lines(text.String()) {
		cells := strings.Split(strings.TrimSpace(line), ",")
		if t.Header == nil {
			t.Header = cells
			continue
		}
		t.Rows = append(t.Rows, ingest.Row{Number: len(t.Rows) + 2, Cells: cells})
	}
	return t
}

// BenchmarkRead reads 200,000 rows: all at once by one goroutine, and in
// chunks by one a processor.
func BenchmarkRead(b *testing.B) {
	table := sampleTable(200_000)
	for name, opt := range map[string]ingest.Options{"one": ingest.Options{Workers: 1}.InChunks(len(table.Rows)),
		"parallel": {}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ingest.Read(table, opt); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestSampleOfChunks: all rows of a small table tell what its columns hold, and as many as
// can be looked at of a large one, however few come at a time.
func TestSampleOfChunks(t *testing.T) {
	for rows, want := range map[int]int{900: 900, 9_000: 1_000} {
		table := &ingest.Table{File: "x", Unit: "row", Header: []string{"date", "lat", "lon"}}
		l := &lent{size: 7, own: true}
		for i := range rows {
			l.rows = append(l.rows, ingest.Row{Number: i + 2, Cells: []string{"2020-01-02", "34.5", "69.2"}})
		}
		table.Lazy = l
		for _, u := range ingest.Inspect(table, ingest.Options{}).Uses {
			if u.Fit != want {
				t.Errorf("%d of %d rows: %d cells of %v were looked at, want %d", u.Cells, rows, u.Fit, u.Columns, want)
			}
		}
	}
}
