package country

import (
	_ "embed" // the codes
	"strings"
	"sync"
)

//go:embed fips.txt
var fipsText string

var fips = sync.OnceValue(func() map[string]string {
	codes := map[string]string{}
	for line := range strings.Lines(fipsText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for pair := range strings.FieldsSeq(line) {
			old, code, _ := strings.Cut(pair, "=")
			codes[old] = code
		}
	}
	return codes
})

// FromFIPS is the ISO 3166-1 alpha-2 code of a country's code in FIPS 10-4, in which AS is
// Australia and GM Germany; empty for one that there is not.
func FromFIPS(code string) string { return fips()[strings.ToUpper(strings.TrimSpace(code))] }
