package dialect

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	textunicode "golang.org/x/text/encoding/unicode"
)

// Encoding is how the bytes of a text stand for characters.
type Encoding struct {
	// Name is what people call it: utf-8, windows-1251.
	Name string
	// Guessed says that nothing but the bytes themselves tell it.
	Guessed bool
	// Damaged says that some bytes stand for no character.
	Damaged bool
	coding  encoding.Encoding // nil for UTF-8
	mark    int               // bytes of a byte order mark in front
}

// Detect finds the encoding of a whole text: UTF-8 if it is valid as that, else by a byte
// order mark, by the zero bytes of UTF-16, and else by the letters of the languages that
// the text may be in. The error says that it is no text.
func Detect(data string) (Encoding, error) {
	switch {
	case strings.HasPrefix(data, "\xef\xbb\xbf"):
		return Encoding{Name: "utf-8", mark: 3, Damaged: !utf8.ValidString(data)}, nil
	case strings.HasPrefix(data, "\xff\xfe"):
		return utf16(textunicode.LittleEndian, "utf-16le", 2), nil
	case strings.HasPrefix(data, "\xfe\xff"):
		return utf16(textunicode.BigEndian, "utf-16be", 2), nil
	}
	if strings.IndexByte(data, 0) >= 0 {
		return zeroBytes(data)
	}
	if valid := utf8.ValidString(data); valid || mostlyUTF8(data) {
		return Encoding{Name: "utf-8", Damaged: !valid}, nil
	}
	if !mostlyPrintable(data[:min(len(data), headBytes)]) {
		return Encoding{}, errBinary
	}
	text := foreign(data)
	return judged(text, guess(text)), nil
}

// broken is how many characters of UTF-8 there must be for each byte that is none, for a
// text to be UTF-8 with damages.
const broken = 10

// mostlyUTF8 reports whether a text is UTF-8 but for a few bytes: the characters of no
// other encoding look like so many of several bytes.
func mostlyUTF8(data string) bool {
	characters, bad := 0, 0
	for i := 0; i < len(data); {
		n := indexForeign(data[i:])
		if n < 0 {
			break
		}
		i += n
		r, size := utf8.DecodeRuneInString(data[i:])
		if i += size; r == utf8.RuneError && size == 1 {
			bad++
		} else {
			characters++
		}
	}
	return characters > broken*bad
}

func utf16(order textunicode.Endianness, name string, mark int) Encoding {
	return Encoding{Name: name, coding: textunicode.UTF16(order, textunicode.IgnoreBOM), mark: mark}
}

// zeroBytes tells UTF-16 without a mark by where its zero bytes are: most characters of a
// table are ASCII, with one zero byte each.
func zeroBytes(data string) (Encoding, error) {
	head := data[:min(len(data), headBytes)]
	var zeros [2]int
	for i := range len(head) {
		if head[i] == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	e := utf16(textunicode.LittleEndian, "utf-16le", 0)
	switch {
	case zeros[1] > half/3 && zeros[0] < half/20:
	case zeros[0] > half/3 && zeros[1] < half/20:
		e = utf16(textunicode.BigEndian, "utf-16be", 0)
	default:
		return Encoding{}, binary(data)
	}
	e.Guessed = true
	return e, nil
}

// fewZeros is how many of a thousand bytes of a text may be zero for it to be one that is
// damaged, and no other kind of file.
const fewZeros = 20

// binary is the error of a text with zero bytes.
func binary(data string) error {
	head := data[:min(len(data), headBytes)]
	if 1000*strings.Count(head, "\x00") > fewZeros*len(head) || !mostlyPrintable(head) {
		return errBinary
	}
	line := 1 + strings.Count(data[:strings.IndexByte(data, 0)], "\n")
	return fmt.Errorf("it is a text that is damaged: it has zero bytes, the first in line %d, where text has none; "+
		"export it again, or take them out with tr -d '\\000' <FILE >NEWFILE", line)
}

// mostlyPrintable reports whether hardly any byte of a text is a control character.
func mostlyPrintable(head string) bool {
	n := 0
	for i := range len(head) {
		if c := head[i]; c > 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			n++
		}
	}
	return 1000*n <= fewZeros*len(head)
}

var errBinary = errors.New("it is not a text file: it has zero bytes or control characters, as pictures and programs " +
	"have; name a file of a table, such as .csv")

// maxForeign is how much of the words with characters beyond ASCII is looked at, in bytes.
const maxForeign = 1 << 20

