package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"incidentmap/internal/format/gpkg"
	"incidentmap/internal/load"
)

// checkPublish refuses a directory that nothing can be published to.
func (o *serveOptions) checkPublish() error {
	if o.publish == "" {
		return nil
	}
	if o.db == "" {
		return errors.New("--publish copies the datasets of a database; it needs --db")
	}
	if info, err := os.Stat(o.publish); err != nil || !info.IsDir() {
		return fmt.Errorf("--publish: %s is no directory; make it first", o.publish)
	}
	return nil
}

// publish keeps copies of the database's public datasets where the user wants them. What
// it returns waits for the end of that.
func (m *serveMain) publish(ctx context.Context, keeps func(string) bool) (wait func()) {
	if m.options.publish == "" {
		return func() {}
	}
	p := load.Publisher{Dir: m.options.publish, Format: gpkg.Format, Reader: m.store, Keeps: keeps, Log: m.log}
	var running sync.WaitGroup
	running.Go(func() { p.Run(ctx) })
	return running.Wait
}
