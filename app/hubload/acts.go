package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"yunban/app/demo"
	"yunban/app/hub"
	"yunban/model"
)

// sender is one desk that sends acts over its own connection. All its people are signed in.
type sender struct {
	line     *line
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
	steps, err := s.Life.steps()
	if err != nil {
		return err
	}
	if l.filings {
		steps = steps[:1]
	}
	senders, err := newSenders(ctx, l, s)
	if err != nil {
		return err
	}
	if err := dialAll(ctx, senders, s); err != nil {
		return err
	}
	f, before, own, began := newFigures(l.lines), used(l.pid), used(os.Getpid()), time.Now()
	until, end := context.WithDeadline(ctx, began.Add(l.most))
	defer end()
	var all sync.WaitGroup
	for i, one := range senders {
		all.Go(func() { one.run(until, f, i, steps, l.batch) })
	}
	all.Wait()
	took, spent := time.Since(began), used(l.pid).since(before)
	for _, one := range senders {
		err = errors.Join(err, one.line.close())
	}
	return errors.Join(f.say(fmt.Sprintf("acts, %d a push, %d lines", l.batch, l.lines), took, spent, used(os.Getpid()).since(own)), err)
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

// dialAll connects the desks, once there is something to say: a line that says nothing is cut.
func dialAll(ctx context.Context, senders []*sender, s scene) (err error) {
	for i, one := range senders {
		if one.line, err = dialLine(ctx, s.Desks[i]); err != nil {
			return err
		}
	}
	return nil
}

func newSender(ctx context.Context, j model.Joined, people []string) (*sender, error) {
	client, err := hub.Dial(j)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	s := &sender{sessions: map[string]string{}}
	for _, id := range people {
		session, err := client.SignIn(ctx, id, demo.Password)
		if err != nil {
			return nil, err
		}
		s.sessions[id] = session.Token
	}
	return s, nil
}

func (s *sender) run(ctx context.Context, f *figures, at int, steps []step, batch int) {
	for ctx.Err() == nil {
		lives := make([]filling, batch)
		for i := range lives {
			s.lives++
			lives[i] = newFilling(s.lives)
		}
		for _, step := range steps {
			push := s.push(step, lives)
			began := time.Now()
			err := s.send(step.actor, push, batch)
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

// push is the message with the same step of every life.
func (s *sender) push(step step, lives []filling) []byte {
	acts := make([][]byte, len(lives))
	for i, life := range lives {
		acts[i] = step.act.fill(nil, life.next(s.seq+int64(i)+1))
	}
	return pushOf(acts)
}

// send sends acts of one person and wants them taken.
func (s *sender) send(actor string, push []byte, acts int) error {
	_, err := s.place(actor, push, acts)
	return err
}

// place also tells the place of the last one in the log.
func (s *sender) place(actor string, push []byte, acts int) (feed int64, err error) {
	said, err := s.line.post("/v1/acts", "Bearer "+s.sessions[actor], push)
	if err != nil {
		return 0, err
	}
	answers, err := answersOf(said)
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
	if len(answers) < acts {
		return 0, errors.New("not every act was answered")
	}
	return feed, nil
}
