package store

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"pgregory.net/rapid"

	"yunban/model"
)

// hello is how an exchange begins: the desk learns how its clock goes, and whether the hub is still the one it knew.
func (w *world) hello(i int) {
	w.knows[i] = w.skew[i]
	if at := w.desks[i].at(w.ctx); at.Hub != w.hub.hubID(w.ctx) && !(w.bug == forgetful && at.Hub == "") {
		w.desks[i].reset(w.ctx, w.hub.hubID(w.ctx), day(-30))
	}
}

// send lets a desk send some of what waits. The answers may be lost or come twice.
func (w *world) send() {
	i := w.desk()
	w.hello(i)
	fate := "arrives"
	w.push(i, rapid.IntRange(1, 5).Draw(w.t, "batch"), func() string {
		if fate != "lost" { // a line that is cut stays cut: what comes of a batch's answers is its beginning
			fate = pick(w, "fate", "arrives", "arrives", "lost", "twice")
		}
		return fate
	})
}

// push sends so many acts. Where the hub misses one, the desk counts on from the last that the hub knows.
func (w *world) push(i, most int, fate func() string) {
	for _, p := range w.desks[i].pending(w.ctx, most) {
		w.inOrder(i, p)
		a, err := w.hub.settle(w.ctx, w.device(i), p, w.judge(p, w.device(i)))
		if last, gap := missed(err); gap {
			w.desks[i].recount(w.ctx, last)
			w.push(i, most, fate)
			return
		}
		if err != nil {
			w.t.Fatalf("%s sent number %d, %s: %v", w.device(i), p.Seq, p.Event.ID, err)
		}
		w.mail = append(w.mail, letter{i, a, fate()})
		if w.bug == "answers leave before the disk has them" {
			w.deliver()
		}
	}
}

// inOrder asks that a hub hears of a desk's acts on a subject in the order they were made.
func (w *world) inOrder(i int, p model.Pushed) {
	act := w.made[p.Event.ID]
	if act.after = p.After; act.heard != w.hub.hubID(w.ctx) {
		act.heard = w.hub.hubID(w.ctx)
		way := way{i, act.heard, act.event.Subject}
		if w.last[way] > act.event.ID {
			w.t.Fatalf("%s sent %s behind %s", w.device(i), act.event.ID, w.last[way])
		}
		w.last[way] = act.event.ID
	}
	w.made[p.Event.ID] = act
}

// missed reads from a failure that the hub misses an act, and the last that it knows.
func missed(err error) (last int64, gap bool) {
	var why *model.Error
	if !errors.As(err, &why) || why.Key != "error.outbox_gap" {
		return 0, false
	}
	return must(strconv.ParseInt(why.Args["last"], 10, 64)), true
}

// commit brings what was done to the disk. Only now answers leave.
func (w *world) commit() {
	w.hub.commit()
	w.deliver()
}

func (w *world) deliver() {
	for _, l := range w.mail {
		w.hear(l.answer)
		switch l.fate {
		case "twice":
			w.desks[l.desk].answered(w.ctx, []model.Answer{l.answer})
			fallthrough
		case "arrives":
			w.desks[l.desk].answered(w.ctx, []model.Answer{l.answer})
			w.late[l.desk] = append(w.late[l.desk], l.answer)
		}
	}
	w.mail = nil
}

// hear holds the hub to its word: an act's answer never changes, and no honest act is taken for a forgery.
func (w *world) hear(a model.Answer) {
	before, ok := w.told[a.ID]
	before.Seq = a.Seq
	if ok && !sameAnswer(before, a) {
		w.t.Fatalf("%s was answered %+v and then %+v", a.ID, before, a)
	}
	if a.Key == "error.act_replayed" || a.Key == "error.event_reused" {
		w.t.Fatalf("%s was answered %+v", a.ID, a)
	}
	w.told[a.ID] = a
}

func sameAnswer(a, b model.Answer) bool {
	said := func(a model.Answer) string { return string(must(json.Marshal(a))) }
	return said(a) == said(b)
}

// crash lets the hub fall: what is not on the disk is gone, and its answers with it.
func (w *world) crash() {
	w.hub.crash()
	w.mail = nil
}

// follow lets a desk pull a page; it may be lost, and pages and answers from before may come again.
func (w *world) follow() {
	i := w.desk()
	desk := w.desks[i]
	w.hello(i)
	page, err := w.hub.feed(w.ctx, w.device(i), desk.at(w.ctx).After, pick(w, "limit", 1, 3, 50, 50))
	if err != nil {
		w.anew(desk, err)
		return
	}
	w.pages[i] = append(w.pages[i], page)
	if pick(w, "page", "arrives", "arrives", "lost") == "arrives" {
		w.anew(desk, desk.apply(w.ctx, page))
	}
	if rapid.Bool().Draw(w.t, "an old page comes") {
		w.anew(desk, desk.apply(w.ctx, rapid.SampledFrom(w.pages[i]).Draw(w.t, "page")))
	}
	if again := w.late[i]; len(again) > 0 && rapid.Bool().Draw(w.t, "an old answer comes") {
		desk.answered(w.ctx, []model.Answer{rapid.SampledFrom(again).Draw(w.t, "answer")})
	}
}

// anew begins anew where a desk says so, and takes no other failure but a missed page.
func (w *world) anew(desk simDesk, err error) {
	var e *model.Error
	switch {
	case err == nil:
	case errors.As(err, &e) && e.Key == "error.replica_anew" && e.Args["why"] == "chain":
		w.t.Fatalf("the hub broke a chain: %v", err)
	case errors.As(err, &e) && e.Key == "error.replica_anew":
		desk.reset(w.ctx, desk.at(w.ctx).Hub, time.Time{})
	case !errors.As(err, &e) || e.Key != "error.page_missed":
		w.t.Fatal(err)
	}
}
