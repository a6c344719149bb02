package packed

import "golang.org/x/sys/unix"

// askHugePages asks the system for large pages under memory that is about to be
// filled: a quarter of a gigabyte is 60,000 page faults without, which take longer
// than the reading itself. Where it has none to give, nothing changes.
func askHugePages(b []byte) {
	const page = 2 << 20 // less has no whole one in it
	if len(b) >= page {
		_ = unix.Madvise(b, unix.MADV_HUGEPAGE)
	}
}
