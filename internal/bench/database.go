package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/paulmach/orb"

	"incidentmap/internal/edtf"
	"incidentmap/internal/incident"
	"incidentmap/internal/logsocket"
	"incidentmap/internal/sample"
	"incidentmap/internal/sqlitestore"
	"incidentmap/internal/store"
)

// sampled is an incident of the sample as a database keeps it.
func sampled(i *sample.Incident) *incident.Incident {
	figure := func(n int32) *int {
		if n < 0 {
			return nil
		}
		return new(int(n))
	}
	return &incident.Incident{ID: i.ID(), Title: i.Title(), Kind: sample.Kinds[i.Kind],
		EventType: sample.EventTypes[i.EventType], Date: edtf.MustParse(i.Date()),
		Place: incident.Place{Points: orb.MultiPoint{{i.Lon, i.Lat}}, Country: sample.Countries[i.Country],
			Admin1: sample.Admin1(i.Admin1), Precision: incident.PlacePrecision(sample.Precisions[i.Precision])},
		Actors: []incident.Party{{Name: sample.Actor(i.Actor)}},
		Claims: []incident.Claim{{Measure: incident.Killed, Scope: incident.Total, Source: "table",
			Figure: incident.Figure{Low: figure(i.Low), Best: figure(i.Best), High: figure(i.High)}}},
		Sources: []incident.Source{{Key: "table", Title: "sample.csv"}}}
}

// databaseAlone measures nothing but the database.
func databaseAlone(t *table, bin string, peers bool, all []sample.Incident) {
	dir, err := os.MkdirTemp("", "incidentmap-bench-")
	must(err)
	defer os.RemoveAll(dir)
	csv := filepath.Join(dir, "sample.csv")
	must(writeCSV(csv, all))
	var p *postgis
	if peers {
		if p, err = startPostgres(context.Background()); err != nil {
			t.note("PostgreSQL left out: " + err.Error())
		} else {
			defer p.stop()
		}
	}
	database(t, bin, csv, dir, p, all, sample.Queries(all, 40, 1000, 60, 7, newSnapshot(all).Count))
}

// database measures the database: its import beside PostgreSQL's, the starts of a server
// on it, and readers beside writers.
func database(t *table, bin, csv, dir string, p *postgis, all []sample.Incident, queries []sample.Query) {
	ours := once(func() { must(fill(filepath.Join(dir, "filled.db"), all)) })
	if p == nil {
		t.alone("all incidents into a database, durable, with history", ours)
	} else {
		theirs, err := p.fill(context.Background(), all)
		must(err)
		t.ratio("all incidents into a database, durable, with history", ours, "PostgreSQL COPY into the same tables",
			theirs)
	}
	file := filepath.Join(dir, "sample.db")
	t.alone("import of the CSV into a database", once(func() {
		must(exec.CommandContext(context.Background(), bin, "import", "--db", file, csv).Run()) //nolint:gosec // our own
	}))
	starts(t, bin, file)
	s, err := startDatabase(bin, file)
	must(err)
	defer s.stop()
	time.Sleep(settling)
	besideWriters(t, s, file, all, queries)
}

// fill brings all incidents into a new database.
func fill(path string, all []sample.Incident) error {
	log, err := sqlitestore.Open(path)
	if err != nil {
		return err
	}
	ctx := context.Background()
	err = log.PutDataset(ctx, &incident.Dataset{ID: "sample", Title: "sample"})
	if err == nil {
		_, err = log.Apply(ctx, store.ChangeSet{Dataset: "sample", Author: "me", Reason: "first", Batch: "b",
			Brief: true, Stream: func(yield func(store.Edit, error) bool) {
				for i := range all {
					if !yield(store.Edit{Op: store.OpPut, Incident: sampled(&all[i])}, nil) {
						return
					}
				}
			}})
	}
	return errors.Join(err, log.Close())
}

// startDatabase runs the program on a database alone.
func startDatabase(bin, file string) (*served, error) {
	return start(bin, "sample", "--db", file, "--no-shipped")
}

