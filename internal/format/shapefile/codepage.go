package shapefile

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"incidentmap/internal/dialect"
)

// telling is what tells in which encoding a .dbf is: what the user says, or else the .cpg
// beside it.
type telling struct{ given, cpg string }

// languages are the encodings that the byte for it in a .dbf stands for (dBASE's language
// driver IDs). 0x57 is left out: many programs write it whatever the encoding is.
var languages = map[byte]string{0x01: "cp437", 0x02: "cp850", 0x03: "windows-1252", 0x09: "cp437", 0x0a: "cp850",
	0x0b: "cp437", 0x0d: "cp437", 0x0e: "cp850", 0x0f: "cp437", 0x10: "cp850", 0x11: "cp437", 0x12: "cp850",
	0x13: "shift_jis", 0x14: "cp850", 0x15: "cp437", 0x16: "cp850", 0x18: "cp437", 0x19: "cp437", 0x1a: "cp850",
	0x1b: "cp437", 0x1d: "cp850", 0x1f: "cp852", 0x22: "cp852", 0x23: "cp852", 0x25: "cp850", 0x26: "cp866",
	0x37: "cp850", 0x40: "cp852", 0x4d: "gbk", 0x4e: "euc-kr", 0x4f: "big5", 0x50: "windows-874", 0x58: "windows-1252",
	0x59: "windows-1252", 0x64: "cp852", 0x65: "cp866", 0x78: "big5", 0x79: "euc-kr", 0x7a: "gbk", 0x7b: "shift_jis",
	0x7c: "windows-874", 0x7d: "windows-1255", 0x7e: "windows-1256", 0x87: "cp852", 0xc8: "windows-1250",
	0xc9: "windows-1251", 0xca: "windows-1254", 0xcb: "windows-1253", 0xcc: "windows-1257"}

// encodingOf is the encoding of a .dbf with such texts, and what there is to say of it. What
// the user says counts; then what the .cpg says, or the byte in the .dbf, unless the texts
// show that it is wrong: they are no UTF-8, or they are. Else their letters tell.
func (t *telling) encodingOf(sample string, language byte) (e dialect.Encoding, doubt string, err error) {
	if t.given != "" {
		e, err = dialect.Named(t.given)
		return e, "", err
	}
	found, err := dialect.Detect(sample)
	if err != nil {
		return e, "", err
	}
	where, name, err := t.claim(language)
	if err != nil || isASCII(sample) {
		return found, "", err
	}
	if name != "" {
		e, err = dialect.Named(name)
		isUTF8 := e.Name == found.Name || found.Name != "utf-8" || found.Damaged
		if err != nil || e.Fits(sample) && isUTF8 {
			return e, "", err
		}
	}
	decoded, err := found.Text(sample)
	doubt = found.Doubt(decoded)
	if name != "" {
		doubt = fmt.Sprintf("%s says %s, which its texts are not; %s", where, name,
			cmp.Or(doubt, "it is read as "+found.Name+"; --encoding says another"))
	}
	return found, doubt, err
}

// claim is the encoding that the .cpg names, else the byte in the .dbf; empty if neither does.
func (t *telling) claim(language byte) (where, name string, err error) {
	name = strings.Trim(t.cpg, " \t\r\n\x00\ufeff")
	if id, ok := strings.CutPrefix(strings.ToUpper(name), "LDID/"); ok {
		n, err := strconv.ParseUint(id, 10, 8)
		return "its .cpg", languages[byte(n)], err
	}
	if name == "" {
		return fmt.Sprintf("the code page 0x%02x of its .dbf", language), languages[language], nil
	}
	if _, err := dialect.Named(name); err != nil {
		return "", "", fmt.Errorf("its .cpg names the encoding %.40q: %w; --encoding says which it is", name, err)
	}
	return "its .cpg", name, nil
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// maxSample bounds how much of the texts is looked at, in bytes.
const maxSample = 1 << 20

// sampleOf are the names of the columns and the texts of the rows that are not ASCII, one a
// line. What is cut where a column ends is left out.
func sampleOf(records []byte, size int, fields []field) string {
	var out strings.Builder
	for _, f := range fields {
		out.WriteString(f.name + "\n")
	}
	for at := 0; at+size <= len(records) && out.Len() < maxSample; at += size {
		row := records[at+1 : at+size]
		for _, f := range fields {
			if f.size > len(row) {
				break
			}
			text := string(row[:f.size])
			if row = row[f.size:]; !isASCII(text) && f.kind == 'C' {
				out.WriteString(strings.Trim(whole(text), " \x00") + "\n")
			}
		}
	}
	return strings.ReplaceAll(out.String(), "\x00", " ")
}

// whole is a text without a character of UTF-8 that its end cuts, if it has whole ones.
func whole(text string) string {
	for i := len(text) - 1; i >= max(0, len(text)-utf8.UTFMax); i-- {
		if utf8.RuneStart(text[i]) {
			if !utf8.FullRuneInString(text[i:]) && utf8.ValidString(text[:i]) && !isASCII(text[:i]) {
				return text[:i]
			}
			break
		}
	}
	return text
}
