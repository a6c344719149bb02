// Command bench measures incidentmap beside a naive twin and its peers, in
// one run on one machine, and prints a table of ratios.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"incidentmap/internal/bench/sample"
)

func main() {
	n := flag.Int("n", 1_000_000, "`NUMBER` of incidents")
	flag.Parse()
	t := &table{}
	t.note(fmt.Sprintf("%s, %d processors (%s), %s, %d incidents", time.Now().Format(time.DateOnly), runtime.GOMAXPROCS(0), processor(), runtime.Version(), *n))
	all := sample.Make(*n, 42)
	inProcess(t, all)
	t.print(os.Stdout)
}

// processor names the processor as the system does.
func processor() string {
	raw, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(raw)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
