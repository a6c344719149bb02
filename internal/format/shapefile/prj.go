package shapefile

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"incidentmap/internal/format"
)

var (
	// The last authority of a .prj is that of the whole.
	authority = regexp.MustCompile(`AUTHORITY\["EPSG",\s*"?(\d+)"?\]\s*\]\s*$`)
	zone      = regexp.MustCompile(`(?i)PROJCS\["WGS[ _]?(?:19)?84[ _/]*UTM[ _]zone[ _](\d{1,2})([NS])"`)
	named     = regexp.MustCompile(`^\s*PROJ\w*\["([^"]*)"`)
)

// reference is the EPSG code of a .prj; 0, longitude and latitude, where there is none.
// What is neither geographic nor one of the well-known projections is refused; file is what the
// error calls the archive.
func reference(prj, file string) (int, error) {
	prj = strings.TrimSpace(prj)
	if prj == "" || strings.HasPrefix(prj, "GEOGCS") || strings.HasPrefix(prj, "GEOGCRS") {
		return 0, nil
	}
	if m := authority.FindStringSubmatch(prj); m != nil {
		return strconv.Atoi(m[1])
	}
	if strings.Contains(prj, "Web_Mercator") || strings.Contains(prj, "Pseudo-Mercator") {
		return 3857, nil
	}
	if m := zone.FindStringSubmatch(prj); m != nil {
		n, err := strconv.Atoi(m[1])
		if err == nil && n >= 1 && n <= 60 && strings.EqualFold(m[2], "N") {
			return 32600 + n, nil
		}
		if err == nil && n >= 1 && n <= 60 {
			return 32700 + n, nil
		}
	}
	name := "a reference system"
	if m := named.FindStringSubmatch(prj); m != nil {
		name = strconv.Quote(m[1])
	}
	file = format.ShellName(filepath.Base(file))
	return 0, fmt.Errorf("its coordinates are in %s, which is not known; "+
		"ogr2ogr -t_srs EPSG:4326 -f GeoJSON %s.geojson /vsizip/%s turns them into longitude and latitude", name,
		strings.TrimSuffix(file, filepath.Ext(file)), file)
}
