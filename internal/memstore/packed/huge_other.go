//go:build !linux

package packed

// askHugePages does nothing where the system is not asked for them.
func askHugePages([]byte) {}
