package incident

// Profile says how closely a dataset may be published. Its zero value
// publishes records as they are.
type Profile struct{}

// Publish is the only way of a record into an index: whatever a profile
// coarsens or hides is gone before any query, tile, text search or export can
// see it. It must be deterministic, so that repeated queries tell no more
// than one.
func Publish(_ Profile, inc Incident) Incident { return inc }
