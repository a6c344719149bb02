package report

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// MaxFindings bounds the findings of one rule; more are counted.
const MaxFindings = 10_000

// Report is what came of looking through something.
type Report struct {
	// Path is what was looked through, Incidents how many records it has.
	Path      string `json:"path"`
	Incidents int    `json:"incidents"`
	// Rows counts what there was to read, and Unit says what each is called: row,
	// feature; 0 where that was not counted.
	Rows int    `json:"rows,omitempty"`
	Unit string `json:"unit,omitempty"`
	// WithoutPlace counts the incidents that have no place.
	WithoutPlace int `json:"withoutPlace"`
	Errors       int `json:"errors"`
	Warnings     int `json:"warnings"`
	Hints        int `json:"hints"`
	// LeftOut counts the rows that could not be taken in.
	LeftOut int `json:"leftOut"`
	// Summary counts the findings by severity and rule, the gravest first.
	Summary  []Count   `json:"summary"`
	Findings []Finding `json:"findings"`
	// Words tell the same in sentences: what became of the rows, then how many findings
	// there are of each kind.
	Words []string `json:"words"`
	// Originals are the rows that were left out as they stood in the file.
	Originals *LeftOut `json:"-"`
	// Omitted counts the findings beyond MaxFindings, by rule.
	Omitted map[string]int `json:"omitted,omitempty"`

	perRule map[string]int
	dropped map[string]int // rows that were left out, by rule
	counts  map[Count]int
}

// Count is how many findings of a rule and a severity there are.
type Count struct {
	Severity Severity `json:"severity"`
	Rule     string   `json:"rule"`
	Findings int      `json:"findings"`
}

// New is an empty report of what stands at a path.
func New(path string) *Report {
	return &Report{Path: path, Findings: []Finding{}, perRule: map[string]int{}, dropped: map[string]int{},
		counts: map[Count]int{}}
}

// Unreadable is the report of a file that could not be read at all.
func Unreadable(path string, err error) *Report {
	r := New(path)
	message := strings.TrimPrefix(err.Error(), filepath.ToSlash(path)+": ")
	r.Add(RuleFile.At(Where{File: path}, message))
	r.Finish()
	r.Words[0] = "nothing of it could be read"
	return r
}

// Add adds a finding; of one rule, those beyond MaxFindings are only counted.
func (r *Report) Add(f Finding) {
	switch f.Severity {
	case Error:
		r.Errors++
	case Warning:
		r.Warnings++
	default:
		r.Hints++
	}
	if f.Dropped {
		r.LeftOut++
		r.dropped[f.Rule]++
	}
	r.counts[Count{Severity: f.Severity, Rule: f.Rule}]++
	if r.perRule[f.Rule]++; r.perRule[f.Rule] > MaxFindings {
		if r.Omitted == nil {
			r.Omitted = map[string]int{}
		}
		r.Omitted[f.Rule]++
		return
	}
	r.Findings = append(r.Findings, f)
}

// Finish orders the findings by file and row, as a reader goes through them,
// and sums them up.
func (r *Report) Finish() {
	r.Summary = make([]Count, 0, len(r.counts))
	for c, n := range r.counts {
		c.Findings = n
		r.Summary = append(r.Summary, c)
	}
	slices.SortFunc(r.Summary, func(a, b Count) int {
		return cmp.Or(cmp.Compare(slices.Index(severities, a.Severity), slices.Index(severities, b.Severity)),
			cmp.Compare(b.Findings, a.Findings), cmp.Compare(a.Rule, b.Rule))
	})
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
	r.Words = append([]string{r.outcome()}, r.kinds()...)
	if o := r.Originals; o != nil && o.More > 0 {
		r.Words = append(r.Words, fmt.Sprintf("of the rows that were left out, the table of them has %s, and %s more are not kept",
			Thousands(len(o.Rows)), Thousands(o.More)))
	}
}
