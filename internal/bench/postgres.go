package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"incidentmap/internal/sample"
)

// postgresBin is where Debian has PostgreSQL 15.
const postgresBin = "/usr/lib/postgresql/15/bin/"

// postgis is a PostgreSQL of our own, in a temporary directory and on a
// socket there, with the sample in a table.
type postgis struct {
	dir    string
	server *exec.Cmd
	conn   *pgx.Conn
	loaded time.Duration // COPY and indexes
}

// startPostgres starts the server. An error says what is missing.
func startPostgres(ctx context.Context) (*postgis, error) {
	dir, err := os.MkdirTemp("", "incidentmap-bench-")
	if err != nil {
		return nil, err
	}
	p := &postgis{dir: dir}
	if err := p.start(ctx); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

// startPostGIS starts the server and loads the CSV file.
func startPostGIS(ctx context.Context, csv string) (*postgis, error) {
	p, err := startPostgres(ctx)
	if err != nil {
		return nil, err
	}
	if err := p.load(ctx, csv); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

func (p *postgis) start(ctx context.Context) error {
	as, err := p.owner()
	if err != nil {
		return err
	}
	data := filepath.Join(p.dir, "data")
	initdb := exec.CommandContext(ctx, postgresBin+"initdb", "-D", data, "-U", "bench", "--auth=trust", "--no-sync", //nolint:gosec // our own directory
		"--locale=C", "-E", "UTF8")
	initdb.SysProcAttr, initdb.Dir = as, p.dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	//nolint:gosec // our own directory
	p.server = exec.CommandContext(context.WithoutCancel(ctx), postgresBin+"postgres", "-D", data, "-k", p.dir, "-c",
		"listen_addresses=", "-c", "fsync=off",
		"-c", "shared_buffers=1GB", "-c", "work_mem=64MB", "-c", "maintenance_work_mem=512MB", "-c", "max_wal_size=8GB",
		"-c", "jit=off")
	p.server.SysProcAttr, p.server.Dir = as, p.dir
	if err := p.server.Start(); err != nil {
		return err
	}
	for range 100 {
		if p.conn, err = pgx.Connect(ctx, "host="+p.dir+" user=bench dbname=postgres"); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

// owner is the user that the server runs as: it refuses to be root.
func (p *postgis) owner() (*syscall.SysProcAttr, error) {
	if os.Getuid() != 0 {
		return &syscall.SysProcAttr{}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, errUID := strconv.ParseUint(u.Uid, 10, 32)
	gid, errGID := strconv.ParseUint(u.Gid, 10, 32)
	if errUID != nil || errGID != nil {
		return nil, fmt.Errorf("the user postgres has no numeric IDs")
	}
	if err := os.Chown(p.dir, int(uid), int(gid)); err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}

// load copies the file in and indexes it: the work that makes the table
// answer as our index does.
func (p *postgis) load(ctx context.Context, csv string) error {
	if _, err := p.conn.Exec(ctx, `CREATE EXTENSION postgis; CREATE EXTENSION btree_gist;
		CREATE UNLOGGED TABLE raw (id text, title text, date text, latitude float8, longitude float8, kind text, event_type text,
			actor text, country text, admin1 text, place_precision text, fatalities_low int, fatalities_best int, fatalities_high int)`); err != nil {
		return err
	}
	f, err := os.Open(csv)
	if err != nil {
		return err
	}
	defer f.Close()
	start := time.Now()
	if _, err := p.conn.PgConn().CopyFrom(ctx, f, "COPY raw FROM STDIN WITH (FORMAT csv, HEADER)"); err != nil {
		return err
	}
	_, err = p.conn.Exec(ctx, `CREATE UNLOGGED TABLE incidents AS SELECT id, title, ST_SetSRID(ST_MakePoint(longitude, latitude), 4326) AS geom,
			date, start_day, end_day, daterange(start_day, end_day, '[]') AS ts, kind, event_type, actor, country, admin1, place_precision,
			fatalities_low, fatalities_best, fatalities_high
		FROM (SELECT *, CASE WHEN length(date) = 7 THEN (date || '-01')::date ELSE left(date, 10)::date END AS start_day,
			CASE WHEN length(date) = 7 THEN ((date || '-01')::date + interval '1 month')::date - 1 ELSE right(date, 10)::date END AS end_day FROM raw) r;
		CREATE INDEX by_place_time ON incidents USING gist (geom, ts)`)
	p.loaded = time.Since(start)
	if err != nil {
		return err
	}
	for _, tidy := range []string{"CLUSTER incidents USING by_place_time", "VACUUM ANALYZE incidents"} {
		if _, err := p.conn.Exec(ctx, tidy); err != nil {
			return err
		}
	}
	return nil
}

const where = ` FROM incidents WHERE geom && ST_MakeEnvelope($1, $2, $3, $4, 4326) AND ts && daterange($5, $6, '[]')`

func args(q *sample.Query) []any {
	return []any{q.Box.West, q.Box.South, q.Box.East, q.Box.North, q.Window.From.Time(), q.Window.To.Time()}
}

// count counts by the index.
func (p *postgis) count(ctx context.Context, q *sample.Query) (n int) {
	must(p.conn.QueryRow(ctx, "SELECT count(*)"+where, args(q)...).Scan(&n))
	return n
}

// features fetches rows as GeoJSON text.
func (p *postgis) features(ctx context.Context, q *sample.Query) (n, bytes int) {
	rows, err := p.conn.Query(ctx,
		`SELECT ST_AsGeoJSON(r.*) FROM (SELECT geom, id, title, kind, event_type, start_day AS start, end_day AS "end", fatalities_best`+where+`) r`, args(q)...)
	must(err)
	defer rows.Close()
	for rows.Next() {
		n++
		bytes += len(rows.RawValues()[0])
	}
	must(rows.Err())
	return n, bytes
}

// tile makes a vector tile of all points.
func (p *postgis) tile(ctx context.Context, z, x, y uint32) (bytes int) {
	var raw []byte
	must(p.conn.QueryRow(ctx, `SELECT ST_AsMVT(t, 'incidents', 4096, 'geom') FROM (SELECT ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope($1, $2, $3), 4096, 64, true) AS geom,
		id, kind, event_type, start_day::text AS start, end_day::text AS "end", fatalities_best
		FROM incidents WHERE geom && ST_Transform(ST_TileEnvelope($1, $2, $3, margin => 64.0/4096), 4326)) t`, int(z), int(x), int(y)).Scan(&raw))
	return len(raw)
}

// copyOut exports the table's columns.
func (p *postgis) copyOut(ctx context.Context, to io.Writer) {
	_, err := p.conn.PgConn().CopyTo(ctx, to, `COPY (SELECT ST_AsGeoJSON(r.*) FROM (SELECT geom, id, title, kind, event_type, start_day AS start, end_day AS "end", actor, country, admin1,
		place_precision, fatalities_low, fatalities_best, fatalities_high FROM incidents) r) TO STDOUT`)
	must(err)
}

func (p *postgis) stop() {
	if p.conn != nil {
		_ = p.conn.Close(context.Background())
	}
	if p.server != nil && p.server.Process != nil {
		_ = p.server.Process.Signal(syscall.SIGINT) // fast shutdown
		_ = p.server.Wait()
	}
	_ = os.RemoveAll(p.dir)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
