package hub

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"yunban/model"
)

// How often a desk hears of the log. Between two hints the log may grow by any number: only the last one is told.
const (
	hintPause    = 100 * time.Millisecond
	hintSilence  = 25 * time.Second // then a comment, so that nobody on the way thinks the line dead
	hintPatience = 10 * time.Second // for a desk that does not read
)

// hints tells all who watch the number of the log's last event. Telling is closing one channel, whoever waits on it.
type hints struct {
	mu      sync.Mutex
	head    int64
	grown   chan struct{}
	each    map[string]int // lines by device
	stopped bool
}

func newHints(head int64) *hints {
	return &hints{head: head, grown: make(chan struct{}), each: map[string]int{}}
}

// now is the head, and what closes when it has grown or when there will be no more hints.
func (h *hints) now() (head int64, grown <-chan struct{}, stopped bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.head, h.grown, h.stopped
}

func (h *hints) tell(head int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if head == h.head || h.stopped {
		return
	}
	h.head = head
	close(h.grown)
	h.grown = make(chan struct{})
}

// stop sends everybody away.
func (h *hints) stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.stopped {
		h.stopped = true
		close(h.grown)
	}
}

// come counts one more line of a device, unless it has too many.
func (h *hints) come(device string, most int) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.each[device] >= most {
		return false
	}
	h.each[device]++
	return true
}

func (h *hints) leave(device string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.each[device]--; h.each[device] == 0 {
		delete(h.each, device)
	}
}

// watching is how many devices wait.
func (h *hints) watching() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.each)
}

// Watch follows the log and tells the desks of it until ctx ends; then it sends them away.
func (s *Server) Watch(ctx context.Context) {
	defer s.hints.stop()
	for {
		changed := s.Log.Changed() // asked for before the head, so that nothing slips between
		head, err := s.Log.Head(ctx)
		if err == nil {
			s.hints.tell(head)
		} else if ctx.Err() == nil {
			s.Logger.ErrorContext(ctx, "cannot read the log's head", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(hintPause):
		}
	}
}

// watchHints tells one desk, until either side goes.
func watchHints(s *Server, x *exchange) error {
	if !s.hints.come(x.device.ID, s.guard.limits.Watches) {
		return model.Errorf(model.Offline, "error.too_many")
	}
	defer s.hints.leave(x.device.ID)
	line := http.NewResponseController(x.w)
	if line.SetReadDeadline(time.Time{}) != nil { // the request is read; the line stays open
		return nil
	}
	x.w.Header().Set("Content-Type", "text/event-stream")
	x.w.Header().Set("Cache-Control", "no-store")
	x.w.WriteHeader(http.StatusOK)
	silence := time.NewTicker(hintSilence)
	defer silence.Stop()
	head, grown, stopped := s.hints.now()
	news := fmt.Sprintf("event: head\ndata: %d\n\n", head)
	for !stopped {
		if line.SetWriteDeadline(time.Now().Add(hintPatience)) != nil {
			return nil
		}
		if _, err := x.w.Write([]byte(news)); err != nil || line.Flush() != nil {
			return nil // the desk is gone, and comes back when it can
		}
		select {
		case <-x.r.Context().Done():
			return nil
		case <-silence.C:
			news = ": \n\n"
		case <-grown:
			head, grown, stopped = s.hints.now()
			news = fmt.Sprintf("event: head\ndata: %d\n\n", head)
		}
	}
	return nil
}
