package keep

import "sync"

// bell wakes all who wait for the next change.
type bell struct {
	mu   sync.Mutex
	next chan struct{}
}

// wait is closed with the next change.
func (b *bell) wait() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next == nil {
		b.next = make(chan struct{})
	}
	return b.next
}

func (b *bell) tell() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next != nil {
		close(b.next)
		b.next = nil
	}
}

// Changed is closed when something of the log's datasets has changed after the call, and
// can be read. Whoever waits asks for it first and looks then, so that nothing is missed.
func (f *Followed) Changed() <-chan struct{} { return f.changed.wait() }
