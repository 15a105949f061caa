package app_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// wrongs is what nobody should type, and what a draft keeps all the same.
var wrongs = model.Values{"system_name": strings.Repeat("𬭎堃龑1", 2500), "user_count": " 三千人左右 ", "self_test_on": "2026-02-30",
	"contact_email": "no mail", "reason": "  \n第一行\r\n\t第二行 \u3000", "mlps_level": "99", "not_a_field": "kept"}

func TestDrafts(t *testing.T) {
	ctx := t.Context()
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		clerk := o.By(model.DutyUnit)
		t.Run("a new draft offers what is known of unit and person", func(t *testing.T) {
			d := must(clerk.NewDraft(ctx))
			for field, want := range map[string]string{"unit_name": clerk.Unit.Name, "credit_code": clerk.Unit.CreditCode, "unit_address": clerk.Unit.Address,
				"unit_head": clerk.Unit.Head, "unit_phone": clerk.Unit.Phone, "contact_name": clerk.Person.Name, "contact_phone": clerk.Person.Phone} {
				if got := d.Filling.Values[field]; got != want || got == "" {
					t.Errorf("%s is %q, want %q", field, got, want)
				}
			}
			if d.Owner != clerk.Person.ID || d.Profile != o.Profile().Ref() || d.Case != model.Usage {
				t.Errorf("%+v", d)
			}
		})
		t.Run("a draft keeps right and wrong as typed, and is there when the office is opened again", func(t *testing.T) {
			d := must(clerk.NewDraft(ctx))
			d.Filling.Values = wrongs
			d.Filling.Rows = []model.Row{{Resource: "vm", Values: model.Values{"vcpu": "八"}}, {Resource: "nonsense"}}
			if err := clerk.SaveDraft(ctx, &d); err != nil {
				t.Fatal(err)
			}
			o.Reopen()
			clerk = o.By(model.DutyUnit)
			again := must(clerk.Draft(ctx, d.ID))
			if !reflect.DeepEqual(again.Filling, d.Filling) || !again.Saved.Equal(o.Clock.Now()) {
				t.Errorf("got  %+v\nwant %+v", again, d)
			}
			if first := must(clerk.Drafts(ctx))[0]; first.ID != d.ID {
				t.Errorf("the latest is not first: %+v", first)
			}
		})
		t.Run("somebody else's draft is not to be read, changed or thrown away", func(t *testing.T) {
			d := must(clerk.NewDraft(ctx))
			colleague := colleagueOf(t, o, clerk)
			_, reading := colleague.Draft(ctx, d.ID)
			taken := d
			taken.Owner = colleague.Person.ID
			for _, err := range []error{reading, colleague.SaveDraft(ctx, &d), colleague.SaveDraft(ctx, &taken), colleague.DropDraft(ctx, d.ID)} {
				if e := refusal(t, err, model.Forbidden); e.Key != "error.not_your_draft" {
					t.Error(e)
				}
			}
			if len(must(colleague.Drafts(ctx))) != 0 {
				t.Error("it is among the colleague's drafts")
			}
		})
		t.Run("who does not file gets no draft (R04)", func(t *testing.T) {
			for _, duty := range []model.Duty{model.DutyAcceptance, model.DutyApproval, model.DutyDelivery, model.DutyAdministration, model.DutyReading} {
				_, err := o.By(duty).NewDraft(ctx)
				refusal(t, err, model.Forbidden)
			}
		})
		t.Run("a draft that was thrown away is gone, and does not come back", func(t *testing.T) {
			d := must(clerk.NewDraft(ctx))
			if err := clerk.DropDraft(ctx, d.ID); err != nil {
				t.Fatal(err)
			}
			_, reading := clerk.Draft(ctx, d.ID)
			for _, err := range []error{reading, clerk.DropDraft(ctx, d.ID), clerk.SaveDraft(ctx, &d)} {
				refusal(t, err, model.NotFound)
			}
		})
	})
}

// colleagueOf is the desk of another person of the same unit.
func colleagueOf(t *testing.T, o *apptest.Office, d *app.Desk) *app.Desk {
	t.Helper()
	for _, p := range must(o.People(t.Context())) {
		if p.Unit == d.Unit.ID && p.ID != d.Person.ID {
			return o.As(p.ID)
		}
	}
	t.Fatalf("%s is alone in his unit", d.Person.ID)
	return nil
}

