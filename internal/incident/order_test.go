package incident

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"incidentmap/geo"
	"incidentmap/internal/edtf"
)

// ordered are a dataset with columns of every type and records of it, of which many are
// alike or unknown.
func ordered(t *rapid.T) (*Dataset, []*Record) {
	d := &Dataset{ID: "d", Columns: []Column{{Name: "n", Type: ColumnInteger}, {Name: "x", Type: ColumnNumber},
		{Name: "b", Type: ColumnBoolean}, {Name: "s", Type: ColumnString}}}
	dates := []string{"2020-01-01", "2020-01-02", "2019", "2019/.."}
	var out []*Record
	for i := range rapid.IntRange(0, 12).Draw(t, "records") {
		pick := func(values ...any) any { return rapid.SampledFrom(append(values, nil)).Draw(t, "value") }
		inc := Incident{ID: fmt.Sprintf("r%02d", i), Title: rapid.StringMatching("[ab]{0,2}").Draw(t, "title"),
			Date:  edtf.MustParse(rapid.SampledFrom(dates).Draw(t, "date")),
			Extra: []any{pick(int64(1), int64(2)), pick(1.5, -2.0), pick(true, false), pick("p", "q")}}
		out = append(out, NewRecord(Profile{}, inc, d))
	}
	return d, out
}

// sorting draws sort keys.
func sorting(t *rapid.T, d *Dataset) *Order {
	names := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"title", "start", "end", "n", "x", "b", "s",
		"id"}), 0, 3,
		func(s string) string { return s }).Draw(t, "keys")
	var keys []SortKey
	for _, name := range names {
		keys = append(keys, SortKey{Name: name, Desc: rapid.Bool().Draw(t, "descending")})
	}
	o, err := NewOrder(d, keys)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// An order has one order of records, whichever way it is asked: records against each
// other, against the key of a cursor, or by columns of keys.
func TestOrdersAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, records := ordered(t)
		o := sorting(t, d)
		slices.SortFunc(records, CompareDefault) // in which columns are appended
		k := o.NewKeyColumns(len(records))
		for _, r := range records {
			k.Append(r)
		}
		for i, a := range records {
			for j, b := range records {
				want := cmp.Compare(o.Compare(a, b), 0)
				if (want == 0) != (i == j) {
					t.Fatalf("%s and %s compare %d", a.ID, b.ID, want)
				}
				if back := cmp.Compare(o.Compare(b, a), 0); back != -want {
					t.Fatalf("%s and %s compare %d, and %d the other way", a.ID, b.ID, want, back)
				}
				if got := cmp.Compare(k.Compare(uint32(i), uint32(j)), 0); got != want {
					t.Fatalf("%s and %s compare %d by columns, want %d", a.ID, b.ID, got, want)
				}
				if key := o.KeyOf(b); !o.Fits(key) || o.After(a, key) != (want > 0) {
					t.Fatalf("%s is after the key %+v of %s: %v", a.ID, key, b.ID, o.After(a, key))
				}
			}
		}
	})
}

// What is unknown comes last, upwards and downwards.
func TestUnknownComesLast(t *testing.T) {
	d := &Dataset{ID: "d", Columns: []Column{{Name: "n", Type: ColumnInteger}}}
	record := func(id string, n any) *Record {
		return NewRecord(Profile{}, Incident{ID: id, Date: edtf.MustParse("2020"), Extra: []any{n}}, d)
	}
	records := []*Record{record("none", nil), record("one", int64(1)), record("two", int64(2))}
	for desc, want := range map[bool]string{false: "one two none", true: "two one none"} {
		o, err := NewOrder(d, []SortKey{{"n", desc}})
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(records, o.Compare)
		var got []string
		for _, r := range records {
			got = append(got, r.ID)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("descending %v: %s, want %s", desc, s, want)
		}
	}
}

