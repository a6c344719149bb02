package pgstore

import (
	"testing"

	"incidentmap/internal/store/storetest"
)

func TestLog(t *testing.T) {
	storetest.RunLog(t, func(t *testing.T) storetest.Log { return open(t, server.Database(t)) })
}