// starts measures starts with the image and from the log alone.
func starts(t *table, bin, file string) {
	var fromLog, fromImage time.Duration
	for range 2 { // the first writes the image
		must(os.RemoveAll(file + ".images"))
		s, err := startDatabase(bin, file)
		must(err)
		fromLog = s.loaded
		must(s.said.wait("image written"))
		s.stop()
		if s, err = startDatabase(bin, file); err != nil {
			panic(err)
		}
		fromImage = s.loaded
		s.stop()
	}
	t.ratio("start of a server on the database, with its image", fromImage, "the same from the log alone", fromLog)
}

// The writers of besideWriters, and how many changes a second they make together.
const (
	writers        = 16
	changesASecond = 2_000
	besideSpan     = 30 * time.Second
	besideRounds   = 3
	besidePercent  = 99
)

// besideWriters measures readers alone and beside writers, in turn.
func besideWriters(t *table, s *served, file string, all []sample.Incident, queries []sample.Query) {
	if len(queries) == 0 {
		return
	}
	var idle, beside []time.Duration
	var made atomic.Int64
	for range besideRounds {
		idle = append(idle, s.reading(queries)...)
		ctx, cancel := context.WithCancel(context.Background())
		var running sync.WaitGroup
		running.Go(func() { must(write(ctx, file, all, &made)) })
		beside = append(beside, s.reading(queries)...)
		cancel()
		running.Wait()
	}
	slices.Sort(idle)
	slices.Sort(beside)
	t.note(fmt.Sprintf("readers of 1,000 features over HTTP: p50 %s, p99 %s alone (%d answers); "+
		"p50 %s, p99 %s (%d answers) beside %d writers of %d acknowledged changes a second",
		short(percentile(idle, 50)), short(percentile(idle, besidePercent)), len(idle),
		short(percentile(beside, 50)), short(percentile(beside, besidePercent)), len(beside),
		writers, int(float64(made.Load())/besideSpan.Seconds())))
	t.ratio("p99 of readers alone", percentile(idle, besidePercent), "the same beside 16 writers",
		percentile(beside, besidePercent))
}

// asksASecond is how often a reader asks: one that asks without a pause takes all that a
// processor has, and tells how many processors there are.
const asksASecond = 100

// reading asks one query after the other for a round's time.
func (s *served) reading(queries []sample.Query) (all []time.Duration) {
	tick := time.NewTicker(time.Second / asksASecond)
	defer tick.Stop()
	until := time.Now().Add(besideSpan / besideRounds)
	for i := 0; time.Now().Before(until); i++ {
		<-tick.C
		all = append(all, once(func() {
			s.get("/items?limit=10000&" + inBox(&queries[i%len(queries)]) + itemColumns)
		}))
	}
	return all
}

// write has writers change incidents one by one over the socket, as fast as
// changesASecond together, and counts what was acknowledged.
func write(ctx context.Context, file string, all []sample.Incident, made *atomic.Int64) error {
	client, err := logsocket.Dial(ctx, file)
	if err != nil {
		return err
	}
	turns := make(chan int)
	var running sync.WaitGroup
	errs := make([]error, writers)
	for w := range writers {
		running.Go(func() {
			for n := range turns {
				inc := sampled(&all[n%len(all)])
				inc.Title += fmt.Sprintf(", corrected at %d", time.Now().UnixNano())
				_, err := client.Apply(context.WithoutCancel(ctx), store.ChangeSet{Dataset: "sample", Author: "w",
					Changes: []store.Edit{{Op: store.OpPut, Incident: inc}}})
				if errs[w] = errors.Join(errs[w], err); err == nil {
					made.Add(1)
				}
			}
		})
	}
	pace(ctx, turns)
	close(turns)
	running.Wait()
	return errors.Join(errs...)
}

// pace gives turns until the context ends.
func pace(ctx context.Context, turns chan<- int) {
	const each = 15
	tick := time.NewTicker(time.Second * each / changesASecond)
	defer tick.Stop()
	for n := 0; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for range each {
			select {
			case turns <- n * 7919: // here and there
				n++
			case <-ctx.Done():
				return
			}
		}
	}
}
