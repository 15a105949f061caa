package app

import (
	"context"
	"slices"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

// maxAhead is how far a desk's clock may be ahead of the hub's: what claims to come from beyond is not taken.
const maxAhead = 24 * time.Hour

// Receive answers the acts that a person sent from a device, in their order: each is judged by the same rules as at the
// desk, on the hub's own state. A failure that is not the act's own ends the batch; what follows can be sent again.
func (o *Office) Receive(ctx context.Context, device model.Device, person model.Person, pushed []model.Pushed) ([]model.Answer, error) {
	answers, err := o.Ledger.SettleAll(ctx, device.ID, pushed, func(ctx context.Context, sent model.Pushed, past []model.Event) (model.Event, error) {
		return o.judge(ctx, device, person, past, sent)
	})
	if err != nil {
		return nil, err
	}
	learned, seated := false, false
	for i := range answers {
		answer, kind := &answers[i], pushed[i].Event.Subject.Kind
		if answer.Kind == model.Forbidden { // whoever may not, is not told what others did either
			answer.Meanwhile = nil
		}
		answer.Meanwhile = o.heardBy(person, answer.Meanwhile)
		learned = learned || answer.Verdict == model.Taken && teaches(kind)
		seated = seated || answer.Verdict == model.Taken && seats(kind)
	}
	if seated {
		if err := o.rehear(ctx); err != nil {
			return answers, err
		}
	}
	if learned {
		return answers, o.learn(ctx)
	}
	return answers, nil
}

// judge judges one act that was sent and gives the event that it becomes here: of the authenticated person and device,
// at the hub's time.
func (o *Office) judge(ctx context.Context, device model.Device, person model.Person, past []model.Event, p model.Pushed) (model.Event, error) {
	sent := p.Event
	now := o.Clock()
	switch {
	case person.Disabled:
		return model.Event{}, model.Errorf(model.Forbidden, "error.disabled")
	case sent.Actor != person.ID:
		return model.Event{}, model.Errorf(model.Forbidden, "error.not_the_author", "who", sent.ActorName)
	case sent.Claimed.After(now.Add(maxAhead)):
		return model.Event{}, model.Errorf(model.Invalid, "error.clock_ahead", "claimed", sent.Claimed.In(workday.Shanghai).Format(minutes))
	}
	if err := o.haveFiles(sent); err != nil {
		return model.Event{}, err
	}
	d, err := o.DeskOf(ctx, person.ID)
	if err != nil {
		return model.Event{}, err
	}
	if d.Person.Disabled { // since the batch began
		return model.Event{}, model.Errorf(model.Forbidden, "error.disabled")
	}
	if err := d.mayKnow(ctx, past); err != nil { // before a refusal tells anything of it
		return model.Event{}, err
	}
	if err := seen(past, p); err != nil {
		return model.Event{}, err
	}
	e := model.Event{ID: sent.ID, Subject: sent.Subject, Actor: d.Person.ID, ActorName: d.Person.Name, ActorUnit: d.Unit.Name, Device: device.ID,
		Claimed: sent.Claimed, At: now, Action: sent.Action, Note: sent.Note, Values: sent.Values, Files: sent.Files}
	switch kind := sent.Subject.Kind; {
	case kind == model.RequestSubject:
		e, err = d.rejudge(ctx, past, sent, e)
	case kind.IsMatter():
		e, err = d.judgeMatter(ctx, past, sent, e)
	default:
		e, err = d.judgeRecord(ctx, past, e)
	}
	if err == nil && !e.SaysAs(sent) {
		return model.Event{}, model.Errorf(model.Conflict, "error.says_otherwise")
	}
	return e, err
}

// mayKnow refuses an act on something that is another unit's business.
func (d *Desk) mayKnow(ctx context.Context, past []model.Event) error {
	if len(past) == 0 || past[0].Subject.Kind.Common() {
		return nil
	}
	if past[0].Subject.Kind == model.RequestSubject {
		r, err := d.Store.Replay(ctx, past)
		if err == nil && !d.mayRead(d.ProfileOf(r.Profile), r) {
			err = model.Errorf(model.Forbidden, "error.not_reader")
		}
		return err
	}
	record := model.ReplayRecord(past)
	if record.Subject.Kind.IsMatter() && d.maySee(model.MatterOf(record)) {
		return nil
	}
	if !d.mayReadUnit(record.Values["unit_id"]) {
		return model.Errorf(model.Forbidden, "error.not_reader")
	}
	return nil
}

// heardBy leaves out the comments that another side keeps to itself.
func (o *Office) heardBy(person model.Person, events []model.Event) []model.Event {
	if len(events) == 0 {
		return nil
	}
	d := Desk{Office: o, Person: person}
	return d.heard(o.Profile(), events)
}

// haveFiles asks that the files which an act names came before it. One that is missing refuses nothing: the desk sends
// it and then the act again.
func (o *Office) haveFiles(e model.Event) error {
	for _, f := range e.Files {
		here, err := o.Files.Has(f.Hash)
		switch {
		case err != nil:
			return model.Wrap(model.Other, err, "error.file_first", "name", f.Name)
		case !here:
			return model.Errorf(model.Other, "error.file_first", "name", f.Name)
		}
	}
	return nil
}

// minutes is how the time of an act is told in a refusal.
const minutes = "2006-01-02 15:04"

// seen refuses an act that decides on something which changed since its author saw it. What stands beside the
// subject, a note or a paper, decides nothing and neither makes nor meets a conflict.
func seen(past []model.Event, p model.Pushed) error {
	if model.Beside(p.Event.Action) {
		return nil
	}
	since := past
	if at := slices.IndexFunc(past, func(e model.Event) bool { return e.ID == p.After }); at >= 0 {
		since = past[at+1:]
	}
	for _, e := range slices.Backward(since) {
		if !model.Beside(e.Action) {
			return model.Errorf(model.Conflict, "error.changed_meanwhile", "who", e.ActorName, "action", string(e.Action),
				"at", e.At.In(workday.Shanghai).Format(minutes))
		}
	}
	return nil
}

// rejudge judges an act on a request again. Everything that it rests on is the hub's own knowledge: who acts and for
// whom, the regulation that the request began under, the system as it runs.
func (d *Desk) rejudge(ctx context.Context, past []model.Event, sent, e model.Event) (model.Event, error) {
	ref := sent.Profile
	if len(past) > 0 {
		ref = past[0].Profile
	}
	p := d.ProfileOf(ref)
	if model.AboutPaper(sent.Action) && sent.Action != model.FileCopy {
		return e, d.checkPaper(ctx, past)
	}
	act := model.ActOf(sent, d.Person, d.Unit)
	act.At, act.Device = e.At, e.Device
	if sent.ForID != "" {
		i := slices.IndexFunc(d.selves(), func(who model.Person) bool { return who.ID == sent.ForID })
		if i < 1 {
			return model.Event{}, model.Errorf(model.Forbidden, "error.no_delegation")
		}
		act.For = &d.selves()[i]
	}
	if err := d.rests(ctx, past, &act); err != nil {
		return model.Event{}, err
	}
	if sent.Action == model.Comment {
		act.Values["side"] = string(d.side(p))
	}
	r, err := d.Store.Replay(ctx, past)
	if err != nil {
		return model.Event{}, err
	}
	return model.NextOn(p, r, past, act)
}

// rests adds what an act on a system rests on, and refuses a second application of one.
func (d *Desk) rests(ctx context.Context, past []model.Event, act *model.Act) (err error) {
	switch {
	case act.Action == model.Submit && act.Case == model.Usage:
		return d.free(ctx, act.Values["system_id"], act.Request)
	case act.Action == model.Submit:
		act.Live, err = d.live(ctx, act.Values["system_id"], act.Request)
		return err
	case act.Action == model.Adjust:
		r, err := model.Replay(past)
		if err != nil {
			return err
		}
		if act.Live, err = d.live(ctx, r.System, ""); err == nil && act.Live == nil {
			err = model.Errorf(model.Conflict, "error.not_live", "system", r.Title())
		}
		return err
	}
	return nil
}

// checkPaper asks that whoever issued, signed or printed a paper may read the request that it is of, and that there is one.
func (d *Desk) checkPaper(ctx context.Context, past []model.Event) error {
	if len(past) == 0 {
		return model.Errorf(model.Forbidden, "error.not_reader")
	}
	return d.mayKnow(ctx, past)
}
