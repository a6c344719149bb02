package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// kind is what a token of XML is.
type kind uint8

const (
	startTag kind = iota
	endTag
	characters
)

// token is a tag, or the characters between tags. Its bytes are valid until the next one is
// asked for.
type token struct {
	kind kind
	// name is a tag's name without its prefix, attributes what stands behind it.
	name, attributes []byte
	// empty says that a start tag is its own end tag.
	empty bool
	// text are characters as they are written; literal says that & means nothing in them.
	text    []byte
	literal bool
}

// maxToken bounds a tag, and the characters between two, in bytes: a cell has up to 32,767
// characters, of which each may be written as &#x10FFFF;.
const maxToken = 1 << 20

// maxDepth bounds how deep elements are nested; those of workbooks are to a dozen.
const maxDepth = 100

// scanner reads the XML of a workbook's parts: elements, attributes, characters, CDATA. A
// hundred thousand rows are fifty megabytes of it, and encoding/xml, which allocates for
// each name and value, takes most of the time that reading a workbook takes. It needs no
// more than one token in memory. That elements close in order is not asked, but that all do.
type scanner struct {
	in    io.Reader
	buf   []byte
	at    int // where the next token starts
	ended bool
	// failed is what ended it, io.EOF at its end.
	failed error
	depth  int
	seen   bool // an element
	// link is the address that the formula of the last cell leads to; empty if it is of no link.
	link string
}

func newScanner(in io.Reader) *scanner { return &scanner{in: in, buf: make([]byte, 0, 64<<10)} }

var (
	errCut   = errors.New("its XML ends too early; the file may be cut off")
	errXML   = errors.New("its XML is malformed")
	errLong  = fmt.Errorf("a tag or text in it has more than %d bytes", maxToken)
	errDeep  = fmt.Errorf("its elements are nested deeper than %d", maxDepth)
	errTyped = errors.New("its XML has a document type, which that of workbooks never has")
)

// next is the next token; io.EOF is the error behind the last.
func (s *scanner) next() (token, error) {
	for {
		if !s.have(1) {
			return token{}, s.end()
		}
		if s.buf[s.at] != '<' {
			n, err := s.find('<')
			if errors.Is(err, errCut) && s.depth == 0 && s.seen { // blanks behind the last element
				return token{}, io.EOF
			}
			if err != nil {
				return token{}, err
			}
			return token{kind: characters, text: s.take(n)}, nil
		}
		t, ok, err := s.tag()
		if ok || err != nil {
			return t, err
		}
	}
}

// end is the error at the end of the text.
func (s *scanner) end() error {
	if err := s.cut(); s.depth > 0 || !s.seen || !errors.Is(err, errCut) {
		return err
	}
	return io.EOF
}

// cut is why the text ended.
func (s *scanner) cut() error {
	if s.failed != nil && !errors.Is(s.failed, io.EOF) {
		return s.failed
	}
	return errCut
}

// tag reads what starts with <; ok is false for what says nothing, as comments.
func (s *scanner) tag() (t token, ok bool, err error) {
	if !s.have(len("<a")) {
		return t, false, s.cut()
	}
	switch s.buf[s.at+1] {
	case '?':
		return t, false, s.instruction()
	case '!':
		return s.declaration()
	}
	n, err := s.tagEnd()
	if err != nil {
		return t, false, err
	}
	raw := s.take(n + 1)
	if t, err = tagOf(raw[1 : len(raw)-1]); err != nil {
		return t, false, err
	}
	s.seen = true
	switch {
	case t.kind == endTag:
		s.depth--
	case !t.empty:
		s.depth++
	}
	if s.depth < 0 {
		return t, false, errXML
	}
	if s.depth > maxDepth {
		return t, false, errDeep
	}
	return t, true, nil
}

// declaration reads what starts with <!: comments, CDATA, and document types.
func (s *scanner) declaration() (t token, ok bool, err error) {
	switch {
	case s.starts("<!--"):
		return t, false, s.skip("-->")
	case !s.starts("<![CDATA["):
		return t, false, errTyped
	}
	n, err := s.findText("]]>")
	if err != nil {
		return t, false, err
	}
	raw := s.take(n + len("]]>"))
	return token{kind: characters, text: raw[len("<![CDATA[") : len(raw)-len("]]>")], literal: true}, true, nil
}

// instruction passes over <? ... ?>. One that names an encoding other than UTF-8 is refused;
// UTF-16 was decoded before.
func (s *scanner) instruction() error {
	n, err := s.findText("?>")
	if err != nil {
		return err
	}
	raw := s.take(n + 2)
	for name, value := range attributesOf(raw[1:n]) {
		if string(name) == "encoding" && !oneOf(bytes.ToLower(value), "utf-8", "utf8", "us-ascii", "utf-16") {
			return fmt.Errorf("its XML is in the encoding %.20q; UTF-8 and UTF-16 are allowed", value)
		}
	}
	return nil
}

func oneOf(text []byte, all ...string) bool {
	for _, one := range all {
		if string(text) == one {
			return true
		}
	}
	return false
}
