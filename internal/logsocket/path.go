package logsocket

import (
	"fmt"
	"os"
	"path/filepath"
)

// Path is where the socket of a log's file is.
func Path(file string) string { return file + ".sock" }

// maxPath is the longest path that systems take for a socket, which is 104 to 108 bytes.
const maxPath = 100

// short is a path of a socket that the system takes: a long one goes by way of its open
// directory. free closes that.
func short(path string) (name string, free func(), err error) {
	if len(path) <= maxPath {
		return path, func() {}, nil
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", dir.Fd(), filepath.Base(path)), func() { _ = dir.Close() }, nil
}
