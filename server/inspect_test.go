package server_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"incidentmap/internal/inspect"
	"incidentmap/server"
)

// sent sends a file; header are pairs of names and values.
func sent(h http.Handler, path, body string, header ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	return rec
}

// inspecting is a server that inspects, and what it was last asked.
func inspecting(t *testing.T) (http.Handler, *server.Inspection) {
	t.Helper()
	var last server.Inspection
	return newServer(t, func(cfg *server.Config) {
		cfg.Inspect = func(in server.Inspection) (*inspect.Document, error) {
			if last = in; strings.Contains(in.Text, "broken") {
				return nil, errors.New("x.csv: it is broken")
			}
			return &inspect.Document{File: in.Name, Words: []string{"1 row"}}, nil
		}
	}), &last
}

// TestInspect: what is said of a file reaches whoever inspects it, and the answer is for
// pages of any origin.
func TestInspect(t *testing.T) {
	h, last := inspecting(t)
	rec := sent(h, "/api/inspect?name=dir%2Fa.csv&column=date%3DReported,fatalities_best%3Da%2Bb&encoding=cp1251&date-order=dmy&country=Iraq",
		"title\n")
	var doc inspect.Document
	if err := json.Unmarshal(rec.Body.Bytes(), &doc); err != nil || rec.Code != http.StatusOK || doc.File != "a.csv" ||
		rec.Header().Get("Access-Control-Allow-Origin") != "*" || rec.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v %s", rec.Code, rec.Header(), rec.Body)
	}
	if last.Text != "title\n" || last.Country != "IQ" || last.Encoding != "cp1251" || last.DateOrder != "dmy" ||
		len(last.Columns) != 2 || last.Columns[1].Column != "a+b" {
		t.Errorf("%+v", *last)
	}
	rec = sent(h, "/api/inspect", "title\n", "Content-Disposition", `attachment; filename="b.csv"`)
	if rec.Code != http.StatusOK || last.Name != "b.csv" {
		t.Errorf("%d %s: %s", rec.Code, last.Name, rec.Body)
	}
	req := httptest.NewRequest(http.MethodOptions, "/api/inspect", nil)
	pre := httptest.NewRecorder()
	h.ServeHTTP(pre, req)
	if allowed := pre.Header().Get("Access-Control-Allow-Methods"); allowed != "POST, OPTIONS" {
		t.Errorf("pages may %s", allowed)
	}
}

// TestInspectRefuses: what is wrong is a problem that says what is allowed.
func TestInspectRefuses(t *testing.T) {
	h, _ := inspecting(t)
	large := strings.Repeat("x", server.MaxUpload+1)
	for name, c := range map[string]struct {
		path, body, header string
		code               int
		want               string
	}{
		"no name":      {"", "a", "", 400, "it must be the name of the file, such as cases.csv"},
		"no end":       {"?name=cases", "a", "", 400, "its end tells the format"},
		"no body":      {"?name=a.csv", "", "", 400, "the body is empty"},
		"broken":       {"?name=a.csv", "broken", "", 400, "x.csv: it is broken"},
		"too large":    {"?name=a.csv", large, "", 413, "larger than 50 MB"},
		"a form":       {"?name=a.csv", "a", "multipart/form-data; boundary=x", 400, "the form has no part with a file in it"},
		"a role":       {"?name=a.csv&column=dat%3Da", "a", "", 400, `there is no role`},
		"an order":     {"?name=a.csv&date-order=ymd", "a", "", 400, "allowed: dmy, mdy"},
		"an encoding":  {"?name=a.csv&encoding=x", "a", "", 400, "is not an encoding that is known"},
		"a country":    {"?name=a.csv&country=Atlantis", "a", "", 400, "parameter country"},
		"a parameter":  {"?name=a.csv&columns=x", "a", "", 400, "there is no such parameter here"},
		"another form": {"?name=a.csv&f=html", "a", "", 400, "allowed: json"},
	} {
		rec := sent(h, "/api/inspect"+c.path, c.body, "Content-Type", c.header)
		var p struct{ Detail string }
		if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil || rec.Code != c.code ||
			!strings.Contains(p.Detail, c.want) ||
			!strings.HasPrefix(rec.Header().Get("Content-Type"), "application/problem+json") {
			t.Errorf("%s: %d %.300s, want %q", name, rec.Code, rec.Body, c.want)
		}
	}
	chunked := httptest.NewRequest(http.MethodPost, "/api/inspect?name=a.csv", strings.NewReader(large))
	chunked.ContentLength = -1
	rec := httptest.NewRecorder()
	if h.ServeHTTP(rec, chunked); rec.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("without a length: %d %.200s", rec.Code, rec.Body)
	}
	if rec := get(t, h, "/api/inspect"); rec.Code != http.StatusMethodNotAllowed || rec.Header().Get("Allow") != "POST, OPTIONS" ||
		!strings.Contains(rec.Body.String(), "with POST") {
		t.Errorf("%d %v %s", rec.Code, rec.Header(), rec.Body)
	}
	if rec := sent(newServer(t, nil), "/api/inspect?name=a.csv", "a"); rec.Code != http.StatusNotFound {
		t.Errorf("a server that inspects nothing: %d", rec.Code)
	}
}

