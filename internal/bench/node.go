package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"incidentmap/geo"
	"incidentmap/internal/sample"
)

// deepest is the deepest zoom that tiles are measured at, from 0 on.
const deepest = 6

// kabulTile is the tile of a zoom that holds Kabul: among the fullest.
func kabulTile(z int) (x, y int) {
	n := float64(int(1) << z)
	return int((69.2 + 180) / 360 * n), int(0.4005 * n)
}

// year is the window that filtered tiles are asked for.
var year = geo.Window{From: geo.NewDay(2021, 1, 1), To: geo.NewDay(2021, 12, 31)}

// millis is a time as JavaScript measures it.
type millis float64

func (m millis) duration() time.Duration {
	return time.Duration(float64(m) * float64(time.Millisecond))
}

// nodePeers is what peers.mjs measured.
type nodePeers struct {
	ClusterLoad, Rebuild, VtLoad millis
	Window                       int
	Clusters, Points             []nodeTile
}

type nodeTile struct {
	Z, Features, Bytes int
	P50, P99           millis
}

// askNode has the libraries of JavaScript measured on the sample.
func askNode(ctx context.Context, dir string, all []sample.Incident) (*nodePeers, error) {
	scripts := "node"
	if _, err := os.Stat(filepath.Join(scripts, "node_modules")); err != nil {
		return nil, fmt.Errorf("its packages are not installed: npm ci --prefix %s", scripts)
	}
	points := filepath.Join(dir, "points.bin")
	if err := writePoints(points, all); err != nil {
		return nil, err
	}
	var tiles [][3]int
	for z := range deepest + 1 {
		x, y := kabulTile(z)
		tiles = append(tiles, [3]int{z, x, y})
	}
	asked, err := json.Marshal(map[string]any{"tiles": tiles, "from": year.From, "to": year.To,
		"radius": 512 / geo.ClusterCells})
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "node", "--max-old-space-size=16000", filepath.Join(scripts, "peers.mjs"), points, //nolint:gosec // our own script
		string(asked))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	p := &nodePeers{}
	return p, json.Unmarshal(out, p)
}

// writePoints writes the file that peers.mjs reads.
func writePoints(path string, all []sample.Incident) error {
	f, err := os.Create(path) //nolint:gosec // in our own directory
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	var b []byte
	for i := range all {
		in := &all[i]
		b = binary.LittleEndian.AppendUint64(b[:0], math.Float64bits(in.Lon))
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(in.Lat))
		b = binary.LittleEndian.AppendUint32(b, uint32(in.Start))
		b = binary.LittleEndian.AppendUint32(b, uint32(in.End))
		b = binary.LittleEndian.AppendUint32(b, uint32(max(in.Best, 0))|uint32(in.Kind)<<31)
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// againstNode sets our tiles over HTTP beside the libraries' in their own
// process, which have nothing to send. The first are as answered again, from
// the cache; the others are worked out.
func againstNode(t *table, s *served, p *nodePeers) {
	t.note(fmt.Sprintf("supercluster: load %s; geojson-vt: load %s", short(p.ClusterLoad.duration()),
		short(p.VtLoad.duration())))
	for z := range deepest + 1 {
		x, y := kabulTile(z)
		tile := func(kind, name string, window func(i int) geo.Window, peer string, theirs millis) {
			times, size := s.anew(fmt.Sprintf("/%s/WebMercatorQuad/%d/%d/%d", kind, z, y, x), "", window)
			t.ratio(fmt.Sprintf("HTTP: %s z%d, %s (%d kB)", kind, z, name, size>>10), percentile(times, 50), peer,
				theirs.duration())
		}
		theirs, points := p.Clusters[z], p.Points[z]
		peer := fmt.Sprintf("supercluster + vt-pbf (%d clusters)", theirs.Features)
		again := []string{fmt.Sprintf("/clusters/WebMercatorQuad/%d/%d/%d", z, y, x)}
		t.ratio(fmt.Sprintf("HTTP: clusters z%d, asked again", z), measure(again, func(p *string) { s.get(*p) }), peer,
			theirs.P50.duration())
		tile("clusters", "all days", wideWindow, peer, theirs.P50)
		tile("clusters", "a year", yearWindow, fmt.Sprintf("supercluster anew of the year's %d", p.Window), p.Rebuild)
		tile("tiles", "thinned", wideWindow, fmt.Sprintf("geojson-vt + vt-pbf (%d points, %d kB)", points.Features,
			points.Bytes>>10), points.P50)
	}
}
