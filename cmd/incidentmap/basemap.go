package main

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"io/fs"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"incidentmap/data"
	"incidentmap/internal/input"
	"incidentmap/internal/pmtiles"
	"incidentmap/server"
)

// openBasemap opens the embedded basemap: its description beside the tiles of
// the archive.
func openBasemap(files fs.FS) (fs.FS, error) {
	archive, err := files.Open(data.BasemapFile)
	if err != nil {
		return nil, nil //nolint:nilerr,nilnil // a build without a basemap shows a plain background
	}
	ra, ok := archive.(io.ReaderAt)
	if !ok {
		return nil, fmt.Errorf("the archive cannot be read at random")
	}
	info, err := archive.Stat()
	if err != nil {
		return nil, err
	}
	zr, err := zip.NewReader(ra, info.Size())
	if err != nil {
		return nil, err
	}
	return basemapFiles{zr, files}, nil
}

// basemapFiles finds tiles in the archive and basemap.json beside it.
type basemapFiles struct {
	tiles *zip.Reader
	files fs.FS
}

// Open implements fs.FS.
func (b basemapFiles) Open(name string) (fs.File, error) {
	if name == "basemap.json" {
		return b.files.Open(filepath.ToSlash(filepath.Join(filepath.Dir(data.BasemapFile), name)))
	}
	return b.tiles.Open(name)
}

// openBackground opens what --basemap names: a PMTiles file or the template of
// tiles on another host; nil for nothing.
func openBackground(name, attribution string) (*server.Background, error) {
	switch {
	case name == "" && attribution == "":
		return nil, nil //nolint:nilnil // nothing was asked for
	case name == "":
		return nil, fmt.Errorf("--basemap-attribution belongs to --basemap, which is not given")
	case len(attribution) > maxAttribution:
		return nil, fmt.Errorf("--basemap-attribution is longer than %d bytes", maxAttribution)
	case strings.Contains(name, "://"):
		return remoteBackground(name, attribution)
	}
	return pmtilesBackground(name, attribution)
}

// maxAttribution bounds the text that is shown on the map, in bytes.
const maxAttribution = 500

// remoteMaxZoom is as deep as tiles of other hosts are asked for.
const remoteMaxZoom = 19

// plainHost is a host name or IPv4 address with or without a port: nothing else
// goes into the page's Content-Security-Policy.
var plainHost = regexp.MustCompile(`^[A-Za-z0-9.-]+(:[0-9]{1,5})?$`)

// remoteBackground checks the template of tiles on another host.
func remoteBackground(template, attribution string) (*server.Background, error) {
	allowed := "an address such as https://tiles.example.org/{z}/{x}/{y}.png is allowed"
	for _, name := range []string{"{z}", "{x}", "{y}"} {
		if strings.Count(template, name) != 1 {
			return nil, fmt.Errorf("--basemap is %q, which has not one %s; %s", template, name, allowed)
		}
	}
	filled := strings.NewReplacer("{z}", "0", "{x}", "0", "{y}", "0").Replace(template)
	u, err := url.Parse(filled)
	switch {
	case err != nil || strings.ContainsAny(filled, "{}") || u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("--basemap is %q; %s", template, allowed)
	case u.User != nil:
		return nil, fmt.Errorf("--basemap has a name or password in it, which every reader would see; %s", allowed)
	case !plainHost.MatchString(u.Host) || strings.Contains(hostOf(template), "{"):
		return nil, fmt.Errorf("--basemap is %q, whose host is not a plain name; %s", template, allowed)
	case u.Fragment != "":
		return nil, fmt.Errorf("--basemap is %q, which has a part after #; %s", template, allowed)
	}
	return &server.Background{Kind: server.BackgroundRemote, MaxZoom: remoteMaxZoom,
		BBox:        [4]float64{-180, -85.0511, 180, 85.0511},
		Attribution: attribution, URL: template, Origin: u.Scheme + "://" + u.Host}, nil
}

// hostOf is what stands between the slashes of a template.
func hostOf(template string) string {
	_, after, _ := strings.Cut(template, "://")
	host, _, _ := strings.Cut(after, "/")
	return host
}

