package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"yunban/model"
)

// meanwhileMost bounds how much of what happened meanwhile an answer tells.
const meanwhileMost = 20

// settling is one act of a desk on its way to an answer.
type settling struct {
	store  *Store
	tx     *gorm.DB
	device model.Device // with the last act that was answered before this one
	pushed model.Pushed
	told   *told         // what was answered before
	past   []model.Event // of its subject, as judge saw it
}

// Judge judges an act that a desk sent, and says what it becomes.
type Judge = func(ctx context.Context, sent model.Pushed, past []model.Event) (model.Event, error)

// Settle is SettleAll for one act.
func (s *Store) Settle(ctx context.Context, device string, p model.Pushed, judge Decide) (model.Answer, error) {
	answers, err := s.SettleAll(ctx, device, []model.Pushed{p}, func(ctx context.Context, _ model.Pushed, past []model.Event) (model.Event, error) {
		return judge(ctx, past)
	})
	if err != nil {
		return model.Answer{}, err
	}
	return answers[0], nil
}

// SettleAll is a hub's door for acts of its desks: like Change, and what became of an act is known from then on. An act
// that comes again gets the same answer. judge's refusal of kind invalid, forbidden, not_found or conflict is an answer;
// at any other failure nothing of that act is kept and the desk may send it again. Acts that come together are brought
// to the disk together, each judged behind those before it. A failure is returned when it met the first one; at a later
// one the answers before it are all there is.
func (s *Store) SettleAll(ctx context.Context, device string, acts []model.Pushed, judge Judge) (answers []model.Answer, err error) {
	if len(acts) == 0 {
		return nil, nil
	}
	err = s.acts(ctx, len(acts), func(tx *gorm.DB) error {
		answers, err = s.settleIn(ctx, tx, device, acts, judge)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("settle %s: %w", acts[0].Event.ID, err)
	}
	return answers, nil
}

func (s *Store) settleIn(ctx context.Context, tx *gorm.DB, device string, acts []model.Pushed, judge Judge) ([]model.Answer, error) {
	from, known := s.devices.find(device)
	if !known {
		var err error
		if from, err = admitted(tx, device); err != nil {
			return nil, err
		}
	}
	told, err := s.toldOf(tx, acts)
	if err == nil && len(acts) > 1 { // one savepoint for all, so that each can be written while the next is judged
		err = transactionOf(tx).bring(true)
	}
	if err != nil {
		return nil, err
	}
	last, ctx := from.Seq, context.WithValue(ctx, carriedTold{s}, told)
	var answers []model.Answer
	for i, p := range acts {
		one := &settling{store: s, tx: tx, device: from, pushed: p, told: told}
		a, err := one.apart(ctx, judge, i > 0)
		if err != nil && i == 0 {
			return nil, err
		}
		if err != nil {
			break
		}
		answers, from.Seq = append(answers, a), max(from.Seq, p.Seq)
		told.note(p, a)
	}
	s.devices.keep(from)
	if from.Seq == last {
		return answers, nil
	}
	return answers, perform(tx, "UPDATE devices SET seq = ? WHERE id = ?", from.Seq, device)
}

// apart settles an act. What it did is undone when it fails behind others, whose turn it shares.
func (s *settling) apart(ctx context.Context, judge Judge, behind bool) (a model.Answer, err error) {
	if !behind {
		return s.answer(ctx, judge)
	}
	within := transactionOf(s.tx)
	within.enter()
	a, err = s.answer(ctx, judge)
	if err != nil {
		s.store.recent.forget(s.pushed.Event.Subject)
	}
	err = errors.Join(err, within.leave(err == nil))
	within.goAhead()
	return a, err
}

func (s *settling) answer(ctx context.Context, judge Judge) (model.Answer, error) {
	last, id := s.device.Seq, s.pushed.Event.ID
	if last > 0 && s.pushed.Seq > last+1 {
		return model.Answer{}, model.Errorf(model.Conflict, "error.outbox_gap", "last", strconv.FormatInt(last, 10),
			"seq", strconv.FormatInt(s.pushed.Seq, 10))
	}
	before, known, err := s.told.before(s.tx, id)
	switch {
	case err != nil:
		return model.Answer{}, err
	case known:
		return s.again(before)
	case s.pushed.Seq <= last:
		return s.refusal(model.Refused, model.Errorf(model.Conflict, "error.act_replayed", "event", id)), nil
	case s.told.refused(s.pushed.After):
		return s.keep(s.refusal(model.Blocked, model.Errorf(model.Conflict, "error.act_blocked", "event", s.pushed.After)))
	}
	return s.judged(ctx, judge)
}

// judged asks judge and keeps what it says.
func (s *settling) judged(ctx context.Context, judge Judge) (model.Answer, error) {
	var refused error
	kept, feed, err := s.store.addNew(ctx, s.tx, s.pushed.Event.Subject, func(ctx context.Context, past []model.Event) (model.Event, error) {
		s.past = past
		next, err := judge(ctx, s.pushed, past)
		if err == nil && next.ID != s.pushed.Event.ID {
			err = model.Errorf(model.Other, "error.event_incomplete", "event", next.ID)
		}
		refused = err
		return next, err
	})
	var why *model.Error
	switch {
	case err == nil:
		return model.Answer{ID: kept.ID, Seq: s.pushed.Seq, Verdict: model.Taken, Feed: feed, Event: &kept}, nil
	case errors.As(err, &why) && (refused != nil && final(why.Kind) || why.Key == "error.event_reused"):
		a := s.refusal(model.Refused, why)
		a.Meanwhile = s.meanwhile()
		return s.keep(a)
	}
	return model.Answer{}, err
}

// final reports whether trying again changes nothing about a failure.
func final(kind model.Kind) bool {
	switch kind {
	case model.Invalid, model.Forbidden, model.NotFound, model.Conflict:
		return true
	}
	return false
}

func (s *settling) refusal(v model.Verdict, why *model.Error) model.Answer {
	return model.Answer{ID: s.pushed.Event.ID, Seq: s.pushed.Seq, Verdict: v, Kind: why.Kind, Key: why.Key, Args: why.Args, Problems: why.Problems}
}

// meanwhile is what others did to the subject since the act's author looked.
func (s *settling) meanwhile() []model.Event {
	since := 0
	for i, e := range s.past {
		if e.ID == s.pushed.After {
			since = i + 1
		}
	}
	var others []model.Event
	for _, e := range s.past[since:] {
		if e.Device != s.device.ID {
			others = append(others, e)
		}
	}
	return others[max(0, len(others)-meanwhileMost):]
}

// keep writes the answer down.
func (s *settling) keep(a model.Answer) (model.Answer, error) {
	body, err := json.Marshal(a)
	if err != nil {
		return a, err
	}
	return a, perform(s.tx, putAnswer, a.ID, s.device.ID, a.Seq, contentOf(s.pushed.Event).Digest(), string(a.Verdict), string(body))
}

var putAnswer = upsert("answers", "id", "device", "seq", "digest", "verdict", "body")

// again is the answer that was given before, if this is the same act.
func (s *settling) again(before reply) (model.Answer, error) {
	if before.Verdict == model.Taken {
		return s.takenBefore(before)
	}
	if before.Digest != contentOf(s.pushed.Event).Digest() {
		return s.reused(), nil
	}
	var a model.Answer
	if err := json.Unmarshal([]byte(before.Body), &a); err != nil {
		return a, model.Wrap(model.Other, err, "error.store_broken")
	}
	a.Seq = s.pushed.Seq
	return a, nil
}

func (s *settling) takenBefore(before reply) (model.Answer, error) {
	e, err := eventRow{Body: before.Body}.event()
	if err != nil || !e.SaysAs(s.pushed.Event) {
		return s.reused(), err
	}
	return model.Answer{ID: e.ID, Seq: s.pushed.Seq, Verdict: model.Taken, Feed: before.feed, Event: &e}, nil
}

// reused refuses another act under the id of one that was answered.
func (s *settling) reused() model.Answer {
	return s.refusal(model.Refused, model.Errorf(model.Conflict, "error.event_reused", "event", s.pushed.Event.ID))
}
