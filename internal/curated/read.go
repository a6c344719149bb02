package curated

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"incidentmap/internal/incident"
	"incidentmap/internal/place"
	"incidentmap/internal/report"
)

// DatasetName is the file that makes a directory a dataset.
const DatasetName = "dataset.yaml"

// maxFiles bounds the files of a directory.
const maxFiles = 100_000

// Directory is a dataset as it is kept by hand.
type Directory struct {
	// Root is the directory's path; files are named relative to it.
	Root string
	// Version and Released (YYYY-MM-DD) are those of the frozen copies.
	Version, Released string
	// Citation says how to cite the dataset.
	Citation string
	// Main holds the incidents, Layers the context layers.
	Main   Set
	Layers []Set
	// SourceKeys are the keys of the dataset's sources, as written.
	SourceKeys []string
	// Texts are the texts that are looked up, each once, in the order of
	// first use.
	Texts []Text
	Lock  place.Lock
	// Problems are what could not be read as it stands.
	Problems []report.Finding
	// Fingerprint identifies the content of all files that were read.
	Fingerprint string
}

// Set is a dataset with its records.
type Set struct {
	Dataset *incident.Dataset
	Records []Located
	// File is where the dataset itself is described.
	File string
	doc  *document
}

// Position is the line and the name of a key of the set's own file.
func (s *Set) Position(path ...any) (line int, key string) {
	return s.doc.line(path...), pathText(path)
}

// Located is an incident that knows where it was written.
type Located struct {
	incident.Incident
	File string
	// Distinct are the IDs of records that look like this one and are not.
	Distinct []string
	doc      *document
	at       []any
}

// Position is the line and the name of a key of the record: Position("claims",
// 1, "scope") is claims[2].scope.
func (l Located) Position(path ...any) (line int, key string) {
	return l.doc.line(append(slices.Clone(l.at), path...)...), pathText(path)
}

// Text is the text of a place, where it is first used.
type Text struct {
	Text, File string
	Line       int
}

// Read reads a directory. The error is about the directory itself; everything
// else that is wrong is among its Problems. A place that is not in the lock
// has no point.
func Read(root string) (*Directory, error) { return ReadWith(root, nil) }

// ReadWith is Read that asks locate for the places that are not in the lock,
// unless it is nil. Nobody has reviewed them.
func ReadWith(root string, locate func(text string) (place.Entry, bool)) (*Directory, error) {
	r := &reader{dir: &Directory{Root: root}, texts: map[string]bool{}, hash: sha256.New(), locate: locate}
	if err := r.dataset(); err != nil {
		return nil, err
	}
	if err := r.lock(); err != nil {
		return nil, err
	}
	if err := r.incidents(); err != nil {
		return nil, err
	}
	err := r.layers()
	r.dir.Fingerprint = hex.EncodeToString(r.hash.Sum(nil)[:6])
	return r.dir, err
}

// reader fills a directory.
type reader struct {
	dir   *Directory
	entry datasetEntry
	texts map[string]bool
	hash  hash.Hash
	// locate finds a place that is not in the lock; nil finds none.
	locate func(text string) (place.Entry, bool)
}

func (r *reader) problem(file string, line int, path, format string, args ...any) {
	r.dir.Problems = append(r.dir.Problems, problem(file, line, path, fmt.Sprintf(format, args...)))
}

// entryOf is the entry of a text: in the lock, or found now.
func (r *reader) entryOf(text string) (place.Entry, bool) {
	l, ok := r.dir.Lock[text]
	if !ok && r.locate != nil {
		return r.locate(text)
	}
	return l, ok
}

// file reads a file of the directory.
func (r *reader) file(name string) ([]byte, error) {
	raw, err := os.ReadFile(filepath.Join(r.dir.Root, name))
	if err == nil {
		fmt.Fprintf(r.hash, "%s %d\n%s", name, len(raw), raw)
	}
	return raw, err
}

// read decodes a file of the directory and notes its problems.
func (r *reader) read(name string, into any) (*document, error) {
	raw, err := r.file(name)
	if err != nil {
		return nil, err
	}
	doc, problems := parseDocument(raw, name, into)
	r.dir.Problems = append(r.dir.Problems, problems...)
	return doc, nil
}

