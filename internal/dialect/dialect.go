// Package dialect knows how people write tables as text: in which encoding, and
// with which delimiter. All that reads such a table reads it alike.
package dialect

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// headBytes is how much of a table is looked at to find its dialect.
const headBytes = 64 << 10

// Decode turns a file's bytes into UTF-8 and tells in which encoding they were. The error
// says that it is larger than most bytes, or no text.
func Decode(data string, most int64) (text string, e Encoding, err error) {
	if int64(len(data)) > most {
		return "", e, fmt.Errorf("it is larger than %d MB", most>>20)
	}
	if e, err = Detect(data); err != nil {
		return "", e, err
	}
	if text, err = e.Text(data); err != nil {
		return "", e, err
	}
	if strings.IndexByte(text, '\n') < 0 { // old Mac line ends
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	return text, e, nil
}

// Sniff finds the delimiter: the one that a `sep=` line names, or the one that the
// first lines have most of. It returns what follows a `sep=` line, and how many
// lines that were.
func Sniff(text string) (rest string, delimiter byte, skipped int) {
	line, after, _ := strings.Cut(text, "\n")
	if line = strings.TrimRight(line, "\r"); len(line) <= 8 {
		if sep, ok := strings.CutPrefix(strings.ToLower(line), "sep="); ok && len(sep) == 1 {
			return after, sep[0], 1
		}
	}
	head := text[:min(len(text), headBytes)]
	delimiter = ','
	most := 0
	for _, d := range []byte(",;\t|") {
		if n := outsideQuotes(head, d); n > most {
			delimiter, most = d, n
		}
	}
	return text, delimiter, 0
}

// outsideQuotes counts a delimiter in the first few lines, where it is not
// part of a quoted field.
func outsideQuotes(head string, delimiter byte) int {
	n, lines, quoted := 0, 0, false
	for _, c := range []byte(head) {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == delimiter:
			n++
		case c == '\n':
			if lines++; lines == 10 {
				return n
			}
		}
	}
	return n
}

// Check reports whether a byte, which a `sep=` line may name, can be a delimiter.
func Check(delimiter byte) error {
	probe := csv.NewReader(strings.NewReader(""))
	probe.Comma = rune(delimiter)
	if _, err := probe.Read(); !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}
