package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// namedRows is how many rows that were left out for one reason are named; of more the
// first are, and the rest is counted.
const namedRows, firstRows = 3, 2

// outcome tells in a sentence what became of the rows.
func (r *Report) outcome() string {
	incidents := Many(r.Incidents, "incident")
	switch {
	case r.WithoutPlace == 1 && r.Incidents == 1:
		incidents += " without a place"
	case r.WithoutPlace > 0 && r.WithoutPlace == r.Incidents:
		incidents += ", all of them without a place"
	case r.WithoutPlace > 0:
		incidents += fmt.Sprintf(", %s of them without a place", Thousands(r.WithoutPlace))
	}
	if r.Rows == 0 {
		return incidents
	}
	s := Many(r.Rows, r.Unit) + ": " + incidents
	if r.LeftOut == 0 {
		return s + ", none left out"
	}
	return s + "; " + Thousands(r.LeftOut) + " left out: " + strings.Join(r.reasons(), "; ")
}

// reasons tell which rows were left out, by reason, the most frequent first.
func (r *Report) reasons() []string {
	rows := map[string][]int{}
	var rules []string
	for _, f := range r.Findings {
		if !f.Dropped {
			continue
		}
		if rows[f.Rule] == nil {
			rules = append(rules, f.Rule)
		}
		rows[f.Rule] = append(rows[f.Rule], f.Row)
	}
	slices.SortStableFunc(rules, func(a, b string) int { return r.dropped[b] - r.dropped[a] })
	var out []string
	for _, rule := range rules {
		n := r.dropped[rule]
		out = append(out, namedList(r.unit(), rows[rule], n)+", because "+because(rule, n))
	}
	return out
}

func (r *Report) unit() string {
	if r.Unit == "" {
		return "row"
	}
	return r.Unit
}

// namedList names rows: "row 7", "rows 7, 19 and 26 more".
func namedList(unit string, rows []int, total int) string {
	if total == 1 {
		return fmt.Sprintf("%s %d", unit, rows[0])
	}
	named := rows
	if total > namedRows {
		named = rows[:firstRows]
	}
	texts := make([]string, len(named))
	for i, n := range named {
		texts[i] = strconv.Itoa(n)
	}
	last := texts[len(texts)-1]
	if more := total - len(named); more > 0 {
		last = Thousands(more) + " more"
	} else {
		texts = texts[:len(texts)-1]
	}
	return unit + "s " + strings.Join(texts, ", ") + " and " + last
}

// becauses say why rows are left out, by the rule that they break. The verb is for one of
// "its" and "their".
var becauses = map[string]string{RuleDate.Name: "%s date cannot be read",
	RuleDetail.Name:      "%s nested parts are not of the documented form",
	RuleDuplicateID.Name: "%s ID is that of another, and no other is free"}

func because(rule string, rows int) string {
	whose := "their"
	if rows == 1 {
		whose = "its"
	}
	if text, ok := becauses[rule]; ok {
		return fmt.Sprintf(text, whose)
	}
	return "they break the rule " + rule
}

// kinds tell how many findings there are of each rule, the gravest first.
func (r *Report) kinds() []string {
	asks := asked()
	var out []string
	for _, c := range r.Summary {
		out = append(out, fmt.Sprintf("%s of the rule %s: %s", Many(c.Findings, string(c.Severity)), c.Rule, asks[c.Rule]))
	}
	return out
}

// asked is what the rules ask for, by their names.
func asked() map[string]string {
	out := map[string]string{}
	for _, rule := range Rules() {
		out[rule.Name] = rule.Asks
	}
	return out
}

// Many is a number of things as people write it: "1 row", "12,480 rows".
func Many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return Thousands(n) + " " + what + "s"
}

// Thousands writes a number with a comma between thousands.
func Thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return Thousands(n/1000) + fmt.Sprintf(",%03d", n%1000)
}

// Quoted are names in quotes, as a sentence lists them: "a", "b" and "c".
func Quoted(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = strconv.Quote(name)
	}
	last := len(quoted) - 1
	if last < 1 {
		return strings.Join(quoted, "")
	}
	return strings.Join(quoted[:last], ", ") + " and " + quoted[last]
}
