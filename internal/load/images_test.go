package load

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"golang.org/x/sys/unix"

	"incidentmap/internal/catalog"
	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/keep"
	"incidentmap/internal/memstore"
	"incidentmap/internal/sqlitestore"
	"incidentmap/internal/store"
)

// kept is a database, and the map that follows it from its images.
type kept struct {
	file   *sqlitestore.Log
	log    *keep.Followed
	images *Images
	store  *memstore.Store
	said   *bytes.Buffer
	path   string
}

// follow opens a database at a path as serve does.
func follow(t *testing.T, path string) *kept {
	t.Helper()
	k := &kept{store: &memstore.Store{}, said: &bytes.Buffer{}, path: path}
	told := slog.New(slog.NewTextHandler(k.said, nil))
	var err error
	if k.file, err = sqlitestore.Open(path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.file.Close() })
	identity, err := k.file.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	k.images = NewImages(path+".images", "this build", identity, k.file, k.store, told)
	l := &Loader{Reader: Reader{Log: told}, Store: k.store, Catalog: catalog.New(k.store)}
	if k.log, err = keep.Follow(t.Context(), k.file, Index{Loader: l, Images: k.images}, told); err != nil {
		t.Fatal(err)
	}
	return k
}

// made is a database with a dataset of some incidents, followed.
func made(t *testing.T) *kept {
	t.Helper()
	k := follow(t, filepath.Join(t.TempDir(), "x.db"))
	d := &incident.Dataset{ID: "d", Title: "D", Visibility: incident.Private,
		Columns: []incident.Column{{Name: "rounds", Type: incident.ColumnInteger}}}
	if err := k.log.PutDataset(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	var edits []store.Edit
	for i := range size {
		edits = append(edits, titled(fmt.Sprint("i", i), fmt.Sprint("Title ", i)))
	}
	k.apply(t, edits...)
	return k
}

func titled(id, title string) store.Edit {
	low := 3
	return store.Edit{Op: store.OpPut, Incident: &incident.Incident{ID: id, Title: title, Kind: "attack",
		Date:   edtf.MustParse("2020-05-12"),
		Place:  incident.Place{Text: "Jalalabad", Points: orb.MultiPoint{{70.1234567, 34.2345678}}, RadiusM: 2_000},
		Claims: []incident.Claim{{Measure: incident.Killed, Scope: incident.Total, Figure: incident.Figure{Low: &low}}},
		Extra:  []any{int64(7)}}}
}

func (k *kept) apply(t *testing.T, edits ...store.Edit) {
	t.Helper()
	if _, err := k.log.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: edits}); err != nil {
		t.Fatal(err)
	}
}

// write has the images written as in the end, however few changes they lack.
func (k *kept) write(t *testing.T) { k.images.writeBehind(t.Context(), 1) }

// again closes the database and opens it as the next start does.
func (k *kept) again(t *testing.T) *kept {
	t.Helper()
	if err := k.file.Close(); err != nil {
		t.Fatal(err)
	}
	return follow(t, k.path)
}

// size is how many incidents made makes, and the tests leave.
const size = 50

// whole fails where log, map and images do not agree, or the dataset has another size.
func (k *kept) whole(t *testing.T) {
	t.Helper()
	for _, check := range []func(context.Context) ([]string, error){k.file.Check, k.log.CheckIndex, k.images.Check} {
		if problems, err := check(t.Context()); err != nil || len(problems) > 0 {
			t.Errorf("%q, %v", problems, err)
		}
	}
	view, err := k.store.View(t.Context(), "d")
	if err != nil || view.Stats().Incidents != size {
		t.Errorf("%+v, %v; want %d incidents", view, err, size)
	}
}

func (k *kept) title(t *testing.T, id string) string {
	t.Helper()
	view, err := k.store.View(t.Context(), "d")
	if err != nil {
		t.Fatal(err)
	}
	r, err := view.Get(t.Context(), id)
	if err != nil {
		return ""
	}
	return r.Title
}

// A start reads the image, and what the log has since.
func TestImageAndTheRest(t *testing.T) {
	k := made(t)
	k.write(t)
	if info, err := os.Stat(k.images.path("d")); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	k.apply(t, titled("i3", "Corrected"), titled("new", "New"), store.Edit{Op: store.OpDelete, ID: "i4"})
	k = k.again(t)
	if said := k.said.String(); !strings.Contains(said, `msg="loaded from its image" dataset=d incidents=50 version=1`) ||
		strings.Contains(said, "level=WARN") {
		t.Errorf("%s", said)
	}
	k.whole(t)
	if k.title(t, "i3") != "Corrected" || k.title(t, "new") != "New" || k.title(t, "i4") != "" {
		t.Error("what came since is not there")
	}
	// What is edited now goes on from there, and is in the next image.
	k.apply(t, titled("i5", "Corrected too"))
	k.write(t)
	k = k.again(t)
	k.whole(t)
	if k.title(t, "i5") != "Corrected too" || !strings.Contains(k.said.String(), "version=3") {
		t.Errorf("%s", k.said)
	}
}

