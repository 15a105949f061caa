package main

import (
	"context"

	"golang.org/x/sys/windows/svc"
)

// serviceName is what the service is called in Windows.
const serviceName = "yunban-hub"

// asService runs the program as a service of Windows when that is who started it; ok is false otherwise.
func asService(do func(context.Context) int) (status int, ok bool) {
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
	do     func(context.Context) int
	status int
}

// Execute runs until the system wants it to stop.
func (s *service) Execute(_ []string, asked <-chan svc.ChangeRequest, tell chan<- svc.Status) (bool, uint32) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ended := make(chan int, 1)
	go func() { ended <- s.do(ctx) }()
	tell <- svc.Status{State: svc.Running, Accepts: svc.AcceptStop | svc.AcceptShutdown}
	for {
		select {
		case s.status = <-ended:
			return s.status != exitDone, uint32(s.status) // 0, 1 or 2
		case request := <-asked:
			switch request.Cmd {
			case svc.Interrogate:
				tell <- request.CurrentStatus
			case svc.Stop, svc.Shutdown:
				tell <- svc.Status{State: svc.StopPending}
				stop()
			}
		}
	}
}
