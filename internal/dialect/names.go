package dialect

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// Named is the encoding of a name or label of the WHATWG, such as windows-1256, cp1251 or
// latin2, or of a code page as other programs call it, such as ANSI 1251, OEM 866 or 65001. The
// error says which are allowed.
func Named(name string) (Encoding, error) {
	coding, err := htmlindex.Get(strings.TrimSpace(name))
	if err != nil {
		coding, err = htmlindex.Get(labelOf(name))
	}
	if page := dosPage(name); err != nil && page != nil {
		return Encoding{Name: pageName(page), coding: page}, nil
	}
	if err != nil {
		return Encoding{}, fmt.Errorf("%.40q is not an encoding that is known; utf-8, utf-16le, windows-1250, windows-1251, "+
			"windows-1252, windows-1256, koi8-r, cp866, cp850, cp852, gb18030 and the other labels of web pages are", name)
	}
	canonical, err := htmlindex.Name(coding)
	if canonical == "utf-8" {
		return Encoding{Name: canonical, Damaged: true}, err // it may be
	}
	return Encoding{Name: canonical, coding: coding}, err
}

// numbered is a code page by its number, as ESRI, Windows and DOS write it.
var numbered = regexp.MustCompile(`^(?:ansi|oem|cp|ms|windows|code ?page)?[ _-]*(\d{3,6})$`)

// labels are those of the WHATWG for code pages that it does not call by their numbers.
var labels = map[string]string{"65001": "utf-8", "1200": "utf-16le", "1201": "utf-16be", "932": "shift_jis",
	"936": "gbk", "949": "euc-kr", "950": "big5", "54936": "gb18030", "20866": "koi8-r", "21866": "koi8-u",
	"866":   "ibm866",
	"10000": "macintosh", "10007": "x-mac-cyrillic"}

// labelOf is the label of the WHATWG for a code page: 88595 and 28595 are both ISO 8859-5.
func labelOf(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	m := numbered.FindStringSubmatch(name)
	if m == nil {
		return strings.ReplaceAll(strings.ReplaceAll(name, " ", "-"), "_", "-")
	}
	if label, ok := labels[m[1]]; ok {
		return label
	}
	for _, prefix := range []string{"8859", "2859"} {
		if part, ok := strings.CutPrefix(m[1], prefix); ok && part != "" {
			return "iso-8859-" + part
		}
	}
	return "windows-" + m[1]
}

// dosPages are code pages of DOS that web pages do not have.
var dosPages = map[string]*charmap.Charmap{"cp437": charmap.CodePage437, "cp850": charmap.CodePage850,
	"cp852": charmap.CodePage852, "cp855": charmap.CodePage855, "cp858": charmap.CodePage858,
	"cp862": charmap.CodePage862}

// dosPage is a code page of DOS by its name: cp850, ibm850, 850; nil for another name.
func dosPage(name string) *charmap.Charmap {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, prefix := range []string{"ibm", "dos", "oem", "cp", " ", "-", "_"} {
		name = strings.TrimPrefix(name, prefix)
	}
	return dosPages["cp"+name]
}

// pageName is what people call a code page.
func pageName(c *charmap.Charmap) string {
	for name, page := range dosPages {
		if page == c {
			return name
		}
	}
	name, err := htmlindex.Name(c)
	if err != nil {
		name = strings.ToLower(c.String())
	}
	return name
}
