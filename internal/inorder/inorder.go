// Package inorder works on the parts of a stream in parallel and keeps their order.
package inorder

import (
	"iter"
	"runtime"
)

// Ahead yields lots in their order, each after it was worked on. They are made by one
// goroutine and worked on by others while the ones before are used, so that reading and decoding
// take a processor each. When it returns, nothing of it goes on.
func Ahead[T any](lots iter.Seq[T], work func(T)) iter.Seq[T] {
	return func(yield func(T) bool) {
		type job struct {
			lot  T
			done chan struct{}
		}
		jobs, stopped := make(chan job, runtime.GOMAXPROCS(0)), make(chan struct{})
		go func() {
			defer close(jobs)
			for lot := range lots {
				j := job{lot, make(chan struct{})}
				go func() {
					defer close(j.done)
					work(lot)
				}()
				select {
				case jobs <- j:
				case <-stopped:
					<-j.done
					return
				}
				select {
				case <-stopped:
					return
				default:
				}
			}
		}()
		defer func() {
			close(stopped)
			for j := range jobs {
				<-j.done
			}
		}()
		for j := range jobs {
			<-j.done
			if !yield(j.lot) {
				return
			}
		}
	}
}
