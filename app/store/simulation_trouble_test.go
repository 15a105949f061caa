package store

import (
	"time"

	"pgregory.net/rapid"

	"yunban/model"
)

// movePerson lets a person move to another unit, and what was sent to him with him.
func (w *world) movePerson() {
	w.commit()
	w.settles(pick(w, "person", "x", "y"), pick(w, "to unit", "u1", "u2", "u3"))
}

func (w *world) settles(person, unit string) {
	e := event("", w.id("m"), model.Save)
	e.Subject, e.Values, e.At = model.Subject{Kind: model.PersonSubject, ID: person}, model.Values{"unit": unit}, w.now
	must(0, w.hub.change(w.ctx, e.Subject, next(e)))
}

// moveDesk lets a desk move to another unit, or its people to another side of the table.
func (w *world) moveDesk() {
	w.commit()
	d := w.hub.device(w.ctx, w.device(w.desk()))
	if rapid.Bool().Draw(w.t, "only its people change sides") {
		d.Hears = []model.Side{pick(w, "side", model.SideUnit, model.SideVendor)}
	} else {
		d.Unit = pick(w, "desk's unit", "u1", "u2", "u3")
	}
	w.hub.saveDevice(w.ctx, d)
}

func (w *world) turnClock() {
	w.skew[w.desk()] = pick[time.Duration](w, "clock", 0, 4*time.Minute, -25*time.Hour, 25*time.Hour, 40*time.Hour)
}

func (w *world) compact() {
	w.commit()
	if rapid.Bool().Draw(w.t, "after a move") { // else the two rarely meet
		w.movePerson()
		w.now = w.now.Add(time.Hour)
	}
	w.hub.compact(w.ctx, w.now.Add(-pick[time.Duration](w, "remembered", 0, 1, 8)*time.Hour))
}

func (w *world) keepCopy() {
	w.commit()
	w.copied = w.hub.backup()
}

// restore puts the copy in the hub's place. A desk reads the answer to what it sent before it sends again: no letter of
// the old hub comes after a word of the new one.
func (w *world) restore() {
	if w.copied == nil || w.era > 1 {
		return
	}
	w.commit()
	w.hub.restore(w.copied)
	w.era++
	w.told = map[string]model.Answer{}
	for i := range w.desks {
		w.late[i], w.pages[i] = nil, nil
	}
}

// forge sends an act again that says something else under the same id.
func (w *world) forge() {
	w.commit()
	if len(w.acts) == 0 {
		return
	}
	act := w.made[rapid.SampledFrom(w.acts).Draw(w.t, "forged")]
	if _, answered := w.told[act.event.ID]; !answered {
		return
	}
	d := w.hub.device(w.ctx, w.device(act.desk))
	forged := model.Pushed{Seq: d.Seq, Event: act.event}
	forged.Event.Note = "从未说过"
	a, err := w.hub.settle(w.ctx, d.ID, forged, w.judge(forged, d.ID))
	w.hub.commit()
	if err != nil || a.Verdict != model.Refused || a.Key != "error.event_reused" {
		w.t.Fatalf("a forged %s was answered %+v, %v", act.event.ID, a, err)
	}
}

// skip sends what waits without the first of it, as after a letter that was lost.
func (w *world) skip() {
	w.commit()
	i := w.desk()
	w.hello(i)
	pending := w.desks[i].pending(w.ctx, 2)
	if len(pending) < 2 || w.hub.device(w.ctx, w.device(i)).Seq != pending[0].Seq-1 || pending[0].Seq == 1 {
		return
	}
	a, err := w.hub.settle(w.ctx, w.device(i), pending[1], w.judge(pending[1], w.device(i)))
	if _, gap := missed(err); !gap {
		w.t.Fatalf("%s sent %d without %d, answered %+v, %v", w.device(i), pending[1].Seq, pending[0].Seq, a, err)
	}
	w.hub.crash()
}
