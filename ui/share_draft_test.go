package ui

import (
	"testing"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

func TestADraftToAColleague(t *testing.T) {
	office := apptest.New(t, "luan")
	sample := office.Samples()[0]
	clerk := office.ClerkOf(sample)
	draft := office.Draft(sample)
	colleagues, err := clerk.Colleagues(t.Context())
	if err != nil || len(colleagues) == 0 {
		t.Fatal(colleagues, err)
	}
	her := colleagues[0]
	t.Run("who has no colleague is told so", func(t *testing.T) {
		admin := office.By(model.DutyAdministration)
		if err := admin.AddUnit(t.Context(), model.Unit{ID: "alone", Name: "市气象局"}); err != nil {
			t.Fatal(err)
		}
		if err := admin.AddPerson(t.Context(), model.Person{ID: "solo", Name: "钱明", Unit: "alone", Roles: []model.Role{model.RoleClerk}}, demo.Password); err != nil {
			t.Fatal(err)
		}
		w := signedIn(t, office.Office, "solo")
		alone, err := w.desk.NewDraft(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		w.Go(DraftRoute(alone.ID))
		page[*intakePage](t, w).sendDraft()
		sees(t, w, "市气象局没有其他经办人账号")
	})
	t.Run("the draft goes to a colleague of the unit", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk.Person.ID)
		w.Go(DraftRoute(draft.ID))
		page[*intakePage](t, w).sendDraft()
		sees(t, w, "收件人", her.Name)
		chooseMenu(t, w, "menu.submit")
		sees(t, w, "草稿已发给"+her.Name)
	})
	t.Run("who finds it on the first page, takes it and goes on with it", func(t *testing.T) {
		w := signedIn(t, office.Office, her.ID)
		home := page[*homePage](t, w)
		sees(t, w, "同事发来的草稿", draft.Title(), clerk.Person.Name, "收下", "不收")
		home.take(home.rest, home.parcels[0])
		if p := page[*intakePage](t, w); p.in.Title() != draft.Title() || p.in.ID() == draft.ID {
			t.Error(p.in.Title())
		}
		w.Go(HomeRoute())
		if home := page[*homePage](t, w); len(home.parcels) > 0 || len(home.home.Drafts) != 1 {
			t.Errorf("%+v", home.parcels)
		}
	})
}
