package filekind

import (
	"archive/zip"
	"errors"
	"strings"
)

// Errors of archives.
var (
	errCut     = errors.New("it is cut off or damaged; download or copy it again")
	errNoZip   = errors.New("it is not a zip file")
	errNothing = errors.New("it is empty")
)

// Open opens a zip archive. The error says whether it is none, or one that is cut off.
func Open(text string) (*zip.Reader, error) {
	archive, err := zip.NewReader(strings.NewReader(text), int64(len(text)))
	switch {
	case err == nil:
		return archive, nil
	case text == "":
		return nil, errNothing
	case strings.HasPrefix(text, "PK\x03\x04"):
		return nil, errCut
	}
	return nil, errNoZip
}
