package app_test

import (
	"context"
	"testing"

	"yunban/app/apptest"
	"yunban/model"
)

// TestWhoIsWhoCountsAtTheNextAct is about what the office remembers of its people: it must never be older than the log.
func TestWhoIsWhoCountsAtTheNextAct(t *testing.T) {
	ctx := context.Background()
	for _, change := range []struct {
		name string
		of   func(p *model.Person)
		key  string
	}{
		{"a person who was disabled is refused at the next act", func(p *model.Person) { p.Disabled = true }, "error.disabled"},
		{"a role that was taken away is missed at the next act", func(p *model.Person) { p.Roles = []model.Role{model.RoleClerk} }, "error.not_administrator"},
	} {
		office := apptest.New(t, "panjin-2016")
		device := model.Device{ID: "d", Name: "d", All: true, Enrolled: office.Clock.Now()}
		if err := office.Log().SaveDevice(ctx, device); err != nil {
			t.Fatal(err)
		}
		admin, clerk := office.By(model.DutyAdministration).Person, office.ClerkOf(office.Samples()[0]).Person
		seq := int64(0)
		saves := func(by, p model.Person) model.Pushed {
			seq++
			about := model.Subject{Kind: model.PersonSubject, ID: p.ID}
			return model.Pushed{Seq: seq, After: lastOf(t, office, about.Kind, about.ID), Event: model.Event{ID: by.ID + p.ID + string(rune('a'+seq)), Subject: about,
				Actor: by.ID, Action: model.Save, Values: p.Values(), Claimed: office.Clock.Now(), At: office.Clock.Now()}}
		}
		second := admin
		second.ID, second.Name = "second", "第二管理员"
		if err := office.As(admin.ID).AddPerson(ctx, second, "Panjin-2016-hub"); err != nil {
			t.Fatal(err)
		}
		receives := func(by model.Person, acts ...model.Pushed) []model.Answer {
			return sure[[]model.Answer](t)(office.Receive(ctx, device, by, acts))
		}
		phone := clerk
		phone.Phone = "0427-2820000"
		if a := receives(second, saves(second, phone)); a[0].Verdict != model.Taken {
			t.Fatalf("%s: before, %+v", change.name, a)
		}
		t.Run(change.name+", when another one changed it", func(t *testing.T) {
			changed := second
			change.of(&changed)
			if err := office.As(admin.ID).SavePerson(ctx, changed); err != nil {
				t.Fatal(err)
			}
			phone.Phone += "1"
			if a := receives(second, saves(second, phone)); a[0].Verdict != model.Refused || a[0].Key != change.key {
				t.Errorf("%+v", a)
			}
			if got := sure[model.Person](t)(office.Person(ctx, second.ID)); got.Disabled != changed.Disabled || len(got.Roles) != len(changed.Roles) || got.Roles[0] != changed.Roles[0] {
				t.Errorf("%+v", got)
			}
		})
	}
	t.Run("what an act of a push says of people counts for the next act of the same push", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		device := model.Device{ID: "d", Name: "d", All: true, Enrolled: office.Clock.Now()}
		if err := office.Log().SaveDevice(ctx, device); err != nil {
			t.Fatal(err)
		}
		admin, deputy := office.By(model.DutyAdministration).Person, office.By(model.DutyApproval).Person
		today, seq := office.Today().String(), int64(0)
		sent := func(kind model.SubjectKind, id string, v model.Values) model.Pushed {
			seq++
			return model.Pushed{Seq: seq, After: lastOf(t, office, kind, id), Event: model.Event{ID: "e" + string(rune('a'+seq)), Subject: model.Subject{Kind: kind, ID: id},
				Actor: admin.ID, Action: model.Save, Values: v, Claimed: office.Clock.Now(), At: office.Clock.Now()}}
		}
		delegation := model.Values{"from": admin.ID, "to": deputy.ID, "begin": today, "end": today}
		gone := deputy
		gone.Disabled = true
		answers := sure[[]model.Answer](t)(office.Receive(ctx, device, admin, []model.Pushed{
			sent(model.DelegationSubject, "g1", delegation),
			sent(model.PersonSubject, deputy.ID, gone.Values()),
			sent(model.DelegationSubject, "g2", delegation),
			sent(model.PersonSubject, "fresh", model.Person{ID: "fresh", Name: "新人", Unit: admin.Unit, Roles: admin.Roles}.Values()),
			sent(model.DelegationSubject, "g3", model.Values{"from": admin.ID, "to": "fresh", "begin": today, "end": today}),
		}))
		for i, want := range []model.Verdict{model.Taken, model.Taken, model.Refused, model.Taken, model.Taken} {
			if answers[i].Verdict != want {
				t.Errorf("act %d: %+v", i+1, answers[i])
			}
		}
	})
	t.Run("a delegation holds from its giving to its revoking, both at once", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		giver, taker := office.By(model.DutyAcceptance), office.ClerkOf(office.Samples()[0])
		today := office.Today().String()
		if office.As(taker.Person.ID).ReadsAll() {
			t.Fatal("a clerk reads everything")
		}
		if err := giver.Delegate(ctx, taker.Person.ID, today, today); err != nil {
			t.Fatal(err)
		}
		if !office.As(taker.Person.ID).ReadsAll() {
			t.Error("it does not hold")
		}
		given := sure[[]model.Delegation](t)(giver.Delegations(ctx))
		if err := giver.Revoke(ctx, given[0].ID); err != nil {
			t.Fatal(err)
		}
		if office.As(taker.Person.ID).ReadsAll() {
			t.Error("it still holds")
		}
	})
}

// lastOf is the id of a subject's last event; nothing when there is none.
func lastOf(t *testing.T, office *apptest.Office, kind model.SubjectKind, id string) string {
	t.Helper()
	past := sure[[]model.Event](t)(office.Store.Events(context.Background(), model.Subject{Kind: kind, ID: id}))
	if len(past) == 0 {
		return ""
	}
	return past[len(past)-1].ID
}
