package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"incidentmap/internal/csv"
	"incidentmap/internal/curated"
)

// checkRegular refuses what is no file with an end: a pipe that nobody writes
// to would be waited for, and a device such as /dev/zero be read for ever.
func checkRegular(path string) error {
	info, err := os.Stat(path) //nolint:gosec // its user names the file
	if err != nil {
		return err
	}
	return regular(path, info)
}

func regular(path string, info os.FileInfo) error {
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		return fmt.Errorf("%s is a directory; a file is allowed", path)
	case mode&os.ModeNamedPipe != 0:
		return fmt.Errorf("%s is a pipe, which may never end; write what comes out of it to a file", path)
	case mode&os.ModeDevice != 0:
		return fmt.Errorf("%s is a device; a file is allowed", path)
	}
	return fmt.Errorf("%s is no regular file (%s)", path, info.Mode().Type())
}

// checkDirectory refuses a directory that holds no dataset.
func checkDirectory(path string) error {
	_, err := os.Stat(filepath.Join(path, curated.DatasetName)) //nolint:gosec // the same
	if os.IsNotExist(err) {
		return fmt.Errorf("%s is a directory without a %s; a file is allowed, or a directory that holds a dataset",
			path, curated.DatasetName)
	}
	return err
}

// readFile reads a file into one text, of which a table's cells can be parts.
func readFile(path string) (string, error) {
	if err := checkRegular(path); err != nil { // before it is opened: opening a pipe waits for its writer
		return "", err
	}
	f, err := os.Open(path) //nolint:gosec // its user names the file
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if err := regular(path, info); err != nil {
		return "", err
	}
	var text strings.Builder
	text.Grow(int(min(info.Size(), csv.MaxBytes+1)))
	_, err = io.Copy(&text, io.LimitReader(f, csv.MaxBytes+1)) // a larger one is refused
	return text.String(), err
}