// An image that does not fit is not used, and made anew; why is said in a line.
func TestStaleImages(t *testing.T) {
	for want, spoil := range map[string]func(t *testing.T, k *kept){
		"it is no whole snapshot of this version": func(t *testing.T, k *kept) {
			raw, err := os.ReadFile(k.images.path("d"))
			if err != nil {
				t.Fatal(err)
			}
			raw[len(raw)/2] ^= 1
			if err := os.WriteFile(k.images.path("d"), raw, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"too short": func(t *testing.T, k *kept) {
			if err := os.WriteFile(k.images.path("d"), []byte("IMSNAP"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"another build of the program": func(t *testing.T, k *kept) {
			k.images.program = "another build"
			k.images.changed("d", 1)
			k.write(t)
		},
		"it is of another database": func(t *testing.T, k *kept) { // a backup is put in its place
			copied := filepath.Join(t.TempDir(), "copy.db")
			if err := k.file.Backup(t.Context(), copied); err != nil {
				t.Fatal(err)
			}
			k.replace(t, copied)
		},
		"described otherwise": func(t *testing.T, k *kept) {
			if err := k.file.PutDataset(t.Context(), &incident.Dataset{ID: "d", Title: "Another"}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		k := made(t)
		k.write(t)
		spoil(t, k)
		k = k.again(t)
		if said := k.said.String(); strings.Count(said, "level=WARN") != 1 || !strings.Contains(said, want) ||
			!strings.Contains(said, "the image of a dataset is made anew") {
			t.Errorf("want %q: %s", want, said)
		}
		k.whole(t)
		k.write(t)
		k = k.again(t)
		k.whole(t)
		if said := k.said.String(); !strings.Contains(said, "loaded from its image") {
			t.Errorf("%s: it was not made anew: %s", want, said)
		}
	}
}

// replace puts another file in the database's place.
func (k *kept) replace(t *testing.T, from string) {
	t.Helper()
	if err := k.file.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(from, k.path); err != nil {
		t.Fatal(err)
	}
}

// A copy of the file that went another way has versions of the same numbers; its image is
// not taken for the first one's.
func TestForkedDatabase(t *testing.T) {
	k := made(t)
	if err := k.file.Close(); err != nil {
		t.Fatal(err)
	}
	fork := filepath.Join(t.TempDir(), "fork.db")
	raw, err := os.ReadFile(k.path)
	if err == nil {
		err = os.WriteFile(fork, raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	k = follow(t, k.path)
	k.apply(t, titled("i1", "One way"))
	k.write(t)
	other := follow(t, fork)
	other.apply(t, titled("i1", "The other way"))
	other.apply(t, titled("i2", "And on"))
	if err := other.file.Close(); err != nil {
		t.Fatal(err)
	}
	k.replace(t, fork)
	k = follow(t, k.path)
	if k.title(t, "i1") != "The other way" || !strings.Contains(k.said.String(), "another one than the database's") {
		t.Errorf("%q: %s", k.title(t, "i1"), k.said)
	}
	k.whole(t)
}

// What is redacted is in no image when that is acknowledged, nor in one that was being
// written, nor in the next.
func TestRedactedImage(t *testing.T) {
	secret := func(k *kept) bool {
		raw, err := os.ReadFile(k.images.path("d"))
		return err == nil && bytes.Contains(raw, []byte("Secret"))
	}
	k := made(t)
	k.apply(t, titled("i1", "Secret"))
	k.write(t)
	if !secret(k) {
		t.Fatal("the image cannot be searched for what it has")
	}
	k.apply(t, titled("i1", "Public"))
	if !secret(k) {
		t.Fatal("it was written anew")
	}
	redact := store.Edit{Op: store.OpRedact, ID: "i1", Revision: 2}
	k.apply(t, redact)
	if secret(k) {
		t.Error("the image still has it")
	}
	k.images.Finish(t.Context())
	if _, err := os.Stat(k.images.path("d")); err != nil || secret(k) {
		t.Errorf("it has it again, or was not made anew: %v", err)
	}
	k.whole(t)
	k = k.again(t)
	k.whole(t)
	// Where the program was killed before the image was removed, the next start removes it.
	k = made(t)
	k.apply(t, titled("i1", "Secret"))
	k.write(t)
	for _, e := range []store.Edit{titled("i1", "Public"), redact} {
		if _, err := k.file.Apply(t.Context(), store.ChangeSet{Dataset: "d", Changes: []store.Edit{e}}); err != nil {
			t.Fatal(err)
		}
	}
	k = k.again(t)
	if secret(k) {
		t.Error("the image still has it after the next start")
	}
	k.whole(t)
}

// An image that is removed while it is written does not come back.
func TestDroppedWhileWritten(t *testing.T) {
	k := made(t)
	err := k.store.Save(t.Context(), "d", k.images.path("d"), func(string) (any, error) { return nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	dropping := &dropsOnce{Log: k.file, images: k.images}
	k.images.log = dropping
	k.write(t)
	if _, err := os.Stat(k.images.path("d")); !os.IsNotExist(err) {
		t.Errorf("it came back: %v", err)
	}
	k.images.changed("d", maxBehind)
	k.write(t)
	if _, err := os.Stat(k.images.path("d")); err != nil {
		t.Errorf("it was not made anew: %v", err)
	}
}

// dropsOnce is a log that has an image dropped while its note is made.
type dropsOnce struct {
	store.Log
	images  *Images
	dropped bool
}

func (d *dropsOnce) Since(ctx context.Context, dataset string, version int64) iter.Seq2[store.Revision, error] {
	if !d.dropped {
		d.dropped = true
		_ = d.images.drop(dataset)
	}
	return d.Log.Since(ctx, dataset, version)
}

// Where no image can be written, that is said, and everything else goes on.
func TestUnwritableImages(t *testing.T) {
	k := made(t)
	if err := os.RemoveAll(k.images.dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(k.images.dir, nil, 0o600); err != nil { // in the directory's place
		t.Fatal(err)
	}
	k.write(t)
	if said := k.said.String(); strings.Count(said, "no image was written") != 1 {
		t.Errorf("%s", said)
	}
	k.apply(t, titled("i1", "Goes on"))
	k = k.again(t)
	if k.title(t, "i1") != "Goes on" {
		t.Error("a change is not there")
	}
}

// What is of no dataset any more, and what was left unfinished, is removed.
func TestTidyImages(t *testing.T) {
	k := made(t)
	k.write(t)
	for _, name := range []string{"gone-012345.image", "gone-012345.image.part-1"} {
		if err := os.WriteFile(filepath.Join(k.images.dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.images.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(k.images.dir)
	if err != nil || len(left) != 1 || filepath.Join(k.images.dir, left[0].Name()) != k.images.path("d") {
		t.Errorf("%v, %v", left, err)
	}
}

// The check names what an image or the map has otherwise than the log.
func TestCheckFindsDifferences(t *testing.T) {
	k := made(t)
	i1 := *titled("i1", "Not what the log has").Incident
	i1.Revision = 1
	if err := k.store.Apply(t.Context(), "d", "1", []incident.Incident{i1, *titled("foreign", "x").Incident},
		[]string{"i2"}); err != nil {
		t.Fatal(err)
	}
	k.write(t)
	for what, check := range map[string]func(context.Context) ([]string, error){
		"the map": k.log.CheckIndex, "the image " + k.images.path("d"): k.images.Check} {
		got, err := check(t.Context())
		want := []string{what + " does not have the incident d/i1 as the log has it",
			what + " does not have the incident d/i2 as the log has it",
			what + " has the incident d/foreign, which the log has not"}
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q, %v; want %q", got, err, want)
		}
	}
	raw, err := os.ReadFile(k.images.path("d"))
	if err == nil {
		err = os.WriteFile(k.images.path("d"), raw[:len(raw)-1], 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := k.images.Check(t.Context())
	if err != nil || len(got) != 1 || !strings.Contains(got[0], "may be deleted") {
		t.Errorf("%q, %v", got, err)
	}
}

// On a full disk that is said, nothing unfinished stays, and when there is room again the
// image is written.
func TestImagesOnAFullDisk(t *testing.T) {
	k := made(t)
	if err := os.MkdirAll(k.images.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", k.images.dir, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("no small disk can be made: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(k.images.dir, unix.MNT_DETACH) })
	ballast := filepath.Join(k.images.dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 252<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	k.write(t)
	left, err := os.ReadDir(k.images.dir)
	if said := k.said.String(); err != nil || len(left) != 1 || !strings.Contains(said, "no space left") {
		t.Errorf("%v, %v: %s", left, err, said)
	}
	k.apply(t, titled("i1", "Goes on"))
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	k.write(t)
	k = k.again(t)
	if !strings.Contains(k.said.String(), "loaded from its image") || k.title(t, "i1") != "Goes on" {
		t.Errorf("%s", k.said)
	}
}
