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

	"incidentmap/internal/filekind"
)

// Limits of what is unpacked. Tables of numbers and words are packed to a tenth of their
// size, very repetitive ones to a hundredth: what is packed further is made to fill memory.
const (
	maxRatio   = 500
	freeBytes  = 1 << 20
	maxMembers = 10_000
)

// packedEndings are the ends of names of packed files.
var packedEndings = []string{".gz", ".zip"}

// IsPacked reports whether a file is packed, by its name.
func IsPacked(name string) bool {
	return slices.Contains(packedEndings, strings.ToLower(filepath.Ext(name)))
}

// Unpacked is what was in a packed file.
type Unpacked struct {
	// Name is what it is called, Text what it says.
	Name, Text string
	// Notes say what else was in it, and what became of that.
	Notes []string
}

// Unpack unpacks the content of a .gz file, or of a .zip file the only one with one of the
// endings, beside texts about it, or all of one header. It stops at limit bytes.
func Unpack(name, content string, limit int64, endings []string) (u Unpacked, err error) {
	if strings.EqualFold(filepath.Ext(name), ".gz") {
		u.Name = name[:len(name)-len(".gz")]
		r, err := gzip.NewReader(strings.NewReader(content))
		if err != nil {
			return Unpacked{}, fmt.Errorf("%s: it is not a gzip file%s", name, otherKind(content, u.Name))
		}
		u.Text, err = unpacked(r, int64(len(content)), limit)
		if err != nil {
			return Unpacked{}, fmt.Errorf("%s: %w", name, err)
		}
		return u, nil
	}
	a := archive{name: name, size: int64(len(content)), limit: limit}
	if err := a.list(content, endings); err != nil {
		return u, fmt.Errorf("%s: %w", name, err)
	}
	return a.read()
}

// otherKind says, for the end of a sentence, what a file really is that is not packed.
func otherKind(content, unpacked string) string {
	for _, of := range []func(string) (filekind.Kind, bool){filekind.Of, filekind.Delimited} {
		if k, ok := of(content); ok {
			unpacked = filepath.Base(unpacked)
			if len(k.Endings) > 0 && !slices.Contains(k.Endings, strings.ToLower(filepath.Ext(unpacked))) {
				unpacked += k.Endings[0]
			}
			return fmt.Sprintf(", but %s; rename it to %s", k.Name, unpacked)
		}
	}
	return ""
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
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "", errors.New("it cannot be unpacked to its end: it is cut off; download or copy it again")
	case err != nil:
		return "", fmt.Errorf("it cannot be unpacked: %w", err)
	case n > most && most < limit:
		return "", fmt.Errorf("it unpacks to more than %d times its size, which no table does", maxRatio)
	}
	return text.String(), nil
}
