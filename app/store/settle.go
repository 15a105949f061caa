package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yunban/model"
)

// answerRow is what the hub answered to an act.
type answerRow struct {
	ID      string `gorm:"primaryKey"`
	Device  string
	Seq     int64
	Digest  string // of the act's content
	Verdict model.Verdict
	Body    string
}

// TableName names the table.
func (answerRow) TableName() string { return "answers" }

// meanwhileMost bounds how much of what happened meanwhile an answer tells.
const meanwhileMost = 20

// settling is one act of a desk on its way to an answer.
type settling struct {
	store  *Store
	tx     *gorm.DB
	device model.Device
	pushed model.Pushed
	digest string
	past   []model.Event // of its subject, as judge saw it
}

// Settle is a hub's door for acts of its desks: like Change, and the answer is kept with the event. An act that comes
// again gets the same answer. judge's refusal of kind invalid, forbidden, not_found or conflict is an answer; any
// other failure is returned, nothing is kept, and the desk may send the act again.
func (s *Store) Settle(ctx context.Context, device string, p model.Pushed, judge Decide) (model.Answer, error) {
	var a model.Answer
	err := s.act(ctx, func(tx *gorm.DB) error {
		from, err := admitted(tx, device)
		if err != nil {
			return err
		}
		one := &settling{store: s, tx: tx, device: from, pushed: p, digest: contentOf(p.Event).Digest()}
		if a, err = one.answer(ctx, judge); err != nil {
			return err
		}
		if p.Seq <= from.Seq {
			return nil
		}
		return tx.Model(&deviceRow{}).Where("id = ?", device).Update("seq", p.Seq).Error
	})
	if err != nil {
		return model.Answer{}, fmt.Errorf("settle %s: %w", p.Event.ID, err)
	}
	return a, nil
}

func (s *settling) answer(ctx context.Context, judge Decide) (model.Answer, error) {
	last, id := s.device.Seq, s.pushed.Event.ID
	if last > 0 && s.pushed.Seq > last+1 {
		return model.Answer{}, model.Errorf(model.Conflict, "error.outbox_gap", "last", strconv.FormatInt(last, 10),
			"seq", strconv.FormatInt(s.pushed.Seq, 10))
	}
	before, found, err := answerOf(s.tx, id)
	switch {
	case err != nil:
		return model.Answer{}, err
	case found && before.Digest != s.digest:
		return s.refusal(model.Refused, model.Errorf(model.Conflict, "error.event_reused", "event", id)), nil
	case found:
		return s.again(before)
	case s.pushed.Seq <= last:
		return s.refusal(model.Refused, model.Errorf(model.Conflict, "error.act_replayed", "event", id)), nil
	}
	prior, found, err := answerOf(s.tx, s.pushed.After)
	if err != nil {
		return model.Answer{}, err
	}
	if found && prior.Verdict != model.Taken {
		return s.keep(s.refusal(model.Blocked, model.Errorf(model.Conflict, "error.act_blocked", "event", s.pushed.After)))
	}
	return s.judged(ctx, judge)
}

// judged asks judge and keeps what it says.
func (s *settling) judged(ctx context.Context, judge Decide) (model.Answer, error) {
	var refused error
	kept, feed, err := s.store.add(ctx, s.tx, s.pushed.Event.Subject, func(ctx context.Context, past []model.Event) (model.Event, error) {
		s.past = past
		next, err := judge(ctx, past)
		if err == nil && next.ID != s.pushed.Event.ID {
			err = model.Errorf(model.Other, "error.event_incomplete", "event", next.ID)
		}
		refused = err
		return next, err
	})
	var why *model.Error
	switch {
	case err == nil:
		return s.keep(model.Answer{ID: kept.ID, Seq: s.pushed.Seq, Verdict: model.Taken, Feed: feed, Event: &kept})
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

// keep writes the answer down. The event of a taken act stands in the log already.
func (s *settling) keep(a model.Answer) (model.Answer, error) {
	short := a
	short.Event = nil
	body, err := json.Marshal(short)
	if err != nil {
		return a, err
	}
	row := answerRow{ID: a.ID, Device: s.device.ID, Seq: a.Seq, Digest: s.digest, Verdict: a.Verdict, Body: string(body)}
	return a, s.tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}

// again is the answer that was given before.
func (s *settling) again(row answerRow) (model.Answer, error) {
	var a model.Answer
	if err := json.Unmarshal([]byte(row.Body), &a); err != nil {
		return a, model.Wrap(model.Other, err, "error.store_broken")
	}
	a.Seq = s.pushed.Seq
	if a.Verdict != model.Taken {
		return a, nil
	}
	e, _, found, err := eventByID(s.tx, a.ID)
	if err == nil && found {
		a.Event = &e
	}
	return a, err
}

func answerOf(tx *gorm.DB, id string) (answerRow, bool, error) {
	var rows []answerRow
	if err := tx.Where("id = ?", id).Limit(1).Find(&rows).Error; err != nil || len(rows) == 0 {
		return answerRow{}, false, err
	}
	return rows[0], true, nil
}
