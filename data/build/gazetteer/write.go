package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"incidentmap/data/build/internal/source"
	"incidentmap/geo/gazetteer"
)

// ids are the ids of all places, ascending.
func (t *table) ids() []string {
	ids := make([]string, 0, len(t.places))
	for id := range t.places {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	return ids
}

// nameRow is one line of the table of names.
type nameRow struct {
	key, name string
	place     *place
	row       int
}

// write writes the gazetteer and its ledger.
func write(t *table) error {
	ids := t.ids()
	rows := map[string]int{}
	for i, id := range ids {
		rows[id] = i
	}
	var body bytes.Buffer
	var names []nameRow
	for i, id := range ids {
		p := t.places[id]
		body.WriteString(p.line(rows) + "\n")
		for key, name := range p.names {
			names = append(names, nameRow{key, name, p, i})
		}
	}
	slices.SortFunc(names, compareNames)
	for _, n := range names {
		fmt.Fprintf(&body, "%s\t%d\n", n.name, n.row)
	}
	version := "1-" + source.Sum([]byte(t.ledger.InputSums() + body.String()))[:12]
	head := fmt.Sprintf("%s\t%s\t%s\t%d\t%d\n", gazetteer.Magic, gazetteer.FormatVersion, version, len(ids), len(names))
	packed, err := pack(append([]byte(head), body.Bytes()...))
	if err != nil {
		return err
	}
	if err := t.ledger.Output(outputPath, packed); err != nil {
		return err
	}
	fmt.Printf("gazetteer %s: %d places, %d names, %d bytes (%d unpacked)\n", version, len(ids), len(names), len(packed), body.Len())
	return t.ledger.Close()
}

// compareNames orders names by their folded form; places of one name with those
// that are no towns first, then by population.
func compareNames(a, b nameRow) int {
	if a.key != b.key {
		return strings.Compare(a.key, b.key)
	}
	town := func(n nameRow) int {
		if n.place.class == gazetteer.Locality {
			return 1
		}
		return 0
	}
	if town(a) != town(b) {
		return town(a) - town(b)
	}
	if a.place.population != b.place.population {
		return b.place.population - a.place.population
	}
	return a.row - b.row
}

// line is the place as one line of the file.
func (p *place) line(rows map[string]int) string {
	ref := func(id string) string {
		if row, ok := rows[id]; ok && id != "" && id != p.id {
			return strconv.Itoa(row)
		}
		return ""
	}
	f := []string{p.id, p.name, p.country, ref(p.admin1), ref(p.admin2), string(p.class), "", "", "", "", p.feature}
	if p.located {
		f[6], f[7] = degrees(p.point.Lon()), degrees(p.point.Lat())
		f[8] = strconv.FormatFloat(math.Ceil(p.radius), 'f', 0, 64)
	}
	if p.population > 0 {
		f[9] = strconv.Itoa(p.population)
	}
	return strings.Join(f, "\t")
}

// degrees writes a coordinate to a metre.
func degrees(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e5)/1e5, 'f', -1, 64)
}

// pack gzips without a time or a name, so that equal content gives equal bytes.
func pack(b []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
