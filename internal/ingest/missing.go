package ingest

import (
	"fmt"
	"strings"
)

// missingWords are how tables write "no value", in lower case and in the languages that
// columns are known in; marks alone say the same.
var missingWords = listed("na|n/a|n.a.|n. a.|null|none|nan|nat|unknown|not known|not available|not applicable|no data|" +
	"(null)|[null]|<null>|<na>|<n/a>|(blank)|(empty)|(none)|(unknown)|\\n|" +
	// errors of spreadsheets
	"#n/a|#ref!|#div/0!|#name?|#value!|#num!|#null!|#n/d|#nv|#bezug!|#wert!|#zahl!|#spill!|#calc!|#error!|" +
	"inconnu|inconnue|non renseigné|non disponible|desconocido|desconocida|sin dato|sin datos|sin información|s/d|n/d|n.d.|" +
	"desconhecido|desconhecida|sem dados|sem informação|unbekannt|k.a.|k. a.|keine angabe|keine angaben|" +
	"неизвестно|нет данных|н/д|невідомо|немає даних|غير معروف|مجهول|لا يوجد|نامعلوم|نامشخص|" +
	"bilinmiyor|bilinmeyen|veri yok|tidak diketahui|tidak ada data")

func listed(list string) map[string]bool {
	out := map[string]bool{"": true}
	for word := range strings.SplitSeq(list, "|") {
		out[word] = true
	}
	return out
}

// noMarks are the characters of cells without a value that have no word: –, ?, .., ***.
const noMarks = "-–—−?.*_…"

// longestMissing is above the length of all missing words in either case, and of marks.
const longestMissing = 40

// missingLengths has, for the bytes that missing words and marks begin with, a bit for each
// length that they have: nearly all cells are told by these.
var missingLengths = func() (lengths [256]uint64) {
	for word := range missingWords {
		if word == "" {
			continue
		}
		for _, either := range []string{word, strings.ToUpper(word)} {
			lengths[either[0]] |= 1 << len(either)
		}
	}
	for _, mark := range noMarks {
		lengths[string(mark)[0]] = 1<<longestMissing - 1
	}
	return lengths
}()

// missing tells how tables write "no value".
func missing(v string) bool {
	if v == "" {
		return true
	}
	if len(v) > longestMissing || missingLengths[v[0]]>>len(v)&1 == 0 {
		return false
	}
	return missingWords[v] || missingWords[strings.ToLower(v)] || strings.Trim(v, noMarks) == ""
}

// emptiness says how a role's column has no value in a row.
func (b *builder) emptiness(r *Row, ro role) string {
	if i := b.columns[ro]; i >= 0 && r.Text(i) != "" {
		return fmt.Sprintf("it is %.40q, which stands for no value", r.Text(i))
	}
	return "it is empty"
}

// openMark is an end that is not there yet, as EDTF writes it; elsewhere it is no value.
const openMark = ".."

// endText is the text of a row's column of ends.
func (b *builder) endText(r *Row) string {
	if i := b.columns[roleEnd]; i >= 0 && r.Text(i) == openMark {
		return openMark
	}
	return b.cell(r, roleEnd)
}
