package view

import (
	"context"
	"slices"
	"testing"

	"yunban/app/apptest"
	"yunban/model"
)

func TestAsides(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Submitted)
	clerk := office.As(office.Draft(office.Samples()[0]).Owner)
	officer, inspector := office.By(model.DutyAcceptance), office.By(model.DutyReading)
	open := func(t *testing.T, who string) *Request {
		t.Helper()
		r, err := OpenRequest(ctx, office.As(who), id)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	add := func(t *testing.T, who string, a Aside) error {
		t.Helper()
		return open(t, who).Adding(a)(ctx, office.As(who))
	}

	for _, c := range []struct {
		name, who string
		want      []model.Action
	}{
		{"the unit may urge whom it waits for", clerk.Person.ID, []model.Action{model.Comment, model.CC, model.Urge}},
		{"who could act next may pass it on", officer.Person.ID, []model.Action{model.Comment, model.CC, model.Transfer}},
		{"who only reads may comment and hand out copies", inspector.Person.ID, []model.Action{model.Comment, model.CC}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := open(t, c.who).Asides(); !slices.Equal(got, c.want) {
				t.Errorf("%s may %v, want %v", c.who, got, c.want)
			}
		})
	}
	t.Run("the work goes only to who holds the duty, a copy to anybody else", func(t *testing.T) {
		r := open(t, officer.Person.ID)
		to, err := r.Recipients(ctx, model.Transfer)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range to {
			if p := office.As(o.Code).Person; !office.Profile().Holds(p.Roles, model.DutyAcceptance) {
				t.Errorf("%s could be given the work", p.Name)
			}
		}
		copies, err := r.Recipients(ctx, model.CC)
		if err != nil || len(copies) <= len(to) {
			t.Errorf("%d copies, %d transfers, %v", len(copies), len(to), err)
		}
		if slices.ContainsFunc(copies, func(o Offer) bool { return o.Code == officer.Person.ID }) {
			t.Error("a copy to oneself is offered")
		}
	})
	t.Run("a comment without words and a copy to nobody are refused at their fields", func(t *testing.T) {
		for field, a := range map[string]Aside{"note": {Action: model.Comment}, "to": {Action: model.CC, Note: "请知悉。"}} {
			if _, wrong := find(problems(add(t, officer.Person.ID, a)), field); !wrong {
				t.Errorf("%s: nothing wrong with %s", a.Action, field)
			}
		}
	})
	t.Run("a comment for the own side is not heard by the other", func(t *testing.T) {
		if err := add(t, officer.Person.ID, Aside{Action: model.Comment, Note: "内部意见", OwnSide: true}); err != nil {
			t.Fatal(err)
		}
		heard := func(who string) bool {
			return slices.ContainsFunc(open(t, who).History, func(e model.Event) bool { return e.Note == "内部意见" })
		}
		if heard(clerk.Person.ID) || !heard(officer.Person.ID) {
			t.Error("the unit hears it, or the own side does not")
		}
	})
	t.Run("who it was passed to is named, and urges are counted", func(t *testing.T) {
		if err := add(t, clerk.Person.ID, Aside{Action: model.Urge}); err != nil {
			t.Fatal(err)
		}
		if err := add(t, officer.Person.ID, Aside{Action: model.Transfer, To: inspector.Person.ID}); err != nil {
			t.Fatal(err)
		}
		if r := open(t, clerk.Person.ID); r.Assignee() != inspector.Person.Name || r.Request.Urged != 1 {
			t.Errorf("passed to %q, urged %d times", r.Assignee(), r.Request.Urged)
		}
	})
	t.Run("a comment after a refusal does not hide why it was refused (R13)", func(t *testing.T) {
		refuse := open(t, officer.Person.ID).NewAct(model.Decline)
		refuse.SetNote("缺少等级保护备案证明。")
		if err := refuse.Do(ctx); err != nil {
			t.Fatal(err)
		}
		if err := add(t, clerk.Person.ID, Aside{Action: model.Comment, Note: "收到。"}); err != nil {
			t.Fatal(err)
		}
		if v, ok := open(t, clerk.Person.ID).Verdict(); !ok || v.Note != "缺少等级保护备案证明。" {
			t.Errorf("verdict: %+v", v)
		}
	})
	t.Run("a clerk copies a request as a new one, an officer does not", func(t *testing.T) {
		r := open(t, clerk.Person.ID)
		if !r.MayCopy() || open(t, officer.Person.ID).MayCopy() {
			t.Error("the wrong one may copy")
		}
		draft, err := r.Copy(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if d, err := clerk.Draft(ctx, draft); err != nil || d.Title() != r.Request.Title() || d.Request != "" {
			t.Errorf("draft %+v, %v", d, err)
		}
	})
}