// byLanguage are the code pages that tables in languages are written in. The detector
// names older standards that agree with them in letters.
var byLanguage = map[string]*charmap.Charmap{"cs": charmap.Windows1250, "hu": charmap.Windows1250,
	"pl": charmap.Windows1250, "ro": charmap.Windows1250, "el": charmap.Windows1253, "tr": charmap.Windows1254,
	"he": charmap.Windows1255}

// byCharset are those that a language alone does not tell.
var byCharset = map[string]*charmap.Charmap{"windows-1251": charmap.Windows1251, "ISO-8859-5": charmap.ISO8859_5,
	"KOI8-R": charmap.KOI8R, "windows-1256": charmap.Windows1256, "ISO-8859-6": charmap.Windows1256}

// sure is how sure the detector must be of an encoding with several bytes a character, in
// percent, and unsure how unsure of all others.
const sure, unsure = 90, 25

// guess finds the encoding that the letters of the foreign parts of a text are likely to be in.
func guess(text string) Encoding {
	found, err := chardet.NewTextDetector().DetectAll([]byte(text))
	if err != nil {
		return single(charmap.Windows1252)
	}
	slices.SortFunc(found, func(a, b chardet.Result) int { // the detector tries all at once, and ties come in any order
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Charset, b.Charset),
			cmp.Compare(a.Language, b.Language))
	})
	best := 0
	for _, r := range found {
		coding := byLanguage[r.Language]
		if coding == nil {
			coding = byCharset[r.Charset]
		}
		if coding == nil && strings.HasPrefix(r.Charset, "ISO-8859-1") || strings.HasPrefix(r.Charset, "windows-1252") {
			coding = orWestern(coding)
		}
		if coding != nil && r.Confidence > unsure {
			return single(coding)
		}
		if coding != nil {
			best = max(best, r.Confidence)
		}
	}
	for _, r := range found {
		if e, err := Named(r.Charset); err == nil && r.Confidence >= sure && best <= unsure {
			e.Guessed = true
			return e
		}
	}
	return fallback(found)
}

func orWestern(c *charmap.Charmap) *charmap.Charmap {
	if c == nil {
		return charmap.Windows1252
	}
	return c
}

// fallback is the likeliest of those with one byte a character.
func fallback(found []chardet.Result) Encoding {
	for _, r := range found {
		if coding := byLanguage[r.Language]; coding != nil {
			return single(coding)
		}
		if coding := byCharset[r.Charset]; coding != nil {
			return single(coding)
		}
		if strings.HasPrefix(r.Charset, "ISO-8859-1") {
			break
		}
	}
	return single(charmap.Windows1252)
}

func single(c *charmap.Charmap) Encoding {
	return Encoding{Name: pageName(c), Guessed: true, coding: c}
}

// foreign are the cells of a text that have characters beyond ASCII: names of columns and
// English words between them would hide their language.
func foreign(data string) string {
	var b strings.Builder
	for at := 0; b.Len() <= maxForeign; {
		n := indexForeign(data[at:])
		if n < 0 {
			break
		}
		from := at + strings.LastIndexAny(data[at:at+n], cellEnds) + 1
		to := at + n
		for to < len(data) && strings.IndexByte(cellEnds, data[to]) < 0 {
			to++
		}
		b.WriteString(data[from:to] + "\n")
		at = to
	}
	return b.String()
}

// cellEnds are what cells of tables end with.
const cellEnds = ",;\t|\n\r\""

// indexForeign is where the first byte beyond ASCII is; -1 if there is none.
func indexForeign(data string) int {
	for i := range len(data) {
		if data[i] >= utf8.RuneSelf {
			return i
		}
	}
	return -1
}

// Text decodes a text. What the encoding has no character for is U+FFFD.
func (e Encoding) Text(data string) (string, error) {
	data = data[e.mark:]
	if e.coding == nil && e.Damaged {
		return strings.ToValidUTF8(data, "\ufffd"), nil
	}
	if e.coding == nil {
		return data, nil
	}
	return e.coding.NewDecoder().String(data)
}

// Fits reports whether a text may be in the encoding: one with a byte order mark is in
// that of the mark, and UTF-8 shows.
func (e Encoding) Fits(data string) bool {
	for name, mark := range map[string]string{"utf-16le": "\xff\xfe", "utf-16be": "\xfe\xff", "utf-8": "\xef\xbb\xbf"} {
		if strings.HasPrefix(data, mark) {
			return e.Name == name
		}
	}
	return e.coding != nil || utf8.ValidString(data) || mostlyUTF8(data)
}
