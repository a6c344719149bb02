package beside

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
)

// cell is what a cell of the column says, in the form that every column is read in.
func (c *Column) cell(v string) string {
	v = strings.TrimSpace(v)
	if v == "" || slices.Contains(c.Missing, v) {
		return ""
	}
	switch c.Kind {
	case KindDate:
		if text, ok := dateIn(v, c.Format); ok {
			return text
		}
	case KindInteger, KindNumber:
		return c.number(v)
	case KindBoolean:
		return c.boolean(v)
	case KindPoint:
		return latitudeFirst(v)
	}
	return v
}

// changes reports whether cells may say something else than they are.
func (c *Column) changes() bool {
	return len(c.Missing) > 0 || c.Kind == KindDate && c.Format != "" || c.Kind == KindInteger || c.Kind == KindNumber ||
		c.Kind == KindBoolean || c.Kind == KindPoint
}

// number writes a number with a point for decimals, and without marks between groups of digits. What is
// none stays as it is.
func (c *Column) number(v string) string {
	plain := v
	if c.Group != "" {
		plain = strings.ReplaceAll(plain, c.Group, "")
	}
	if c.Decimal != "" {
		plain = strings.Replace(plain, c.Decimal, ".", 1)
	}
	f, err := strconv.ParseFloat(plain, 64)
	switch {
	case err != nil || math.IsInf(f, 0) || math.IsNaN(f) || strings.ContainsAny(plain, "xXpP_"):
		return v
	case c.Kind == KindInteger || math.Abs(f) > 1<<53:
		return plain // with all its digits
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func (c *Column) boolean(v string) string {
	yes, no := c.True, c.False
	if yes == nil {
		yes = []string{"true", "True", "TRUE", "1"}
	}
	if no == nil {
		no = []string{"false", "False", "FALSE", "0"}
	}
	switch {
	case slices.Contains(yes, v):
		return "true"
	case slices.Contains(no, v):
		return "false"
	}
	return v
}

// cutFormat parts the texts of booleans: Y|N.
func cutFormat(format string) (yes, no string, ok bool) {
	yes, no, ok = strings.Cut(format, "|")
	return yes, no, ok && yes != "" && no != ""
}

// latitudeFirst turns a pair of longitude and latitude, as Table Schema has it, with or
// without brackets. What is none stays as it is.
func latitudeFirst(v string) string {
	var pair []json.Number
	bare := strings.TrimSuffix(strings.TrimPrefix(v, "["), "]")
	if err := json.Unmarshal([]byte("["+bare+"]"), &pair); err != nil || len(pair) != 2 {
		return v
	}
	return pair[1].String() + ", " + pair[0].String()
}
