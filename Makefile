# Every target does its own set-up: npm packages, and on Debian as root the
# system packages that the tests need.

GO            ?= go
VERSION       ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS       := -s -w -X main.version=$(VERSION)
# Tools that are slow to build are kept outside of the clone.
CACHE         := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/incidentmap
GOLANGCI      := $(CACHE)/golangci-lint-2.15.0
WEB_SOURCES   := $(shell find web -type f \( -name '*.ts' -o -name '*.css' -o -name '*.html' -o -name '*.svg' -o -name '*.json' \) -not -path '*/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)
export CGO_ENABLED ?= 0

.PHONY: help run build test test-go test-web test-e2e test-long kill-test failover-test lint bench bench-web data notices clean

help: ## what there is to make
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: build ## serve the map at http://127.0.0.1:8080/
	bin/incidentmap serve $(ARGS)

build: web/dist/client/index.html ## make bin/incidentmap, one static binary
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/incidentmap ./cmd/incidentmap

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	@command -v npm >/dev/null || { echo "the map is built with Node.js 20 or later and npm, which are not installed; without them: go run ./cmd/incidentmap serve" >&2; exit 1; }
	npm ci --prefix web --no-audit --no-fund --loglevel=error
	touch $@

web/dist/client/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	npm run --silent build --prefix web
	touch $@

internal/e2e/node_modules/.package-lock.json: internal/e2e/package.json internal/e2e/package-lock.json
	npm ci --prefix internal/e2e --no-audit --no-fund --loglevel=error
	touch $@

test: lint test-go test-web test-e2e ## everything that must pass before a change lands

test-go: web/dist/client/index.html internal/e2e/node_modules/.package-lock.json
	sh .ci/packages gcc libc6-dev postgresql-15 postgresql-15-postgis-3
	CGO_ENABLED=1 $(GO) test -race -tags oracle ./...
	$(GO) run ./data/build/khorasan -check
	$(GO) run ./data/build/notices -check

test-web: web/node_modules/.package-lock.json
	npm test --silent --prefix web

test-e2e: build internal/e2e/node_modules/.package-lock.json
	sh .ci/packages chromium gdal-bin
	INCIDENTMAP_BIN=$(CURDIR)/bin/incidentmap $(GO) test -count=1 -tags e2e ./internal/e2e
	INCIDENTMAP_BIN=$(CURDIR)/bin/incidentmap npm run --silent e2e --prefix web

test-long: build web/node_modules/.package-lock.json ## soak, volume and kill tests
	sh .ci/packages chromium
	INCIDENTMAP_BIN=$(CURDIR)/bin/incidentmap $(GO) test -count=1 -timeout 30m -tags long ./internal/e2e
	INCIDENTMAP_BIN=$(CURDIR)/bin/incidentmap LONG=1 npm run --silent e2e --prefix web -- numbers
	$(MAKE) kill-test KILLS=30
	$(MAKE) failover-test FAILOVERS=3

KILLS ?= 200
kill-test: ## kill a process that writes to a database, 200 times (KILLS=30)
	INCIDENTMAP_KILLS=$(KILLS) $(GO) test -count=1 -timeout 30m -v -run '^TestKilled$$' ./internal/sqlitestore

FAILOVERS ?= 20
failover-test: ## kill the primary of a PostgreSQL cluster under three servers, 20 times (FAILOVERS=3)
	sh .ci/packages postgresql-15 postgresql-15-postgis-3
	FAILOVERS=$(FAILOVERS) $(GO) test -count=1 -timeout 30m -v -run '^TestFailover$$' ./cmd/incidentmap

lint: $(GOLANGCI) web/node_modules/.package-lock.json
	test -z "$$(gofmt -l cmd data geo internal server web/*.go)" || { gofmt -l cmd data geo internal server web/*.go; exit 1; }
	$(GO) mod tidy -diff
	$(GO) -C internal/bench mod tidy -diff
	$(GOLANGCI) run ./...
	cd internal/bench && $(GOLANGCI) run --config ../../.golangci.yml ./...
	npm run --silent lint --prefix web

# golangci-lint comes through the Go module proxy and takes about 90 s to
# compile, once.
$(GOLANGCI):
	mkdir -p $(CACHE)
	GOBIN=$(CACHE) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
	mv $(CACHE)/golangci-lint $@

bench: build ## benchmarks beside naive twins and peers, as a table
	sh .ci/packages postgresql-15 postgresql-15-postgis-3 gdal-bin || echo "without PostGIS and ogr2ogr" >&2
	npm ci --prefix internal/bench/node --no-audit --no-fund --loglevel=error || echo "without libraries of JavaScript" >&2
	$(GO) test -run '^$$' -bench . -benchmem ./...
	$(GO) -C internal/bench run . -bin $(CURDIR)/bin/incidentmap -peers
	$(GO) -C internal/bench run . -n 10000000
	$(GO) -C internal/bench run . -bin $(CURDIR)/bin/incidentmap -shared || echo "without PostGIS" >&2

bench-web: build ## the page's speed in a browser, beside Leaflet's ways to move points, as a table
	sh .ci/packages chromium
	npm ci --prefix web/bench --no-audit --no-fund --loglevel=error
	dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
	for n in 20000 100000 1000000; do $(GO) -C internal/bench run . -n $$n -csv $$dir/sample-$$n.csv || exit 1; done && \
	node web/bench/bench.mjs $(CURDIR)/bin/incidentmap $$dir

data: ## make every derived file under data/ anew
	npm ci --prefix data --no-audit --no-fund --loglevel=error
	$(GO) run ./data/build/gazetteer
	$(GO) run ./data/build/basemap
	$(GO) run ./data/build/khorasan
	$(MAKE) notices

notices: web/node_modules/.package-lock.json ## write the licences of all dependencies anew
	$(GO) run ./data/build/notices

clean:
	rm -rf bin web/dist/client
