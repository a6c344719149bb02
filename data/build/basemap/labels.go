package main

import (
	"strings"

	"github.com/paulmach/orb/geojson"

	"incidentmap/data/build/internal/source"
	"incidentmap/geo/gazetteer"
)

// weight is what a place is on the map: its class (empty for none), its rank
// from 0, the most important, to 9, and the first zoom that shows it.
type weight struct {
	class      string
	rank, from int
}

// readLabels derives the labels of countries, provinces, districts, towns and
// airports from the gazetteer. Those for zooms deeper than the tiles are in the
// deepest tiles, which are then drawn enlarged.
func readLabels(l *source.Ledger) ([]feature, error) {
	g, err := gazetteerOf(l)
	if err != nil {
		return nil, err
	}
	all, err := readNames(l)
	if err != nil {
		return nil, err
	}
	var out []feature
	for p := range g.All() {
		w := weigh(p)
		if w.class == "" {
			continue
		}
		props := geojson.Properties{"name": p.Name, "class": w.class, "rank": w.rank, "minzoom": w.from}
		for lang, name := range all[p.ID] {
			if name != "" {
				props["name_"+lang] = name
			}
		}
		if local := all[p.ID].local(p.Country); local != "" {
			props["name_local"] = local
		}
		deepest := maxZoom
		if region.Contains(p.Point) {
			deepest = regionMaxZoom
		}
		out = append(out, feature{"place", props, min(w.from, deepest), regionMaxZoom, p.Point})
	}
	return out, nil
}

// weigh says what a place is on the map.
func weigh(p gazetteer.Place) weight {
	switch p.Class {
	case gazetteer.Country:
		rank := below(p.RadiusM, 2_000_000, 1_000_000, 500_000, 250_000, 100_000)
		return weight{"country", rank, rank + 1}
	case gazetteer.Admin1:
		from := admin1Zoom(p.Country)
		if !p.Located || !strings.HasPrefix(p.ID, "ne:") || p.RadiusM < 60_000 && from > 5 {
			return weight{}
		}
		return weight{"admin1", from, max(from, 5)}
	case gazetteer.Admin2:
		if strings.HasPrefix(p.ID, "pkd:") {
			return weight{"admin2", 8, 8}
		}
	case gazetteer.Locality:
		return weighTown(p)
	case gazetteer.Vicinity:
		return weighAirport(p)
	}
	return weight{}
}

// weighTown is weigh for towns, by population; capitals of countries and of
// provinces count for more.
func weighTown(p gazetteer.Place) weight {
	if !strings.HasPrefix(p.ID, "gn:") || p.Feature == "PPLX" || p.Population < leastPeople(p) {
		return weight{}
	}
	rank := 2 + below(float64(p.Population), 5_000_000, 1_000_000, 300_000, 100_000, 30_000, 10_000, 3_000)
	switch p.Feature {
	case "PPLC":
		rank = 2
	case "PPLA":
		rank = max(min(rank, 6)-1, min(rank, 3))
	case "PPLA2":
		rank = min(rank, 8)
	}
	class := "town"
	if rank <= 5 {
		class = "city"
	}
	return weight{class, rank, rank + 1}
}

// leastPeople is the number of inhabitants from which a town is drawn, so that
// a gazetteer of any size does not flood the tiles: Afghanistan and its
// neighbours in full, then the region, then the world.
func leastPeople(p gazetteer.Place) int {
	switch p.Country {
	case "AF", "PK", "IR", "TJ", "UZ", "TM", "KG":
		return 0
	}
	if region.Contains(p.Point) {
		return 5_000
	}
	return 15_000
}

// weighAirport is weigh for airports.
func weighAirport(p gazetteer.Place) weight {
	switch p.Feature {
	case "large_airport":
		return weight{"airport", 7, 8}
	case "medium_airport":
		if region.Contains(p.Point) {
			return weight{"airport", 8, 8}
		}
		return weight{"airport", 9, 9}
	}
	return weight{}
}

// below counts the steps that v does not reach.
func below(v float64, steps ...float64) int {
	n := 0
	for _, step := range steps {
		if v < step {
			n++
		}
	}
	return n
}
