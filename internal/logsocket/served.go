package logsocket

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// served is a call as the server has it.
type served struct {
	*lines
	log   Log
	dir   string // for what waits
	asked request
	edits *os.File // of a change set
}

// begin reads all that is asked.
func (c *served) begin() error {
	if err := c.receive(&c.asked); err != nil {
		return err
	}
	if c.asked.Protocol != protocol {
		return fmt.Errorf("the server that holds the database is of another version of the program "+
			"(it speaks %d, and was asked in %d); use the same program for both", protocol, c.asked.Protocol)
	}
	if c.asked.Method == apply {
		return c.receiveEdits()
	}
	return nil
}

// receiveEdits has the edits of a change set wait in a file that has no name any more.
func (c *served) receiveEdits() error {
	if c.asked.Set == nil {
		return incident.Errorf(incident.Invalid, "a change set is missing")
	}
	f, err := os.CreateTemp(c.dir, ".edits-*")
	if err != nil {
		return err
	}
	c.edits = f
	if err := os.Remove(f.Name()); err != nil {
		return err
	}
	out := bufio.NewWriterSize(f, 256<<10)
	for ended := false; !ended; {
		line, err := c.receiveLine()
		if err != nil {
			return err
		}
		if _, err := out.Write(line); err != nil {
			return fmt.Errorf("the changes have no room in %s: %w", c.dir, err)
		}
		ended = string(line) == endLine
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("the changes have no room in %s: %w", c.dir, err)
	}
	_, err = f.Seek(0, io.SeekStart)
	return err
}

// end gives the waiting edits up.
func (c *served) end() {
	if c.edits != nil {
		_ = c.edits.Close()
	}
}

// run does what is asked and answers all but the end.
func (c *served) run(ctx context.Context) error {
	ctx = store.By(ctx, c.asked.Actor)
	switch r := &c.asked; r.Method {
	case hello:
		return nil
	case datasets:
		all, err := c.log.Datasets(ctx)
		return c.say(answer{Datasets: all}, err)
	case putDataset:
		if r.About == nil {
			return incident.Errorf(incident.Invalid, "a dataset is missing")
		}
		return c.log.PutDataset(ctx, r.About)
	case version:
		v, err := c.log.Version(ctx, r.Dataset)
		return c.say(answer{Version: v}, err)
	case backup:
		if !filepath.IsAbs(r.Path) {
			return incident.Errorf(incident.Invalid, "the path %q is not absolute", r.Path)
		}
		return c.log.Backup(ctx, r.Path)
	case check:
		problems, err := c.log.Check(ctx)
		return c.say(answer{Problems: problems}, err)
	case apply:
		return c.apply(ctx)
	case drop:
		return c.log.DropDataset(ctx, r.Dataset)
	case grants, putGrant, grantUsed, audit:
		return c.access(ctx)
	}
	return c.list(ctx)
}

// access answers who may do what, and who has done what.
func (c *served) access(ctx context.Context) error {
	switch r := &c.asked; {
	case r.Method == grants:
		all, err := c.log.Grants(ctx)
		return c.say(answer{Grants: all}, err)
	case r.Method == audit:
		all, err := c.log.Audit(ctx, r.Limit)
		return c.say(answer{Audit: all}, err)
	case r.Method == grantUsed:
		return c.log.GrantUsed(ctx, r.ID, r.At)
	case r.Grant == nil:
		return incident.Errorf(incident.Invalid, "a grant is missing")
	default:
		return c.log.PutGrant(ctx, *r.Grant)
	}
}

// list answers with incidents or revisions.
func (c *served) list(ctx context.Context) error {
	r := &c.asked
	columns, err := c.columns(ctx, r.Dataset)
	if err != nil {
		return err
	}
	if err := c.say(answer{Columns: columns}, nil); err != nil {
		return err
	}
	switch r.Method {
	case current:
		for inc, err := range c.log.Current(ctx, r.Dataset) {
			if err != nil {
				return err
			}
			content, err := whole.Marshal(inc, columns)
			if err := c.say(answer{Content: content}, err); err != nil {
				return err
			}
		}
		return nil
	case deleted:
		return c.sayRevisions(columns, c.log.Deleted(ctx, r.Dataset))
	case revisions:
		all, err := c.log.Revisions(ctx, r.Dataset, r.ID)
		return c.sayRevisions(columns, each(all, err))
	case batch:
		all, err := c.log.Batch(ctx, r.Dataset, r.ID)
		return c.sayRevisions(columns, each(all, err))
	case since:
		return c.sayRevisions(columns, c.log.Since(ctx, r.Dataset, r.Version))
	}
	return incident.Errorf(incident.Invalid, "nobody knows how to %q", r.Method)
}

func (c *served) apply(ctx context.Context) error {
	s := c.asked.Set
	columns, err := c.columns(ctx, s.Dataset)
	if err != nil {
		return err
	}
	done, err := c.log.Apply(ctx, store.ChangeSet{Dataset: s.Dataset, Author: s.Author, Reason: s.Reason,
		Batch: s.Batch, Base: s.Base, Brief: s.Brief, Stream: c.waiting(s.Dataset, columns)})
	if err := c.say(answer{Columns: columns, Version: done.Version, Count: done.Count}, err); err != nil {
		return err
	}
	return c.sayRevisions(columns, each(done.Revisions, nil))
}

// waiting yields the edits that wait.
func (c *served) waiting(dataset string, columns []incident.Column) iter.Seq2[store.Edit, error] {
	return func(yield func(store.Edit, error) bool) {
		in := bufio.NewReaderSize(c.edits, 256<<10)
		for {
			var e edit
			line, err := readLine(in)
			if err == nil {
				err = json.Unmarshal(line, &e)
			}
			if err == nil && e.End {
				return
			}
			var out store.Edit
			if err == nil {
				out, err = e.edit(dataset, columns)
			}
			if !yield(out, err) || err != nil {
				return
			}
		}
	}
}

func (c *served) columns(ctx context.Context, dataset string) ([]incident.Column, error) {
	all, err := c.log.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(d *incident.Dataset) bool { return d.ID == dataset })
	if i < 0 {
		return nil, incident.Errorf(incident.NotFound, "there is no dataset %q in the log", dataset)
	}
	return all[i].Columns, nil
}

// say sends an answer unless something has failed.
func (c *served) say(a answer, err error) error {
	if err != nil {
		return err
	}
	return c.send(a)
}

func (c *served) sayRevisions(columns []incident.Column, all iter.Seq2[store.Revision, error]) error {
	for r, err := range all {
		if err != nil {
			return err
		}
		a, err := revisionAnswer(r, columns)
		if err := c.say(a, err); err != nil {
			return err
		}
	}
	return nil
}

func each(all []store.Revision, err error) iter.Seq2[store.Revision, error] {
	return func(yield func(store.Revision, error) bool) {
		if err != nil {
			yield(store.Revision{}, err)
			return
		}
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	}
}
