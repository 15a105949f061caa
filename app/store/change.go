package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"gorm.io/gorm"

	"yunban/model"
)

// Decide judges what has happened to a subject and says what happens next. Its context carries the transaction: what
// it reads with it, it reads as the event will find it.
type Decide = func(ctx context.Context, past []model.Event) (model.Event, error)

// Change is the only door: it loads the subject's past, asks decide for the next event, numbers and seals it, and
// writes event, summary and search words in one transaction. An error of decide is returned as it is and nothing is
// written. The same event id again answers with the event that was written then; with another content it is a
// conflict. The sealed event is returned once it is safe on disk.
//
// decide runs while the store is locked for writing: it may read the store, with its own context, and must not write
// to it.
func (s *Store) Change(ctx context.Context, about model.Subject, decide Decide) (model.Event, error) {
	var kept model.Event
	var refusal error
	err := s.act(ctx, func(tx *gorm.DB) error {
		var err error
		kept, err = s.add(ctx, tx, about, func(ctx context.Context, past []model.Event) (model.Event, error) {
			next, err := decide(ctx, past)
			refusal = err
			return next, err
		})
		return err
	})
	switch {
	case err == nil:
		return kept, nil
	case refusal != nil && errors.Is(err, refusal):
		return model.Event{}, refusal
	}
	return model.Event{}, fmt.Errorf("change %s %s: %w", about.Kind, about.ID, err)
}

// add adds the next event of a subject to the log, or to what waits for the hub, and to what is derived from it.
func (s *Store) add(ctx context.Context, tx *gorm.DB, about model.Subject, decide Decide) (model.Event, error) {
	one, err := s.next(ctx, tx, about, decide)
	if err != nil {
		return model.Event{}, err
	}
	if before, found, err := s.known(tx, one.event.ID); err != nil || found {
		return before, sameAct(before, one.event, err)
	}
	kept, _, err := s.put(tx, one)
	return kept, err
}

// addNew is add for an event whose id is known to be new, and which nobody changes afterwards. feed is its place in the
// log.
func (s *Store) addNew(ctx context.Context, tx *gorm.DB, about model.Subject, decide Decide) (kept model.Event, feed int64, err error) {
	one, err := s.next(ctx, tx, about, decide)
	if err != nil {
		return kept, 0, err
	}
	one.ours = true
	return s.put(tx, one)
}

// coming is an event on its way into the log.
type coming struct {
	event  model.Event
	past   []model.Event // of its subject
	before model.Request // what the past makes of a request
	doc    int64         // that names it; 0 when that is not at hand
	ours   bool          // nobody else has the event
}

// next has the next event of a subject decided.
func (s *Store) next(ctx context.Context, tx *gorm.DB, about model.Subject, decide Decide) (one coming, err error) {
	before, known := s.recent.past(about)
	one.past, one.before, one.doc = before.events, before.request, before.doc
	if !known {
		if one.past, err = s.past(tx, about); err != nil {
			return one, err
		}
		if about.Kind == model.RequestSubject {
			if one.before, err = model.Replay(one.past); err != nil {
				return one, err
			}
		}
	}
	if one.event, err = s.decided(ctx, tx, &one, decide); err != nil {
		return one, err
	}
	if err := complete(one.event, about); err != nil {
		return one, err
	}
	one.event, err = plain(one.event)
	return one, err
}

// put keeps an event that is new.
func (s *Store) put(tx *gorm.DB, one coming) (kept model.Event, feed int64, err error) {
	if err := s.checkFiles(one.event); err != nil {
		return kept, 0, err
	}
	if kind := one.event.Subject.Kind; kind != model.RequestSubject {
		s.versions.touch(kind)
	}
	if s.replica {
		kept, err = s.wait(tx, one.past, one.event)
		return kept, 0, err
	}
	return s.number(tx, one)
}

// number gives the event its place in the log.
func (s *Store) number(tx *gorm.DB, one coming) (model.Event, int64, error) {
	next, err := numbered(tx, one.event)
	if err != nil {
		return next, 0, err
	}
	next, body := next.SealedJSON(one.past)
	feed, err := take(tx, feedCounter)
	if err != nil {
		return next, 0, err
	}
	if err := insertEvent(tx, rowOfBody(feed, next, string(body)), next.Files); err != nil {
		return next, 0, err
	}
	ours := next
	if !one.ours {
		ours = own(next)
	}
	f := foldOn(one.before, one.past, ours)
	doc, err := f.doc(tx, one.doc, feed)
	if err != nil {
		return next, 0, err
	}
	if err := derive(tx, f, doc); err != nil {
		return next, 0, err
	}
	if err := rescope(tx, f, feed); err != nil {
		return next, 0, err
	}
	s.recent.keep(one.past, ours, f.now, doc, len(body))
	return next, feed, nil
}

// known finds an act by its id, also one that waits or that was refused.
func (s *Store) known(tx *gorm.DB, id string) (e model.Event, found bool, err error) {
	if e, _, found, err = eventByID(tx, id); err != nil || found || !s.replica {
		return e, found, err
	}
	if e, found, err = waitingByID(tx, id); err != nil || found {
		return e, found, err
	}
	if _, err := refusedByID(tx, id); err == nil {
		return e, false, model.Errorf(model.Conflict, "error.event_reused", "event", id)
	} else if model.KindOf(err) != model.NotFound {
		return e, false, err
	}
	return e, false, nil
}

// decided asks for the next event. Whoever went away meanwhile is not kept waiting for, and nothing is kept for him.
func (s *Store) decided(ctx context.Context, tx *gorm.DB, one *coming, decide Decide) (model.Event, error) {
	within, end := s.carrying(ctx, tx, one)
	defer end()
	next, err := decide(within, one.past)
	if err == nil {
		err = ctx.Err()
	}
	return next, err
}

// complete refuses an event that lacks what every event has. It is a fault of the program, not of a person.
func complete(e model.Event, about model.Subject) error {
	switch {
	case e.ID == "", e.Action == "", e.At.IsZero(), about.Kind == "", about.ID == "":
		return model.Errorf(model.Other, "error.event_incomplete", "event", e.ID)
	case e.Subject != about, e.Withheld:
		return model.Errorf(model.Other, "error.event_incomplete", "event", e.ID)
	}
	return nil
}

// plain is the event as it will be read again: JSON has no bytes that are not text, and the hash must hold then too.
func plain(e model.Event) (model.Event, error) {
	if e.IsText() {
		return e, nil
	}
	body, err := json.Marshal(e)
	if err != nil {
		return e, err
	}
	var read model.Event
	return read, json.Unmarshal(body, &read)
}

// sameAct lets an act pass that comes a second time, and refuses another act under the same id. What whoever
// numbers events adds is not compared, nor are names and times, which may have moved on between two tries.
func sameAct(before, again model.Event, err error) error {
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(contentOf(before), contentOf(again)) {
		return model.Errorf(model.Conflict, "error.event_reused", "event", before.ID)
	}
	return nil
}

func contentOf(e model.Event) model.Event {
	return model.Event{Subject: e.Subject, Actor: e.Actor, For: e.For, ForID: e.ForID, Action: e.Action, Note: e.Note,
		Values: e.Values, Lines: e.Lines, Files: e.Files}
}
