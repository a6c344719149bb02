package logsocket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"time"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// Client is the log of a server on this machine. It is safe for concurrent use.
type Client struct{ path string }

var _ interface {
	store.Log
	store.Access
} = (*Client)(nil)

// Dial finds the server that holds the log of a file. An error: there is none that
// listens, or it speaks another version of the protocol.
func Dial(ctx context.Context, file string) (*Client, error) {
	c := &Client{Path(file)}
	_, err := c.one(ctx, request{Method: hello})
	return c, err
}

// Close implements store.Log; nothing is held between calls.
func (c *Client) Close() error { return nil }

// Datasets implements store.Log.
func (c *Client) Datasets(ctx context.Context) ([]*incident.Dataset, error) {
	a, err := c.one(ctx, request{Method: datasets})
	return a.Datasets, err
}

// PutDataset implements store.Log.
func (c *Client) PutDataset(ctx context.Context, d *incident.Dataset) error {
	_, err := c.one(ctx, request{Method: putDataset, About: d})
	return err
}

// MakeDataset implements store.Log. It is not offered by way of the socket: commands put
// datasets.
func (c *Client) MakeDataset(context.Context, *incident.Dataset, *store.Once) (string, error) {
	return "", errors.ErrUnsupported
}

// DropDataset implements store.Log.
func (c *Client) DropDataset(ctx context.Context, dataset string) error {
	_, err := c.one(ctx, request{Method: drop, Dataset: dataset})
	return err
}

// Answered implements store.Log. Change sets that come by way of the socket are not
// remembered: who sends them is told what became of them, or that nothing did.
func (c *Client) Answered(context.Context, string, store.Once) (*store.Applied, error) {
	return nil, nil
}

// Grants implements store.Access.
func (c *Client) Grants(ctx context.Context) ([]store.Grant, error) {
	a, err := c.one(ctx, request{Method: grants})
	return a.Grants, err
}

// PutGrant implements store.Access.
func (c *Client) PutGrant(ctx context.Context, g store.Grant) error {
	_, err := c.one(ctx, request{Method: putGrant, Grant: &g})
	return err
}

// GrantUsed implements store.Access.
func (c *Client) GrantUsed(ctx context.Context, id string, at time.Time) error {
	_, err := c.one(ctx, request{Method: grantUsed, ID: id, At: at})
	return err
}

// Audit implements store.Access.
func (c *Client) Audit(ctx context.Context, limit int) ([]store.AuditEntry, error) {
	a, err := c.one(ctx, request{Method: audit, Limit: limit})
	return a.Audit, err
}

// Version implements store.Log.
func (c *Client) Version(ctx context.Context, dataset string) (int64, error) {
	a, err := c.one(ctx, request{Method: version, Dataset: dataset})
	return a.Version, err
}

// Backup has the server write the log into a new file at an absolute path.
func (c *Client) Backup(ctx context.Context, path string) error {
	_, err := c.one(ctx, request{Method: backup, Path: path})
	return err
}

// Check has the server look whether the log is whole.
func (c *Client) Check(ctx context.Context) ([]string, error) {
	a, err := c.one(ctx, request{Method: check})
	return a.Problems, err
}

// Current implements store.Log.
func (c *Client) Current(ctx context.Context, dataset string) iter.Seq2[*incident.Incident, error] {
	return func(yield func(*incident.Incident, error) bool) {
		var columns []incident.Column
		for a, err := range c.all(ctx, request{Method: current, Dataset: dataset}) {
			if err == nil && a.Content == nil {
				columns = a.Columns
				continue
			}
			var inc incident.Incident
			if err == nil {
				inc, err = whole.Unmarshal(a.Content, dataset, columns)
			}
			if !yield(&inc, err) || err != nil {
				return
			}
		}
	}
}

// Revisions implements store.Log.
func (c *Client) Revisions(ctx context.Context, dataset, id string) ([]store.Revision, error) {
	return collect(c.revisions(ctx, request{Method: revisions, Dataset: dataset, ID: id}))
}

// Batch implements store.Log.
func (c *Client) Batch(ctx context.Context, dataset, name string) ([]store.Revision, error) {
	return collect(c.revisions(ctx, request{Method: batch, Dataset: dataset, ID: name}))
}

// Deleted implements store.Log.
func (c *Client) Deleted(ctx context.Context, dataset string) iter.Seq2[store.Revision, error] {
	return c.revisions(ctx, request{Method: deleted, Dataset: dataset})
}

// Since implements store.Log.
func (c *Client) Since(ctx context.Context, dataset string, version int64) iter.Seq2[store.Revision, error] {
	return c.revisions(ctx, request{Method: since, Dataset: dataset, Version: version})
}

