package load

import "time"

// progressEvery is how often a long load tells how far it is.
const progressEvery = 2 * time.Second

// progress tells how far a file is, how fast, and how long it is likely to take still.
func (r *Reader) progress(path string) func(done, total int) {
	begun := time.Now()
	told := begun
	return func(done, total int) {
		now := time.Now()
		if now.Sub(told) <= progressEvery {
			return
		}
		told = now
		rate, left := pace(done, total, now.Sub(begun))
		r.Log.Info("loading", "file", path, "rows", done, "of", total, "perSecond", rate, "left", left)
	}
}

// pace is how many rows a second were done, and how long the rest takes at that pace, to
// the second.
func pace(done, total int, took time.Duration) (rate int, left time.Duration) {
	if done <= 0 || took <= 0 {
		return 0, 0
	}
	rest := took.Seconds() / float64(done) * float64(total-done)
	return int(float64(done) / took.Seconds()), time.Duration(rest * float64(time.Second)).Round(time.Second)
}
