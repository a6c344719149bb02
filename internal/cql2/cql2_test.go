package cql2_test

import (
	"strings"
	"testing"

	"incidentmap/internal/cql2"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"country = 'AF'":                  `"country" = 'AF'`,
		"  a<>1 ":                         `"a" <> 1`,
		"a != -1.5e+3":                    `"a" <> -1500`,
		"a=1 and b=2 or c=3":              `(("a" = 1) AND ("b" = 2)) OR ("c" = 3)`,
		"a=1 AND (b=2 OR c=3)":            `("a" = 1) AND (("b" = 2) OR ("c" = 3))`,
		"NOT a = 1 AND b = 2":             `(NOT ("a" = 1)) AND ("b" = 2)`,
		"name LIKE 'O''Neill%'":           `"name" LIKE 'O''Neill%'`,
		"name not ilike 'x'":              `NOT ("name" ILIKE 'x')`,
		"kind IN ('a', 'b')":              `"kind" IN ('a', 'b')`,
		"kind NOT IN ('a')":               `NOT ("kind" IN ('a'))`,
		"n BETWEEN 1 AND 2 AND m = 3":     `(("n" >= 1) AND ("n" <= 2)) AND ("m" = 3)`,
		"(x IS NULL) OR y IS NOT NULL":    `("x" IS NULL) OR (NOT ("y" IS NULL))`,
		`"a b" = TRUE`:                    `"a b" = TRUE`,
		`"end" <= '2018-07-15T00:00:00Z'`: `"end" <= '2018-07-15T00:00:00Z'`,
		"start >= DATE('2020-01-01')":     `"start" >= '2020-01-01'`,
		"запись = 'ключ'":                 `"запись" = 'ключ'`,
	} {
		e, err := cql2.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := e.String(); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestParseErrors: an error says where it is and what is expected there.
func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "at character 1: the end stands where the name of a property is expected",
		"a":                      "at character 2: the end stands where a comparison",
		"a =":                    "at character 4: the end stands where a number, or a text in single quotes",
		"a = b":                  `at character 5: "b" stands where a number`,
		"a = 'x":                 "at character 5: the quote that opens here is not closed",
		"a = 1 b = 2":            `at character 7: "b" stands where AND, OR or the end`,
		"(a = 1":                 "at character 7: the end stands where a closing bracket",
		"a IN 1":                 "at character 6: \"1\" stands where an opening bracket",
		"AND = 1":                `at character 1: "AND" stands where the name of a property`,
		"a NOT = 1":              `at character 7: "=" stands where LIKE, IN or BETWEEN`,
		"a LIKE 1":               "at character 8: a pattern is a text in quotes",
		"a = 1; DROP TABLE x":    `at character 6: ";" stands where`,
		"ä = 1.2.3":              `at character 5: "1.2.3" stands where a number`,
		"S_INTERSECTS(g, x)":     `at character 13: "(" stands where a comparison`,
		strings.Repeat("(", 100): "more than 50 within each other",
		"a = 1" + strings.Repeat(" OR a = 1", 2000):   "more than 1000 parts",
		"a IN (1" + strings.Repeat(", 1", 2000) + ")": "more than 1000 parts",
		strings.Repeat("NOT ", 100) + "a = 1":         "more than 50 within each other",
	} {
		if e, err := cql2.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, %v, want %s", text, e, err, want)
		}
	}
}

// FuzzParse: what is read is the same expression when it is written and read
// again.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"a = 'x' AND NOT (b IN (1, 2) OR c IS NULL)", `"q""q" LIKE '%''_'`,
		"x BETWEEN -1 AND 1e9", "a = TRUE", "\x00 = 1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := cql2.Parse(text)
		if err != nil {
			return
		}
		again, err := cql2.Parse(e.String())
		// Writing adds brackets, which may nest too deep.
		if err != nil && !strings.Contains(err.Error(), "parts") {
			t.Fatalf("%q is written as %q, which cannot be read: %v", text, e, err)
		}
		if err == nil && again.String() != e.String() {
			t.Fatalf("%q is %q and then %q", text, e, again)
		}
	})
}
