package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"yunban/app/hub"
)

// hints lets desks wait at the hub and measures how long an act takes to be known by all of them.
func hints(ctx context.Context, l load) error {
	s, err := sceneOf(l)
	if err != nil {
		return err
	}
	if len(s.Desks) < l.lines {
		return fmt.Errorf("there are only %d desks", len(s.Desks))
	}
	one := l
	one.lines = 1
	senders, err := newSenders(ctx, one, s)
	if err != nil {
		return err
	}
	steps, err := s.Life.steps()
	if err != nil {
		return err
	}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	told := make(chan heard, l.lines)
	var all sync.WaitGroup
	defer all.Wait()
	defer stop()
	began := time.Now()
	for i := range l.lines {
		line, err := hub.Dial(s.Desks[i])
		if err != nil {
			return err
		}
		all.Go(func() {
			defer line.Close()
			err := line.Hints(watching, func(head int64) { told <- heard{i, head, time.Now()} })
			if watching.Err() == nil {
				told <- heard{i, -1, time.Now()}
				fmt.Println("a desk was cut off:", err)
			}
		})
	}
	if _, err := everybody(ctx, told, l.lines, 0); err != nil {
		return err
	}
	if err := dialAll(ctx, senders, s); err != nil {
		return err
	}
	fmt.Printf("%d desks wait after %.1f s   %s\n", l.lines, time.Since(began).Seconds(), used(l.pid))
	for n := range l.times {
		f, before, own := newFigures(l.lines), used(l.pid), used(os.Getpid())
		push := senders[0].push(steps[0], []filling{newFilling(n)})
		began := time.Now()
		head, err := senders[0].place(steps[0].actor, push, 1)
		if err != nil {
			return err
		}
		answered := time.Since(began)
		last, err := everybody(ctx, told, l.lines, head)
		if err != nil {
			return err
		}
		for i, at := range last {
			f.times[i], f.counts[i] = append(f.times[i], at.Sub(began)), 1
		}
		if err := f.say(fmt.Sprintf("told, answer after %.0f ms", answered.Seconds()*1000), time.Since(began), used(l.pid).since(before), used(os.Getpid()).since(own)); err != nil {
			return err
		}
	}
	return nil
}

// heard is that a desk was told of the log's last event.
type heard struct {
	desk int
	head int64
	at   time.Time
}

// everybody waits until every desk knows of an event, and tells since when each does.
func everybody(ctx context.Context, told <-chan heard, desks int, head int64) ([]time.Time, error) {
	known, left := make([]time.Time, desks), desks
	for left > 0 {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case h := <-told:
			switch {
			case h.head < 0:
				return nil, fmt.Errorf("desk %d was cut off", h.desk)
			case h.head >= head && known[h.desk].IsZero():
				known[h.desk] = h.at
				left--
			}
		}
	}
	return known, nil
}
