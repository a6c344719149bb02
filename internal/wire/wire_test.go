package wire_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"pgregory.net/rapid"

	"incidentmap/internal/wire"
)

// What encoding/binary writes is read back.
func TestReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u, v := rapid.Uint64().Draw(t, "u"), rapid.Int64().Draw(t, "v")
		a, c := rapid.Uint32().Draw(t, "a"), rapid.Uint64().Draw(t, "c")
		block := rapid.SliceOf(rapid.Byte()).Draw(t, "block")
		b := binary.AppendVarint(binary.AppendUvarint(nil, u), v)
		b = binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint32(b, a), c)
		b = append(binary.AppendUvarint(b, uint64(len(block))), block...)
		r := wire.NewReader(append(b, 7))
		if r.Uvarint() != u || r.Varint() != v || r.Uint32() != a || r.Uint64() != c || !bytes.Equal(r.Block(), block) {
			t.Fatalf("%v is read otherwise", b)
		}
		if r.Failed() || r.Len() != 1 || r.Rest()[0] != 7 {
			t.Fatalf("%d are left, failed: %v", r.Len(), r.Failed())
		}
	})
}

// A failure sticks, whatever is asked after it.
func TestFailuresStick(t *testing.T) {
	for name, read := range map[string]func(*wire.Reader){
		"a number without its end": func(r *wire.Reader) { r.Uvarint() },
		"four bytes":               func(r *wire.Reader) { r.Uint32() },
		"eight bytes":              func(r *wire.Reader) { r.Uint64() },
		"too many":                 func(r *wire.Reader) { r.Take(4) },
		"less than none":           func(r *wire.Reader) { r.Take(-1) },
		"a block":                  func(r *wire.Reader) { r.Block() },
	} {
		r := wire.NewReader([]byte{0x80, 0x81, 0x82})
		read(&r)
		if !r.Failed() || r.Uvarint() != 0 || r.Varint() != 0 || r.Uint32() != 0 || r.Take(1) != nil || r.Len() != 0 {
			t.Errorf("%s is read", name)
		}
	}
	r := wire.NewReader([]byte{200, 1, 1, 2, 3})
	if r.Block() != nil || !r.Failed() {
		t.Error("a block longer than what there is was read")
	}
}

// FuzzReader: whatever the bytes are, no more is read than there is.
func FuzzReader(f *testing.F) {
	f.Add([]byte{1, 2, 0x80, 1, 5, 1, 2}, []byte("ubv48"))
	f.Fuzz(func(t *testing.T, b, how []byte) {
		r := wire.NewReader(b)
		for _, h := range how {
			before := r.Len()
			switch h % 6 {
			case 0:
				r.Uvarint()
			case 1:
				r.Varint()
			case 2:
				r.Uint32()
			case 3:
				r.Uint64()
			case 4:
				r.Block()
			default:
				r.Take(int(h))
			}
			if r.Len() > before || r.Failed() && r.Len() > 0 {
				t.Fatalf("%d are left of %d", r.Len(), before)
			}
		}
	})
}

// The check value of CRC-32C, of "123456789".
func TestChecksum(t *testing.T) {
	if got := wire.Checksum([]byte("123456789")); got != 0xE3069283 ||
		wire.Update(wire.Checksum([]byte("1234")), []byte("56789")) != got {
		t.Errorf("%x", got)
	}
}
