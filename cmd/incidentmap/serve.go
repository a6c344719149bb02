package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/netutil"

	"incidentmap/data"
	"incidentmap/internal/access"
	"incidentmap/internal/catalog"
	"incidentmap/internal/input"
	"incidentmap/internal/load"
	"incidentmap/internal/memstore"
	"incidentmap/internal/place"
	"incidentmap/server"
	"incidentmap/web"
)

// Limits of connections. The time for writing is moved on while a client
// reads a long answer.
const (
	headerTimeout   = 5 * time.Second // idle connections must not hold up others
	readTimeout     = 15 * time.Second
	writeTimeout    = 30 * time.Second
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 8 * time.Second // SIGTERM ends the program within 10 s
	// sendBuffer bounds what the kernel holds of an answer: in one of
	// megabytes, a slow reader's progress shows only after longer than
	// writeTimeout, and an export that is being read would be cut off.
	sendBuffer = 256 << 10
	// maxHeaderBytes bounds a request's line and headers. A polygon of some
	// 3,000 vertices fits into its URL.
	maxHeaderBytes = 64 << 10
	// maxConnections bounds what connections take: some 20 kB each.
	maxConnections = 4096
)

// serveOptions are the options of the serve verb.
type serveOptions struct {
	addr, baseURL        string
	basemap, attribution string
	snapshots, accessLog string
	data, trustedProxies stringList
	allowedHosts         stringList
	noShipped            bool
	db, publish          string
	reading              readOptions
	places               placeOptions
}

func runServe(ctx context.Context, args []string, out, errOut io.Writer) error {
	var o serveOptions
	flags := newFlags("serve",
		"[OPTIONS] [FILE…]\n\nServes the incidents of files, each as a dataset of its own, those of a database, and those that ship.\n"+
			"The map opens on the first FILE, or on that of the first --data.\n"+
			"Every option can be set in the environment too (INCIDENTMAP_ADDR) and in the file of --config.", out)
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8080", "`ADDRESS` to listen on")
	flags.Var(&o.data, "data",
		"`FILE` of incidents ("+fileEndings+") or directory that holds a dataset.yaml, more than once for several")
	flags.StringVar(&o.db, "db", "", usageOfDB+": its public datasets are shown as well, and each change of them at once")
	flags.StringVar(&o.publish, "publish", "",
		"`DIR` to keep a GeoPackage of each public dataset of --db in, for QGIS and GDAL; each is replaced whole when its data change")
	flags.BoolVar(&o.noShipped, "no-shipped", false, "serve the data of --data alone, without those that ship")
	flags.StringVar(&o.baseURL, "base-url", "", "`URL` that clients reach the server at, where it is behind a proxy")
	flags.StringVar(&o.snapshots, "snapshots", "",
		"`DIR` to keep large files in as they were loaded, and datasets of a --db in PostgreSQL, so that the next start takes a moment")
	o.reading.define(flags)
	flags.StringVar(&o.basemap, "basemap", "",
		"`FILE` of a more detailed background (.pmtiles), or the address of one with {z}, {x} and {y}")
	flags.StringVar(&o.attribution, "basemap-attribution", "",
		"`TEXT` that names the source of --basemap, shown on the map")
	flags.Var(&o.trustedProxies, "trusted-proxies",
		"`CIDR` of proxies whose X-Forwarded-For, X-Forwarded-Proto and Forwarded are believed, such as 10.0.0.0/8, more than once or with commas for several; without it nobody's are")
	flags.Var(&o.allowedHosts, "allowed-hosts",
		"`NAMES` that clients may call the server by, with commas or more than once; without it all, but where it has a --db and listens on this machine alone: then this machine's")
	flags.StringVar(&o.accessLog, "access-log", string(server.LogFull),
		"`FORM` of the line that each request is logged with: off, no-query (without what was asked for) or full; errors are always logged")
	o.places.define(flags)
	flags.String("config", "", "`FILE` with options, one a line: addr 127.0.0.1:8080")
	rest, err := parseFlags(flags, args)
	if err != nil {
		return err
	}
	o.data = append(rest, o.data...) // the map opens on what was named first of all
	if err := o.check(); err != nil {
		return &usageError{"serve", err.Error()}
	}
	log := slog.New(slog.NewTextHandler(errOut, nil))
	m := newServeMain(o, log)
	if err := m.Open(ctx); err != nil {
		return err
	}
	select {
	case <-m.loaded:
		fmt.Fprintf(out, "incidentmap: the map is at %s\n", m.URL())
		m.tellLink(out)
	case err := <-m.done:
		m.done <- err
	case <-ctx.Done():
	}
	return m.Wait(ctx)
}

