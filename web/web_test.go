package web

import (
	"io/fs"
	"testing"
)

func TestFilesIsReadableWithoutBuild(t *testing.T) {
	if _, err := fs.Stat(Files(), "index.html"); (err == nil) != Built() {
		t.Fatalf("Built() = %v, but index.html: %v", Built(), err)
	}
}