// A key that is no property is refused, with those that are.
func TestNewOrderRefuses(t *testing.T) {
	_, err := NewOrder(&Dataset{ID: "d", Columns: []Column{{Name: "mine"}}}, []SortKey{{Name: strings.Repeat("é", 80)}})
	e, ok := err.(*Error) //nolint:errorlint // it is not wrapped
	if !ok || e.Code != Invalid || e.Parameter != "sortby" || !slices.Contains(e.Allowed, "mine") ||
		!slices.Contains(e.Allowed, "id") || len(e.Message) > 150 {
		t.Errorf("%+v", err)
	}
	o, err := NewOrder(&Dataset{}, []SortKey{{Name: "title"}})
	if err != nil || o.Fits(Key{ID: "a"}) || o.Fits(Key{Values: []Value{{}}}) {
		t.Errorf("%v: a key of another order fits", err)
	}
}

// A codebook counts, for each column, the records that do not say it.
func TestCodebook(t *testing.T) {
	d := &Dataset{ID: "d", Kinds: []Term{{ID: "attack", Label: "Attack"}}, Columns: []Column{{Name: "mine"}}}
	var records []*Record
	for i, mine := range []any{"a", nil, nil} {
		records = append(records, NewRecord(Profile{}, Incident{ID: fmt.Sprint(i), Title: "T", Kind: "attack",
			Date: edtf.MustParse("2020"), Extra: []any{mine}}, d))
	}
	found := 0
	for _, e := range Codebook(d, slices.Values(records)) {
		want := map[string]int{"title": 0, "country": 3, "mine": 2}
		if missing, ok := want[e.Name]; ok {
			if found++; e.Missing != missing || e.Records != 3 {
				t.Errorf("%s: %d of %d are missing, want %d", e.Name, e.Missing, e.Records, missing)
			}
		}
		if e.Name == "kind" && (len(e.Terms) != 1 || e.Terms[0].Label != "Attack") {
			t.Errorf("the kinds are %+v", e.Terms)
		}
		if e.Name == "occurrence" && len(e.Terms) == 0 {
			t.Error("a closed vocabulary has no words")
		}
	}
	if found != 3 {
		t.Errorf("%d of 3 columns are there", found)
	}
}

// A record counts once for each actor, however often he is named, and a filter asks for
// names folded.
func TestFacetOfParties(t *testing.T) {
	facet, ok := FacetByName("actor")
	if !ok {
		t.Fatal("there is no facet of actors")
	}
	var few, many []Party
	for i := range 3 * fewNames {
		many = append(many, Party{Name: fmt.Sprintf("Group %d", i/2)})
	}
	few = append(few, Party{Name: "Ähre"}, Party{Name: "Ähre", Role: "other"}, Party{Name: "B"})
	for n, parties := range map[int][]Party{2: few, 3 * fewNames / 2: many, 0: nil} {
		r := NewRecord(Profile{}, Incident{ID: "a", Date: edtf.MustParse("2020"), Actors: parties}, &Dataset{})
		if got := facet.Values(r); len(got) != n {
			t.Errorf("%d parties are %q, want %d", len(parties), got, n)
		}
		if facet.Match([]string{"ahre"}, r) != (n == 2) || facet.Match([]string{"none"}, r) {
			t.Errorf("%d parties: ahre is asked for", len(parties))
		}
	}
	if _, ok := FacetByName("title"); ok {
		t.Error("titles are a facet")
	}
	if r := (&Record{Incident: &Incident{Actors: few[:2]}}); facet.Key(r) != facet.Key(&Record{
		Incident: &Incident{Actors: few[:1]}}) {
		t.Error("one who is named twice is another value")
	}
}

// A day that is compared with a time stands for its midnight.
func TestDayOf(t *testing.T) {
	for text, want := range map[string]struct {
		day  geo.Day
		past bool
	}{"2020-01-02": {geo.NewDay(2020, 1, 2), false}, "2020-01-02T00:00:00Z": {geo.NewDay(2020, 1, 2), false},
		"2020-01-02T00:00:01Z": {geo.NewDay(2020, 1, 2), true}, "2020-01-02T01:00:00+02:00": {geo.NewDay(2020, 1, 1), true}} {
		if day, past, err := dayOf(text); err != nil || day != want.day || past != want.past {
			t.Errorf("%s: %v, %v, %v", text, day, past, err)
		}
	}
	if _, _, err := dayOf("soon"); err == nil {
		t.Error("soon is a day")
	}
}
