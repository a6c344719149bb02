//go:build e2e

package e2e

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSecondSignalEndsAtOnce: the first signal lets an answer that is being
// read end, the second does not wait for it.
func TestSecondSignalEndsAtOnce(t *testing.T) {
	t.Parallel()
	p := serve(t, "--data", writeTable(t, makeRows(20_000, 5)))
	req, err := http.NewRequest(http.MethodGet, p.url+of("made", "export", "f=geojson&detail=true"), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "identity") // so that it does not fit into buffers
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	signal := func() {
		if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
	}
	signal()
	p.waitFor("the log to say that it stops", func() bool { return strings.Contains(p.log.String(), "msg=stopping") })
	time.Sleep(200 * time.Millisecond)
	if p.ended() {
		t.Fatal("it did not wait for the answer that is being read")
	}
	signal()
	if code := p.wait(3 * time.Second); code != 128+int(syscall.SIGTERM) {
		t.Errorf("it ended with %d", code)
	}
	if _, err := io.Copy(io.Discard, res.Body); err == nil {
		t.Error("the answer that was cut off looks whole")
	}
}

// TestREADMEsWayIntoGDAL: the line that README shows works as it stands.
func TestREADMEsWayIntoGDAL(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, line, ok := strings.Cut(string(readme), "\nogr2ogr ")
	line, _, _ = strings.Cut(line, "#")
	if !ok {
		t.Fatal("README shows no ogr2ogr")
	}
	p := serve(t)
	cmd := exec.Command("ogr2ogr", strings.Fields(strings.ReplaceAll(line, "http://127.0.0.1:8080", p.url))...)
	cmd.Dir = t.TempDir()
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("ogr2ogr %s: %v\n%s", line, err, out)
	}
	files, err := filepath.Glob(filepath.Join(cmd.Dir, "*.gpkg"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	said, reads := gdalCount(t, files[0], "incidents")
	if want := p.whole("incidents", "").Matched; said != want || reads != want {
		t.Errorf("the file has %d incidents, and %d can be read of %d", said, reads, want)
	}
}
