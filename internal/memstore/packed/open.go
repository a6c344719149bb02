package packed

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"

	"incidentmap/internal/wire"
)

// File is a whole snapshot in memory. Nothing may change its bytes, and they
// stay for as long as records' texts lie in them.
//
// The file itself is read once and not mapped: one that is cut, overwritten or
// on a disk that fails would otherwise end the program, or change what it
// answers, at any later moment.
type File struct {
	sections map[string][]byte
	content  json.RawMessage
}

// Open reads a file and checks it. The cause of an error about its content is
// ErrDamaged.
func Open(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() || st.Size() != int64(int(st.Size())) {
		return nil, damaged("it is no file, or too large for memory")
	}
	return read(f, int(st.Size()))
}

// read reads a snapshot of so many bytes.
func read(from io.ReaderAt, size int) (*File, error) {
	if size < len(magic)+tailBytes {
		return nil, damaged("it is too short")
	}
	raw := make([]byte, size)
	askHugePages(raw)
	tail := raw[size-tailBytes:]
	if _, err := from.ReadAt(tail, int64(size-tailBytes)); err != nil {
		return nil, damaged("its tail cannot be read: %v", err)
	}
	headFrom, sumsFrom := binary.LittleEndian.Uint64(tail), binary.LittleEndian.Uint64(tail[8:])
	if sumsFrom > uint64(size-tailBytes) || headFrom > sumsFrom {
		return nil, damaged("its tail leads nowhere")
	}
	if err := readChecked(from, raw, int(sumsFrom)); err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(raw, []byte(magic)) {
		return nil, damaged("it does not begin as one")
	}
	var h head
	if err := json.Unmarshal(raw[headFrom:sumsFrom], &h); err != nil {
		return nil, damaged("its head: %v", err)
	}
	f := &File{sections: map[string][]byte{}, content: h.Content}
	for _, s := range h.Sections {
		if s.From < 0 || s.Size < 0 || s.From > int64(headFrom) || s.Size > int64(headFrom)-s.From {
			return nil, damaged("section %q lies outside", s.Name)
		}
		f.sections[s.Name] = raw[s.From : s.From+s.Size : s.From+s.Size]
	}
	return f, nil
}

// readChecked reads everything before the tail, which raw ends with, on all
// processors, and compares each piece's checksum while it is in the cache.
func readChecked(from io.ReaderAt, raw []byte, sumsFrom int) error {
	if _, err := from.ReadAt(raw[sumsFrom:len(raw)-tailBytes], int64(sumsFrom)); err != nil {
		return damaged("its checksums cannot be read: %v", err)
	}
	sums := raw[sumsFrom : len(raw)-tailBytes]
	pieces := (sumsFrom + pieceBytes - 1) / pieceBytes
	own := binary.LittleEndian.Uint32(raw[len(raw)-4:])
	if len(sums) != 4*pieces || wire.Checksum(raw[sumsFrom:len(raw)-4]) != own {
		return damaged("its checksums are not whole")
	}
	var next, wrong atomic.Int64
	var failed atomic.Pointer[error]
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < pieces; i = int(next.Add(1)) - 1 {
				piece := raw[i*pieceBytes : min((i+1)*pieceBytes, sumsFrom)]
				if _, err := from.ReadAt(piece, int64(i)*pieceBytes); err != nil && !errors.Is(err, io.EOF) {
					failed.Store(&err)
				}
				if wire.Checksum(piece) != binary.LittleEndian.Uint32(sums[4*i:]) {
					wrong.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	if n := wrong.Load(); n > 0 {
		return damaged("%d of its %d pieces have another checksum", n, pieces)
	}
	return nil
}

// Content reads what Commit was given.
func (f *File) Content(into any) error {
	if err := json.Unmarshal(f.content, into); err != nil {
		return damaged("its content: %v", err)
	}
	return nil
}

// Section returns a section's bytes, nil where there is none. They are not to
// be changed.
func (f *File) Section(name string) []byte { return f.sections[name] }
