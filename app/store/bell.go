package store

import "sync"

// bell wakes everybody who waits for the store to change.
type bell struct {
	mu   sync.Mutex
	next chan struct{}
}

// Changed gives a channel that is closed at the next commit to the log or to what waits to be sent. Whoever wants to
// miss nothing asks for it first and reads the store afterwards.
func (s *Store) Changed() <-chan struct{} {
	s.bell.mu.Lock()
	defer s.bell.mu.Unlock()
	if s.bell.next == nil {
		s.bell.next = make(chan struct{})
	}
	return s.bell.next
}

// ring wakes them.
func (s *Store) ring() {
	s.bell.mu.Lock()
	defer s.bell.mu.Unlock()
	if s.bell.next != nil {
		close(s.bell.next)
		s.bell.next = nil
	}
}
