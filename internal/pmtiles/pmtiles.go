// Package pmtiles reads PMTiles, version 3: one file that holds a pyramid of
// map tiles, as described at
// https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md.
//
//	a, err := pmtiles.Open(file, size)
//	data, err := a.Tile(8, 177, 102) // nil where the file has none
//
// A file may be damaged or hostile: every length is bounded before memory is
// taken for it, and every offset is checked against the size of the file.
// An Archive is safe for concurrent use as far as its reader is.
package pmtiles

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
)

// Compression says how tiles or directories are packed.
type Compression uint8

// The compressions of the specification.
const (
	Plain  Compression = 1
	Gzip   Compression = 2
	Brotli Compression = 3
	Zstd   Compression = 4
)

// Type says what the tiles are.
type Type uint8

// The types of the specification.
const (
	MVT  Type = 1
	PNG  Type = 2
	JPEG Type = 3
	WebP Type = 4
	AVIF Type = 5
)

// MaxZoom is the deepest zoom whose tiles have numbers that fit.
const MaxZoom = 26

// Bounds of what one file may ask for, in bytes.
const (
	headerSize   = 127
	maxDirectory = 16 << 20 // unpacked
	maxMetadata  = 4 << 20  // unpacked
	// MaxTile is the largest tile, as stored.
	MaxTile = 8 << 20
)

// ErrFormat is wrapped by every error about the content of a file.
var ErrFormat = errors.New("pmtiles: malformed file")

// Header is what a file tells about its tiles.
type Header struct {
	Type             Type
	Compression      Compression // of the tiles
	MinZoom, MaxZoom uint8
	// BBox is west, south, east and north, in degrees.
	BBox [4]float64
}

// section is a part of the file.
type section struct{ offset, length uint64 }

// Archive is an open file.
type Archive struct {
	Header   Header
	r        io.ReaderAt
	internal Compression
	root     []entry
	metadata section
	leaves   section
	tiles    section

	mu     sync.Mutex
	cached map[section][]entry // leaf directories that were used
}

// Open reads the header and the root directory of a file of that size in bytes.
// Its errors wrap ErrFormat, except those of reading.
func Open(r io.ReaderAt, size int64) (*Archive, error) {
	var b [headerSize]byte
	if size < headerSize {
		return nil, fmt.Errorf("%w: shorter than its header", ErrFormat)
	}
	if _, err := r.ReadAt(b[:], 0); err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(b[:], []byte("PMTiles")) {
		return nil, fmt.Errorf("%w: it does not start with PMTiles", ErrFormat)
	}
	if b[7] != 3 {
		return nil, fmt.Errorf("%w: version %d; 3 is allowed", ErrFormat, b[7])
	}
	a := &Archive{r: r, internal: Compression(b[97]), cached: map[section][]entry{}}
	part := func(at int) section {
		return section{binary.LittleEndian.Uint64(b[at:]), binary.LittleEndian.Uint64(b[at+8:])}
	}
	root := part(8)
	a.metadata, a.leaves, a.tiles = part(24), part(40), part(56)
	for _, s := range []section{root, a.metadata, a.leaves, a.tiles} {
		if s.offset > uint64(size) || s.length > uint64(size)-s.offset {
			return nil, fmt.Errorf("%w: a section ends beyond the file", ErrFormat)
		}
	}
	degree := func(at int) float64 { return float64(int32(binary.LittleEndian.Uint32(b[at:]))) / 1e7 }
	a.Header = Header{Compression: Compression(b[98]), Type: Type(b[99]), MinZoom: b[100], MaxZoom: b[101],
		BBox: [4]float64{degree(102), degree(106), degree(110), degree(114)}}
	if a.Header.MinZoom > a.Header.MaxZoom || a.Header.MaxZoom > MaxZoom {
		return nil, fmt.Errorf("%w: zooms %d to %d; 0 to %d are allowed", ErrFormat, b[100], b[101], MaxZoom)
	}
	var err error
	a.root, err = a.directory(root)
	return a, err
}

// Metadata is the file's JSON metadata, unpacked.
func (a *Archive) Metadata() ([]byte, error) { return a.unpack(a.metadata, maxMetadata) }

// Tile returns a tile as stored, compressed as the header says; nil when the
// file has none.
func (a *Archive) Tile(z uint8, x, y uint32) ([]byte, error) {
	if z < a.Header.MinZoom || z > a.Header.MaxZoom || x >= 1<<z || y >= 1<<z {
		return nil, nil
	}
	id, dir := tileID(z, x, y), a.root
	for range maxDepth {
		e, found := find(dir, id)
		if !found {
			return nil, nil
		}
		if e.run > 0 {
			return a.read(within(a.tiles, e), MaxTile)
		}
		var err error
		if dir, err = a.leaf(within(a.leaves, e)); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("%w: directories nest too deep", ErrFormat)
}

// maxDepth is how deep directories may nest; writers use two levels.
const maxDepth = 4

// within is an entry's part of the file; one beyond the section has a length
// that read refuses.
func within(s section, e entry) section {
	if e.offset > s.length || uint64(e.length) > s.length-e.offset {
		return section{0, ^uint64(0)}
	}
	return section{s.offset + e.offset, uint64(e.length)}
}

// read reads a part of the file.
func (a *Archive) read(s section, limit uint64) ([]byte, error) {
	if s.length > limit {
		return nil, fmt.Errorf("%w: a part of more than %d bytes, or beyond its section", ErrFormat, limit)
	}
	b := make([]byte, s.length)
	_, err := a.r.ReadAt(b, int64(s.offset))
	if errors.Is(err, io.EOF) && s.length == 0 {
		err = nil
	}
	return b, err
}

// unpack reads a part and takes the files' own compression off.
func (a *Archive) unpack(s section, limit int64) ([]byte, error) {
	b, err := a.read(s, uint64(limit))
	if err != nil || a.internal == Plain {
		return b, err
	}
	if a.internal != Gzip {
		return nil, fmt.Errorf("%w: directories are compressed by method %d; none (1) and gzip (2) are allowed",
			ErrFormat, a.internal)
	}
	zr, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	plain, err := io.ReadAll(io.LimitReader(zr, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if int64(len(plain)) > limit {
		return nil, fmt.Errorf("%w: a part unpacks to more than %d bytes", ErrFormat, limit)
	}
	return plain, nil
}
