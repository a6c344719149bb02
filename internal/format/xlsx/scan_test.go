package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// FuzzScanner holds: whatever encoding/xml reads as a document without a document type, the
// scanner reads to the same elements and characters, also when it gets a byte at a time.
func FuzzScanner(f *testing.F) {
	for _, text := range []string{`<a b="c&amp;>" d='"'><e/>f<![CDATA[<g>]]><!-- h --></a>`, `<?xml version="1.0"?><x:a>&#65;</x:a>`,
		"<a>\r\n</a>\n", "<a", "<a></b>", `<a b=">`, "<a><!--", "<!DOCTYPE a><a/>"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := scanned(strings.NewReader(text))
		slow, errSlow := scanned(iotest.OneByteReader(strings.NewReader(text)))
		if got != slow || (err == nil) != (errSlow == nil) {
			t.Fatalf("at once %q, %v; byte by byte %q, %v", got, err, slow, errSlow)
		}
		if want, ok := decodedXML(text); ok && (err != nil || got != want) {
			t.Fatalf("%q, %v; want %q", got, err, want)
		}
	})
}

// scanned is what the scanner makes of a text.
func scanned(in io.Reader) (string, error) {
	var out strings.Builder
	s := newScanner(in)
	for {
		t, err := s.next()
		switch {
		case errors.Is(err, io.EOF):
			return out.String(), nil
		case err != nil:
			return out.String(), err
		case t.kind == startTag && t.empty:
			out.WriteString("<" + string(t.name) + "></" + string(t.name) + ">")
		case t.kind == startTag:
			out.WriteString("<" + string(t.name) + ">")
		case t.kind == endTag:
			out.WriteString("</" + string(t.name) + ">")
		default:
			out.WriteString(t.string())
		}
	}
}

// decodedXML is the same of encoding/xml; ok is false for what that does not read, or which
// the scanner refuses.
func decodedXML(text string) (string, bool) {
	var out strings.Builder
	depth, roots := 0, 0
	for in := xml.NewDecoder(strings.NewReader(text)); ; {
		t, err := in.Token()
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return "", false
			}
			out.WriteString("<" + t.Name.Local + ">")
		case xml.EndElement:
			if depth--; depth == 0 {
				roots++
			}
			out.WriteString("</" + t.Name.Local + ">")
		case xml.CharData:
			if depth == 0 && roots > 0 { // blanks at the end are left
				continue
			}
			out.Write(t)
		case xml.Directive, xml.ProcInst:
			return "", false
		}
		if err != nil {
			return out.String(), errors.Is(err, io.EOF) && roots == 1 && !strings.Contains(text, "]]>")
		}
	}
}
