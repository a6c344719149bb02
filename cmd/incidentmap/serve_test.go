package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A mistake in the options of serve is told before anything is loaded.
func TestServeRefusesOptions(t *testing.T) {
	for want, args := range map[string]string{
		"--addr is empty":                          "--addr=",
		"--no-shipped leaves nothing to serve":     "--no-shipped",
		`--access-log is "some"`:                   "--access-log some",
		`"10.0.0.0/99" is neither a network`:       "--trusted-proxies 10.0.0.1,10.0.0.0/99",
		`--date-order is "ymd"`:                    "--date-order ymd",
		"--country is":                             "--country Atlantis",
		`--base-url is "ftp://x"`:                  "--base-url ftp://x",
		`--base-url is "https://x/?a=b"`:           "--base-url https://x/?a=b",
		`--base-url is "https://"`:                 "--base-url https://",
		"no option --nope":                         "--nope",
		"--basemap":                                "--addr 127.0.0.1:0 --basemap missing.pmtiles",
		"--gazetteer: ":                            "--addr 127.0.0.1:0 --gazetteer missing.bin",
		"provider":                                 "--providers nobody",
		`line 1 of the file of --config: there is`: "--config " + config(t, "nope 1\n"),
		`a blank stands between an option and`:     "--config " + config(t, "addr=:1\n"),
		"addr is set in line 1 already":            "--config " + config(t, "addr :1\naddr :2\n"),
		"the option addr needs a value":            "--config " + config(t, "addr\n"),
		"a line of more than 64 kB":                "--config " + config(t, "addr "+strings.Repeat("x", 70_000)),
	} {
		var out, errOut bytes.Buffer
		code := run(t.Context(), append([]string{"serve"}, strings.Fields(args)...), &out, &errOut)
		if code != exitUsage || !strings.Contains(errOut.String(), want) {
			t.Errorf("%.60s: exit %d, %s; want %q", args, code, errOut.String(), want)
		}
	}
}

// config writes a file of options.
func config(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "incidentmap.conf")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A single address is a network of one, and what lies in a network is cut off.
func TestProxies(t *testing.T) {
	o := serveOptions{trustedProxies: stringList{"10.1.2.3/8, 192.0.2.7", "", "2001:db8::1"}}
	got, err := o.proxies()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range got {
		all = append(all, p.String())
	}
	if s := strings.Join(all, " "); s != "10.0.0.0/8 192.0.2.7/32 2001:db8::1/128" {
		t.Errorf("got %s", s)
	}
}

// said is what a program that runs has said until now.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// await waits until something was logged.
func (s *said) await(t *testing.T, what string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !strings.Contains(s.String(), what); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it does not say %q: %s", what, s)
		}
	}
}

// serving runs serve with a user's file until the test ends, and returns where the map
// is, what was logged, and what stops it and tells its exit code.
func serving(t *testing.T, args ...string) (url string, log *said, stop func() int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mine.csv")
	if err := os.WriteFile(path, []byte("id,date,title,lat,lon\na,2020-01-02,A,34,69\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	out, errOut, code := &said{}, &said{}, make(chan int, 1)
	go func() {
		code <- run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0", path}, args...), out, errOut)
	}()
	stop = sync.OnceValue(func() int { cancel(); return <-code })
	t.Cleanup(func() { stop() })
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if _, after, ok := strings.Cut(out.String(), "the map is at "); ok {
			url, _, _ = strings.Cut(after, "\n")
			return url, errOut, stop
		}
	}
	t.Fatalf("it is not ready: %s", errOut)
	return "", nil, nil
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// What is loaded is answered, a layer of places included, and the first signal ends the
// program with 0.
func TestServe(t *testing.T) {
	dir := t.TempDir()
	in, layer := filepath.Join(dir, "own.csv"), filepath.Join(dir, "own.bin")
	if err := os.WriteFile(in, []byte(ownPlaces), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errOut bytes.Buffer
	if code := run(t.Context(), []string{"gazetteer", "build", "--csv", in, "--out", layer}, &out, &errOut); code != 0 {
		t.Fatalf("exit %d, %s", code, &errOut)
	}
	url, log, stop := serving(t, "--gazetteer", layer, "--access-log", "no-query")
	for path, want := range map[string]string{"healthz": "", "readyz": "", "api/collections/mine/items?f=json": `"a"`,
		"api/collections/incidents?f=json": "Attacks by", "api/geocode?q=Checkpoint+Nine": "Checkpoint Nine"} {
		if code, body := get(t, url+path); code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d, %.300s", path, code, body)
		}
	}
	if code := stop(); code != exitOK {
		t.Errorf("exit %d: %s", code, log)
	}
	if all := log.String(); !strings.Contains(all, "stopping") || !strings.Contains(all, "/items") ||
		strings.Contains(all, "Nine") {
		t.Errorf("the log is\n%s", all)
	}
}

// Without the shipped data there is nothing of them, and their IDs are still nobody's.
func TestServeOwnDataAlone(t *testing.T) {
	own := filepath.Join(t.TempDir(), "incidents.csv")
	if err := os.WriteFile(own, []byte("title,date,lat,lon\nA,2023-01-01,33.3,44.3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	url, _, stop := serving(t, "--no-shipped", own)
	for path, want := range map[string]int{"api/collections/incidents": http.StatusNotFound,
		"api/collections/khorasan": http.StatusNotFound, "api/collections/incidents-2": http.StatusOK,
		"api/collections/mine": http.StatusOK} {
		if code, body := get(t, url+path); code != want {
			t.Errorf("%s: %d, %.300s", path, code, body)
		}
	}
	if code := stop(); code != exitOK {
		t.Errorf("exit %d", code)
	}
}

// Behind a proxy the map is where --base-url says; snapshots leave no unfinished file.
func TestServeBehindAProxy(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	url, _, stop := serving(t, "--base-url", "https://example.org/map", "--snapshots", dir)
	if url != "https://example.org/map" {
		t.Errorf("the map is at %s", url)
	}
	if code := stop(); code != exitOK {
		t.Errorf("exit %d", code)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*.part*")); err != nil || len(left) > 0 {
		t.Errorf("%q stay, %v", left, err)
	}
}

// What stands in the way of serving is an error that names it.
func TestServeFails(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for want, args := range map[string][]string{
		"cannot listen on " + taken.Addr().String(): {"--addr", taken.Addr().String()},
		"missing.csv": {"--addr", "127.0.0.1:0", "missing.csv"},
	} {
		var out, errOut bytes.Buffer
		if code := run(t.Context(), append([]string{"serve"}, args...), &out, &errOut); code != exitFailed ||
			!strings.Contains(errOut.String(), want) {
			t.Errorf("%q: exit %d, %s", args, code, &errOut)
		}
	}
}

// failingListener fails at once.
type failingListener struct{ net.Listener }

func (failingListener) Accept() (net.Conn, error) { return nil, errors.New("no more connections") }

func TestBoundedListenerTellsErrors(t *testing.T) {
	if _, err := (boundedListener{failingListener{}, nil}).Accept(); err == nil {
		t.Error("an error of the listener was lost")
	}
}
