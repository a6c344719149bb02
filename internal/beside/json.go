package beside

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// texts are a text or a list of texts; in CSVW also one of either a language.
type texts []string

// UnmarshalJSON implements json.Unmarshaler. What is neither says nothing.
func (t *texts) UnmarshalJSON(raw []byte) error {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	*t = textsOf(v, 2)
	*t = (*t)[:min(len(*t), maxTexts)]
	return nil
}

// maxTexts bounds the titles of a column and the texts of a missing value: every cell is
// compared with them.
const maxTexts = 100

func textsOf(v any, depth int) (out texts) {
	switch v := v.(type) {
	case string:
		return texts{v}
	case []any:
		for _, one := range v {
			if depth > 0 {
				out = append(out, textsOf(one, depth-1)...)
			}
		}
	case map[string]any:
		if value, ok := v["value"].(string); ok { // a missing value with its label
			return texts{value}
		}
		for _, one := range v {
			if depth > 0 {
				out = append(out, textsOf(one, depth-1)...)
			}
		}
	}
	return out
}

// oneByte is a text of one byte, such as a delimiter.
func oneByte(text string) (byte, bool) {
	if len(text) != 1 || text[0] >= 0x80 || strings.ContainsAny(text, "\"\r\n") {
		return 0, false
	}
	return text[0], true
}

// decode reads JSON, and says of what is none where.
func decode(text string, into any) error {
	err := json.Unmarshal([]byte(text), into)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("it is no JSON (at byte %d: %w)", syntax.Offset, err)
	case errors.As(err, &kind):
		return fmt.Errorf("its member %s is a %s, where %s is allowed", kind.Field, kind.Value, allowed(kind.Type.Kind().String()))
	}
	return err
}

// allowed names a kind of Go as JSON does.
func allowed(kind string) string {
	switch kind {
	case "struct", "map":
		return "an object"
	case "slice":
		return "a list"
	case "string":
		return "a text"
	case "bool":
		return "true or false"
	}
	return "a whole number"
}
