package logsocket

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
)

// maxFew is up to how many bytes of edits wait in memory.
const maxFew = 64 << 10

// waiting are the edits of a change set until all are there: few in memory, more in a file
// that has no name any more.
type waiting struct {
	dir  string
	few  bytes.Buffer
	file *os.File
	out  *bufio.Writer // into the file
}

// Write implements io.Writer.
func (w *waiting) Write(line []byte) (int, error) {
	if w.file == nil && w.few.Len()+len(line) <= maxFew {
		return w.few.Write(line)
	}
	n, err := w.spill(line)
	if err != nil {
		err = fmt.Errorf("the changes have no room in %s: %w", w.dir, err)
	}
	return n, err
}

func (w *waiting) spill(line []byte) (int, error) {
	if w.file == nil {
		if err := w.open(); err != nil {
			return 0, err
		}
	}
	return w.out.Write(line)
}

// open moves what waits into a file.
func (w *waiting) open() error {
	f, err := os.CreateTemp(w.dir, ".edits-*")
	if err != nil {
		return err
	}
	w.file, w.out = f, bufio.NewWriterSize(f, 256<<10)
	if err := os.Remove(f.Name()); err != nil {
		return err
	}
	_, err = w.few.WriteTo(w.out)
	return err
}

// reader reads what waits, from its beginning. Nothing may be written after.
func (w *waiting) reader() (*bufio.Reader, error) {
	if w.file == nil {
		return bufio.NewReaderSize(&w.few, 4<<10), nil
	}
	if err := w.out.Flush(); err != nil {
		return nil, fmt.Errorf("the changes have no room in %s: %w", w.dir, err)
	}
	_, err := w.file.Seek(0, io.SeekStart)
	return bufio.NewReaderSize(w.file, 256<<10), err
}

// close gives what waits up.
func (w *waiting) close() {
	if w.file != nil {
		_ = w.file.Close()
	}
}
