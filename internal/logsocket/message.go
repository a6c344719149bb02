package logsocket

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"incidentmap/internal/encode/whole"
	"incidentmap/internal/incident"
	"incidentmap/internal/store"
)

// protocol is the version of what is said; another one is refused.
const protocol = 2

// maxLine bounds a message: the largest incident by far.
const maxLine = 64 << 20

// idleTimeout is how long one waits for the other to go on. It is long because a file
// may be read meanwhile whose places services are asked for; nobody else waits.
const idleTimeout = 10 * time.Minute

// method is what is asked.
type method string

const (
	hello      method = "hello"
	datasets   method = "datasets"
	putDataset method = "putDataset"
	apply      method = "apply"
	version    method = "version"
	current    method = "current"
	deleted    method = "deleted"
	revisions  method = "revisions"
	batch      method = "batch"
	since      method = "since"
	backup     method = "backup"
	check      method = "check"
	drop       method = "dropDataset"
	grants     method = "grants"
	putGrant   method = "putGrant"
	grantUsed  method = "grantUsed"
	audit      method = "audit"
)

// request is the first line of a call.
type request struct {
	Protocol int
	Method   method
	Dataset  string            `json:",omitempty"`
	ID       string            `json:",omitempty"` // of an incident or a batch
	Version  int64             `json:",omitempty"`
	Path     string            `json:",omitempty"`
	About    *incident.Dataset `json:",omitempty"`
	Set      *changeSet        `json:",omitempty"` // its edits follow
	Grant    *store.Grant      `json:",omitempty"`
	At       time.Time         `json:",omitzero"`
	Limit    int               `json:",omitempty"`
	// Actor is who asks.
	Actor store.Actor
}

// changeSet is a store.ChangeSet without its edits.
type changeSet struct {
	Dataset, Author, Reason, Batch string
	Base                           *int64
	Brief                          bool
}

// edit is a line of a change set. End ends it, with the words that came with it.
type edit struct {
	Op       store.Operation `json:",omitempty"`
	Content  json.RawMessage `json:",omitempty"`
	ID       string          `json:",omitempty"`
	Base     *int            `json:",omitempty"`
	Revision int             `json:",omitempty"`
	Revive   bool            `json:",omitempty"`
	Flat     incident.Flat   `json:",omitempty"`
	Words    *store.Words    `json:",omitempty"`
	End      bool            `json:",omitempty"`
}

// answer is a line of an answer, which says one thing. End or Error is the last.
type answer struct {
	Columns  []incident.Column   `json:",omitempty"` // of the incidents that follow
	Content  json.RawMessage     `json:",omitempty"` // an incident, alone or of the revision
	Revision *store.Revision     `json:",omitempty"` // without its incident
	Datasets []*incident.Dataset `json:",omitempty"`
	Version  int64               `json:",omitempty"`
	Count    int                 `json:",omitempty"`
	// Described is of what has become of a change set, as Version and Count are.
	Described bool               `json:",omitempty"`
	Problems  []string           `json:",omitempty"`
	Grants    []store.Grant      `json:",omitempty"`
	Audit     []store.AuditEntry `json:",omitempty"`
	Error     *failure           `json:",omitempty"`
	End       bool               `json:",omitempty"`
}

// failure is an error; Code is empty for one that is not *incident.Error.
type failure struct {
	Code      incident.Code `json:",omitempty"`
	Parameter string        `json:",omitempty"`
	Message   string
	Allowed   []string `json:",omitempty"`
}

func failureOf(err error) *failure {
	var e *incident.Error
	if errors.As(err, &e) {
		return &failure{e.Code, e.Parameter, e.Message, e.Allowed}
	}
	return &failure{Message: err.Error()}
}

func (f *failure) error() error {
	if f.Code == "" {
		return errors.New(f.Message)
	}
	return &incident.Error{Code: f.Code, Parameter: f.Parameter, Message: f.Message, Allowed: f.Allowed}
}

// revisionAnswer is a revision as a line.
func revisionAnswer(r store.Revision, columns []incident.Column) (answer, error) {
	a := answer{Revision: &r}
	if r.Incident == nil {
		return a, nil
	}
	content, err := whole.Marshal(r.Incident, columns)
	r.Incident, a.Content = nil, content
	return a, err
}

// revision reads what revisionAnswer has made.
func (a *answer) revision(columns []incident.Column) (store.Revision, error) {
	r := *a.Revision
	if a.Content == nil {
		return r, nil
	}
	inc, err := whole.Unmarshal(a.Content, r.Dataset, columns)
	r.Incident = &inc
	return r, err
}

// editLine is an edit as a line.
func editLine(e store.Edit, columns []incident.Column) (edit, error) {
	line := edit{Op: e.Op, ID: e.ID, Base: e.Base, Revision: e.Revision, Revive: e.Revive, Flat: e.Flat}
	if e.Incident == nil {
		return line, nil
	}
	content, err := whole.Marshal(e.Incident, columns)
	line.Content = content
	return line, err
}

// edit reads what editLine has made. Invalid: a put without an incident.
func (e *edit) edit(dataset string, columns []incident.Column) (store.Edit, error) {
	out := store.Edit{Op: e.Op, ID: e.ID, Base: e.Base, Revision: e.Revision, Revive: e.Revive, Flat: e.Flat}
	if e.Op != store.OpPut {
		return out, nil
	}
	if e.Content == nil {
		return out, incident.Errorf(incident.Invalid, "a put without an incident")
	}
	inc, err := whole.Unmarshal(e.Content, dataset, columns)
	out.Incident = &inc
	return out, err
}

// lines are the two directions of a call.
type lines struct {
	conn net.Conn
	in   *bufio.Reader
	out  *bufio.Writer
}

func newLines(conn net.Conn) *lines {
	return &lines{conn, bufio.NewReaderSize(conn, 16<<10), bufio.NewWriterSize(conn, 16<<10)}
}

// send writes a message, which flush sends at the latest.
func (l *lines) send(m any) error {
	if err := l.conn.SetWriteDeadline(time.Now().Add(idleTimeout)); err != nil {
		return err
	}
	return json.NewEncoder(l.out).Encode(m)
}

func (l *lines) flush() error { return l.out.Flush() }

// receive reads a message.
func (l *lines) receive(m any) error {
	line, err := l.receiveLine()
	if err != nil {
		return err
	}
	return json.Unmarshal(line, m)
}

// receiveLine reads a message as it is; it is there until the next one is read.
func (l *lines) receiveLine() ([]byte, error) {
	if err := l.conn.SetReadDeadline(time.Now().Add(idleTimeout)); err != nil {
		return nil, err
	}
	return readLine(l.in)
}

// readLine reads a line of at most maxLine. io.ErrUnexpectedEOF: it has no end.
func readLine(in *bufio.Reader) ([]byte, error) {
	var long []byte
	for {
		part, err := in.ReadSlice('\n')
		if err == nil && long == nil {
			return part, nil
		}
		if len(long)+len(part) > maxLine {
			return nil, fmt.Errorf("a message has more than %d MB", maxLine>>20)
		}
		long = append(long, part...)
		switch {
		case err == nil:
			return long, nil
		case errors.Is(err, io.EOF):
			return nil, io.ErrUnexpectedEOF
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		}
	}
}
