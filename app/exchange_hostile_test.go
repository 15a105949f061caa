package app_test

import (
	"context"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

// What a desk of another unit may try over its own, honest line.
func TestADeskThatWantsMoreThanItsShare(t *testing.T) {
	ctx := context.Background()
	hub := apptest.NewHub(t, "luan")
	theirs := hub.Filed(model.Accepted)
	about := model.Subject{Kind: model.RequestSubject, ID: theirs}
	mine := hub.ClerkOf(hub.Samples()[1]).Person
	if mine.Unit == hub.ClerkOf(hub.Samples()[0]).Person.Unit {
		t.Fatal("the samples are of one unit")
	}
	desk := hub.Join(mine.Unit, false)
	session := sure[model.Session](t)(desk.Remote.SignIn(ctx, mine.ID, demo.Password))
	n := int64(0)
	comment := func(id string) model.Pushed {
		n++
		return model.Pushed{Seq: n, Event: model.Event{ID: id, Subject: about, Actor: mine.ID, Action: model.Comment, Note: "我也看看",
			Values: model.Values{"visible": "all", "side": string(model.SideUnit)}, Claimed: hub.Clock.Now()}}
	}
	push := func(t *testing.T, p model.Pushed) model.Answer {
		t.Helper()
		return sure[[]model.Answer](t)(desk.Remote.Push(ctx, session.Token, []model.Pushed{p}))[0]
	}
	file := hub.Dossier(theirs).Request.Round().Files[0]

	t.Run("an act on another unit's request is refused, and the answer tells nothing of it", func(t *testing.T) {
		a := push(t, comment("out-of-scope"))
		if a.Verdict != model.Refused || a.Key != "error.not_reader" || len(a.Meanwhile) > 0 || a.Event != nil {
			t.Errorf("%+v", a)
		}
	})
	t.Run("neither the request nor its files come to the desk", func(t *testing.T) {
		if events := sure[[]model.Event](t)(desk.Store.Events(ctx, about)); len(events) != 0 {
			t.Errorf("%+v", events)
		}
		if has := sure[bool](t)(desk.Remote.HasFile(ctx, file.Hash)); has {
			t.Error("it is told that the file is there")
		}
		if err := desk.Remote.FetchFile(ctx, file.Hash, io.Discard); model.KindOf(err) != model.NotFound {
			t.Error(err)
		}
	})
	t.Run("an own act that names their file by its hash is not judged, and opens nothing", func(t *testing.T) {
		p := comment("by-hash")
		p.Event.Files = []model.File{file}
		_, err := desk.Remote.Push(ctx, session.Token, []model.Pushed{p})
		var refused *model.Error
		if !errors.As(err, &refused) || refused.Key != "error.file_first" {
			t.Errorf("%v", err)
		}
		if err := desk.Remote.FetchFile(ctx, file.Hash, io.Discard); model.KindOf(err) != model.NotFound {
			t.Error(err)
		}
		n--
	})
	t.Run("an act in another's name is refused", func(t *testing.T) {
		p := comment("forged-name")
		p.Event.Actor = "admin"
		if a := push(t, p); a.Verdict != model.Refused || a.Key != "error.not_the_author" {
			t.Errorf("%+v", a)
		}
	})
	honest := hub.Join(mine.Unit, false)
	ofMine := joins(t, honest, mine.ID)
	draft, problems, err := demo.Draft(ctx, ofMine, hub.Samples()[1])
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	filed := sure[model.Event](t)(ofMine.Submit(ctx, draft))
	report := sure[app.SyncReport](t)(honest.Sync(ctx))
	if report.Taken == 0 || report.Refused > 0 {
		t.Fatalf("%+v", report)
	}
	own := func(id string) model.Pushed {
		p := comment(id)
		p.Event.Subject = filed.Subject
		return p
	}
	t.Run("what a desk writes beside an act is not taken over: number, seal, receipt, names", func(t *testing.T) {
		p := own("dressed-up")
		p.Event.At, p.Event.Hash, p.Event.Prev, p.Event.Seq = hub.Clock.Now().AddDate(-1, 0, 0), strings.Repeat("0", 64), "x", 77
		p.Event.ActorName, p.Event.ActorUnit, p.Event.Device, p.Event.Number, p.Event.Withheld = "市长", "市政府", "another", "PJ-1", true
		a := push(t, p)
		if a.Verdict != model.Taken {
			t.Fatalf("%+v", a)
		}
		events := sure[[]model.Event](t)(hub.Store.Events(ctx, filed.Subject))
		e := events[len(events)-1]
		if e.ID != p.Event.ID || e.ActorName != mine.Name || e.Device == "another" || e.Number != "" || e.Withheld || e.Seq != 2 || hub.Clock.Now().Sub(e.At) > time.Hour || e.Hash != e.Digest() {
			t.Errorf("%+v", e)
		}
	})
	t.Run("a replayed push gets the first answer, word for word", func(t *testing.T) {
		p := own("twice")
		first := push(t, p)
		again := push(t, p)
		if !reflect.DeepEqual(first, again) || first.Verdict != model.Taken {
			t.Errorf("%+v, then %+v", first, again)
		}
	})
	t.Run("another act under a known id, and a known place in the desk's order, are refused", func(t *testing.T) {
		p := own("thrice")
		push(t, p)
		p.Event.Note = "从未说过"
		if a := push(t, p); a.Verdict != model.Refused || a.Key != "error.event_reused" {
			t.Errorf("%+v", a)
		}
		p.Event.ID = "in-its-place"
		if a := push(t, p); a.Verdict != model.Refused || a.Key != "error.act_replayed" {
			t.Errorf("%+v", a)
		}
		events := sure[[]model.Event](t)(hub.Store.Events(ctx, filed.Subject))
		if len(events) != 4 || model.VerifyChain(events) != nil {
			t.Errorf("%+v", events)
		}
	})
	t.Run("a desk by whose clock it is tomorrow is not believed", func(t *testing.T) {
		p := own("from-tomorrow")
		p.Event.Claimed = hub.Clock.Now().Add(25 * time.Hour)
		if a := push(t, p); a.Verdict != model.Refused || a.Key != "error.clock_ahead" {
			t.Errorf("%+v", a)
		}
	})
}

// Clocks that are off: five minutes are said, a day stops decisions and nothing else.
func TestADeskWhoseClockIsOff(t *testing.T) {
	ctx := context.Background()
	hub := apptest.NewHub(t, "luan")
	id := hub.Filed(model.Submitted)
	officer := hub.By(model.DutyAcceptance).Person
	bureau := hub.Join(officer.Unit, true)
	ofOfficer := joins(t, bureau, officer.ID)
	for _, one := range []struct {
		name          string
		ahead         time.Duration
		warned, stops bool
	}{
		{"four minutes ahead", 4 * time.Minute, false, false},
		{"six minutes ahead", 6 * time.Minute, true, false},
		{"six minutes behind", -6 * time.Minute, true, false},
		{"twenty-five hours ahead", 25 * time.Hour, true, true},
		{"twenty-five hours behind", -25 * time.Hour, true, true},
	} {
		t.Run(one.name, func(t *testing.T) {
			bureau.Clock.Set(hub.Clock.Now().Add(one.ahead))
			syncs(t, bureau, 0, 0)
			if s := state(t, bureau); s.ClockOff != one.warned || s.ReadOnly {
				t.Errorf("%+v", s)
			}
			_, err := ofOfficer.Do(ctx, app.Doing{Request: id, Action: model.Accept, Note: "试"})
			var refused *model.Error
			if stopped := errors.As(err, &refused) && refused.Key == "error.clock_off"; stopped != one.stops {
				t.Fatalf("%v", err)
			}
			if !one.stops { // and back, so that the next may accept again
				syncs(t, bureau, 1, 0)
				id = hub.Filed(model.Submitted)
				return
			}
			sure[model.Event](t)(ofOfficer.Do(ctx, app.Doing{Request: id, Action: model.Comment, Note: "先记一笔", Values: model.Values{"visible": "all"}}))
			bureau.Clock.Set(hub.Clock.Now())
			report := sure[app.SyncReport](t)(bureau.Sync(ctx))
			if refused := sure[[]app.Unaccepted](t)(ofOfficer.RefusedActs(ctx)); report.Taken+len(refused) != 1 {
				t.Errorf("%+v %+v", report, refused)
			}
			for _, r := range sure[[]app.Unaccepted](t)(ofOfficer.RefusedActs(ctx)) {
				if r.Answer.Key != "error.clock_ahead" {
					t.Errorf("%+v", r)
				}
				if err := ofOfficer.Dismiss(ctx, r.Event.ID); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
