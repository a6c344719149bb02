package memstore

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"incidentmap/geo"
	"incidentmap/internal/incident"
	"incidentmap/internal/memstore/packed"
	"incidentmap/internal/store"
)

// The sections that a dataset is saved in, beside those of its records.
const (
	sectionIndex = "index" // geo's image
	// sectionCodes is, for each dictionary, how many codes it has and the row
	// of a record that has each, all uint32.
	sectionCodes = "codes"
)

// savedHead is what a saved dataset knows of itself.
type savedHead struct {
	Dataset *incident.Dataset
	Stats   store.Stats
	Columns []string
	Note    json.RawMessage
}

// Saved is a dataset in a file.
type Saved struct {
	file *packed.File
	head savedHead
}

// Save writes a dataset into a file as it is now. note makes what its reader will want to
// see before it is used, from the version that is written. The dataset may be read and
// changed while it goes on.
func (s *Store) Save(ctx context.Context, dataset, path string, note func(version string) (any, error)) error {
	w, err := packed.Create(path)
	if err != nil {
		return err
	}
	head, err := s.saveInto(ctx, dataset, w)
	if err == nil {
		head.Note, err = noted(note, head.Stats.Version)
	}
	if err != nil {
		return errors.Join(err, w.Abort())
	}
	return w.Commit(head)
}

func noted(note func(version string) (any, error), version string) (json.RawMessage, error) {
	of, err := note(version)
	if err != nil {
		return nil, err
	}
	return json.Marshal(of)
}

// saveInto writes a dataset's sections.
func (s *Store) saveInto(ctx context.Context, dataset string, w packed.Sections) (savedHead, error) {
	set, err := s.set(ctx, dataset)
	if err != nil {
		return savedHead{}, err
	}
	v := set.view()
	image, unchanged := v.snap.AppendImage(nil)
	if !unchanged {
		if set, err = v.repacked(ctx); err != nil {
			return savedHead{}, err
		}
		image, _ = set.index.Snapshot().AppendImage(nil)
	}
	if err = set.save(ctx, w, image); err != nil {
		return savedHead{}, err
	}
	return savedHead{Dataset: set.dataset, Stats: v.stats, Columns: set.columnNames()}, nil
}

// The names of own columns in a file begin so: numbered ones, and hashed ones.
const (
	ownNumbered = "own:"
	ownHashed   = "own-hashed:"
)

// columnNames names the columns of the index, in order: another version may
// have others.
func (s *set) columnNames() []string {
	names := sharedColumnNames()
	for i, c := range s.dataset.Columns {
		prefix := ownNumbered
		if s.dictionaries[firstOwn+i].hashed {
			prefix = ownHashed
		}
		names = append(names, prefix+c.Name)
	}
	return names
}

func sharedColumnNames() []string {
	var names []string
	for _, f := range incident.Facets {
		names = append(names, f.Name)
	}
	return append(names, incident.Killed, incident.Injured, "group")
}

// hashColumns has the own columns hashed that a file's names say are. It
// reports whether the names are those of this version's columns.
func (s *set) hashColumns(names []string) bool {
	for i := range s.dataset.Columns {
		if at := firstOwn + i; at < len(names) {
			s.dictionaries[at].hashed = strings.HasPrefix(names[at], ownHashed)
		}
	}
	return slices.Equal(names, s.columnNames())
}

func (s *set) save(ctx context.Context, w packed.Sections, image []byte) error {
	w.Section(sectionIndex)
	if _, err := w.Write(image); err != nil {
		return err
	}
	codes, err := s.codeRows()
	if err != nil {
		return err
	}
	w.Section(sectionCodes)
	if _, err := w.Write(codes); err != nil {
		return err
	}
	return s.byID.packed.WriteTo(ctx, w)
}

// codeRows lists the rows of the records that stand for the codes.
func (s *set) codeRows() ([]byte, error) {
	var out []byte
	for _, d := range s.dictionaries {
		standing := d.all()
		out = binary.LittleEndian.AppendUint32(out, uint32(len(standing)))
		for _, r := range standing {
			row, ok := s.byID.packed.RowOf(r.ID)
			if !ok {
				return nil, incident.Errorf(incident.Invalid, "dataset %s was changed since it was loaded",
					s.dataset.ID)
			}
			out = binary.LittleEndian.AppendUint32(out, row)
		}
	}
	return out, nil
}

// OpenSaved opens a file that Save wrote. The cause of an error about its
// content is packed.ErrDamaged.
func OpenSaved(path string) (*Saved, error) {
	f, err := packed.Open(path)
	if err != nil {
		return nil, err
	}
	s := &Saved{file: f}
	if err := f.Content(&s.head); err != nil {
		return nil, err
	}
	if s.head.Dataset == nil {
		return nil, fmt.Errorf("%w: it names no dataset", packed.ErrDamaged)
	}
	return s, nil
}

// Dataset is the dataset that the file holds.
func (s *Saved) Dataset() *incident.Dataset { return s.head.Dataset }

// Stats are the dataset's.
func (s *Saved) Stats() store.Stats { return s.head.Stats }

// Note reads what Save was given.
func (s *Saved) Note(into any) error { return json.Unmarshal(s.head.Note, into) }

// PutSaved adds a dataset as Put does. Its records stay in the file until
// they are asked for.
func (s *Store) PutSaved(saved *Saved) error {
	built, err := saved.set()
	if err != nil {
		return err
	}
	s.add(built)
	return nil
}

// set makes the dataset that the file holds.
func (s *Saved) set() (*set, error) {
	records, err := s.file.Records()
	if err != nil {
		return nil, err
	}
	built := &set{dataset: s.head.Dataset, stats: s.head.Stats, dictionaries: newDictionaries(s.head.Dataset),
		byID: ids{packed: records, overlay: map[string]*incident.Record{}}}
	if !built.hashColumns(s.head.Columns) {
		return nil, fmt.Errorf("%w: it is of another version's columns", packed.ErrDamaged)
	}
	counts, err := built.readCodes(s.file.Section(sectionCodes), records)
	if err != nil {
		return nil, err
	}
	built.index, err = geo.LoadIndex(built.schema(), s.file.Section(sectionIndex), records, counts)
	return built, err
}

// readCodes fills the dictionaries and tells how many codes each has.
func (s *set) readCodes(raw []byte, records *packed.Records) ([]int, error) {
	words := make([]uint32, len(raw)/4)
	for i := range words {
		words[i] = binary.LittleEndian.Uint32(raw[4*i:])
	}
	var counts []int
	for _, d := range s.dictionaries {
		if len(words) == 0 || int(words[0]) > len(words)-1 {
			return nil, fmt.Errorf("%w: its codes end too early", packed.ErrDamaged)
		}
		n := int(words[0])
		if d.hashed {
			counts, words = append(counts, buckets), words[1+n:]
			continue
		}
		for _, row := range words[1 : 1+n] {
			if int(row) >= records.Len() {
				return nil, fmt.Errorf("%w: a code's record lies outside", packed.ErrDamaged)
			}
			r := records.At(row)
			d.code(d.key(r), r)
		}
		if len(d.records) != n {
			return nil, fmt.Errorf("%w: two codes stand for one value", packed.ErrDamaged)
		}
		counts = append(counts, n)
		words = words[1+n:]
	}
	return counts, nil
}
