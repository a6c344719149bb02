package format

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// unread are endings of files that are not read, with what helps. Of %[1]s and %[2]s, the
// first is the file, and the second its name without the ending.
var unread = []struct {
	endings    []string
	what, help string
}{
	{[]string{".fgb"}, "FlatGeobuf", ogr2ogr},
	{[]string{".parquet", ".geoparquet"}, "Parquet", ogr2ogr},
	{[]string{".gml", ".tab", ".mif", ".gdb", ".osm", ".pbf"}, "that format of maps", ogr2ogr},
	{[]string{".ods", ".fods"}, "OpenDocument", "open it, and save it as %[2]s.xlsx or %[2]s.csv, or have GDAL do it: " +
		"ogr2ogr -f CSV %[2]s.csv %[1]s"},
	{[]string{".numbers"}, "that format of spreadsheets", "open it, and export it as %[2]s.xlsx or %[2]s.csv"},
	{[]string{".xls", ".xlsb"}, "that format of Excel", "open it, and save it as %[2]s.xlsx or %[2]s.csv"},
	{[]string{".doc", ".docx", ".odt", ".rtf", ".pdf"}, "a document",
		"copy its table into a spreadsheet, and save that as %[2]s.xlsx or %[2]s.csv"},
	{[]string{".sav", ".dta", ".rds", ".sas7bdat"}, "that format of statistics", "export it there as %[2]s.csv"},
	{[]string{".shp", ".dbf", ".shx", ".prj", ".cpg"}, "one part of a shapefile alone",
		"pack it with the other parts into one file, %[2]s.zip"},
	{[]string{".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz", ".zst"}, "that way of packing",
		"unpack it, and name the file that was in it"},
}

const ogr2ogr = "GDAL turns it into one that is: ogr2ogr -f GeoJSON %[2]s.geojson %[1]s"

// errUnread is the error of a file whose ending is none that is read.
func (l List) errUnread(path, ending string) error {
	known := fmt.Sprintf("%s are, and these packed as .gz or .zip", strings.Join(l.Endings(), ", "))
	for _, u := range unread {
		if slices.Contains(u.endings, ending) {
			file := ShellName(filepath.Base(path))
			return fmt.Errorf("%s: %s is not read; %s; %s", path, u.what,
				fmt.Sprintf(u.help, file, strings.TrimSuffix(file, filepath.Ext(file))), known)
		}
	}
	return fmt.Errorf("%s: files that end in %q are not known; %s", path, ending, known)
}

// ShellName is a file's name where a shell takes it for one word; FILE with its ending for
// one that would have to be quoted.
func ShellName(name string) string {
	if strings.ContainsAny(name, " \t'\"\\$&;|<>()*?`!#~") {
		return "FILE" + filepath.Ext(name)
	}
	return name
}
