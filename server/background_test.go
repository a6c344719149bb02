package server_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"incidentmap/server"
)

// withBackground is a change of the configuration.
func withBackground(b *server.Background) func(*server.Config) {
	return func(c *server.Config) {
		c.Basemap = fstest.MapFS{"basemap.json": {Data: []byte(`{"minzoom":0,"maxzoom":6}`)},
			"relief/1/0/1.png": {Data: []byte("png")},
			"units/AF.json":    {Data: []byte("x")}, "units/AFG-1764.json": {Data: []byte("x")},
			"units/PKD-dera-ghazi-khan.json": {Data: []byte("x")}}
		c.Background = b
	}
}

func TestBackgroundTiles(t *testing.T) {
	b := &server.Background{Kind: server.BackgroundRaster, MinZoom: 2, MaxZoom: 4, Ending: ".png",
		MediaType: "image/png", Version: "1",
		Tile: func(z uint8, x, y uint32) ([]byte, error) {
			switch {
			case x == 9:
				return nil, errors.New("the disk is gone")
			case z == 3 && x == 1 && y == 2:
				return []byte("picture"), nil
			}
			return nil, nil
		}}
	h := newServer(t, withBackground(b))
	rec := get(t, h, "/basemap/background/3/1/2.png")
	if rec.Code != 200 || rec.Body.String() != "picture" || rec.Header().Get("Content-Type") != "image/png" {
		t.Errorf("%d %q %v", rec.Code, rec.Body, rec.Header())
	}
	if again := get(t, h, "/basemap/background/3/1/2.png", "If-None-Match",
		rec.Header().Get("ETag")); again.Code != 304 {
		t.Errorf("with its ETag: %d", again.Code)
	}
	for path, want := range map[string]int{"3/1/1.png": 204, "5/1/2.png": 204, "4000000000/1/2.png": 204,
		"3/1/2.jpg": 404, "3/1/2": 404, "x/1/2.png": 404, "3/9/2.png": 500} {
		if rec := get(t, h, "/basemap/background/"+path); rec.Code != want {
			t.Errorf("%s: %d, want %d", path, rec.Code, want)
		}
	}
	if rec := get(t, newServer(t, withBackground(nil)), "/basemap/background/3/1/2.png"); rec.Code != 404 {
		t.Errorf("without a background: %d", rec.Code)
	}
}

func TestBackgroundIsDescribed(t *testing.T) {
	b := &server.Background{Kind: server.BackgroundRemote, MaxZoom: 19,
		URL: "https://tiles.example.org/{z}/{x}/{y}.png", Origin: "https://tiles.example.org", Attribution: "<b>us</b>"}
	h := newServer(t, withBackground(b))
	var info struct {
		MaxZoom    int
		Background map[string]any
	}
	rec := get(t, h, "/basemap/basemap.json")
	if err := json.Unmarshal(rec.Body.Bytes(), &info); err != nil || info.MaxZoom != 6 ||
		info.Background["url"] != b.URL || info.Background["attribution"] != "<b>us</b>" {
		t.Errorf("%s, %v", rec.Body, err)
	}
	if rec := get(t, h, "/basemap/background/0/0/0.png"); rec.Code != 404 {
		t.Errorf("a tile of another host: %d", rec.Code)
	}
}

// Pictures may come from the background's host and from no other.
func TestPolicyNamesTheBackground(t *testing.T) {
	remote := &server.Background{Kind: server.BackgroundRemote, Origin: "https://tiles.example.org"}
	for name, c := range map[string]struct {
		b    *server.Background
		want string
	}{
		"none":   {nil, "img-src 'self' data: blob:; "},
		"remote": {remote, "img-src 'self' data: blob: https://tiles.example.org; "},
		"local":  {&server.Background{Kind: server.BackgroundRaster}, "img-src 'self' data: blob:; "},
	} {
		policy := get(t, newServer(t, withBackground(c.b)), "/").Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, c.want) || !strings.Contains(policy, "connect-src 'self';") {
			t.Errorf("%s: %s", name, policy)
		}
	}
}

func TestReliefAndUnits(t *testing.T) {
	h := newServer(t, withBackground(nil))
	for path, want := range map[string]int{
		"relief/1/0/1.png": 200, "relief/1/1/1.png": 204, "relief/1/0/1.mvt": 404, "relief/a/0/1.png": 404,
		"units/AF.json": 200, "units/AFG-1764.json": 200, "units/PKD-dera-ghazi-khan.json": 200,
		"units/ZZ.json": 404, "units/af.json": 404, "units/..%2fbasemap.json": 404, "units/AFG-1764": 404,
		"units/AF-..%2f.json": 404,
	} {
		rec := get(t, h, "/basemap/"+path, "Accept-Encoding", "gzip")
		if rec.Code != want {
			t.Errorf("%s: %d, want %d", path, rec.Code, want)
		}
		if want == 200 && get(t, h, "/basemap/"+path, "If-None-Match", rec.Header().Get("ETag")).Code != 304 {
			t.Errorf("%s: its ETag is not known again", path)
		}
	}
}
