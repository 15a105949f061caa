package app

import (
	"context"
	"encoding/json"
	"io"
	"strconv"
	"time"

	"yunban/model"
)

// CarryIn takes the hub's answer in. The same answer again changes nothing, and an old one takes nothing back.
func (o *Office) CarryIn(ctx context.Context, r io.Reader) (model.CarryReport, error) {
	from, secret, err := o.carryKeys(ctx)
	if err != nil {
		return model.CarryReport{}, err
	}
	o.syncing.Lock()
	defer o.syncing.Unlock()
	in := &carryingIn{office: o, ctx: ctx}
	if err := o.Courier.Unseal(r, from, secret, in.said, in.file, in.page); err != nil {
		return in.report, err
	}
	if err := o.trim(ctx); err != nil {
		return in.report, err
	}
	if in.taught && o.Profile() != nil {
		if err := o.learn(ctx); err != nil {
			return in.report, err
		}
	}
	return in.report, o.Settings.SaveSetting(ctx, carriedKey, strconv.FormatInt(in.report.No, 10))
}

// CarriedIn is the number of the last parcel whose answer was carried in.
func (o *Office) CarriedIn(ctx context.Context) (int64, error) { return o.number(ctx, carriedKey) }

// carryingIn is one answer on its way in.
type carryingIn struct {
	office *Office
	ctx    context.Context
	report model.CarryReport
	taught bool
	anew   bool // the log could not be taken in: the next parcel asks for it from its beginning
}

// said takes in what the hub says itself: its answers to acts, sessions that it prolonged, and that it was in touch.
func (in *carryingIn) said(p model.AnswerParcel) error {
	o, ctx := in.office, in.ctx
	in.report = model.CarryReport{Device: p.Device, No: p.No, Acts: len(p.Answers), SignIn: p.SignIn, More: p.More}
	last, err := o.CarriedIn(ctx)
	if err != nil {
		return err
	}
	if p.No < last {
		return model.Errorf(model.Conflict, "error.parcel_replayed", "device", o.Device)
	}
	if err := in.touched(p); err != nil {
		return err
	}
	if in.report.Taken, in.report.Refused, err = o.answered(ctx, p.Answers); err != nil {
		return err
	}
	for _, s := range p.Sessions {
		if err := in.prolong(s); err != nil {
			return err
		}
	}
	if p.Stopped != nil && p.Stopped.Key == "error.outbox_gap" { // this desk was restored from a copy
		in.report.More = true
		return o.recount(ctx, p.Stopped.Err())
	}
	return nil
}

// touched remembers when the hub was in touch: as it made the answer, by this desk's clock. Where the hub sends another
// log or another scope than the desk followed, the desk begins anew; not for an answer from before it was last in touch.
func (in *carryingIn) touched(p model.AnswerParcel) error {
	o, ctx := in.office, in.ctx
	var s SyncState
	if err := o.reach(ctx, &s); err != nil {
		return err
	}
	at := p.Hello.Now.Add(s.Ahead)
	if now := o.Clock(); at.After(now) {
		at = now
	}
	if err := in.beginAnew(p.Cursor, at.Before(s.Contact)); err != nil {
		return err
	}
	if !at.After(s.Contact) {
		return nil
	}
	if err := o.keepCarryKey(ctx, p.Hello); err != nil {
		return err
	}
	if err := o.keepLicence(ctx, p.Hello); err != nil {
		return err
	}
	return o.Settings.SaveSetting(ctx, contactKey, at.UTC().Format(time.RFC3339Nano))
}

func (in *carryingIn) beginAnew(sent model.Cursor, old bool) error {
	o, ctx := in.office, in.ctx
	at, err := o.Follower.Cursor(ctx)
	if err != nil || at.Hub == "" || at.Hub == sent.Hub && (at.ScopeEpoch == 0 || at.ScopeEpoch == sent.ScopeEpoch) {
		return err
	}
	if old || sent.After > 0 { // a stretch of what this desk does not follow any more
		return model.Errorf(model.Conflict, "error.parcel_replayed", "device", o.Device)
	}
	var offer time.Time
	if at.Hub != sent.Hub { // restored from a copy: what it forgot is offered again
		offer = o.Clock().Add(-reoffered)
		in.report.More = true
	}
	return o.Follower.Rejoin(ctx, sent.Hub, offer)
}

// prolong keeps a session that is good for longer than the one that is kept.
func (in *carryingIn) prolong(s model.Session) error {
	text, err := in.office.Settings.Setting(in.ctx, sessionKey+s.Person)
	if err != nil {
		return err
	}
	var kept model.Session
	if text != "" {
		if err := json.Unmarshal([]byte(text), &kept); err != nil {
			return model.Wrap(model.Other, err, "error.store_broken")
		}
	}
	if !s.Until.After(kept.Until) {
		return nil
	}
	return in.office.keepSession(in.ctx, s.Person, s)
}

func (in *carryingIn) file(_ string, r io.Reader) error {
	in.report.Files++
	in.office.came.Store(true)
	_, _, err := in.office.Files.Keep(in.ctx, r, largest)
	return err
}

// page takes one page of the log in; one that was taken in before is passed over.
func (in *carryingIn) page(page model.FeedPage) error {
	o := in.office
	at, err := o.Follower.Cursor(in.ctx)
	if err != nil || in.anew || at.Hub == page.Hub && page.Next < at.After {
		return err
	}
	err = o.Follower.Apply(in.ctx, page)
	if keyOf(err) == "error.replica_anew" {
		in.anew, in.report.More = true, true
		return o.Follower.ResetReplica(in.ctx, time.Time{})
	}
	if err != nil {
		return err
	}
	in.report.Received += len(page.Items)
	for _, item := range page.Items {
		if e, ok, err := item.Event(); err == nil && ok && teaches(e.Subject.Kind) {
			in.taught = true
		}
	}
	return nil
}
