//go:build e2e || long

package e2e

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// keptServer is a server with a database, a dataset "cases" of one incident, and a token.
type keptServer struct {
	*process
	db, token string
}

// makeDatabase makes a database with a dataset "cases", and a token of an editor.
func makeDatabase(t testing.TB) (db, token string) {
	t.Helper()
	dir := t.TempDir()
	db, file := filepath.Join(dir, "incidents.db"), filepath.Join(dir, "cases.csv")
	if err := os.WriteFile(file, []byte("id,title,date,lat,lon\nfirst,First,2020-01-01,34,69\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t, nil, "import", "--db", db, file).CombinedOutput(); err != nil {
		t.Fatalf("%s, %v", out, err)
	}
	out, err := command(t, nil, "token", "create", "--db", db, "--role", "editor", "--name", "Ann").CombinedOutput()
	if err != nil {
		t.Fatalf("%s, %v", out, err)
	}
	return db, regexp.MustCompile(`imt_\w+`).FindString(string(out))
}

func serveKept(t testing.TB) *keptServer {
	t.Helper()
	db, token := makeDatabase(t)
	return &keptServer{serve(t, "--no-shipped", "--db", db), db, token}
}

// send sends a body as the editor.
func (s *keptServer) send(method, path string, body io.Reader, header ...string) (int, string, error) {
	req, err := http.NewRequest(method, s.url+path, body)
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	req.Header.Set("Content-Type", "application/geo+json")
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return res.StatusCode, string(text), err
}

func aFeature(id string) string {
	return fmt.Sprintf(`{"type":"Feature","id":%q,"geometry":{"type":"Point","coordinates":[69,34]},`+
		`"properties":{"title":"T","date":"2024-03-21"}}`, id)
}

// endless is a body without an end.
type endless struct{ sent int }

func (e *endless) Read(p []byte) (int, error) {
	if e.sent >= 110<<20 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = ' '
	}
	e.sent += len(p)
	return len(p), nil
}

// What is meant to wear the server out is refused, and it goes on answering.
func TestHostileWrites(t *testing.T) {
	t.Parallel()
	s := serveKept(t)
	const at = "/api/collections/cases/items"
	many := `{"type":"FeatureCollection","features":[` + strings.TrimSuffix(strings.Repeat("{},", 1_000_000), ",") + `]}`
	claims := strings.Replace(aFeature("x"), `"title"`, `"claims":[`+
		strings.TrimSuffix(strings.Repeat(`{"measure":"killed","scope":"total"},`, 100_000), ",")+`],"title"`, 1)
	for name, c := range map[string]struct {
		body io.Reader
		code int
	}{
		"100 MB":               {&endless{}, 413},
		"a million features":   {strings.NewReader(many), 413},
		"100,000 claims":       {strings.NewReader(claims), 422},
		"deep nesting":         {strings.NewReader(strings.Repeat(`{"a":`, 1_000_000)), 422},
		"SQL in every string":  {strings.NewReader(strings.ReplaceAll(aFeature("x"), `"T"`, `"'); DROP TABLE revision; --"`)), 201},
		"a point of nothing":   {strings.NewReader(strings.Replace(aFeature("y"), "69", "1e999", 1)), 422},
		"an ID that is a path": {strings.NewReader(aFeature("../../etc/passwd")), 422},
		"a script":             {strings.NewReader(strings.ReplaceAll(aFeature("z"), `"T"`, `"<script>alert(1)</script>"`)), 201},
	} {
		code, text, err := s.send("POST", at, c.body)
		if err != nil || code != c.code {
			t.Errorf("%s: %d %.300s, %v; want %d", name, code, text, err, c.code)
		}
	}
	for _, path := range []string{at + "/%2e%2e%2f%2e%2e%2fetc%2fpasswd", at + "/x%00", "/api/collections/..%2f..%2fetc/items"} {
		if code, text, err := s.send("PUT", path, strings.NewReader(aFeature("x")), "If-Match", "*"); err != nil || code < 400 || code > 405 {
			t.Errorf("%s: %d %.300s, %v", path, code, text, err)
		}
	}
	if page := string(s.ok(at + "?f=html").body); strings.Contains(page, "<script>alert") {
		t.Error("a script of a title is on the page")
	}
	if got := read[page](s.process, at+"?q=DROP"); got.Matched != 1 {
		t.Errorf("%d incidents with SQL in their titles", got.Matched)
	}
}

// A stream that nobody reads is cut, and streams end when the server does.
func TestStreamsEndWithTheServer(t *testing.T) {
	t.Parallel()
	s := serveKept(t)
	var bodies []io.ReadCloser
	for range 16 {
		res, err := http.Get(s.url + "/api/collections/cases/changes?f=events")
		if err != nil || res.StatusCode != 200 {
			t.Fatalf("%v, %v", res, err)
		}
		bodies = append(bodies, res.Body)
	}
	if a := s.get("/api/collections/cases/changes?f=events"); a.status != 429 {
		t.Errorf("a flood of streams: %d", a.status)
	}
	if code, text, err := s.send("POST", "/api/collections/cases/items", strings.NewReader(aFeature("n"))); err != nil || code != 201 {
		t.Errorf("%d %s, %v", code, text, err)
	}
	begun := time.Now()
	if code := s.stop(); code != 0 {
		t.Errorf("exit %d", code)
	}
	if took := time.Since(begun); took > 8*time.Second {
		t.Errorf("it took %v to end beside open streams", took)
	}
	for _, body := range bodies {
		text, err := io.ReadAll(body)
		if err != nil || !strings.Contains(string(text), `"id":"n"`) {
			t.Errorf("%q, %v", text, err)
		}
		_ = body.Close()
	}
}
