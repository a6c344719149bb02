package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"

	"github.com/klauspost/compress/zstd"

	"incidentmap/internal/wire"
)

// Load reads a gazetteer file as Encode writes it. An error about the content
// names the section and the row and wraps ErrFormat. Memory is bounded,
// whatever the file announces.
func Load(r io.Reader) (*Table, error) {
	file, err := readAll(r)
	if err != nil {
		return nil, fmt.Errorf("gazetteer: reading: %w", err)
	}
	h, err := readHead(file)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	t := &Table{about: h.about, layers: []Layer{{About: h.about}}}
	if err := t.decode(h); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return t, nil
}

// readAll reads at most maxFile bytes, in one piece where the size is known.
func readAll(r io.Reader) ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(sizeOf(r) + bytes.MinRead)
	n, err := buf.ReadFrom(io.LimitReader(r, maxFile+1))
	if err == nil && n > maxFile {
		err = fmt.Errorf("more than %d bytes", maxFile)
	}
	return buf.Bytes(), err
}

// sizeOf is the size of a file or of a buffer in memory, 0 when unknown.
func sizeOf(r io.Reader) int {
	switch r := r.(type) {
	case interface{ Len() int }:
		return min(r.Len(), maxFile)
	case interface{ Stat() (fs.FileInfo, error) }:
		if info, err := r.Stat(); err == nil && info.Mode().IsRegular() {
			return int(min(info.Size(), maxFile))
		}
	}
	return 0
}

// head is what the file says before its sections.
type head struct {
	about               About
	places, keys, names int
	size                [len(sections)]int    // unpacked
	packed              [len(sections)][]byte // of the file
}

// readHead reads the head and checks the sum of all that follows it.
func readHead(file []byte) (*head, error) {
	rest, ok := bytes.CutPrefix(file, []byte(Magic))
	if !ok || len(rest) < 8 {
		return nil, errors.New("section head: not a gazetteer of incidentmap")
	}
	if v := binary.LittleEndian.Uint32(rest); v != FormatVersion {
		return nil, fmt.Errorf("section head: the format has version %d, and this program reads version %d", v,
			FormatVersion)
	}
	if binary.LittleEndian.Uint32(rest[4:]) != wire.Checksum(rest[8:]) {
		return nil, errors.New("section head: the checksum differs: the file is damaged or cut off")
	}
	r := newReader("head", rest[8:])
	h := &head{about: About{Version: string(r.text())}}
	h.places, h.keys, h.names = int(r.number(maxPlaces)), int(r.number(maxUnpack)), int(r.number(maxUnpack))
	h.sizes(r)
	h.credit(r)
	return h, r.end()
}

// sizes reads the sizes of the sections and cuts them out. A section that
// would grow beyond all reason is refused before anything is unpacked.
func (h *head) sizes(r *reader) {
	var packed [len(sections)]int
	total := 0
	for i := range sections {
		h.size[i], packed[i] = int(r.number(maxUnpack)), int(r.number(maxFile))
		if total += h.size[i]; total > maxUnpack || h.size[i] > maxRatio*packed[i] {
			r.fail(fmt.Errorf("section %s is too large: %d bytes of %d packed", sections[i], h.size[i], packed[i]))
		}
	}
	for i := range sections {
		h.packed[i] = r.take(packed[i])
	}
	if least := 32 * h.places; h.size[columnSection] < least {
		r.fail(fmt.Errorf("section columns has %d bytes, and %d places need at least %d", h.size[columnSection],
			h.places, least))
	}
	if h.size[keySection] < 3*h.keys || h.size[refSection] < bytesOfRef*h.names {
		r.fail(fmt.Errorf("sections keys and refs are too small for %d keys and %d names", h.keys, h.names))
	}
}

// credit reads licence and attribution, which files of before 2026-12 lack.
func (h *head) credit(r *reader) {
	if r.in.Len() == 0 {
		return
	}
	h.about.Licence, h.about.Attribution = string(r.text()), string(r.text())
	if err := h.about.Check(); err != nil {
		r.fail(err)
	}
}

// decode unpacks the sections and reads them: those of the places beside those
// of the names, which do not need each other.
func (t *Table) decode(h *head) error {
	var places, names error
	var wait sync.WaitGroup
	wait.Go(func() { names = t.decodeNames(h) })
	places = t.decodePlaces(h)
	wait.Wait()
	return errors.Join(places, names)
}

// unpacker unpacks sections, one after the other. Memory that was never touched
// is dear on a cold start, so what is not kept is unpacked to the same place.
type unpacker struct {
	head    *head
	z       *zstd.Decoder
	scratch []byte
}

// newUnpacker has scratch room for the largest of the given sections.
func newUnpacker(h *head, scratch ...int) (*unpacker, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true),
		zstd.WithDecoderMaxMemory(maxUnpack))
	room := 0
	for _, i := range scratch {
		room = max(room, h.size[i])
	}
	return &unpacker{h, z, make([]byte, 0, room)}, err
}

// open unpacks section i to the scratch room, where it lies until the next.
func (u *unpacker) open(i int) *reader { return u.unpack(i, u.scratch[:0:u.head.size[i]]) }

// keep unpacks section i to a place of its own.
func (u *unpacker) keep(i int) *reader { return u.unpack(i, make([]byte, 0, u.head.size[i])) }

// unpack unpacks section i into the capacity of b.
func (u *unpacker) unpack(i int, b []byte) *reader {
	r := newReader(sections[i], nil)
	b, err := u.z.DecodeAll(u.head.packed[i], b)
	if err == nil && len(b) != u.head.size[i] {
		err = fmt.Errorf("%d bytes, not the %d announced", len(b), u.head.size[i])
	}
	if err != nil {
		r.fail(err)
		return r
	}
	return newReader(sections[i], b)
}
