package app

import (
	"context"
	"slices"
	"time"

	"yunban/model"
)

// A desk's key and the count of its acts belong to one folder, which only goes forward. Where the folder was copied, or
// set back, and two go on from it, the hub meets another act under a number that it has answered: it says act_replayed,
// which an honest desk that is alone never hears. Then there are two, and whoever hears of it gives the key up. What it
// did waits, for a key and a count of its own.

// mustEnrol reports whether this desk gave its key up and has none of its own yet.
func (o *Office) mustEnrol() bool { return o.Anew || o.disowned.Load() }

// connected refuses an exchange of a desk that has no line to a hub.
func (o *Office) connected() error {
	switch {
	case o.joined() && o.mustEnrol():
		return model.Errorf(model.Conflict, "error.enrol_anew")
	case !o.joined() || o.Remote == nil:
		return model.Errorf(model.NotFound, "error.not_joined")
	}
	return nil
}

// answered takes the hub's answers in and counts them. An act whose number the hub knows of another one is none of the
// answered: it waits on.
func (o *Office) answered(ctx context.Context, answers []model.Answer) (taken, refused int, err error) {
	own := slices.DeleteFunc(slices.Clone(answers), func(a model.Answer) bool { return a.Verdict != model.Taken && a.Key == "error.act_replayed" })
	if err := o.Outbox.Answered(ctx, own); err != nil {
		return 0, 0, err
	}
	for _, a := range own {
		if a.Verdict == model.Taken {
			taken++
		} else {
			refused++
		}
	}
	if len(own) < len(answers) {
		err = o.disown()
	}
	return taken, refused, err
}

// disown gives this desk's key up.
func (o *Office) disown() error {
	o.disowned.Store(true)
	if o.Disown != nil {
		if err := o.Disown(); err != nil {
			return err
		}
	}
	return model.Errorf(model.Conflict, "error.enrol_anew")
}

// EnrolledAnew prepares what a desk keeps for the device that it is from now on: the log comes anew, in that device's
// share, and parcels count from the first. What waits, what was refused and the drafts stay.
func EnrolledAnew(ctx context.Context, follower Follower, settings Settings) error {
	for _, key := range []string{carryNoKey, carriedOutKey, carriedKey} {
		if err := settings.SaveSetting(ctx, key, ""); err != nil {
			return err
		}
	}
	return follower.ResetReplica(ctx, time.Time{})
}
