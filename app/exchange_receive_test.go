package app_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

// recorded tells a city's demonstration at one office and gives every event as it was made.
func recorded(t *testing.T, city string) (*apptest.Office, []model.Event) {
	t.Helper()
	office := apptest.New(t, city)
	if err := demo.Tell(context.Background(), office.Office, office.Clock, func(demo.Step) error { return nil }); err != nil {
		t.Fatal(err)
	}
	store := office.Log()
	device := model.Device{ID: "d", Name: "d", All: true, Hears: []model.Side{model.SideUnit, model.SideAuthority, model.SideVendor}, Enrolled: office.Clock.Now()}
	if err := store.SaveDevice(t.Context(), device); err != nil {
		t.Fatal(err)
	}
	var events []model.Event
	for after := int64(0); ; {
		page, err := store.Feed(t.Context(), device.ID, after, 500)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range page.Items {
			e, ok, err := item.Event()
			if err != nil {
				t.Fatal(err)
			}
			if ok {
				events = append(events, e)
			}
		}
		if after = page.Next; !page.More {
			return office, events
		}
	}
}

// TestAHubJudgesTheDemonstration pushes every event of a city's demonstration to another hub, which has nothing but
// the founding, and expects the same history.
func TestAHubJudgesTheDemonstration(t *testing.T) {
	for _, city := range cities {
		t.Run(city+": every act of the demonstration is taken and says the same", func(t *testing.T) {
			told, events := recorded(t, city)
			hub := apptest.New(t, city)
			begun := pushedBefore(t, hub)
			device := model.Device{ID: "window", Name: "window", All: true, Enrolled: hub.Clock.Now()}
			if err := hub.Log().SaveDevice(t.Context(), device); err != nil {
				t.Fatal(err)
			}
			copyFiles(t, told, hub, events)
			last, seq, acts := map[model.Subject]string{}, int64(0), map[model.Action]int{}
			for _, e := range events {
				if begun[e.ID] {
					last[e.Subject] = e.ID
					continue
				}
				seq++
				acts[e.Action]++
				hub.Clock.Set(e.At)
				person, err := hub.Person(t.Context(), e.Actor)
				if err != nil {
					t.Fatal(err)
				}
				sent := e
				sent.Hash, sent.Number, sent.Seq, sent.Prev, sent.Format = "", "", 0, "", 0
				answers, err := hub.Receive(t.Context(), device, person, []model.Pushed{{Seq: seq, After: last[e.Subject], Event: sent}})
				if err != nil || len(answers) != 1 || answers[0].Verdict != model.Taken {
					t.Fatalf("%s on %v: %+v %v", e.Action, e.Subject, answers, err)
				}
				if got := *answers[0].Event; !got.SaysAs(e) || got.Number != e.Number || got.Device != device.ID {
					t.Fatalf("%s on %v: %+v", e.Action, e.Subject, got)
				}
				last[e.Subject] = e.ID
			}
			if len(acts) < 20 {
				t.Error("few kinds of act:", acts)
			}
		})
	}
}

// pushedBefore are the events that an office was founded with.
func pushedBefore(t *testing.T, office *apptest.Office) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for _, kind := range []model.SubjectKind{model.OfficeSubject, model.PersonSubject, model.UnitSubject} {
		records, err := office.Store.Records(t.Context(), kind)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			events, err := office.Store.Events(t.Context(), r.Subject)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range events {
				ids[e.ID] = true
			}
		}
	}
	return ids
}

