package logsocket

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
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
	asked request
	edits waiting // of a change set
	words *store.Words
}

// begin reads all that is asked.
func (c *served) begin(ctx context.Context) error {
	if err := c.receive(&c.asked); err != nil {
		return err
	}
	if c.asked.Protocol != protocol {
		return fmt.Errorf("the server that holds the database is of another version of the program "+
			"(it speaks %d, and was asked in %d); use the same program for both", protocol, c.asked.Protocol)
	}
	if c.asked.Method != apply {
		return nil
	}
	if c.asked.Set == nil {
		return incident.Errorf(incident.Invalid, "a change set is missing")
	}
	columns, err := c.columns(ctx, c.asked.Set.Dataset)
	if err := c.say(answer{Columns: columns}, err); err != nil {
		return err
	}
	return errors.Join(c.flush(), c.receiveEdits())
}

// receiveEdits has the edits of a change set wait.
func (c *served) receiveEdits() error {
	for {
		line, err := c.receiveLine()
		if err != nil {
			return err
		}
		if bytes.HasSuffix(line, endOfLastLine) {
			if last, err := editOf(line); err != nil || last.End {
				c.words = last.Words
				return err
			}
		}
		if _, err := c.edits.Write(line); err != nil {
			return err
		}
	}
}

// endOfLastLine ends the last line of a change set, and seldom others.
var endOfLastLine = []byte(`"End":true}` + "\n")

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
	set := store.ChangeSet{Dataset: s.Dataset, Author: s.Author, Reason: s.Reason, Batch: s.Batch, Base: s.Base,
		Brief: s.Brief, Stream: c.stream(s.Dataset, columns)}
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

// lotLines is how many waiting edits are decoded together.
const lotLines = 256

// lot are lines that wait, and the edits that they are.
type lot struct {
	lines [][]byte
	edits []store.Edit
	err   error
}

// stream yields the edits that wait. They are decoded while the ones before are used.
func (c *served) stream(dataset string, columns []incident.Column) iter.Seq2[store.Edit, error] {
	return func(yield func(store.Edit, error) bool) {
		in, err := c.edits.reader()
		if err != nil {
			yield(store.Edit{}, err)
			return
		}
		for l := range inorder.Ahead(lotsOf(in), func(l *lot) { l.decode(dataset, columns) }) {
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

// lotsOf reads the waiting edits.
func lotsOf(in *bufio.Reader) iter.Seq[*lot] {
	return func(yield func(*lot) bool) {
		for l := (&lot{}); ; {
			line, err := readLine(in)
			if err != nil {
				if !errors.Is(err, io.ErrUnexpectedEOF) { // nothing is left: each edit has its end
					l.err = err
				}
				yield(l)
				return
			}
			if l.lines = append(l.lines, bytes.Clone(line)); len(l.lines) == lotLines {
				if !yield(l) {
					return
				}
				l = &lot{}
			}
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
