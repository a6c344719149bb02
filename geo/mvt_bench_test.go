package geo

import (
	"fmt"
	"testing"
)

// BenchmarkMVT writes a tile of points with the properties that points have.
func BenchmarkMVT(b *testing.B) {
	const points = 5000
	var events, actors []string
	for i := range 40 {
		events, actors = append(events, fmt.Sprintf("event_%d", i%15)), append(actors, fmt.Sprintf("Group %02d", i))
	}
	m := NewMVT("incidents", "id", "event_type", "actor", "start", "fatalities")
	b.ReportAllocs()
	for range b.N {
		for i := range points {
			m.Feature(int32(i%4096), int32(i/2))
			m.String(1, events[i%len(events)])
			m.String(2, actors[i*7%len(actors)])
			m.Day(3, Day(17_000+i*31%3000))
			m.Int(4, int64(i%9))
		}
		if len(m.Bytes()) == 0 {
			b.Fatal("an empty tile")
		}
		m.Reset()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*points), "ns/point")
}
