//go:build oracle

package edtf_test

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"incidentmap/internal/edtf"
)

// generated makes a date of one of the forms that both parsers read. Seasons
// are left out, because the standard does not say which months they have, and
// ranges inside sets, of which the oracle only sees the first date.
func generated(r *rand.Rand) string {
	y, m, d := 1900+r.IntN(200), 1+r.IntN(12), 1+r.IntN(31)
	day := fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	month, year := day[:7], day[:4]
	later := fmt.Sprintf("%04d-%02d-%02d", y+r.IntN(3)-1, 1+r.IntN(12), 1+r.IntN(28))
	qualifier := []string{"", "?", "~", "%"}[r.IntN(4)]
	switch r.IntN(13) {
	case 0, 1, 2:
		return day + qualifier
	case 3:
		return month + qualifier
	case 4:
		return year + qualifier
	case 5:
		return year[:3] + "X"
	case 6:
		return year[:2] + "XX"
	case 7:
		return month + "-XX"
	case 8:
		return year + "-XX-XX"
	case 9:
		return year + "-XX"
	case 10:
		return day + "/" + later
	case 11:
		return month + qualifier + "/" + later[:7]
	}
	return "[" + day + "," + later + "]"
}

// TestAgainstOracle compares with the npm package edtf: what one reads, the
// other does, as the same days.
func TestAgainstOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	inputs := make([]string, 4000)
	for i := range inputs {
		inputs[i] = generated(r)
	}
	cmd := exec.Command("node", "edtf-oracle.mjs")
	cmd.Dir = "../e2e"
	cmd.Stdin = strings.NewReader(strings.Join(inputs, "\n") + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the oracle did not run: %v (make test installs it)", err)
	}
	answers := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(answers) != len(inputs) {
		t.Fatalf("%d answers for %d dates", len(answers), len(inputs))
	}
	read := 0
	for i, text := range inputs {
		got := "error"
		if d, err := edtf.Parse(text); err == nil {
			got = d.Start.String() + " " + d.End.String()
			read++
		}
		if got != answers[i] && !knownDifference(text, got, answers[i]) {
			t.Errorf("%s: here %s, there %s", text, got, answers[i])
		}
	}
	if read < len(inputs)*3/4 {
		t.Errorf("only %d of %d dates were read", read, len(inputs))
	}
}

// knownDifference names what the oracle does otherwise: it takes the members
// of a set in the order of the text, and no interval from a month to itself.
func knownDifference(text, here, there string) bool {
	if strings.HasPrefix(text, "[") {
		first, last, _ := strings.Cut(there, " ")
		return here == last+" "+first
	}
	from, to, _ := strings.Cut(text, "/")
	return there == "error" && strings.TrimRight(from, "?~%") == to
}
