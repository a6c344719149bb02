package server

import (
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// Of an address, so many tokens that give nothing are answered at once, and then one each
// interval. So many addresses are remembered.
const (
	failuresAtOnce  = 20
	failureInterval = 5 * time.Second
	failureOrigins  = 4096
)

// failures counts tokens that gave nothing, by the address they came from.
type failures struct {
	limits *lru.Cache[string, *rate.Limiter]
}

func newFailures() *failures {
	limits, err := lru.New[string, *rate.Limiter](failureOrigins)
	if err != nil {
		panic(err) // only for a size below 1
	}
	return &failures{limits}
}

// add counts one, and returns for how many seconds its sender must wait; 0 for not at all.
func (f *failures) add(address string) int {
	limit, ok := f.limits.Get(address)
	if !ok {
		limit = rate.NewLimiter(rate.Every(failureInterval), failuresAtOnce)
		if before, there, _ := f.limits.PeekOrAdd(address, limit); there {
			limit = before
		}
	}
	if limit.Allow() {
		return 0
	}
	return int(failureInterval / time.Second)
}
