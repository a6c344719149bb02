// Command khorasan builds the shipped dataset from what is written by hand in
// data/khorasan. It looks the places up, compares them with the lock,
// validates everything, and writes the incidents and each context layer as
// GeoJSON, the tables for reviewers, and a frozen copy of the version.
//
//	go run ./data/build/khorasan          # build; fails on any finding that is an error
//	go run ./data/build/khorasan -check   # fail when a committed file is not what would be built
//	go run ./data/build/khorasan -lock    # take new and changed places into the lock, unreviewed
//
// It must be run from the root of the repository.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"incidentmap/geo"
	"incidentmap/geo/gazetteer"
	"incidentmap/internal/check"
	"incidentmap/internal/curated"
	"incidentmap/internal/outline"
	"incidentmap/internal/place"
)

const (
	directory     = "data/khorasan"
	gazetteerPath = "data/gazetteer/gazetteer.bin"
)

func main() {
	check := flag.Bool("check", false, "compare with the committed files, write nothing")
	relock := flag.Bool("lock", false, "take new and changed places into the lock")
	flag.Parse()
	if err := run(*check, *relock); err != nil {
		fmt.Fprintln(os.Stderr, "khorasan:", err)
		os.Exit(1)
	}
}

func run(check, relock bool) error {
	g, err := loadGazetteer()
	if err != nil {
		return err
	}
	if relock {
		if err := lock(g); err != nil {
			return err
		}
	}
	dir, err := curated.Read(directory)
	if err != nil {
		return err
	}
	if err := valid(dir, g); err != nil {
		return err
	}
	files, err := build(dir)
	if err != nil {
		return err
	}
	if check {
		return compare(files)
	}
	if err := keepReleases(dir, files); err != nil {
		return err
	}
	return write(files)
}

func loadGazetteer() (*gazetteer.Gazetteer, error) {
	f, err := os.Open(gazetteerPath)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	return gazetteer.Load(f)
}

// lock takes the gazetteer's answers for all texts into the lock.
func lock(g *gazetteer.Gazetteer) error {
	dir, err := curated.Read(directory)
	if err != nil {
		return err
	}
	var fresh []place.Entry
	for _, t := range dir.Texts {
		e, ok := place.Locate(g, t.Text)
		if !ok {
			return fmt.Errorf("%s:%d: no place is known for %q", t.File, t.Line, t.Text)
		}
		fresh = append(fresh, e)
	}
	var b bytes.Buffer
	if err := dir.Lock.Merge(fresh).Write(&b); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(directory, place.LockName), b.Bytes(), 0o644)
}

// valid fails when the validation finds an error.
func valid(dir *curated.Directory, g *gazetteer.Gazetteer) error {
	outlines, err := outline.Open(os.DirFS("data"), "basemap/basemap.zip")
	if err != nil {
		return err
	}
	report := check.Directory(dir, check.Options{Gazetteer: g, Outlines: outlines, Today: geo.DayOf(time.Now())})
	if err := report.Write(os.Stderr, "text"); err != nil {
		return err
	}
	if report.Errors > 0 {
		return fmt.Errorf("%d errors in %s; mend them, or review places that moved and run with -lock", report.Errors,
			directory)
	}
	return nil
}

// file is a file that is built, by its path.
type file struct {
	path    string
	content []byte
}

// keepReleases refuses to change the frozen copy of a version.
func keepReleases(dir *curated.Directory, files []file) error {
	for _, f := range files {
		old, err := os.ReadFile(f.path)
		if errors.Is(err, fs.ErrNotExist) || !frozen(f.path) {
			continue
		}
		if err != nil {
			return err
		}
		if !bytes.Equal(old, f.content) {
			return fmt.Errorf("%s would change, but version %s is frozen; raise version and released in %s/%s", f.path,
				dir.Version, directory, curated.DatasetName)
		}
	}
	return nil
}

func write(files []file) error {
	for _, f := range files {
		if err := os.MkdirAll(filepath.Dir(f.path), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(f.path, f.content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func compare(files []file) error {
	var errs []error
	for _, f := range files {
		committed, err := os.ReadFile(f.path)
		if err != nil {
			errs = append(errs, err)
		} else if !bytes.Equal(committed, f.content) {
			errs = append(errs, fmt.Errorf("%s is not what is built; run make data", f.path))
		}
	}
	return errors.Join(errs...)
}
