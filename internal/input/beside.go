package input

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// errLarge is the error of a file that is larger than whoever reads it allows.
var errLarge = errors.New("it is too large")

// Beside reads a regular file of a name in a directory, of up to limit bytes. A name that
// leads out of the directory, through a symbolic link too, is refused.
func Beside(dir, name string, limit int64) (text string, err error) {
	if name != filepath.Base(name) || !filepath.IsLocal(name) {
		return "", fmt.Errorf("%q is no name of a file in the same directory", name)
	}
	root, err := os.OpenRoot(dir)
	if err != nil { // whoever may not look into it knows of no file there
		return "", fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	}
	defer root.Close() //nolint:errcheck // it is only read
	info, err := root.Stat(name)
	if err != nil {
		return "", err
	}
	if err := regular(name, info); err != nil { // before it is opened: opening a pipe waits for its writer
		return "", err
	}
	f, err := root.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // it is only read
	all, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(all)) > limit {
		return "", fmt.Errorf("%w: at most %d kB are read", errLarge, limit>>10)
	}
	return string(all), err
}