// lock reads the lock; one that is not there is empty.
func (r *reader) lock() error {
	raw, err := r.file(place.LockName)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	lock, problems := place.ReadLock(bytes.NewReader(raw), place.LockName)
	r.dir.Lock = lock
	r.dir.Problems = append(r.dir.Problems, problems...)
	return nil
}

func (r *reader) dataset() error {
	doc, err := r.read(DatasetName, &r.entry)
	if err != nil {
		return fmt.Errorf("%s is no dataset: %w", r.dir.Root, err)
	}
	e, d := r.entry, r.dir
	d.Version, d.Released, d.Citation = e.Version, e.Released, e.Citation
	id := e.ID
	if id == "" {
		id = filepath.Base(d.Root)
	}
	d.Main = Set{File: DatasetName, doc: doc, Dataset: &incident.Dataset{ID: id, Title: e.Title,
		Description: strings.TrimSpace(e.Description),
		Licence:     e.Licence, Attribution: strings.TrimSpace(e.Attribution), Visibility: incident.Public,
		Kinds: incident.ShippedKinds, EventTypes: incident.ShippedEventTypes}}
	for _, s := range e.Sources {
		d.SourceKeys = append(d.SourceKeys, s.Key)
	}
	for i, g := range e.Groups {
		c := converter{reader: r, located: Located{File: DatasetName, doc: doc, at: []any{"groups", i}}}
		sources := c.sources(g.Sources)
		d.Main.Dataset.Groups = append(d.Main.Dataset.Groups, incident.Group{ID: g.ID, Dataset: id, Title: g.Title,
			Claims: c.claims(g.Claims), Sources: sources})
	}
	return nil
}

// names lists the YAML files of a folder in the order of their names.
func (r *reader) names(folder string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(r.dir.Root, folder))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if len(entries) > maxFiles {
		return nil, fmt.Errorf("%s: it has more than %d files", folder, maxFiles)
	}
	var out []string
	for _, e := range entries {
		name := folder + "/" + e.Name()
		if !e.Type().IsRegular() || filepath.Ext(name) != ".yaml" {
			r.problem(name, 0, "", "it is no file that ends in .yaml, and is not read")
			continue
		}
		out = append(out, name)
	}
	return out, nil
}

func (r *reader) incidents() error {
	names, err := r.names("incidents")
	if err != nil {
		return err
	}
	for _, name := range names {
		var e incidentEntry
		doc, err := r.read(name, &e)
		if err != nil {
			return err
		}
		r.add(&r.dir.Main, Located{File: name, doc: doc}, stem(name), e)
	}
	if len(names) == 0 {
		r.problem("incidents", 0, "", "there are no incidents; each is a file incidents/ID.yaml")
	}
	return nil
}

func (r *reader) layers() error {
	names, err := r.names("layers")
	if err != nil {
		return err
	}
	for _, name := range names {
		var e layerEntry
		doc, err := r.read(name, &e)
		if err != nil {
			return err
		}
		main := r.dir.Main.Dataset
		set := Set{File: name, doc: doc, Dataset: &incident.Dataset{ID: main.ID + "-" + stem(name), ContextOf: main.ID,
			Title:       e.Title,
			Description: strings.TrimSpace(e.Description), Licence: main.Licence, Attribution: main.Attribution,
			Visibility: incident.Public, Kinds: terms(e.Kinds), EventTypes: terms(e.EventTypes), Columns: r.columns(doc,
				e.Columns)}}
		for i, rec := range e.Records {
			at := Located{File: name, doc: doc, at: []any{"records", i}}
			r.add(&set, at, rec.ID, rec.incidentEntry)
			last := &set.Records[len(set.Records)-1]
			last.Extra = r.extra(*last, set.Dataset.Columns, rec.Extra)
		}
		r.dir.Layers = append(r.dir.Layers, set)
	}
	return nil
}

func (r *reader) add(set *Set, l Located, id string, e incidentEntry) {
	c := converter{reader: r, located: l}
	l.Incident = c.incident(e)
	l.ID, l.Dataset, l.Distinct = id, set.Dataset.ID, e.DistinctFrom
	set.Records = append(set.Records, l)
}

func stem(name string) string {
	base := filepath.Base(name)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

func terms(entries []termEntry) []incident.Term {
	var out []incident.Term
	for _, e := range entries {
		out = append(out, incident.Term{ID: e.ID, Label: e.Label})
	}
	return out
}
