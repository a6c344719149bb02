package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
)

// foreignWord are words that programs of other languages write where JSON has other ones.
var foreignWord = regexp.MustCompile(`^-?(?i:nan|inf(?:inity)?|none|nil|undefined|true|false|null)\b`)

// notJSON says what is wrong with a text that is no JSON, from where a syntax error is on.
func notJSON(err error, data []byte) string {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return err.Error()
	}
	at := max(0, min(int(syntax.Offset)-1, len(data)))
	for at > 0 && isWordByte(data[at-1]) { // the decoder reads on into a word that begins as one of JSON
		at--
	}
	if at > 0 && data[at-1] == '-' {
		at--
	}
	if word := foreignWord.Find(data[at:min(at+16, len(data))]); word != nil {
		return fmt.Sprintf("%s stands where a value is, which JSON does not have; a number, a text in quotes, true, false and null "+
			"are allowed", word)
	}
	return err.Error()
}

func isWordByte(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// whyNoRecord is the error of a value that is no record, by its number and line in a file.
func whyNoRecord(n int, raw, data []byte) error {
	line, in := 1, bytes.Index(data, raw)
	var value json.RawMessage
	err := json.Unmarshal(raw, &value)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		in += int(syntax.Offset) - 1
	}
	line += bytes.Count(data[:max(0, min(in, len(data)))], []byte{'\n'})
	if err != nil {
		return fmt.Errorf("record %d, line %d: it is not JSON: %s", n, line, notJSON(err, raw))
	}
	return fmt.Errorf("record %d, line %d: %.60s is not an object of JSON", n, line, raw)
}
