package main

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"golang.org/x/sys/windows/svc"
	"golang.org/x/sys/windows/svc/eventlog"
)

// serviceName is what the service is called in Windows.
const serviceName = "yunban-hub"

// How long Windows should have patience: an upgrade may carry the store over, and what is under way ends first.
const (
	startPatience = 10 * time.Minute
	stopPatience  = 40 * time.Second
)

// asService runs the program as a service of Windows when that is who started it; ok is false otherwise.
func asService(do func(ctx context.Context, errs io.Writer, ready func(string) error) int) (status int, ok bool) {
	is, err := svc.IsWindowsService()
	if err != nil || !is {
		return 0, false
	}
	s := &service{do: do}
	if svc.Run(serviceName, s) != nil {
		return exitRefused, true
	}
	return s.status, true
}

type service struct {
	do     func(ctx context.Context, errs io.Writer, ready func(string) error) int
	status int
}

// Execute runs until the system wants it to stop.
func (s *service) Execute(_ []string, asked <-chan svc.ChangeRequest, tell chan<- svc.Status) (bool, uint32) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	tell <- svc.Status{State: svc.StartPending, WaitHint: uint32(startPatience.Milliseconds())}
	var said lastWords
	serving, ended := make(chan struct{}), make(chan int, 1)
	go func() { ended <- s.do(ctx, &said, func(string) error { close(serving); return nil }) }()
	for {
		select {
		case <-serving:
			tell <- svc.Status{State: svc.Running, Accepts: svc.AcceptStop | svc.AcceptShutdown}
			serving = nil
		case s.status = <-ended:
			if s.status != exitDone {
				report(said.String())
			}
			return s.status != exitDone, uint32(s.status) // 0, 1 or 2
		case request := <-asked:
			switch request.Cmd {
			case svc.Interrogate:
				tell <- request.CurrentStatus
			case svc.Stop, svc.Shutdown:
				tell <- svc.Status{State: svc.StopPending, WaitHint: uint32(stopPatience.Milliseconds())}
				stop()
			}
		}
	}
}

// report writes into the system's log of events why the hub ended: nobody reads a service's standard error.
func report(why string) {
	log, err := eventlog.Open(serviceName)
	if err == nil {
		err = errors.Join(log.Error(1, why), log.Close())
	}
	_ = err // nobody is left to tell
}

// lastWords keeps the end of what is written.
type lastWords struct {
	mu   sync.Mutex
	text []byte
}

// mostWords is how much is kept; an entry of the log of events takes 31,839 characters.
const mostWords = 8 << 10

// Write keeps the end.
func (l *lastWords) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, p...)
	l.text = l.text[max(0, len(l.text)-mostWords):]
	return len(p), nil
}

func (l *lastWords) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text)
}
