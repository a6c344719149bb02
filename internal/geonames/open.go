package geonames

import (
	"archive/zip"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

// maxUnpacked bounds what a packed table may hold, in bytes; allCountries.txt has
// 1.6e9.
const maxUnpacked = 1 << 33

// Open opens a table as it is, in a .zip or in a .gz. Of a .zip it is the one .txt
// that is no readme. The size is that of the table in bytes, for telling how much
// was read. Reading fails where a packed table holds more than any of GeoNames'.
func Open(file string) (r io.ReadCloser, size int64, err error) { return open(file, maxUnpacked) }

// open is Open with a bound of its own on what a packed table may hold.
func open(file string, most int64) (r io.ReadCloser, size int64, err error) {
	f, err := os.Open(file) //nolint:gosec // the caller's own choice
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	unpack := map[string]func(*os.File, int64) (io.ReadCloser, int64, error){".zip": openZip,
		".gz": openGzip}[strings.ToLower(path.Ext(file))]
	if unpack == nil {
		return f, info.Size(), nil
	}
	inner, size, err := unpack(f, info.Size())
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("%s: %w", file, err), f.Close())
	}
	return &packed{inner, f, most, most}, size, nil
}

// openZip opens the table in a .zip.
func openZip(f *os.File, size int64) (io.ReadCloser, int64, error) {
	z, err := zip.NewReader(f, size)
	if err != nil {
		return nil, 0, err
	}
	member, err := tableOf(z)
	if err != nil {
		return nil, 0, err
	}
	inner, err := member.Open()
	return inner, int64(member.UncompressedSize64), err //nolint:gosec // for telling how much was read
}

// openGzip opens the table in a .gz. The size is what its last four bytes say
// (RFC 1952), which is right for one table of less than 4 GiB.
func openGzip(f *os.File, size int64) (io.ReadCloser, int64, error) {
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, 0, fmt.Errorf("it is no gzip file: %w", err)
	}
	var last [4]byte
	if _, err := f.ReadAt(last[:], max(size-4, 0)); err != nil {
		return nil, 0, err
	}
	return z, int64(binary.LittleEndian.Uint32(last[:])), nil
}

// tableOf finds the table in a .zip. Paths within are names only: nothing is
// written by them.
func tableOf(z *zip.Reader) (*zip.File, error) {
	var found *zip.File
	for _, f := range z.File {
		name := strings.ToLower(path.Base(f.Name))
		if path.Ext(name) != ".txt" || strings.HasPrefix(name, "readme") || name == "iso-languagecodes.txt" {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("it holds both %s and %s; one table is allowed", found.Name, f.Name)
		}
		found = f
	}
	if found == nil {
		return nil, errors.New("it holds no table; a .txt is allowed")
	}
	return found, nil
}

// packed is a table within a file; it closes both. Of the most bytes that it may
// hold so many are left.
type packed struct {
	inner, outer io.ReadCloser
	most, left   int64
}

// Read implements io.Reader.
func (p *packed) Read(b []byte) (int, error) {
	n, err := p.inner.Read(b)
	if p.left -= int64(n); p.left < 0 {
		return 0, fmt.Errorf("it holds more than %d bytes, which no table of GeoNames does", p.most)
	}
	return n, err
}

// Close implements io.Closer.
func (p *packed) Close() error { return errors.Join(p.inner.Close(), p.outer.Close()) }
