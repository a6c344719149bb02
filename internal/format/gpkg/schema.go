package gpkg

import (
	_ "embed" // the schema
	"encoding/binary"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// schema are the tables of OGC 12-128r19 that one layer with an index and metadata needs,
// and GDAL's and QGIS's for the number of rows and styles.
//
//go:embed schema.sql
var schema string

// triggers keep the index of places in step when others edit the layer, as annex F.3 of
// the standard has them. They call functions that programs for GeoPackages bring along;
// others are stopped by their lack.
var triggers = triggersOf(layerName)

func triggersOf(layer string) []string {
	const put = `INSERT OR REPLACE INTO rtree_T_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom),
		ST_MinY(NEW.geom), ST_MaxY(NEW.geom))`
	const full = `(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))`
	const empty = `(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))`
	all := []string{
		`CREATE TRIGGER rtree_T_geom_insert AFTER INSERT ON T WHEN ` + full + ` BEGIN ` + put + `; END`,
		`CREATE TRIGGER rtree_T_geom_update6 AFTER UPDATE OF geom ON T WHEN OLD.fid = NEW.fid AND ` + full + ` BEGIN ` +
			put + `; END`,
		`CREATE TRIGGER rtree_T_geom_update2 AFTER UPDATE OF geom ON T WHEN OLD.fid = NEW.fid AND ` + empty +
			` BEGIN DELETE FROM rtree_T_geom WHERE id = OLD.fid; END`,
		`CREATE TRIGGER rtree_T_geom_update5 AFTER UPDATE ON T WHEN OLD.fid != NEW.fid AND ` + full +
			` BEGIN DELETE FROM rtree_T_geom WHERE id = OLD.fid; ` + put + `; END`,
		`CREATE TRIGGER rtree_T_geom_update4 AFTER UPDATE ON T WHEN OLD.fid != NEW.fid AND ` + empty +
			` BEGIN DELETE FROM rtree_T_geom WHERE id IN (OLD.fid, NEW.fid); END`,
		`CREATE TRIGGER rtree_T_geom_delete AFTER DELETE ON T WHEN OLD.geom NOT NULL
			BEGIN DELETE FROM rtree_T_geom WHERE id = OLD.fid; END`,
		`CREATE TRIGGER trigger_insert_feature_count_T AFTER INSERT ON T
			BEGIN UPDATE gpkg_ogr_contents SET feature_count = feature_count + 1 WHERE table_name = 'T'; END`,
		`CREATE TRIGGER trigger_delete_feature_count_T AFTER DELETE ON T
			BEGIN UPDATE gpkg_ogr_contents SET feature_count = feature_count - 1 WHERE table_name = 'T'; END`,
	}
	for i := range all {
		all[i] = strings.NewReplacer("rtree_T_geom", "rtree_"+layer+"_geom", "count_T", "count_"+layer,
			" ON T", " ON "+layer, "'T'", "'"+layer+"'").Replace(all[i])
	}
	return all
}

// blobOf writes points as a geometry of GeoPackages: the header with the box around them,
// and well-known binary (12-128r19, clause 2.1.3).
func blobOf(points orb.MultiPoint) []byte {
	const flags = 0b00000011 // little endian, with an envelope of two dimensions
	b := points.Bound()
	out := binary.LittleEndian.AppendUint32([]byte{'G', 'P', 0, flags}, 4326)
	for _, v := range []float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]} {
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
	}
	out = binary.LittleEndian.AppendUint32(append(out, 1), 4) // a multipoint
	out = binary.LittleEndian.AppendUint32(out, uint32(len(points)))
	for _, p := range points {
		out = binary.LittleEndian.AppendUint32(append(out, 1), 1)
		for _, v := range p {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
		}
	}
	return out
}
