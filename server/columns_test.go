package server_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"incidentmap/internal/edtf"
	"incidentmap/internal/encode/columns"
	"incidentmap/internal/encode/columns/columnstest"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore"
)

const columnsPath = "/api/collections/incidents/columns"

// TestColumns: the columns hold what the filter matches, however the client
// asks for it.
func TestColumns(t *testing.T) {
	h := newServer(t, nil)
	rec := get(t, h, columnsPath+"?kind=operation")
	head, rows, err := columnstest.Read(rec.Body.Bytes())
	if err != nil || rec.Code != http.StatusOK || rec.Header().Get("Content-Type") != columns.MediaType {
		t.Fatalf("%d %s, %v", rec.Code, rec.Header().Get("Content-Type"), err)
	}
	if head.DataVersion != "v1" || len(rows) != 2 || rows[0].ID != "nowhere" ||
		rows[0].Killed != (columnstest.Figure{2, 2, 2}) || rows[1].ID != "kabul-2" || len(rows[1].Points) != 1 {
		t.Errorf("%+v: %+v", head, rows)
	}
	_, rows, err = columnstest.Read(get(t, h, columnsPath+"?datetime=2020-01-01/..").Body.Bytes())
	if err != nil || len(rows) != 3 || rows[0].Words["actor"] != "ISIS–K\x00Other, Group" ||
		rows[0].Words["weapon"] != "rifle" || rows[1].Group == nil || rows[1].Group.Killed[1] != 56 {
		t.Errorf("%+v, %v", rows, err)
	}
}

// manyIncidents fill several chunks of columns.
func manyIncidents(t *testing.T) *memstore.Store {
	t.Helper()
	all := make([]incident.Incident, 60_000)
	for i := range all {
		all[i] = incident.Incident{ID: fmt.Sprint("i", i), Kind: "attack", Date: edtf.MustParse("2020-01-01")}
	}
	s := &memstore.Store{}
	if err := s.Put(testDataset(), "v1", all); err != nil {
		t.Fatal(err)
	}
	return s
}

var unpackers = map[string]func(io.Reader) (io.Reader, error){
	"identity": func(r io.Reader) (io.Reader, error) { return r, nil },
	"gzip":     func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
	"zstd":     func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
}

// askColumns asks for all columns in an encoding.
func askColumns(t *testing.T, url, encoding string) *http.Response {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, url+columnsPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", encoding)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}

// TestColumnsStream: the head and the first rows can be read while the last are not
// encoded yet, whatever packs them.
func TestColumnsStream(t *testing.T) {
	data := manyIncidents(t)
	for encoding, unpack := range unpackers {
		read := make(chan struct{})
		_, ts, _ := newTroubled(t, &troubledStore{Reader: data, columns: func(_, to int) {
			if to == 60_000 {
				<-read
			}
		}})
		res := askColumns(t, ts.URL, encoding)
		body, err := unpack(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		first := make([]byte, 2000)
		if _, err := io.ReadFull(body, first); err != nil {
			t.Fatalf("%s: %v", encoding, err)
		}
		close(read)
		rest, err := io.ReadAll(body)
		if err != nil {
			t.Fatalf("%s: %v", encoding, err)
		}
		if _, rows, err := columnstest.Read(append(first, rest...)); err != nil || len(rows) != 60_000 {
			t.Errorf("%s: %d rows, %v", encoding, len(rows), err)
		}
	}
}

// TestColumnsBreakOff: columns that break off half-way abort the connection.
func TestColumnsBreakOff(t *testing.T) {
	_, ts, log := newTroubled(t, &troubledStore{Reader: manyIncidents(t), columns: func(from, _ int) {
		if from > 30_000 {
			panic("the snapshot decayed")
		}
	}})
	for encoding := range unpackers {
		if _, err := io.ReadAll(askColumns(t, ts.URL, encoding).Body); err == nil {
			t.Errorf("%s: the answer looks whole", encoding)
		}
	}
	ts.Close() // waits until all requests are logged
	if !strings.Contains(log.String(), "the snapshot decayed") {
		t.Errorf("the log does not say why: %.500s", log)
	}
}

// TestColumnsHead: to be told of the columns, none is read.
func TestColumnsHead(t *testing.T) {
	_, ts, _ := newTroubled(t, &troubledStore{Reader: manyIncidents(t), columns: func(int, int) {
		t.Error("columns are read")
	}})
	res, err := http.Head(ts.URL + columnsPath)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != columns.MediaType ||
		res.Header.Get("ETag") == "" {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
}
