package main

import (
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
)

// badLine is what lies between desks and a hub: it passes bytes on, and cuts a line now and then, mostly when the hub
// has done its work and the answer is on its way.
type badLine struct {
	listener net.Listener
	mu       sync.Mutex
	hub      string // where it listens now
	chance   *rand.Rand
	oneIn    int // of how many pieces of answers one is cut off; 0: none
	cuts     int
	open     map[net.Conn]bool
}

func newBadLine(t *testing.T, oneIn int) *badLine {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &badLine{listener: listener, chance: rand.New(rand.NewPCG(1, 2)), oneIn: oneIn, open: map[net.Conn]bool{}}
	go l.accept()
	t.Cleanup(func() {
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
		l.cutAll()
	})
	return l
}

func (l *badLine) address() string { return l.listener.Addr().String() }

// lead leads the line to a hub that was started anew. Good says that nothing is cut any more.
func (l *badLine) lead(hub string, good bool) {
	l.mu.Lock()
	l.hub = hub
	if good {
		l.oneIn = 0
	}
	l.mu.Unlock()
}

func (l *badLine) accept() {
	for {
		desk, err := l.listener.Accept()
		if err != nil {
			return
		}
		go l.join(desk)
	}
}

func (l *badLine) join(desk net.Conn) {
	l.mu.Lock()
	to := l.hub
	l.mu.Unlock()
	hub, err := net.Dial("tcp", to)
	if err != nil {
		_ = desk.Close()
		return
	}
	l.mu.Lock()
	l.open[desk], l.open[hub] = true, true
	l.mu.Unlock()
	go func() {
		_, _ = io.Copy(hub, desk)
		l.cut(desk, hub)
	}()
	piece := make([]byte, 16<<10)
	for {
		n, err := hub.Read(piece)
		if err != nil || l.unlucky() {
			break
		}
		if _, err := desk.Write(piece[:n]); err != nil {
			break
		}
	}
	l.cut(desk, hub)
}

func (l *badLine) unlucky() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.oneIn == 0 || l.chance.IntN(l.oneIn) != 0 {
		return false
	}
	l.cuts++
	return true
}

func (l *badLine) cut(lines ...net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range lines {
		_ = c.Close()
		delete(l.open, c)
	}
}

func (l *badLine) cutAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.open {
		_ = c.Close()
	}
	clear(l.open)
}
