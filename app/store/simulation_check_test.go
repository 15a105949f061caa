package store

import (
	"reflect"
	"slices"

	"yunban/model"
)

// settle brings everybody up to date over a good line, with clocks that go right.
func (w *world) settle() {
	w.commit()
	for range 3 {
		for i, desk := range w.desks {
			w.skew[i] = 0
			w.hello(i)
			w.push(i, 1000, func() string { return "arrives" })
			w.commit()
			more := true
			for pages := 0; more; pages++ {
				if pages > 500 {
					w.t.Fatalf("%s never comes to the end of the log", w.device(i))
				}
				page, err := w.hub.feed(w.ctx, w.device(i), desk.at(w.ctx).After, 7)
				if err == nil {
					err = desk.apply(w.ctx, page)
				}
				w.anew(desk, err)
				more = page.More || err != nil
			}
		}
	}
}

// check holds the office to its promises once everybody is up to date.
func (w *world) check() {
	log := w.hub.log(w.ctx)
	w.checkLog(log)
	times := map[string]int{}
	for _, e := range log {
		times[e.ID]++
	}
	for _, id := range w.acts {
		act, a := w.made[id], w.told[id]
		refused := w.desks[act.desk].refused(w.ctx, id)
		switch {
		case times[id] > 1:
			w.t.Errorf("%s is in the log %d times", id, times[id])
		case times[id] == 1 && refused:
			w.t.Errorf("%s is in the log, and its author was told that it was refused", id)
		case times[id] == 0 && !refused:
			w.t.Errorf("%s was acknowledged at %s and is lost", id, w.device(act.desk))
		case a.Verdict != "" && (a.Verdict == model.Taken) != (times[id] == 1):
			w.t.Errorf("%s was answered %v and is in the log %d times", id, a.Verdict, times[id])
		}
	}
	for i := range w.desks {
		w.checkDesk(i, log)
	}
	for _, what := range w.hub.verify(w.ctx) {
		w.t.Errorf("the hub is broken: %s", what)
	}
}

// checkLog checks the log by itself: chains, numbers, times, whose words they are, and that nobody decided on what he
// had not seen.
func (w *world) checkLog(log []model.Event) {
	pasts := map[model.Subject][]model.Event{}
	numbers := 0
	for n, e := range log {
		past := pasts[e.Subject]
		if e.Seq != len(past)+1 || len(past) > 0 && e.Prev != past[len(past)-1].Hash || e.Hash != e.Digest() {
			w.t.Errorf("event %d, %s, does not continue its chain", n+1, e.ID)
		}
		if n > 0 && e.At.Before(log[n-1].At) || e.At.After(w.now) {
			w.t.Errorf("event %d, %s, was received at %v", n+1, e.ID, e.At)
		}
		if e.Number != "" {
			if numbers++; e.Number != officialNumber("PJ-SQ-2026", int64(numbers)) {
				w.t.Errorf("event %d has number %s", n+1, e.Number)
			}
		}
		if act, ours := w.made[e.ID]; ours {
			if !reflect.DeepEqual(contentOf(act.event), contentOf(e)) {
				w.t.Errorf("%s says %+v and was %+v", e.ID, e, act.event)
			}
			w.checkSeen(e, act, past)
		}
		pasts[e.Subject] = append(past, e)
	}
	for about, past := range pasts {
		if err := model.VerifyChain(past); err != nil {
			w.t.Errorf("%v: %v", about, err)
		}
	}
}

// checkSeen asks that nothing counts that follows what does not, and that whoever decided had seen every decision before
// his own. After a restore what somebody followed may be gone and come back in another order; what he has not seen he
// still does not pass over.
func (w *world) checkSeen(e model.Event, act promise, past []model.Event) {
	if followed := w.told[act.after]; w.era == 0 && act.after != "" && followed.Verdict != "" && followed.Verdict != model.Taken {
		w.t.Errorf("%s was taken and follows %s, which was %s", e.ID, act.after, followed.Verdict)
	}
	if model.Beside(e.Action) {
		return
	}
	for _, before := range past {
		if !model.Beside(before.Action) && !act.seen[before.ID] {
			w.t.Errorf("%s decided on %s without having seen %s", e.ID, e.Subject.ID, before.ID)
		}
	}
}

// checkDesk asks that a desk holds exactly what it may, as the hub has it, and that nothing is left on its way.
func (w *world) checkDesk(i int, log []model.Event) {
	desk, d := w.desks[i], w.hub.device(w.ctx, w.device(i))
	if n := desk.left(w.ctx); n != 0 {
		w.t.Errorf("%s: %d are left in the outbox", d.ID, n)
	}
	may := map[model.Subject]bool{}
	have := desk.log(w.ctx)
	for n, want := range log {
		if _, known := may[want.Subject]; !known {
			may[want.Subject] = d.All || want.Subject.Kind.Common() || slices.Contains(w.hub.holders(w.ctx, want.Subject), d.Unit)
		}
		got, here := have[int64(n+1)]
		private := want.PrivateTo() != "" && !slices.Contains(d.Hears, want.PrivateTo()) && want.Device != d.ID
		switch {
		case here && !may[want.Subject]:
			w.t.Errorf("%s holds event %d of %s, which is not its own to hold", d.ID, n+1, want.Subject.ID)
		case !here && may[want.Subject]:
			w.t.Errorf("%s lacks event %d of %s", d.ID, n+1, want.Subject.ID)
		case here && private && (got.Note != "" || !got.Withheld):
			w.t.Errorf("%s holds %s, which another side keeps to itself", d.ID, want.ID)
		case here && !private && got.Hash+got.Digest() != want.Hash+want.Digest():
			w.t.Errorf("%s has %+v for %+v", d.ID, got, want)
		}
	}
	if at := desk.at(w.ctx); len(have) > len(log) || at.After != int64(len(log)) {
		w.t.Errorf("%s stands at %+v of %d and holds %d events", d.ID, at, len(log), len(have))
	}
	for _, what := range desk.verify(w.ctx) {
		w.t.Errorf("%s is broken: %s", d.ID, what)
	}
}
