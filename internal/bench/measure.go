package main

import (
	"slices"
	"time"
)

// measure is the median time of one call over a list of cases, each run
// often enough for a clock to tell.
func measure[Q any](cases []Q, do func(*Q)) time.Duration {
	return percentile(times(cases, do), 50)
}

// times runs every case once to warm up and then as often as fits into a
// share of a second, and returns the time of one run of each.
func times[Q any](cases []Q, do func(*Q)) []time.Duration {
	budget := 2 * time.Second / time.Duration(len(cases))
	out := make([]time.Duration, 0, len(cases))
	for i := range cases {
		do(&cases[i])
		n, start := 0, time.Now()
		for time.Since(start) < budget || n == 0 {
			do(&cases[i])
			n++
		}
		out = append(out, time.Since(start)/time.Duration(n))
	}
	slices.Sort(out)
	return out
}

// percentile takes a percentile of sorted times.
func percentile(sorted []time.Duration, p int) time.Duration {
	return sorted[min(len(sorted)*p/100, len(sorted)-1)]
}

// once times one call.
func once(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}