func TestSubmittingTwice(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	draft := o.Draft(o.Samples()[0])
	clerk := o.As(draft.Owner)
	first := must(clerk.Submit(ctx, draft))
	all := func() int { return must(o.By(model.DutyAcceptance).Count(ctx, model.Query{})) }
	t.Run("a draft that is filed twice is filed once", func(t *testing.T) {
		o.Clock.Set(o.Clock.Now().Add(time.Minute))
		if again := must(clerk.Submit(ctx, draft)); again.Hash != first.Hash || all() != 1 {
			t.Errorf("%+v, %d requests", again, all())
		}
	})
	t.Run("even after the request has moved on", func(t *testing.T) {
		r := request{t, o, clerk, draft.ID}
		r.do(model.DutyAcceptance, model.Accept, app.Doing{})
		if again := must(clerk.Submit(ctx, draft)); again.Hash != first.Hash || r.look().Request.Status != model.Accepted {
			t.Errorf("%+v", again)
		}
	})
	t.Run("a draft that was changed in another window after it was filed is a conflict", func(t *testing.T) {
		other := draft
		other.Filling.Values = draft.Filling.Values.Clone()
		other.Filling.Values["reason"] = "另一个窗口里改过"
		_, err := clerk.Submit(ctx, other)
		refusal(t, err, model.Conflict)
		if all() != 1 {
			t.Error(all())
		}
	})
	t.Run("it does not come back as a draft when the other window saves itself", func(t *testing.T) {
		refusal(t, clerk.SaveDraft(ctx, &draft), model.NotFound)
		if left := must(clerk.Drafts(ctx)); len(left) != 0 {
			t.Errorf("%+v", left)
		}
	})
	t.Run("two drafts of the same content are two requests with two numbers", func(t *testing.T) {
		a, b := must(clerk.Submit(ctx, o.Draft(o.Samples()[0]))), must(clerk.Submit(ctx, o.Draft(o.Samples()[0])))
		if a.Number != "PJ-SQ-2026-0002" || b.Number != "PJ-SQ-2026-0003" || all() != 3 {
			t.Errorf("%s %s", a.Number, b.Number)
		}
	})
}

func TestNewRound(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "luan")
	r := submitted(t, o, 0)
	decline := func() { r.do(model.DutyAcceptance, model.Decline, app.Doing{Note: "材料不全"}) }
	t.Run("there is nothing to answer before a non-acceptance", func(t *testing.T) {
		_, err := r.clerk.NewRound(ctx, r.id)
		refusal(t, err, model.Conflict)
	})
	r.on("2026-02-12")
	decline()
	t.Run("a new round begins with all that was filed before (T5)", func(t *testing.T) {
		d := must(r.clerk.NewRound(ctx, r.id))
		if d.Request != r.id || !reflect.DeepEqual(d.Filling, r.look().Request.Filling()) || len(d.Filling.Rows) == 0 || len(d.Filling.Files) == 0 {
			t.Errorf("%+v", d)
		}
	})
	t.Run("one that was begun is taken up again", func(t *testing.T) {
		d := must(r.clerk.NewRound(ctx, r.id))
		d.Filling.Values["reason"] = "改到一半"
		if err := r.clerk.SaveDraft(ctx, &d); err != nil {
			t.Fatal(err)
		}
		if again := must(r.clerk.NewRound(ctx, r.id)); again.ID != d.ID || again.Filling.Values["reason"] != "改到一半" {
			t.Errorf("%+v", again)
		}
		if n := len(must(r.clerk.Drafts(ctx))); n != 1 {
			t.Errorf("%d drafts", n)
		}
	})
	t.Run("who may not file may not begin one", func(t *testing.T) {
		_, err := o.By(model.DutyAcceptance).NewRound(ctx, r.id)
		refusal(t, err, model.Conflict)
		_, err = o.ClerkOf(o.Samples()[1]).NewRound(ctx, r.id) // another unit's clerk
		refusal(t, err, model.NotFound)
	})
	t.Run("a draft of an earlier round, which a colleague was quicker to file, is not taken up", func(t *testing.T) {
		r.on("2026-02-13")
		colleague := colleagueOf(t, o, r.clerk)
		quick := must(colleague.NewRound(ctx, r.id))
		quick.Filling.Values["reason"] = "同事先报"
		must(colleague.Submit(ctx, quick))
		_, late := r.clerk.NewRound(ctx, r.id)
		refusal(t, late, model.Conflict)
		r.on("2026-02-14")
		decline()
		if d := must(r.clerk.NewRound(ctx, r.id)); d.Filling.Values["reason"] != "同事先报" {
			t.Errorf("%q", d.Filling.Values["reason"])
		}
		if n := len(must(r.clerk.Drafts(ctx))); n != 2 {
			t.Errorf("%d drafts: the older one is thrown away by its owner only", n)
		}
	})
}
