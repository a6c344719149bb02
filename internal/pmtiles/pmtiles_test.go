package pmtiles

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"
)

// packed gzips b.
func packed(b []byte) []byte {
	var out bytes.Buffer
	zw := gzip.NewWriter(&out)
	_, err := zw.Write(b)
	if err = errors.Join(err, zw.Close()); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

// write encodes a directory as the specification says.
func write(dir []entry) []byte {
	b := binary.AppendUvarint(nil, uint64(len(dir)))
	var id uint64
	for _, e := range dir {
		b = binary.AppendUvarint(b, e.id-id)
		id = e.id
	}
	for _, e := range dir {
		b = binary.AppendUvarint(b, uint64(e.run))
	}
	for _, e := range dir {
		b = binary.AppendUvarint(b, uint64(e.length))
	}
	for i, e := range dir {
		if i > 0 && e.offset == dir[i-1].offset+uint64(dir[i-1].length) {
			b = append(b, 0)
			continue
		}
		b = binary.AppendUvarint(b, e.offset+1)
	}
	return b
}

// file makes a file of a root directory, leaves and tiles.
func file(root []entry, leaves, tiles []byte) []byte {
	dir := packed(write(root))
	meta := packed([]byte(`{"vector_layers":[{"id":"earth"}]}`))
	b := make([]byte, headerSize)
	copy(b, "PMTiles\x03")
	at := uint64(headerSize)
	for i, length := range []int{len(dir), len(meta), len(leaves), len(tiles)} {
		binary.LittleEndian.PutUint64(b[8+16*i:], at)
		binary.LittleEndian.PutUint64(b[16+16*i:], uint64(length))
		at += uint64(length)
	}
	b[97], b[98], b[99], b[100], b[101] = byte(Gzip), byte(Plain), byte(PNG), 0, 3
	for i, e7 := range []int32{-1800000000, -850000000, 1800000000, 850000000} {
		binary.LittleEndian.PutUint32(b[102+4*i:], uint32(e7))
	}
	return bytes.Join([][]byte{b, dir, meta, leaves, tiles}, nil)
}

// sample has the tiles of zooms 0 and 1: that of zoom 0 by itself, the four of
// zoom 1 as one run, and two of zoom 2 in a leaf directory.
func sample() []byte {
	leaf := packed(write([]entry{{id: 5, run: 1, length: 3, offset: 8}, {id: 7, run: 1, length: 3, offset: 11}}))
	root := []entry{{id: 0, run: 1, length: 4}, {id: 1, run: 4, length: 4, offset: 4},
		{id: 5, run: 0, length: uint32(len(leaf))}}
	return file(root, leaf, []byte("zeroone_fivsev"))
}

func open(t *testing.T, b []byte) *Archive {
	t.Helper()
	a, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTile(t *testing.T) {
	a := open(t, sample())
	for _, c := range []struct {
		z    uint8
		x, y uint32
		want string
	}{
		{0, 0, 0, "zero"}, {1, 0, 0, "one_"}, {1, 1, 0, "one_"}, {1, 1, 1, "one_"},
		{2, 0, 0, "fiv"}, {2, 1, 1, "sev"}, {2, 1, 0, ""}, {2, 3, 3, ""}, {3, 0, 0, ""}, {4, 0, 0, ""}, {1, 2, 0,
			""}, {0, 0, 1, ""},
	} {
		got, err := a.Tile(c.z, c.x, c.y)
		if err != nil || string(got) != c.want || (got == nil) != (c.want == "") {
			t.Errorf("%d/%d/%d: %q, %v; want %q", c.z, c.x, c.y, got, err, c.want)
		}
	}
	if a.Header.MaxZoom != 3 || a.Header.Type != PNG || a.Header.BBox != [4]float64{-180, -85, 180, 85} {
		t.Errorf("header %+v", a.Header)
	}
	if meta, err := a.Metadata(); err != nil || !bytes.Contains(meta, []byte("earth")) {
		t.Errorf("metadata %q, %v", meta, err)
	}
}

// The numbers of the specification's own example and of its reference reader.
func TestTileID(t *testing.T) {
	for _, c := range []struct {
		z    uint8
		x, y uint32
		want uint64
	}{{0, 0, 0, 0}, {1, 0, 0, 1}, {1, 0, 1, 2}, {1, 1, 1, 3}, {1, 1, 0, 4}, {2, 0, 0, 5}, {2, 1, 0, 6}, {2, 1, 1,
		7}, {2, 0, 1, 8}, {12, 3423, 1763, 19078479}} {
		if got := tileID(c.z, c.x, c.y); got != c.want {
			t.Errorf("%d/%d/%d: %d, want %d", c.z, c.x, c.y, got, c.want)
		}
	}
}

// Every tile of a zoom has a number of its own, and neighbours in number touch.
func TestTileIDIsACurve(t *testing.T) {
	const z = 5
	at := map[uint64][2]int{}
	for x := range uint32(1 << z) {
		for y := range uint32(1 << z) {
			at[tileID(z, x, y)] = [2]int{int(x), int(y)}
		}
	}
	first := tileID(z, 0, 0)
	for id := first; id < first+1<<(2*z)-1; id++ {
		a, b := at[id], at[id+1]
		if d := (a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]); d != 1 {
			t.Fatalf("tiles %d and %d are at %v and %v", id, id+1, a, b)
		}
	}
}

func TestDamagedFiles(t *testing.T) {
	change := func(at int, v byte) []byte {
		b := sample()
		b[at] = v
		return b
	}
	for name, b := range map[string][]byte{
		"nothing":                 nil,
		"another format":          bytes.Repeat([]byte("x"), 200),
		"version 2":               change(7, 2),
		"a section past the end":  change(24+7, 1),
		"zoom 30":                 change(101, 30),
		"zooms the wrong way":     change(100, 9),
		"directories in brotli":   change(97, byte(Brotli)),
		"a cut directory":         change(16, 5),
		"directories not gzipped": change(97, byte(Plain)),
	} {
		if _, err := Open(bytes.NewReader(b), int64(len(b))); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A leaf that leads to itself, and a tile beyond its section, end in an error.
func TestDamagedDirectories(t *testing.T) {
	leaf := packed(write([]entry{{id: 0, run: 0, length: 40}}))
	loop := packed(write([]entry{{id: 0, run: 0, length: uint32(len(leaf))}}))
	for name, b := range map[string][]byte{
		"a loop":           file([]entry{{id: 0, run: 0, length: uint32(len(loop))}}, loop, nil),
		"a tile too far":   file([]entry{{id: 0, run: 1, length: 5, offset: 3}}, nil, []byte("tile")),
		"a tile too large": file([]entry{{id: 0, run: 1, length: MaxTile + 1}}, nil, []byte("tile")),
	} {
		if _, err := open(t, b).Tile(0, 0, 0); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever the file, a tile is a part of it, and nothing panics.
func FuzzOpen(f *testing.F) {
	f.Add(sample())
	f.Add(file([]entry{{id: 0, run: 1, length: 5, offset: 3}}, nil, []byte("tile")))
	f.Add([]byte("PMTiles\x03"))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		if _, err := a.Metadata(); err != nil && !errors.Is(err, ErrFormat) {
			t.Errorf("metadata: %v", err)
		}
		for _, at := range [][3]uint32{{0, 0, 0}, {1, 1, 1}, {2, 1, 1}, {8, 177, 101}, {26, 1 << 25, 7}} {
			tile, err := a.Tile(uint8(at[0]), at[1], at[2])
			if err != nil && !errors.Is(err, ErrFormat) {
				t.Errorf("%v: %v", at, err)
			}
			if !bytes.Contains(b, tile) {
				t.Errorf("%v: a tile that is not in the file", at)
			}
		}
	})
}

func ExampleArchive_Tile() {
	b := sample()
	a, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		fmt.Println(err)
		return
	}
	tile, err := a.Tile(1, 1, 0)
	fmt.Println(string(tile), err)
	// Output: one_ <nil>
}
