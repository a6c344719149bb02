// Command khorasan builds the shipped dataset from the incidents written by
// hand in data/khorasan: it looks their places up, compares them with
// data/khorasan/places.lock.csv, and writes data/khorasan/khorasan.geojson.
//
//	go run ./data/build/khorasan          # build; fails when a place drifted from the lock
//	go run ./data/build/khorasan -check   # fail when the committed file is not what would be built
//	go run ./data/build/khorasan -lock    # take new and changed places into the lock, unreviewed
//
// It must be run from the root of the repository.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
)

const (
	directory     = "data/khorasan"
	datasetPath   = directory + "/dataset.yaml"
	incidentsPath = directory + "/incidents"
	lockPath      = directory + "/places.lock.csv"
	outputPath    = directory + "/khorasan.geojson"
	gazetteerPath = "data/gazetteer/gazetteer.bin"
)

func main() {
	check := flag.Bool("check", false, "compare with the committed file, write nothing")
	relock := flag.Bool("lock", false, "take new and changed places into the lock")
	flag.Parse()
	if err := run(*check, *relock); err != nil {
		fmt.Fprintln(os.Stderr, "khorasan:", err)
		os.Exit(1)
	}
}

func run(check, relock bool) error {
	src, err := readSource(datasetPath, incidentsPath)
	if err != nil {
		return err
	}
	lock, err := readLock(lockPath)
	if err != nil {
		return err
	}
	fresh, err := locateAll(src, gazetteerPath)
	if err != nil {
		return err
	}
	if relock {
		lock = lock.merge(fresh)
		if err := lock.write(lockPath); err != nil {
			return err
		}
	}
	if err := errors.Join(lock.drift(fresh)...); err != nil {
		return fmt.Errorf("places drifted from %s; review them and run with -lock:\n%w", lockPath, err)
	}
	built, err := build(src, lock)
	if err != nil {
		return err
	}
	if !check {
		return os.WriteFile(outputPath, built, 0o644)
	}
	committed, err := os.ReadFile(outputPath)
	if err == nil && !bytes.Equal(committed, built) {
		err = fmt.Errorf("%s is not what the incidents build; run make data", outputPath)
	}
	return err
}
