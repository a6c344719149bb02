package logsocket

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/inorder"
	"incidentmap/internal/store"
)

// served is a call as the server has it.
type served struct {
	*lines
	log   Log
	dir   string // for what waits
	asked request
	edits *os.File // of a change set
	words *store.Words
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
	for {
		line, err := c.receiveLine()
		if err != nil {
			return err
		}
		if bytes.HasSuffix(line, endOfLastLine) {
			if last, err := editOf(line); err != nil || last.End {
				c.words = last.Words
				return errors.Join(err, c.rewind(out))
			}
		}
		if _, err := out.Write(line); err != nil {
			return c.noRoom(err)
		}
	}
}

// endOfLastLine ends the last line of a change set, and seldom others.
var endOfLastLine = []byte(`"End":true}` + "\n")

// rewind has the waiting edits read from their beginning.
func (c *served) rewind(out *bufio.Writer) error {
	if err := out.Flush(); err != nil {
		return c.noRoom(err)
	}
	_, err := c.edits.Seek(0, io.SeekStart)
	return err
}

func (c *served) noRoom(err error) error {
	return fmt.Errorf("the changes have no room in %s: %w", c.dir, err)
}

// end gives the waiting edits up.
func (c *served) end() {
	if c.edits != nil {
		_ = c.edits.Close()
	}
}

// run does what is asked and answers all but the end.
func (c *served) run(ctx context.Context) error {
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
	}
	return c.list(ctx)
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
	set := store.ChangeSet{Dataset: s.Dataset, Author: s.Author, Reason: s.Reason, Batch: s.Batch, Base: s.Base,
		Brief: s.Brief, Stream: c.waiting(s.Dataset, columns)}
	if c.words != nil {
		set.Words = func() store.Words { return *c.words }
	}
	done, err := c.log.Apply(ctx, set)
	a := answer{Columns: columns, Version: done.Version, Count: done.Count, Described: done.Described}
	if err := c.say(a, err); err != nil {
		return err
	}
	return c.sayRevisions(columns, each(done.Revisions, nil))
}

// lotLines is how many edits are read from the waiting file together.
const lotLines = 256

// lot are lines of the waiting file, and the edits that they are.
type lot struct {
	lines [][]byte
	edits []store.Edit
	err   error
}

// waiting yields the edits that wait. They are decoded while the ones before are used.
func (c *served) waiting(dataset string, columns []incident.Column) iter.Seq2[store.Edit, error] {
	return func(yield func(store.Edit, error) bool) {
		for l := range inorder.Ahead(c.lots, func(l *lot) { l.decode(dataset, columns) }) {
			for i := range l.edits {
				if !yield(l.edits[i], nil) {
					return
				}
			}
			if l.err != nil {
				yield(store.Edit{}, l.err)
				return
			}
		}
	}
}

// lots reads the waiting file.
func (c *served) lots(yield func(*lot) bool) {
	in := bufio.NewReaderSize(c.edits, 256<<10)
	for l := (&lot{}); ; {
		line, err := readLine(in)
		ended := errors.Is(err, io.ErrUnexpectedEOF) // nothing is left: each edit has its end
		if err != nil && !ended {
			l.err = err
		}
		if err == nil {
			l.lines = append(l.lines, bytes.Clone(line))
		}
		if err != nil || len(l.lines) == lotLines {
			if !yield(l) || err != nil {
				return
			}
			l = &lot{}
		}
	}
}

func (l *lot) decode(dataset string, columns []incident.Column) {
	for _, line := range l.lines {
		e, err := editOf(line)
		var out store.Edit
		if err == nil {
			out, err = e.edit(dataset, columns)
		}
		if err != nil {
			l.err = err
			return
		}
		l.edits = append(l.edits, out)
	}
}

func editOf(line []byte) (e edit, err error) {
	err = jsonv2.Unmarshal(line, &e, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return e, err
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