// pmtilesBackground opens a PMTiles file, which stays open as long as the
// program runs.
func pmtilesBackground(name, attribution string) (*server.Background, error) {
	file, err := input.Open(name)
	if err != nil {
		return nil, fmt.Errorf("--basemap: %w (a PMTiles file or an address with {z}, {x} and {y} is allowed)", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("--basemap: %s is not a file", name)
	}
	archive, err := pmtiles.Open(file, info.Size())
	if err != nil {
		return nil, fmt.Errorf("--basemap: %s: %w (a PMTiles file, version 3, is allowed)", name, err)
	}
	b, err := describeArchive(archive)
	if err != nil {
		return nil, fmt.Errorf("--basemap: %s: %w", name, err)
	}
	if b.Attribution = attribution; attribution == "" {
		b.Attribution = ownAttribution(archive)
	}
	b.Version = fmt.Sprintf("%s %d %s", name, info.Size(), info.ModTime().Format(time.RFC3339Nano))
	return b, nil
}

// endings are the kinds of pictures that browsers and we know.
var endings = map[pmtiles.Type][2]string{
	pmtiles.PNG:  {".png", "image/png"},
	pmtiles.JPEG: {".jpg", "image/jpeg"},
	pmtiles.WebP: {".webp", "image/webp"},
}

// describeArchive says how an archive's tiles are served and drawn.
func describeArchive(a *pmtiles.Archive) (*server.Background, error) {
	h := a.Header
	if h.Compression != pmtiles.Plain && h.Compression != pmtiles.Gzip {
		return nil, fmt.Errorf("its tiles are compressed by method %d; none (1) and gzip (2) are allowed",
			h.Compression)
	}
	b := &server.Background{Kind: server.BackgroundRaster, MinZoom: h.MinZoom, MaxZoom: h.MaxZoom, BBox: h.BBox,
		Tile: a.Tile, Packed: h.Compression == pmtiles.Gzip}
	if e, raster := endings[h.Type]; raster {
		b.Ending, b.MediaType = e[0], e[1]
		return b, nil
	}
	if h.Type != pmtiles.MVT {
		return nil, fmt.Errorf("its tiles are of type %d; vector tiles (1), PNG (2), JPEG (3) and WebP (4) are allowed",
			h.Type)
	}
	b.Ending, b.MediaType = ".mvt", "application/vnd.mapbox-vector-tile"
	layers, err := layersOf(a)
	if err != nil {
		return nil, err
	}
	b.Kind, err = schemaOf(layers)
	return b, err
}

// schemaOf tells by the names of its layers how a vector basemap is drawn.
func schemaOf(layers []string) (string, error) {
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(layers, n) })
	}
	switch {
	case has("earth", "roads", "places", "boundaries", "landuse"):
		return server.BackgroundProtomaps, nil
	case has("land", "boundary", "place", "river"):
		return server.BackgroundVector, nil
	}
	return "", fmt.Errorf("its vector layers are %s; those of this program (land, water, river, boundary, place) "+
		"and of Protomaps (earth, water, landuse, roads, boundaries, places) are allowed", strings.Join(layers, ", "))
}

// layersOf names the layers of vector tiles, which the specification asks the
// metadata to list.
func layersOf(a *pmtiles.Archive) ([]string, error) {
	raw, err := a.Metadata()
	if err != nil {
		return nil, err
	}
	var meta struct {
		Layers []struct {
			ID string `json:"id"`
		} `json:"vector_layers"`
	}
	if err := json.Unmarshal(raw, &meta); err == nil && len(meta.Layers) > 0 {
		var names []string
		for _, l := range meta.Layers[:min(len(meta.Layers), maxLayers)] {
			names = append(names, l.ID)
		}
		return names, nil
	}
	return nil, fmt.Errorf("its metadata do not name its vector layers")
}

// maxLayers bounds how many names of layers are looked at.
const maxLayers = 100

// markup is a tag of HTML.
var markup = regexp.MustCompile(`<[^>]*>`)

// ownAttribution is what the archive's metadata say of its sources, as plain
// text; empty when they say nothing.
func ownAttribution(a *pmtiles.Archive) string {
	raw, err := a.Metadata()
	var meta struct {
		Attribution string `json:"attribution"`
	}
	if err != nil || json.Unmarshal(raw, &meta) != nil {
		return ""
	}
	text := strings.TrimSpace(html.UnescapeString(markup.ReplaceAllString(meta.Attribution, "")))
	if len(text) > maxAttribution {
		text = strings.ToValidUTF8(text[:maxAttribution], "")
	}
	return text
}
