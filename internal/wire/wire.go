// Package wire reads the numbers and bytes that binary files are made of. All
// numbers are unsigned LEB128 varints, zigzag where they have a sign, or of a width
// with the lowest byte first, as encoding/binary writes them.
package wire

import (
	"encoding/binary"
	"hash/crc32"
)

// Reader reads from the front of bytes that may be cut off or made up. Its first
// failure sticks: whatever is read after it is zero, so that it need be looked at
// only once. The zero value reads nothing.
type Reader struct {
	rest   []byte
	failed bool
}

// NewReader reads b, which is not copied.
func NewReader(b []byte) Reader { return Reader{rest: b} }

// Failed reports whether anything was read that was not there.
func (r *Reader) Failed() bool { return r.failed }

// Rest is what was not read yet; nothing after a failure.
func (r *Reader) Rest() []byte { return r.rest }

// Len is how many bytes were not read yet.
func (r *Reader) Len() int { return len(r.rest) }

// Fail has the reader fail, as when a number is none that may stand there.
func (r *Reader) Fail() { r.rest, r.failed = nil, true }

// Uvarint reads a varint.
func (r *Reader) Uvarint() uint64 {
	if len(r.rest) > 0 && r.rest[0] < 0x80 { // as most are
		n := r.rest[0]
		r.rest = r.rest[1:]
		return uint64(n)
	}
	return r.longUvarint()
}

func (r *Reader) longUvarint() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.Fail()
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

// Varint reads a varint with a sign.
func (r *Reader) Varint() int64 {
	n := r.Uvarint()
	return int64(n>>1) ^ -int64(n&1)
}

// Uint32 reads a number of four bytes.
func (r *Reader) Uint32() uint32 {
	if b := r.Take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// Uint64 reads a number of eight bytes.
func (r *Reader) Uint64() uint64 {
	if b := r.Take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// Take reads n bytes, which are not copied; nil if there are fewer.
func (r *Reader) Take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.Fail()
		return nil
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

// Block reads a varint and as many bytes, which are not copied; nil if there are
// fewer.
func (r *Reader) Block() []byte {
	n := r.Uvarint()
	if n > uint64(len(r.rest)) {
		r.Fail()
		return nil
	}
	return r.Take(int(n))
}

// castagnoli is the polynomial that processors have an instruction for.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Checksum is the CRC-32C of b (RFC 3720, appendix B.4).
func Checksum(b []byte) uint32 { return crc32.Checksum(b, castagnoli) }

// Update is the checksum of what sum is of, with b after it.
func Update(sum uint32, b []byte) uint32 { return crc32.Update(sum, castagnoli, b) }
