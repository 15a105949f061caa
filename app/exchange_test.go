package app_test

import (
	"context"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

// joins signs a person in at a desk with the password of the demonstration.
func joins(t *testing.T, desk *apptest.Office, name string) *app.Desk {
	t.Helper()
	d, err := desk.SignIn(t.Context(), name, demo.Password)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return d
}

// syncs exchanges once and expects so many acts taken and refused.
func syncs(t *testing.T, desk *apptest.Office, taken, refused int) {
	t.Helper()
	report, err := desk.Sync(t.Context())
	if err != nil || report.Taken != taken || report.Refused != refused || len(report.SignIn) > 0 {
		t.Fatalf("%+v %v", report, err)
	}
}

func state(t *testing.T, desk *apptest.Office) app.SyncState {
	t.Helper()
	s, err := desk.SyncState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func sure[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestADayOfTwoDesksAndAHub(t *testing.T) {
	ctx := context.Background()
	hub := apptest.NewHub(t, "luan")
	sample := hub.Samples()[1]
	clerk := hub.ClerkOf(sample).Person
	officer := hub.By(model.DutyAcceptance).Person
	window := hub.Join(clerk.Unit, false)
	bureau := hub.Join("authority", true)
	ofClerk, ofOfficer := joins(t, window, clerk.ID), joins(t, bureau, officer.ID)
	var filed model.Event
	t.Run("a clerk files without a network: the act waits and has no number yet", func(t *testing.T) {
		hub.Stop()
		ofClerk = joins(t, window, clerk.ID)
		draft, problems, err := demo.Draft(ctx, ofClerk, sample)
		if err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
		filed = sure[model.Event](t)(ofClerk.Submit(ctx, draft))
		if filed.Hash != "" || filed.Number != "" {
			t.Errorf("%+v", filed)
		}
		_, err = window.Sync(ctx)
		if model.KindOf(err) != model.Offline {
			t.Error(err)
		}
		if s := state(t, window); s.Pending != 2 || s.Offline.IsZero() || s.ReadOnly { // the system and its application
			t.Errorf("%+v", s)
		}
	})
	if t.Failed() {
		return
	}
	hub.Serve()
	t.Run("back on the line the hub numbers it, once, and the officer's desk shows it", func(t *testing.T) {
		syncs(t, window, 2, 0)
		syncs(t, window, 0, 0)
		syncs(t, bureau, 0, 0)
		at := sure[app.Dossier](t)(ofOfficer.Dossier(ctx, filed.Subject.ID))
		mine := sure[app.Dossier](t)(ofClerk.Dossier(ctx, filed.Subject.ID))
		if at.Request.Number == "" || mine.Request.Number != at.Request.Number || at.Request.Status != model.Submitted {
			t.Errorf("%q %q", at.Request.Number, mine.Request.Number)
		}
		if s := state(t, window); s.Pending != 0 || !s.Offline.IsZero() || s.Contact.IsZero() {
			t.Errorf("%+v", s)
		}
	})
	t.Run("a file comes to a desk when it is opened", func(t *testing.T) {
		file := sure[app.Dossier](t)(ofOfficer.Dossier(ctx, filed.Subject.ID))
		r, err := bureau.Files.Open(file.Request.Round().Files[0].Hash)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Run("the clerk withdraws while the officer takes it up: the first wins, the other is told what happened", func(t *testing.T) {
		acceptance := app.Doing{Request: filed.Subject.ID, Action: model.Accept}
		sure[model.Event](t)(ofOfficer.Do(ctx, acceptance))
		sure[model.Event](t)(ofClerk.Do(ctx, app.Doing{Request: filed.Subject.ID, Action: model.Withdraw, Note: "不办了"}))
		sure[model.Event](t)(ofClerk.Do(ctx, app.Doing{Request: filed.Subject.ID, Action: model.Comment, Note: "已经撤回", Values: model.Values{"visible": "all"}}))
		syncs(t, bureau, 1, 0)
		report := sure[app.SyncReport](t)(window.Sync(ctx))
		refused := sure[[]app.Unaccepted](t)(ofClerk.RefusedActs(ctx))
		if report.Refused == 0 || len(refused) == 0 {
			t.Fatalf("%+v %+v", report, refused)
		}
		first := refused[0]
		if first.Answer.Key != "error.changed_meanwhile" || len(first.Answer.Meanwhile) != 1 || first.Answer.Meanwhile[0].Actor != officer.ID || first.Title == "" || first.Number == "" {
			t.Errorf("%+v", first)
		}
		if s := state(t, window); s.Pending != 0 || s.Refused != len(refused) {
			t.Errorf("%+v", s)
		}
		if file := sure[app.Dossier](t)(ofClerk.Dossier(ctx, filed.Subject.ID)); file.Request.Status != model.Accepted {
			t.Error(file.Request.Status)
		}
		for _, r := range refused {
			if err := ofClerk.Dismiss(ctx, r.Event.ID); err != nil {
				t.Error(err)
			}
		}
		if s := state(t, window); s.Refused != 0 {
			t.Errorf("%+v", s)
		}
	})
	t.Run("an act that was refused is done again on the present state", func(t *testing.T) {
		answering := joins(t, bureau, hub.By(model.DutyApproval).Person.ID)
		second := hub.Join("authority", true)
		approver := joins(t, second, answering.Person.ID)
		approve := app.Doing{Request: filed.Subject.ID, Action: model.Approve, Note: "同意"}
		sure[model.Event](t)(answering.Do(ctx, app.Doing{Request: filed.Subject.ID, Action: model.Comment, Note: "先看看", Values: model.Values{"visible": "all"}}))
		sure[model.Event](t)(approver.Do(ctx, approve))
		syncs(t, second, 1, 0)
		sure[model.Event](t)(answering.Do(ctx, app.Doing{Request: filed.Subject.ID, Action: model.Disapprove, Note: "材料不足"}))
		if report := sure[app.SyncReport](t)(bureau.Sync(ctx)); report.Taken != 1 || report.Refused != 1 {
			t.Fatalf("a comment stands beside, a second decision does not: %+v", report)
		}
		refused := sure[[]app.Unaccepted](t)(answering.RefusedActs(ctx))
		again := sure[app.Again](t)(answering.Redo(ctx, refused[0].Event.ID))
		if again.Doing == nil || again.Doing.Note != "材料不足" {
			t.Fatalf("%+v", again)
		}
		if _, err := answering.DoAgain(ctx, refused[0].Event.ID, *again.Doing); model.KindOf(err) != model.Conflict {
			t.Error("what is decided cannot be decided again:", err)
		}
		again.Doing.Action, again.Doing.Note, again.Doing.Values = model.Comment, "同意", model.Values{"visible": "all"}
		sure[model.Event](t)(answering.DoAgain(ctx, refused[0].Event.ID, *again.Doing))
		syncs(t, bureau, 1, 0)
		if s := state(t, bureau); s.Refused != 0 {
			t.Errorf("%+v", s)
		}
	})
	t.Run("hub and desks verify, and tell the same history", func(t *testing.T) {
		syncs(t, window, 0, 0)
		var want []model.Event
		for i, office := range []*apptest.Office{hub.Office, bureau, window} {
			broken, err := office.Store.Verify(ctx, func(int, int) {})
			if err != nil || len(broken) > 0 {
				t.Error(i, err, broken)
			}
			events := sure[[]model.Event](t)(office.Store.Events(ctx, filed.Subject))
			if want == nil {
				want = events
			}
			if len(events) != len(want) || events[len(events)-1].Hash != want[len(want)-1].Hash {
				t.Errorf("%d: %d of %d", i, len(events), len(want))
			}
		}
	})
	t.Run("while it watches, what another desk does comes within two seconds", func(t *testing.T) {
		watching, stop := context.WithCancel(ctx)
		done := make(chan error, 1)
		came := make(chan struct{}, 100)
		go func() {
			done <- window.Watch(watching, func(r app.SyncReport, err error) {
				if r.Received > 0 {
					came <- struct{}{}
				}
			})
		}()
		sure[model.Event](t)(ofOfficer.Do(ctx, app.Doing{Request: filed.Subject.ID, Action: model.Urge}))
		syncs(t, bureau, 1, 0)
		select {
		case <-came:
		case <-time.After(20 * time.Second): // a shared machine; the figure is the load program's to keep
			t.Error("nothing came")
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Run("a hub that was restored from a copy is offered again what it forgot", func(t *testing.T) {
		if err := hub.Log().NewHubID(ctx); err != nil {
			t.Fatal(err)
		}
		hub.Stop()
		hub.Serve() // the name is read as it takes up work
		before := len(sure[[]model.Event](t)(hub.Store.Events(ctx, filed.Subject)))
		sure[app.SyncReport](t)(window.Sync(ctx))
		sure[app.SyncReport](t)(bureau.Sync(ctx))
		if s := state(t, window); s.Pending+s.Refused > 0 {
			t.Errorf("%+v", s)
		}
		for i, office := range []*apptest.Office{hub.Office, bureau, window} {
			if now := len(sure[[]model.Event](t)(office.Store.Events(ctx, filed.Subject))); now != before {
				t.Errorf("%d: %d events, before %d", i, now, before)
			}
		}
	})
	t.Run("without the hub only who signed in at a desk before signs in, by the right password", func(t *testing.T) {
		hub.Stop()
		joins(t, window, clerk.ID)
		if _, err := window.SignIn(ctx, clerk.ID, "wrong-password"); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
		if _, err := window.SignIn(ctx, officer.ID, demo.Password); model.KindOf(err) != model.Offline {
			t.Error(err)
		}
	})
	t.Run("accounts and passwords are the hub's: without a line none is made", func(t *testing.T) {
		if err := ofClerk.SetPassword(ctx, clerk.ID, "another-password"); model.KindOf(err) != model.Offline {
			t.Error(err)
		}
	})
	t.Run("the hub says for how many days a desk may work without it", func(t *testing.T) {
		left := func() int {
			s := state(t, window)
			return int(s.Until.Sub(s.Contact).Hours()+12) / 24
		}
		if left() != app.LicenceDays {
			t.Error(left())
		}
		hub.Serve()
		hub.Allow(10)
		syncs(t, window, 0, 0)
		if left() != 10 {
			t.Error(left())
		}
		hub.Allow(app.LicenceDays)
		syncs(t, window, 0, 0)
		hub.Stop()
		if left() != app.LicenceDays {
			t.Error(left())
		}
	})
	t.Run("thirty days without its hub a desk works, then it only reads", func(t *testing.T) {
		window.Clock.Set(window.Clock.Now().Add(29 * 24 * time.Hour))
		sure[model.Event](t)(ofClerk.Do(ctx, app.Doing{Request: filed.Subject.ID, Action: model.Urge}))
		window.Clock.Set(window.Clock.Now().Add(2 * 24 * time.Hour))
		_, err := ofClerk.Do(ctx, app.Doing{Request: filed.Subject.ID, Action: model.Urge})
		if model.KindOf(err) != model.Forbidden || !state(t, window).ReadOnly {
			t.Error(err)
		}
	})
}
