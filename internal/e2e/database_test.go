//go:build long

package e2e

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A server that is killed while commands beside it import files has everything that they
// told as done, and nothing half.
func TestKilledBesideImports(t *testing.T) {
	dir := t.TempDir()
	db, file := filepath.Join(dir, "incidents.db"), filepath.Join(dir, "cases.csv")
	// bring imports two incidents, and reports whether that was told as done.
	bring := func(n int) bool {
		table := fmt.Sprintf("id,title,date,lat,lon\n%d-a,A,2020-01-01,34,69\n%d-b,B,2020-01-01,34,69\n", n, n)
		if err := os.WriteFile(file, []byte(table), 0o600); err != nil {
			t.Fatal(err)
		}
		return command(t, nil, "import", "--db", db, file).Run() == nil
	}
	if !bring(0) {
		t.Fatal("the first import has failed")
	}
	acknowledged := []int{0}
	for n := 1; n < 150; {
		p := serve(t, "--no-shipped", "--db", db)
		for _, n := range acknowledged {
			for _, half := range []string{"a", "b"} {
				p.ok(of("cases", fmt.Sprintf("items/%d-%s", n, half), ""))
			}
		}
		timer := time.AfterFunc(time.Duration(rand.IntN(600))*time.Millisecond, func() {
			p.killed = true
			_ = p.cmd.Process.Kill()
		})
		for ; !p.ended(); n++ {
			if bring(n) {
				acknowledged = append(acknowledged, n)
			}
		}
		timer.Stop()
	}
	out, err := command(t, nil, "fsck", "--db", db).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "is whole") {
		t.Errorf("%s, %v", out, err)
	}
	p := serve(t, "--no-shipped", "--db", db)
	got := read[struct{ NumberMatched int }](p, items("cases", "limit=1"))
	if got.NumberMatched%2 != 0 || got.NumberMatched < 2*len(acknowledged) {
		t.Errorf("%d incidents, of %d imports", got.NumberMatched, len(acknowledged))
	}
	t.Logf("%d imports were told as done, none is lost", len(acknowledged))
}
