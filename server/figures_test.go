package server_test

import (
	"reflect"
	"testing"
)

// A collection says what it has figures of, so that nothing need be said of others.
func TestCollectionsSayWhatTheyHaveFiguresOf(t *testing.T) {
	h := newServer(t, nil)
	for _, path := range []string{"/api/collections/khorasan", "/api/collections/attacks"} {
		if got := getJSON(t, h, path)["figures"]; !reflect.DeepEqual(got, []any{"fatalities"}) {
			t.Errorf("%s: %v", path, got)
		}
	}
}
