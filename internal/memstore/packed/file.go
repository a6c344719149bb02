// Package packed is the one form that a record has in memory, and the file of
// it, the snapshot: what was loaded need not be read and sorted again at the
// next start. A Packer takes records as they come, Records reads them one by one. A
// snapshot is named sections of bytes, checked by version and checksum, the
// records among them.
//
// # Format, version 4
//
// The magic bytes "IMSNAP", the version byte 4 and a zero byte; the sections,
// one after the other; the head, a JSON object (see head); the checksums, a
// CRC-32C (Castagnoli, RFC 3720 appendix B.4) of each MiB of everything
// before them as uint32; and the tail: where the head begins, where the
// checksums begin (uint64 each), and the CRC-32C of the checksums and of
// those two numbers. All numbers are little-endian.
//
// A file that another version wrote, that ends too early or whose checksums
// do not hold is not read at all: it can always be made again.
package packed

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"incidentmap/internal/wire"
)

const (
	magic = "IMSNAP\x04\x00"
	// pieceBytes is what one checksum is of.
	pieceBytes = 1 << 20
	tailBytes  = 8 + 8 + 4
)

// ErrDamaged is the cause of errors about a file that is no whole snapshot of
// this version.
var ErrDamaged = errors.New("it is no whole snapshot of this version")

// head is what a file knows of itself.
type head struct {
	Sections []section       `json:"sections"`
	Content  json.RawMessage `json:"content"`
}

type section struct {
	Name string `json:"name"`
	From int64  `json:"from"`
	Size int64  `json:"size"`
}

// Sections are what a snapshot is written into.
type Sections interface {
	// Section begins a section; what is written from now on belongs to it.
	Section(name string)
	io.Writer
}

// Writer writes a file. It is there under its name only when it is whole.
type Writer struct {
	lock     *flock.Flock // held while the file is unfinished, see Sweep
	file     *os.File
	out      *bufio.Writer
	path     string
	at       int64
	piece    uint32 // the checksum of the present piece so far
	sums     []byte
	sections []section
}

// Create begins a file in place of the one at path, in a directory that is
// made if it is not there. Only its owner may read it.
func Create(path string) (*Writer, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+partSuffix)
	if err != nil {
		return nil, err
	}
	lock := flock.New(f.Name())
	if _, err := lock.TryLock(); err != nil {
		return nil, errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	w := &Writer{lock: lock, file: f, out: bufio.NewWriterSize(f, pieceBytes), path: path}
	_, err = w.Write([]byte(magic))
	return w, err
}

// Section implements Sections.
func (w *Writer) Section(name string) {
	w.sections = append(w.sections, section{Name: name, From: w.at})
}

// Write implements io.Writer.
func (w *Writer) Write(b []byte) (int, error) {
	written := len(b)
	for len(b) > 0 {
		n := min(len(b), pieceBytes-int(w.at%pieceBytes))
		w.piece = wire.Update(w.piece, b[:n])
		if _, err := w.out.Write(b[:n]); err != nil {
			return 0, err
		}
		if w.at += int64(n); w.at%pieceBytes == 0 {
			w.endPiece()
		}
		if len(w.sections) > 0 {
			w.sections[len(w.sections)-1].Size += int64(n)
		}
		b = b[n:]
	}
	return written, nil
}

func (w *Writer) endPiece() {
	w.sums = binary.LittleEndian.AppendUint32(w.sums, w.piece)
	w.piece = 0
}

// Commit ends the file with a content that is its reader's to know, puts it
// under its name, and has it on the disk before that.
func (w *Writer) Commit(content any) error {
	raw, err := json.Marshal(content)
	if err == nil {
		raw, err = json.Marshal(head{w.sections, raw})
	}
	if err == nil {
		err = w.finish(raw)
	}
	if err != nil {
		return errors.Join(err, w.Abort())
	}
	return nil
}

func (w *Writer) finish(rawHead []byte) error {
	from := w.at
	w.sections = nil
	if _, err := w.Write(rawHead); err != nil {
		return err
	}
	sumsFrom := w.at
	if w.at%pieceBytes != 0 {
		w.endPiece()
	}
	tail := binary.LittleEndian.AppendUint64(w.sums, uint64(from))
	tail = binary.LittleEndian.AppendUint64(tail, uint64(sumsFrom))
	tail = binary.LittleEndian.AppendUint32(tail, wire.Checksum(tail))
	if _, err := w.out.Write(tail); err != nil {
		return err
	}
	if err := errors.Join(w.out.Flush(), w.file.Sync(), w.file.Close()); err != nil {
		return err
	}
	return errors.Join(os.Rename(w.file.Name(), w.path), w.lock.Close())
}

// Abort gives the file up and leaves the one that was there before.
func (w *Writer) Abort() error {
	_ = w.file.Close() // it may be closed already
	_ = w.lock.Close()
	if err := os.Remove(w.file.Name()); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

var _ Sections = (*Writer)(nil)

// partSuffix ends the name of an unfinished file, as os.CreateTemp reads it.
const partSuffix = ".part-*"

// Sweep removes the files of a directory that programs which were killed left
// unfinished. Those that are being written are locked by their writers.
func Sweep(dir string) error {
	parts, err := filepath.Glob(filepath.Join(dir, "*"+partSuffix))
	if err != nil {
		return err
	}
	var failed error
	for _, part := range parts {
		lock := flock.New(part)
		if free, err := lock.TryLock(); err == nil && free {
			failed = errors.Join(failed, os.Remove(part))
		}
		_ = lock.Close()
	}
	return failed
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrDamaged}, args...)...)
}