func (o *serveOptions) check() error {
	if o.addr == "" {
		return errors.New("--addr is empty; 127.0.0.1:8080 is for this machine only, 0.0.0.0:8080 for every network that it is in")
	}
	if o.noShipped && len(o.data) == 0 && o.db == "" {
		return errors.New("--no-shipped leaves nothing to serve; name a FILE of incidents, or --db")
	}
	if !slices.Contains(server.AccessLogs, server.AccessLog(o.accessLog)) {
		return fmt.Errorf("--access-log is %q; off, no-query and full are allowed", o.accessLog)
	}
	if _, err := o.proxies(); err != nil {
		return err
	}
	if err := o.checkPublish(); err != nil {
		return err
	}
	if err := o.reading.check(); err != nil {
		return err
	}
	if err := o.places.check(); err != nil {
		return err
	}
	if o.baseURL == "" {
		return nil
	}
	u, err := url.Parse(o.baseURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" ||
		u.Fragment != "" {
		return fmt.Errorf("--base-url is %q; an address such as https://example.org/map is allowed", o.baseURL)
	}
	return nil
}

// proxies reads --trusted-proxies: networks, or single addresses.
func (o *serveOptions) proxies() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range strings.Split(strings.Join(o.trustedProxies, ","), ",") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		network, err := netip.ParsePrefix(text)
		if addr, addrErr := netip.ParseAddr(text); addrErr == nil {
			network, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("--trusted-proxies: %q is neither a network such as 10.0.0.0/8 nor an address", text)
		}
		out = append(out, network.Masked())
	}
	return out, nil
}

// serveMain is the running program: it listens at once, loads in the
// background, and is ready when all data are there.
type serveMain struct {
	options  serveOptions
	log      *slog.Logger
	store    *memstore.Store
	catalog  *catalog.Catalog
	places   *place.Resolver
	db       *held // nil without --db
	server   *server.Server
	http     *http.Server
	listener net.Listener
	loaded   chan struct{} // closed when all data are there
	settled  chan struct{} // closed when loading has ended, with its snapshots
	done     chan error
	cancel   context.CancelFunc // ends what is done in the background
}

func newServeMain(o serveOptions, log *slog.Logger) *serveMain {
	store := &memstore.Store{}
	return &serveMain{options: o, log: log, store: store, catalog: catalog.New(store),
		places: place.New(o.places.options(log)),
		loaded: make(chan struct{}), settled: make(chan struct{}), done: make(chan error, 3)}
}

// Open listens and starts to load.
func (m *serveMain) Open(ctx context.Context) error {
	basemap, err := openBasemap(data.Files())
	if err != nil {
		return fmt.Errorf("basemap: %w", err)
	}
	background, err := openBackground(m.options.basemap, m.options.attribution)
	if err != nil {
		return &usageError{"serve", err.Error()}
	}
	var client fs.FS
	if web.Built() {
		client = web.Files()
	}
	proxies, err := m.options.proxies()
	if err != nil {
		return &usageError{"serve", err.Error()}
	}
	var book *access.Book
	var age func() time.Duration
	if m.options.db != "" {
		if m.db, err = hold(ctx, m.options.db, m.log); err != nil {
			return err
		}
		book = m.db.book
		if m.db.shared != nil {
			age = m.db.age
		}
	}
	sent := plainReader(m.places, m.log)
	m.server = server.New(server.Config{TrustedProxies: proxies, AccessLog: server.AccessLog(m.options.accessLog),
		Access: book, Age: age, AllowedHosts: m.options.hosts(), Check: checker(sent, m.log),
		Catalog: m.catalog, Places: m.places, Web: client, Basemap: basemap, Background: background,
		Attribution: data.Attribution(), Licences: data.Licences(), BaseURL: m.options.baseURL, Version: version,
		Inspect: inspector(sent), Import: importer(sent), Log: m.log})
	handler, err := m.server.Handler()
	if err != nil {
		return err
	}
	m.http = &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout,
		IdleTimeout:  idleTimeout, MaxHeaderBytes: maxHeaderBytes, ErrorLog: slog.NewLogLogger(m.log.Handler(),
			slog.LevelWarn)}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", m.options.addr)
	if err != nil {
		err = errors.Join(err, m.db.Close(ctx))
		return fmt.Errorf("cannot listen on %s: %w", m.options.addr, err)
	}
	ctx, m.cancel = context.WithCancel(ctx)
	m.listener = netutil.LimitListener(boundedListener{listener, m.log}, maxConnections)
	go func() { m.done <- m.http.Serve(m.listener) }()
	go m.load(ctx)
	return nil
}

