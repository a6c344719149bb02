package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// checkModel: random change sets do to a log what they do to a plain model of it.
func checkModel(t *testing.T, l Log) {
	drawn := 0
	rapid.Check(t, func(rt *rapid.T) {
		drawn++
		dataset := fmt.Sprintf("d%d", drawn)
		if err := l.PutDataset(context.Background(), &incident.Dataset{ID: dataset}); err != nil {
			rt.Fatal(err)
		}
		m := newModel()
		for range rapid.IntRange(1, 12).Draw(rt, "sets") {
			edits := rapid.SliceOfN(rapid.Custom(drawEdit), 1, 4).Draw(rt, "edits")
			got, err := l.Apply(context.Background(), store.ChangeSet{Dataset: dataset, Changes: edits})
			want, ok := m.apply(edits)
			if ok != (err == nil) || (ok && got.Version != want) {
				rt.Fatalf("%+v: %+v, %v; the model says %d, %v", edits, got, err, want, ok)
			}
		}
		now := map[string]string{}
		for i, err := range l.Current(context.Background(), dataset) {
			if err != nil {
				rt.Fatal(err)
			}
			now[i.ID] = i.Title
		}
		if fmt.Sprint(now) != fmt.Sprint(m.now()) {
			rt.Fatalf("%v, the model has %v", now, m.now())
		}
	})
	if problems, err := l.Check(context.Background()); err != nil || len(problems) > 0 {
		t.Fatalf("%q, %v", problems, err)
	}
}

func drawEdit(t *rapid.T) store.Edit {
	id := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "id")
	op := rapid.SampledFrom([]store.Operation{store.OpPut, store.OpPut, store.OpPut, store.OpDelete, store.OpRestore,
		store.OpRedact}).Draw(t, "op")
	e := store.Edit{Op: op, ID: id, Revision: rapid.IntRange(1, 4).Draw(t, "revision")}
	if op == store.OpPut {
		e.Incident = &incident.Incident{ID: id, Title: rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "title"),
			Date: edtf.MustParse("2020")}
	}
	return e
}

// model has the contents of each incident's revisions: "-" for none, "#" for a redacted one.
type model struct {
	version int64
	all     map[string][]string
}

func newModel() *model { return &model{all: map[string][]string{}} }

func (m *model) now() map[string]string {
	out := map[string]string{}
	for id, revisions := range m.all {
		if last := revisions[len(revisions)-1]; last != "-" {
			out[id] = last
		}
	}
	return out
}

func (m *model) apply(edits []store.Edit) (int64, bool) {
	next := map[string][]string{}
	for id, revisions := range m.all {
		next[id] = slices.Clone(revisions)
	}
	changed := false
	for _, e := range edits {
		id := e.ID
		revisions := next[id]
		last := ""
		if len(revisions) > 0 {
			last = revisions[len(revisions)-1]
		}
		add := ""
		switch {
		case e.Op == store.OpPut && last == "-":
			return 0, false
		case e.Op == store.OpPut && last != e.Incident.Title:
			add = e.Incident.Title
		case e.Op == store.OpPut:
		case last == "":
			return 0, false
		case e.Op == store.OpDelete && last != "-":
			add = "-"
		case e.Op == store.OpDelete:
		case e.Revision > len(revisions):
			return 0, false
		case e.Op == store.OpRestore && (revisions[e.Revision-1] == "#" || revisions[e.Revision-1] == "-"):
			return 0, false
		case e.Op == store.OpRestore:
			add = revisions[e.Revision-1]
		case revisions[e.Revision-1] == "#":
		case last != "-" && revisions[e.Revision-1] == last:
			return 0, false
		default:
			blank := revisions[e.Revision-1]
			for i, r := range revisions {
				if i == e.Revision-1 || (r == blank && blank != "-") {
					revisions[i] = "#"
				}
			}
			add = last
			if e.Revision == len(revisions) {
				add = "-" // of a deletion the blank stays one
			}
		}
		if add != "" {
			next[id] = append(revisions, add)
			changed = true
		}
	}
	m.all = next
	if changed {
		m.version++
	}
	return m.version, true
}