func copyFiles(t *testing.T, from, to *apptest.Office, events []model.Event) {
	t.Helper()
	for _, e := range events {
		for _, f := range e.Files {
			r, err := from.Files.Open(f.Hash)
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := to.Files.Keep(t.Context(), r, 1<<30); err != nil {
				t.Fatal(err)
			}
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestWhatAHubDoesNotTake(t *testing.T) {
	hub := apptest.New(t, "luan")
	ctx := t.Context()
	id := hub.Filed(model.Submitted)
	file := hub.Dossier(id)
	officer, clerk, admin := hub.By(model.DutyAcceptance).Person, hub.ClerkOf(hub.Samples()[0]).Person, hub.By(model.DutyAdministration).Person
	device := model.Device{ID: "window", Name: "window", All: true}
	if err := hub.Log().SaveDevice(ctx, device); err != nil {
		t.Fatal(err)
	}
	seq := int64(0)
	refuses := func(t *testing.T, who model.Person, key string, e model.Event) {
		t.Helper()
		seq++
		e.ID = time.Now().Format(time.RFC3339Nano) + key
		if e.Actor == "" {
			e.Actor = who.ID
		}
		if e.Claimed.IsZero() {
			e.Claimed = hub.Clock.Now()
		}
		past, err := hub.Store.Events(ctx, e.Subject)
		if err != nil {
			t.Fatal(err)
		}
		after := ""
		if len(past) > 0 {
			after = past[len(past)-1].ID
		}
		answers, err := hub.Receive(ctx, device, who, []model.Pushed{{Seq: seq, After: after, Event: e}})
		if err != nil || len(answers) != 1 || answers[0].Verdict != model.Refused || answers[0].Key != key {
			t.Errorf("want %s: %+v %v", key, answers, err)
		}
	}
	request := model.Subject{Kind: model.RequestSubject, ID: id}
	accept := model.Event{Subject: request, Action: model.Accept}
	t.Run("an act in somebody else's name", func(t *testing.T) {
		forged := accept
		forged.Actor = officer.ID
		refuses(t, clerk, "error.not_the_author", forged)
	})
	t.Run("an act without the duty", func(t *testing.T) { refuses(t, clerk, "error.not_your_duty", accept) })
	t.Run("an act for somebody who delegated nothing", func(t *testing.T) {
		forged := accept
		forged.For, forged.ForID = officer.Name, officer.ID
		refuses(t, clerk, "error.no_delegation", forged)
	})
	t.Run("an act of somebody who is disabled", func(t *testing.T) {
		gone := officer
		gone.Disabled = true
		refuses(t, gone, "error.disabled", accept)
	})
	t.Run("an act on another unit's request, of which the answer tells nothing", func(t *testing.T) {
		people, err := hub.People(ctx)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(people, func(p model.Person) bool {
			return p.Unit != clerk.Unit && !hub.Profile().ReadsAll(p) && hub.Profile().Holds(p.Roles, model.DutyUnit)
		})
		seq++
		e := accept
		e.ID, e.Actor, e.Claimed = "foreign", people[at].ID, hub.Clock.Now()
		answers, err := hub.Receive(ctx, device, people[at], []model.Pushed{{Seq: seq, Event: e}})
		if err != nil || len(answers) != 1 || answers[0].Key != "error.not_reader" || len(answers[0].Meanwhile) > 0 || len(answers[0].Args) > 0 {
			t.Errorf("%+v %v", answers, err)
		}
	})
	t.Run("an act from a day that is still to come", func(t *testing.T) {
		early := accept
		early.Claimed = hub.Clock.Now().Add(25 * time.Hour)
		refuses(t, officer, "error.clock_ahead", early)
	})
	t.Run("an approval that says of a line what the rules do not make of it", func(t *testing.T) {
		altered := accept
		altered.Lines = []model.Line{{ID: "1"}}
		refuses(t, officer, "error.says_otherwise", altered)
	})
	t.Run("the regulation, a password and an account by whoever keeps none", func(t *testing.T) {
		office := model.Subject{Kind: model.OfficeSubject, ID: "office"}
		refuses(t, admin, "error.only_at_hub", model.Event{Subject: office, Action: model.Publish, Values: model.Values{"profile": "x@1"}})
		person := model.Subject{Kind: model.PersonSubject, ID: officer.ID}
		refuses(t, admin, "error.only_at_hub", model.Event{Subject: person, Action: model.Save, Values: model.Values{"password_set": "2026"}})
		mine := clerk
		mine.Roles = append(mine.Roles, model.RoleAdministrator)
		refuses(t, clerk, "error.not_administrator", model.Event{Subject: model.Subject{Kind: model.PersonSubject, ID: clerk.ID}, Action: model.Save, Values: mine.Values()})
	})
	t.Run("a system of another unit, and a delegation of another person", func(t *testing.T) {
		other := model.Values{"system_name": "别家系统", "unit_id": "authority"}
		refuses(t, clerk, "error.not_keeper", model.Event{Subject: model.Subject{Kind: model.SystemSubject, ID: "s9"}, Action: model.Save, Values: other})
		given := model.Values{"from": officer.ID, "to": clerk.ID, "begin": "2026-02-11", "end": "2026-12-31"}
		refuses(t, clerk, "error.no_delegation", model.Event{Subject: model.Subject{Kind: model.DelegationSubject, ID: "g9"}, Action: model.Save, Values: given})
	})
	t.Run("an act whose file has not come is not answered, and can be sent again", func(t *testing.T) {
		e := accept
		e.ID, e.Actor, e.Claimed, e.Files = "late", officer.ID, hub.Clock.Now(), []model.File{{Role: "x", Name: "x.pdf", Size: 1, Hash: "00"}}
		answers, err := hub.Receive(ctx, device, officer, []model.Pushed{{Seq: seq + 1, After: file.Request.Last, Event: e}})
		if err == nil || len(answers) != 0 {
			t.Error(answers, err)
		}
	})
}
