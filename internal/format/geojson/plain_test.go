package geojson

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestAppendStringAnywhere: every byte is escaped, or stands for itself, as in
// encoding/json, wherever in a text it is.
func TestAppendStringAnywhere(t *testing.T) {
	for b := range 256 {
		for at := range 20 {
			s := strings.Repeat("a", at) + string([]byte{byte(b)}) + strings.Repeat("~", 19-at)
			var got string
			raw := AppendString(nil, s)
			if err := json.Unmarshal(raw, &got); err != nil || got != strings.ToValidUTF8(s, "\ufffd") {
				t.Fatalf("%q is written as %s: %v", s, raw, err)
			}
			if strings.ContainsAny(string(raw[1:len(raw)-1]), "<>&\n\x00") {
				t.Fatalf("%q is written as %s", s, raw)
			}
		}
	}
}
