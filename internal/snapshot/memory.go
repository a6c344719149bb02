package snapshot

import "io"

// Sections are what a snapshot is written into: a file (Writer), or Memory.
type Sections interface {
	// Section begins a section; what is written from now on belongs to it.
	Section(name string)
	io.Writer
}

// Memory gathers sections in memory: a million records take a quarter there of
// what they take as values, and the garbage collector has nothing to look for
// in them. Its zero value is empty and ready.
type Memory struct {
	file    File
	section string
}

// Section implements Sections.
func (m *Memory) Section(name string) {
	if m.file.sections == nil {
		m.file.sections = map[string][]byte{}
	}
	m.section = name
}

// Write implements io.Writer.
func (m *Memory) Write(b []byte) (int, error) {
	m.file.sections[m.section] = append(m.file.sections[m.section], b...)
	return len(b), nil
}

// Grow makes room for n bytes in the present section.
func (m *Memory) Grow(n int) {
	m.file.sections[m.section] = append(make([]byte, 0, n), m.file.sections[m.section]...)
}

// File returns the sections as those of a file. Nothing may be written after.
func (m *Memory) File() *File { return &m.file }

// growing is a place that is better told beforehand how much will come.
type growing interface{ Grow(n int) }

// expect tells w how large a section of so many records is likely to become,
// after some of them.
func expect(w Sections, written uint64, records, of int) {
	if g, ok := w.(growing); ok {
		const spare = 1.02 // untouched memory costs nothing, a second copy much
		g.Grow(int(float64(written) / float64(records) * float64(of) * spare))
	}
}
