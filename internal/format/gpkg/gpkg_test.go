package gpkg

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// TestViewWithoutEnd: a layer that never ends is given up.
func TestViewWithoutEnd(t *testing.T) {
	defer func(p time.Duration) { patience = p }(patience)
	patience = 100 * time.Millisecond
	path := filepath.Join(t.TempDir(), "endless.gpkg")
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite, sqlite.OpenCreate)
	if err != nil {
		t.Fatal(err)
	}
	err = sqlitex.ExecuteScript(conn, schema+`CREATE VIEW v AS
		WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c;
		INSERT INTO gpkg_contents (table_name, data_type, last_change) VALUES ('v', 'attributes', '');`, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path) //nolint:gosec // it was made above
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read("endless.gpkg", string(text)); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("%v", err)
	}
}

// TestShort: a file that is only the beginning of one is refused.
func TestShort(t *testing.T) {
	if _, err := Read("a.gpkg", magic); err == nil || !strings.Contains(err.Error(), "not a GeoPackage") {
		t.Errorf("%v", err)
	}
}
