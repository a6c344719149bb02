package snapshot

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"os"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/edsrzf/mmap-go"
)

// File is a whole snapshot. Its bytes are the operating system's, mapped into
// memory and read when they are looked at; nothing may change them, and they
// stay for as long as the program runs, because records' texts lie in them.
type File struct {
	raw      []byte
	sections map[string][]byte
	content  json.RawMessage
}

// Open maps a file and checks it. The cause of an error about its content is
// ErrDamaged.
func Open(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if st, err := f.Stat(); err != nil || !st.Mode().IsRegular() || st.Size() < int64(len(magic)+tailBytes) {
		return nil, damaged("it is too short, or no file")
	}
	mapped, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, err
	}
	out, err := read(mapped)
	if err != nil {
		_ = mapped.Unmap()
		return nil, err
	}
	return out, nil
}

func read(raw []byte) (*File, error) {
	if len(raw) < len(magic)+tailBytes || string(raw[:len(magic)]) != magic {
		return nil, damaged("it does not begin as one")
	}
	tail := raw[len(raw)-tailBytes:]
	headFrom, sumsFrom := binary.LittleEndian.Uint64(tail), binary.LittleEndian.Uint64(tail[8:])
	if sumsFrom > uint64(len(raw)-tailBytes) || headFrom > sumsFrom {
		return nil, damaged("its tail leads nowhere")
	}
	if err := check(raw, int(sumsFrom)); err != nil {
		return nil, err
	}
	var h head
	if err := json.Unmarshal(raw[headFrom:sumsFrom], &h); err != nil {
		return nil, damaged("its head: %v", err)
	}
	f := &File{raw: raw, sections: map[string][]byte{}, content: h.Content}
	for _, s := range h.Sections {
		if s.From < 0 || s.Size < 0 || s.From > int64(headFrom) || s.Size > int64(headFrom)-s.From {
			return nil, damaged("section %q lies outside", s.Name)
		}
		f.sections[s.Name] = raw[s.From : s.From+s.Size : s.From+s.Size]
	}
	return f, nil
}

// check compares the checksums, on all processors.
func check(raw []byte, sumsFrom int) error {
	sums := raw[sumsFrom : len(raw)-tailBytes]
	pieces := (sumsFrom + pieceBytes - 1) / pieceBytes
	own := binary.LittleEndian.Uint32(raw[len(raw)-4:])
	if len(sums) != 4*pieces || crc32.Checksum(raw[sumsFrom:len(raw)-4], castagnoli) != own {
		return damaged("its checksums are not whole")
	}
	var next, wrong atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < pieces; i = int(next.Add(1)) - 1 {
				piece := raw[i*pieceBytes : min((i+1)*pieceBytes, sumsFrom)]
				if crc32.Checksum(piece, castagnoli) != binary.LittleEndian.Uint32(sums[4*i:]) {
					wrong.Add(1)
				}
			}
		})
	}
	wg.Wait()
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