// boundedListener bounds what the kernel holds of an answer on each new
// connection (see sendBuffer). It stands below the limit of connections, which
// hides what a connection is.
type boundedListener struct {
	net.Listener
	log *slog.Logger
}

// Accept implements net.Listener.
func (l boundedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok {
		if err := tcp.SetWriteBuffer(sendBuffer); err != nil {
			l.log.Debug("bounding a connection's buffer", "err", err)
		}
	}
	return c, err
}

// load puts all data into the store. A file that cannot be used at all ends
// the program: better no map than one that silently lacks it.
func (m *serveMain) load(ctx context.Context) {
	defer close(m.settled)
	start := time.Now()
	l, err := m.loader()
	if err != nil {
		m.done <- err
		return
	}
	serving := load.CollectSteadily()
	opened := make(chan error, 1)
	go m.openLayers(opened)
	err = l.ReserveShipped(data.Files(), data.KhorasanFile, data.KhorasanLayers)
	if err == nil && !m.options.noShipped {
		err = l.Shipped(data.Files(), data.KhorasanFile, data.KhorasanLayers)
	}
	if err == nil {
		err = l.Paths(ctx, m.options.data)
	}
	if err == nil && m.db != nil {
		err = m.db.show(ctx, l, m.options.snapshots, m.log)
		if err == nil {
			defer m.publish(ctx, m.db.keeps)()
		}
	}
	if err := cmp.Or(err, <-opened); err != nil {
		m.done <- err
		return
	}
	m.server.Ready()
	close(m.loaded)
	m.log.Info("ready", "url", m.URL(), "took", time.Since(start).Round(time.Millisecond))
	serving()
	l.Settle(ctx)
	serving()
}

// loader fills the store.
func (m *serveMain) loader() (*load.Loader, error) {
	reader, err := m.options.reading.reader(m.places, m.log)
	if err != nil {
		return nil, err
	}
	places := m.options.places.options(m.log)
	return &load.Loader{Reader: reader, Store: m.store, Catalog: m.catalog,
		Snapshots: load.NewSnapshots(m.options.snapshots, program(), &reader, &places)}, nil
}

// program identifies this very build.
func program() string {
	path, err := os.Executable()
	if err != nil {
		return version
	}
	return version + " " + input.Stamp(path)
}

// openLayers loads the gazetteer where the user has named a layer of it, which may
// be unfit; the shipped one alone is loaded when it is needed. The start waits until
// the files are read, and what asks for places until they are joined.
func (m *serveMain) openLayers(opened chan<- error) {
	if len(m.options.places.layers.files) == 0 {
		opened <- nil
		return
	}
	named := func(err error) error { return &usageError{"serve", "--gazetteer: " + err.Error()} }
	if err := m.places.Open(); err != nil {
		opened <- named(err)
		return
	}
	opened <- nil
	if _, err := m.places.Gazetteer(); err != nil {
		m.done <- named(err)
	}
	debug.FreeOSMemory() // the layers take as much memory again until they are joined
}

// URL is where the map is.
func (m *serveMain) URL() string {
	if m.options.baseURL != "" {
		return m.options.baseURL
	}
	return "http://" + m.listener.Addr().String() + "/"
}

// Wait serves until the context ends or something fails, then lets running
// requests finish.
func (m *serveMain) Wait(ctx context.Context) error {
	var failed error
	select {
	case <-ctx.Done():
	case failed = <-m.done:
	}
	m.log.Info("stopping")
	m.server.Stopping()
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := m.http.Shutdown(closing); err != nil {
		failed = errors.Join(failed, m.http.Close())
	}
	m.cancel()
	m.settle(closing)
	return errors.Join(failed, m.closeDatabase(closing))
}

// closeDatabase closes the database when nothing is loaded from it any more. What is not
// closed in time was flushed all the same.
func (m *serveMain) closeDatabase(ctx context.Context) error {
	select {
	case <-m.settled:
		return m.db.Close(ctx)
	case <-ctx.Done():
		return nil
	}
}

// settle waits until a snapshot that is being written is given up, so that no
// part of it stays behind.
func (m *serveMain) settle(ctx context.Context) {
	select {
	case <-m.loaded:
	default:
		return // still loading: nothing is being written
	}
	select {
	case <-m.settled:
	case <-ctx.Done():
	}
}
