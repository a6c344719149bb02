package ingest

import "testing"

// Coordinates behind an address in its cell are its point.
func TestPointsBehindAddresses(t *testing.T) {
	res, err := Read(tableOf("date|location", "1950-10-01|1200 MAIN ST\nDallas, TX 75201\n(32.7801, -96.8002)"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := res.Incidents[0].Place
	if len(p.Points) != 1 || p.Points[0] != [2]float64{-96.8002, 32.7801} ||
		p.Text != "1200 MAIN ST\nDallas, TX 75201" {
		t.Errorf("%+v", p)
	}
}
