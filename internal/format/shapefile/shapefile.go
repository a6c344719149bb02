// Package shapefile reads zipped shapefiles (ESRI Shapefile Technical Description, July
// 1998): the shapes, their attributes (dBASE III), the code page of .cpg and the reference
// system of .prj. The readers that there are trust the lengths in a file, which is anyone's
// here; this one has none read beyond its record.
package shapefile

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"incidentmap/internal/filekind"
	"incidentmap/internal/format"
	"incidentmap/internal/format/features"
	"incidentmap/internal/ingest"
	"incidentmap/internal/report"
)

// Format is a shapefile in an archive.
var Format = format.Format{Name: "shp", MediaType: "application/x-shapefile", Title: "Shapefile",
	Endings: []string{".shz"}, Read: Read, ReadIn: ReadIn}

// IsIn reports whether an archive has a shapefile in it.
func IsIn(text string) bool {
	archive, err := filekind.Open(text)
	return err == nil && len(stemsIn(archive)) > 0
}

// stemsIn are the names of the shapefiles in an archive without their ending, the largest first.
func stemsIn(archive *zip.Reader) (out []string) {
	var all []*zip.File
	for _, f := range archive.File {
		if strings.EqualFold(path.Ext(f.Name), ".shp") && !strings.HasPrefix(f.Name, "__MACOSX/") {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b *zip.File) int {
		return cmp.Or(cmp.Compare(b.UncompressedSize64, a.UncompressedSize64), cmp.Compare(a.Name, b.Name))
	})
	for _, f := range all {
		out = append(out, strings.TrimSuffix(f.Name, path.Ext(f.Name)))
	}
	return out
}

// others is what there is to say of the shapefiles that are not read; empty if there are none.
func others(stems []string) string {
	if len(stems) < 2 {
		return ""
	}
	return fmt.Sprintf("%s.shp was read, and not the other shapefiles in the archive: %s; unpack it, and zip each with its "+
		"parts, to read them", stems[0], report.Quoted(stems[1:]))
}

// Read reads the shapefile in an archive.
func Read(name, text string) (*ingest.Table, error) { return ReadIn(name, text, "") }

// ReadIn reads the shapefile in an archive, of which the attributes are in an encoding; empty
// for one that is to be found.
func ReadIn(name, text, encoding string) (*ingest.Table, error) {
	parts, beside, err := partsOf(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var found features.Collection
	if found.EPSG, err = reference(parts[".prj"], name); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	table, err := readDBF(parts[".dbf"], &telling{encoding, parts[".cpg"]})
	if err != nil {
		return nil, fmt.Errorf("%s: its .dbf: %w", name, err)
	}
	shapes, err := readShapes(parts[".shp"])
	if err != nil {
		return nil, fmt.Errorf("%s: its .shp: %w", name, err)
	}
	if len(shapes) != len(table.rows) {
		return nil, fmt.Errorf("%s: it has %d shapes and %d rows of attributes; both must be as many", name, len(shapes),
			len(table.rows))
	}
	placeless := ""
	if parts[".prj"] == "" && slices.ContainsFunc(shapes, isBeyond) {
		placeless = noPRJ
		clear(shapes)
	}
	for i, shape := range shapes {
		if table.rows[i] == nil { // deleted
			continue
		}
		if err := found.Add(shape, table.rows[i]); err != nil {
			return nil, fmt.Errorf("%s: row %d: %w", name, i+1, err)
		}
	}
	t, err := found.Table(name, "row")
	if t != nil {
		tell(t, report.RuleUnread, beside)
		tell(t, report.RuleEncoding, table.doubt)
		tell(t, report.RuleCoordinates, placeless)
	}
	return t, err
}

// noPRJ is what there is to say of coordinates of which nothing says what they are.
const noPRJ = "there is no .prj in it, which says in which reference system its coordinates are, and they are no " +
	"longitudes and latitudes; they are not used, and incidents are placed by name, if they have one; add the .prj, " +
	"or have GDAL write one: ogr2ogr -a_srs EPSG:NUMBER OUT.shp IN.shp"

// tell adds what there is to say of a table as a whole; nothing if that is empty.
func tell(t *ingest.Table, rule report.Rule, message string) {
	if message != "" {
		t.Findings = append(t.Findings, rule.InTable(report.Where{File: t.File, Unit: t.Unit}, message))
	}
}

// isBeyond reports whether a shape lies where no longitude and latitude is.
func isBeyond(g orb.Geometry) bool {
	if g == nil {
		return false
	}
	b := g.Bound()
	return b.Min[0] < -beyond || b.Max[0] > beyond || b.Min[1] < -beyond || b.Max[1] > beyond
}

// beyond is more than any longitude: some are counted on beyond 180.
const beyond = 361

// endings are those of the parts that are read.
var endings = []string{".shp", ".dbf", ".prj", ".cpg"}

// maxRatio is how much smaller than its content an archive may be.
const maxRatio = 500

// partsOf reads the files of the shapefile, by their endings. beside says which others there
// are.
func partsOf(text string) (parts map[string]string, beside string, err error) {
	archive, err := filekind.Open(text)
	if err != nil {
		return nil, "", err
	}
	stems := append(stemsIn(archive), "")
	beside, stem := others(stems[:len(stems)-1]), stems[0]
	parts = map[string]string{}
	left := min(int64(len(text))*maxRatio+1<<20, format.MaxBytes)
	for _, f := range archive.File {
		ending := strings.ToLower(path.Ext(f.Name))
		if strings.TrimSuffix(f.Name, path.Ext(f.Name)) != stem || !slices.Contains(endings, ending) {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, "", fmt.Errorf("%s in it: %w", f.Name, err)
		}
		raw, err := io.ReadAll(io.LimitReader(r, left+1))
		if err := errors.Join(err, r.Close()); err != nil {
			return nil, "", fmt.Errorf("%s in it: %w", f.Name, err)
		}
		if left -= int64(len(raw)); left < 0 {
			return nil, "", fmt.Errorf("it unpacks to more than %d times its size, which no shapefile does", maxRatio)
		}
		parts[ending] = string(raw)
	}
	for _, needed := range []string{".shp", ".dbf"} {
		if _, ok := parts[needed]; !ok {
			return nil, "", fmt.Errorf("there is no %s%s in it; a shapefile is .shp, .dbf and .prj together", stem, needed)
		}
	}
	return parts, beside, nil
}