// TestInspectionIsDescribed: the API's description has every member of the answer, and no
// other.
func TestInspectionIsDescribed(t *testing.T) {
	h, _ := inspecting(t)
	doc := getJSON(t, h, "/api/openapi.json")
	schemas := doc["components"].(map[string]any)["schemas"].(map[string]any)
	described := schemas["Inspection"].(map[string]any)["properties"].(map[string]any)
	members := reflect.TypeFor[inspect.Document]()
	for i := range members.NumField() {
		name, _, _ := strings.Cut(members.Field(i).Tag.Get("json"), ",")
		if _, ok := described[name]; !ok {
			t.Errorf("%s is not described", name)
		}
		delete(described, name)
	}
	if len(described) > 0 {
		t.Errorf("%v are described and not answered", described)
	}
}

// TestTooLargeIsAnswered: whoever sends all of a file before reading, as browsers do, gets
// the answer that it is too large.
func TestTooLargeIsAnswered(t *testing.T) {
	h, _ := inspecting(t)
	ts := httptest.NewServer(h)
	defer ts.Close()
	for _, header := range []string{"Content-Length: %d\r\n", "Transfer-Encoding: chunked\r\n"} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(ts.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(header, "%d") {
			header += "X-Length: %d\r\n"
		}
		body := strings.Repeat("x", server.MaxUpload+10<<20)
		head := fmt.Sprintf("POST /api/inspect?name=a.csv HTTP/1.1\r\nHost: x\r\n"+header+"\r\n", len(body))
		if strings.Contains(header, "chunked") {
			body = fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body)
		}
		if _, err := conn.Write([]byte(head + body)); err != nil {
			t.Errorf("%q: the file cannot be sent: %v", header, err)
		}
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("%q: %v", header, err)
		}
		if res.StatusCode != http.StatusRequestEntityTooLarge || !res.Close {
			t.Errorf("%q: %d, close is %v", header, res.StatusCode, res.Close)
		}
		res.Body.Close()
		conn.Close()
	}
}

// TestTooLargeIsNotAskedFor: whoever waits to be asked for the body is told at once.
func TestTooLargeIsNotAskedFor(t *testing.T) {
	h, _ := inspecting(t)
	req := httptest.NewRequest(http.MethodPost, "/api/inspect?name=a.csv", iotest.ErrReader(errors.New("it was read")))
	req.ContentLength = server.MaxUpload + 1
	req.Header.Set("Expect", "100-continue")
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	if rec.Code != http.StatusRequestEntityTooLarge || rec.Header().Get("Connection") != "close" {
		t.Errorf("%d %v", rec.Code, rec.Header())
	}
}
