package server

import "time"

// SetFirstByte shortens the time in which an answer must begin.
func (s *Server) SetFirstByte(d time.Duration) { s.firstByte = d }

// FillGates takes all the room for dear answers and returns what gives it
// back.
func (s *Server) FillGates() func() {
	_ = s.gates.memory.TryAcquire(answerMemory)
	return func() { s.gates.memory.Release(answerMemory) }
}

// GatesQueue is how many requests may wait for room.
func (s *Server) GatesQueue() int { return int(s.gates.memory.queue) }
