//go:build !linux

package snapshot

// askHugePages does nothing where the system is not asked for them.
func askHugePages([]byte) {}