// Apply implements store.Log.
func (c *Client) Apply(ctx context.Context, set store.ChangeSet) (store.Applied, error) {
	call, err := c.call(ctx, request{Method: apply, Set: &changeSet{set.Dataset, set.Author, set.Reason, set.Batch,
		set.Base, set.Brief}})
	if err != nil {
		return store.Applied{}, err
	}
	defer call.end()
	columns, err := call.columns()
	if err == nil {
		err = call.sendEdits(&set, columns)
	}
	if err != nil {
		return store.Applied{}, err
	}
	var out store.Applied
	for a, err := range call.answers() {
		if err != nil {
			return store.Applied{}, err
		}
		if a.Revision == nil {
			columns, out.Version, out.Count = append(columns[:0:0], a.Columns...), a.Version, a.Count
			out.Described = a.Described
			continue
		}
		r, err := a.revision(columns)
		if err != nil {
			return store.Applied{}, err
		}
		out.Revisions = append(out.Revisions, r)
	}
	return out, nil
}

func (c *call) sendEdits(set *store.ChangeSet, columns []incident.Column) error {
	for e, err := range set.Edits() {
		if err != nil {
			return err // the server sees that the end is missing
		}
		line, err := editLine(e, columns)
		if err == nil {
			err = c.send(line)
		}
		if err != nil {
			return c.broken(err)
		}
	}
	end := edit{End: true}
	if set.Words != nil {
		words := set.Words()
		end.Words = &words
	}
	if err := errors.Join(c.send(end), c.flush()); err != nil {
		return c.broken(err)
	}
	return nil
}

// broken is why the server takes no more: what it has said, if it has.
func (c *call) broken(err error) error {
	for a, err := range c.answers() {
		if a.Error != nil {
			return err
		}
	}
	return c.explain(err)
}

// columns are those of the dataset that is to be changed, which the server says before it
// takes the edits.
func (c *call) columns() ([]incident.Column, error) {
	if err := c.flush(); err != nil {
		return nil, c.explain(err)
	}
	var first answer
	if err := c.receive(&first); err != nil {
		return nil, c.explain(err)
	}
	if first.Error != nil {
		return nil, first.Error.error()
	}
	return first.Columns, nil
}

func (c *Client) revisions(ctx context.Context, r request) iter.Seq2[store.Revision, error] {
	return func(yield func(store.Revision, error) bool) {
		var columns []incident.Column
		for a, err := range c.all(ctx, r) {
			if err == nil && a.Revision == nil {
				columns = a.Columns
				continue
			}
			var r store.Revision
			if err == nil {
				r, err = a.revision(columns)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

func collect(all iter.Seq2[store.Revision, error]) ([]store.Revision, error) {
	var out []store.Revision
	for r, err := range all {
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// one asks what has one line as its answer.
func (c *Client) one(ctx context.Context, r request) (answer, error) {
	var out answer
	for a, err := range c.all(ctx, r) {
		if err != nil {
			return answer{}, err
		}
		out = a
	}
	return out, nil
}

// all asks, and yields the answers before the end.
func (c *Client) all(ctx context.Context, r request) iter.Seq2[answer, error] {
	return func(yield func(answer, error) bool) {
		call, err := c.call(ctx, r)
		if err == nil {
			defer call.end()
			err = call.flush()
		}
		if err != nil {
			yield(answer{}, err)
			return
		}
		call.answers()(yield)
	}
}

// call is a call that has begun. It is broken off when its context ends.
type call struct {
	*lines
	ctx  context.Context
	stop func() bool
}

func (c *Client) call(ctx context.Context, r request) (*call, error) {
	path, free, err := short(c.path)
	if err != nil {
		return nil, err
	}
	defer free()
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	out := &call{newLines(conn), ctx, context.AfterFunc(ctx, func() { _ = conn.Close() })}
	r.Protocol, r.Actor = protocol, store.ActorOf(ctx)
	if err := out.send(r); err != nil {
		out.end()
		return nil, err
	}
	return out, nil
}

func (c *call) end() {
	c.stop()
	_ = c.conn.Close()
}

// answers yields what is answered until the end.
func (c *call) answers() iter.Seq2[answer, error] {
	return func(yield func(answer, error) bool) {
		for {
			var a answer
			err := c.receive(&a)
			switch {
			case err != nil:
				err = c.explain(err)
			case a.Error != nil:
				err = a.Error.error()
			case a.End:
				return
			}
			if !yield(a, err) || err != nil {
				return
			}
		}
	}
}

// explain says what a broken connection means.
func (c *call) explain(err error) error {
	if c.ctx.Err() != nil {
		return c.ctx.Err()
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the server that holds the database has ended; look whether the change is there, and try again")
	}
	return fmt.Errorf("the server that holds the database: %w", err)
}
