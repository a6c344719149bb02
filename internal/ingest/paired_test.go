package ingest

import (
	"strings"
	"testing"
)

// Degrees that are not the geometry's are told, unless they are the same to their decimals.
func TestDegreesBesideAGeometry(t *testing.T) {
	res, err := Read(tableOf("id|date|latitude|longitude|wkt", "a|2023-01-01|34.53|69.17|POINT(69.1723 34.5281)",
		"b|2023-01-01|36.9|69.1723|POINT(69.1723 34.5281)", "c|2023-01-01|||POINT(69.1723 34.5281)",
		"d|2023-01-01|1|2|MULTIPOINT((69 34),(70 35))"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	told := res.Findings
	if len(told) != 1 || told[0].Row != 3 || !strings.Contains(told[0].Message, "another point") {
		t.Errorf("%v", told)
	}
}
