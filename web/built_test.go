//go:build oracle

package web

import (
	"io/fs"
	"strings"
	"testing"
)

// A built client must be whole: its page names at least one script under
// assets/, and every file that it names is embedded.
func TestBuiltClientIsWhole(t *testing.T) {
	page, err := fs.ReadFile(Files(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Split(string(page), `"./assets/`)[1:]
	if len(names) == 0 {
		t.Fatal("index.html names no file under ./assets/")
	}
	for _, rest := range names {
		name, _, _ := strings.Cut(rest, `"`)
		if _, err := fs.Stat(Files(), "assets/"+name); err != nil {
			t.Errorf("index.html names assets/%s, which is not embedded", name)
		}
	}
}
