// Package input opens the files that users name. A pipe that nobody writes to
// would be waited for and a device be read for ever, so they are refused before
// they are opened.
package input

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Check refuses what is no regular file. The error says what it is.
func Check(path string) error {
	info, err := os.Stat(path) //nolint:gosec // its user names the file
	if err != nil {
		return err
	}
	return regular(path, info)
}

// Open opens a regular file.
func Open(path string) (*os.File, error) {
	if err := Check(path); err != nil { // before it is opened: opening a pipe waits for its writer
		return nil, err
	}
	return os.Open(path) //nolint:gosec // its user names the file
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

// Text reads a regular file into one text, of which a table's cells can be
// parts. Of a file of more than limit bytes it reads one byte more than that.
func Text(path string, limit int64) (string, error) {
	f, err := Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // it is only read
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if err := regular(path, info); err != nil { // it may be another file by now
		return "", err
	}
	var text strings.Builder
	text.Grow(int(min(info.Size(), limit+1)))
	_, err = io.Copy(&text, io.LimitReader(f, limit+1))
	return text.String(), err
}

// IsDirectory reports whether a path is a directory. One that is not there is
// told by whoever opens it.
func IsDirectory(path string) bool {
	info, err := os.Stat(path) //nolint:gosec // its user names the file
	return err == nil && info.IsDir()
}

// Stem is a file's name without its extension, nor that of being packed.
func Stem(path string) string {
	base := filepath.Base(path)
	if IsPacked(base) {
		base = strings.TrimSuffix(base, filepath.Ext(base))
	}
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// Stamp identifies a file's content as far as its size and time do.
func Stamp(path string) string {
	info, err := os.Stat(path) //nolint:gosec // its user names the file
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
}
