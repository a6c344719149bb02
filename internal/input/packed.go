package input

import (
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Limits of what is unpacked. Tables of numbers and words are packed to a tenth of their
// size, very repetitive ones to a hundredth: what is packed further is made to fill memory.
const (
	maxRatio   = 500
	freeBytes  = 1 << 20
	maxMembers = 10_000
	namedFiles = 10
)

// packedEndings are the ends of names of packed files.
var packedEndings = []string{".gz", ".zip"}

// IsPacked reports whether a file is packed, by its name.
func IsPacked(name string) bool {
	return slices.Contains(packedEndings, strings.ToLower(filepath.Ext(name)))
}

// Unpack unpacks the content of a .gz file, or the only file with one of the endings in a
// .zip file, and tells what it is called. It stops at limit bytes.
func Unpack(name, content string, limit int64, endings []string) (inner, text string, err error) {
	if strings.EqualFold(filepath.Ext(name), ".gz") {
		inner = name[:len(name)-len(".gz")]
		r, err := gzip.NewReader(strings.NewReader(content))
		if err != nil {
			return "", "", fmt.Errorf("%s: it is not a gzip file: %w", name, err)
		}
		text, err = unpacked(r, int64(len(content)), limit)
		if err != nil {
			return "", "", fmt.Errorf("%s: %w", name, err)
		}
		return inner, text, nil
	}
	file, err := only(content, endings)
	if err != nil {
		return "", "", fmt.Errorf("%s: %w", name, err)
	}
	r, err := file.Open()
	if err == nil {
		text, err = unpacked(r, min(int64(file.CompressedSize64), int64(len(content))), limit) //nolint:gosec // the lesser counts
		err = errors.Join(err, r.Close())
	}
	if err != nil {
		return "", "", fmt.Errorf("%s: %s in it: %w", name, path.Base(file.Name), err)
	}
	return filepath.Join(name, path.Base(file.Name)), text, nil
}

// CheckUnpacked refuses an archive, such as a workbook, whose files unpack to more than
// limit bytes together. What is no archive passes.
func CheckUnpacked(name, content string, limit int64) error {
	archive, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		return nil //nolint:nilerr // whoever reads the file says what is wrong with it
	}
	left := limit
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			return fmt.Errorf("%s: %s in it: %w", name, path.Base(f.Name), err)
		}
		n, err := io.Copy(io.Discard, io.LimitReader(r, left+1)) // what an archive says of its sizes may be wrong
		if err := errors.Join(err, r.Close()); err != nil {
			return fmt.Errorf("%s: %s in it: %w", name, path.Base(f.Name), err)
		}
		if left -= n; left < 0 {
			return fmt.Errorf("%s: it unpacks to more than %d MB; at most so many are looked at here", name, limit>>20)
		}
	}
	return nil
}

// unpacked reads what some bytes unpack to.
func unpacked(r io.Reader, size, limit int64) (string, error) {
	most := limit
	if size < (limit-freeBytes)/maxRatio {
		most = maxRatio*size + freeBytes
	}
	var text strings.Builder
	n, err := io.Copy(&text, io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("it cannot be unpacked: %w", err)
	case n > most && most < limit:
		return "", fmt.Errorf("it unpacks to more than %d times its size, which no table does", maxRatio)
	}
	return text.String(), nil
}

// only is the only file of incidents in an archive.
func only(content string, endings []string) (*zip.File, error) {
	archive, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fmt.Errorf("it is not a zip file: %w", err)
	}
	if len(archive.File) > maxMembers {
		return nil, fmt.Errorf("it has %d files in it; at most %d are looked at", len(archive.File), maxMembers)
	}
	var found []*zip.File
	for _, f := range archive.File {
		base := path.Base(f.Name)
		hidden := strings.HasPrefix(base, ".") || strings.HasPrefix(f.Name, "__MACOSX/")
		if !hidden && !f.FileInfo().IsDir() && slices.Contains(endings, strings.ToLower(path.Ext(base))) {
			found = append(found, f)
		}
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("it has no file in it that ends in %s", strings.Join(endings, ", "))
	case 1:
		return found[0], nil
	}
	var names []string
	for _, f := range found[:min(len(found), namedFiles)] {
		names = append(names, f.Name)
	}
	return nil, fmt.Errorf("it has %d files in it that can be read (%s); unpack it, and name the ones that are meant",
		len(found), strings.Join(names, ", "))
}
