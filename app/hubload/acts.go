package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"yunban/app/demo"
	"yunban/app/hub"
	"yunban/model"
)

// sender is one desk that sends acts over its own connection. All its people are signed in.
type sender struct {
	line     *hub.Client
	sessions map[string]string // by person
	seq      int64             // of the desk's last act
	lives    int
}

// acts sends acts of whole lives from many desks: as many submissions as there are acts in a push, then their
// acceptances, and so on. Each desk waits for an answer before it sends on.
func acts(ctx context.Context, l load) error {
	s, err := sceneOf(l)
	if err != nil {
		return err
	}
	if len(s.Desks) < l.lines || l.batch < 1 || l.batch > 50 {
		return fmt.Errorf("there are %d desks, and a push has 1 to 50 acts", len(s.Desks))
	}
	senders, err := newSenders(ctx, l, s)
	if err != nil {
		return err
	}
	f, before, began := newFigures(l.lines), used(l.pid), time.Now()
	until, end := context.WithDeadline(ctx, began.Add(l.most))
	defer end()
	var all sync.WaitGroup
	for i, one := range senders {
		all.Go(func() { one.run(until, f, i, s.Life, l.batch) })
	}
	all.Wait()
	return f.say(fmt.Sprintf("acts, %d a push, %d lines", l.batch, l.lines), time.Since(began), used(l.pid).since(before))
}

// newSenders signs everybody in at every desk. What a desk sent in another run is behind it: it goes on counting there.
func newSenders(ctx context.Context, l load, s scene) ([]*sender, error) {
	operator, err := hub.Operate(filepath.Join(l.store, "hub"), time.Now())
	if err != nil {
		return nil, err
	}
	devices, err := operator.ListDevices(ctx)
	if err != nil {
		return nil, err
	}
	sent := map[string]int64{}
	for _, d := range devices {
		sent[d.ID] = d.Seq
	}
	senders := make([]*sender, l.lines)
	for i := range senders {
		if senders[i], err = newSender(ctx, s.Desks[i], s.Life.people()); err != nil {
			return nil, err
		}
		senders[i].seq = sent[s.Desks[i].Device]
	}
	return senders, nil
}

func newSender(ctx context.Context, j model.Joined, people []string) (*sender, error) {
	line, err := hub.Dial(j)
	if err != nil {
		return nil, err
	}
	s := &sender{line: line, sessions: map[string]string{}}
	for _, id := range people {
		session, err := line.SignIn(ctx, id, demo.Password)
		if err != nil {
			return nil, err
		}
		s.sessions[id] = session.Token
	}
	return s, nil
}

func (s *sender) run(ctx context.Context, f *figures, at int, recorded life, batch int) {
	for ctx.Err() == nil {
		lives := make([][]model.Pushed, batch)
		for i := range lives {
			s.lives++
			lives[i] = recorded.again(s.lives)
		}
		for step := range recorded.Events {
			push := make([]model.Pushed, batch)
			for i := range push {
				push[i] = lives[i][step]
			}
			began := time.Now()
			err := s.send(ctx, push)
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				f.fail(at, batch, err)
				break
			}
			f.took(at, batch, began)
		}
	}
}

// send sends acts of one person and wants them taken.
func (s *sender) send(ctx context.Context, push []model.Pushed) error {
	_, err := s.place(ctx, push)
	return err
}

// place also tells the place of the last one in the log.
func (s *sender) place(ctx context.Context, push []model.Pushed) (feed int64, err error) {
	for i := range push {
		push[i].Seq = s.seq + int64(i) + 1
	}
	answers, err := s.line.Push(ctx, s.sessions[push[0].Event.Actor], push)
	if err != nil {
		return 0, err
	}
	s.seq += int64(len(answers))
	for _, a := range answers {
		if a.Verdict != model.Taken {
			return 0, a.Err()
		}
		feed = a.Feed
	}
	if len(answers) < len(push) {
		return 0, errors.New("not every act was answered")
	}
	return feed, nil
}
