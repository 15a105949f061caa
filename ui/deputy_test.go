package ui

import (
	"testing"

	"yunban/app/apptest"
	"yunban/model"
	"yunban/ui/view"
)

func TestDeputyAtTheWindow(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Submitted)
	officer, deputy := office.By(model.DutyAcceptance), office.By(model.DutyReading)
	w := signedIn(t, office.Office, deputy.Person.ID)
	home := page[*homePage](t, w)
	w.Go(ListRoute(view.Filter{}))
	list := page[*listPage](t, w)
	if list.offers.Waiting("to_accept") || len(home.table.Rows()) > 0 {
		t.Fatal("the deputy has work before the delegation")
	}
	today := office.Today()
	if err := officer.Delegate(t.Context(), deputy.Person.ID, today.String(), today.AddDays(1).String()); err != nil {
		t.Fatal(err)
	}
	t.Run("an open list offers the deputy the new queue and its ticks with the next look (R04)", func(t *testing.T) {
		list.Refresh()
		if !list.offers.Waiting("to_accept") {
			t.Error("the queue is not offered")
		}
		list.table.SetChecked(0, true)
		sees(t, w, "批量受理")
	})
	t.Run("and home has what waits, for whom (R04)", func(t *testing.T) {
		w.Go(HomeRoute())
		if rows := page[*homePage](t, w).table.Rows(); len(rows) != 1 || rows[0].ID != id {
			t.Errorf("rows: %+v", rows)
		}
		sees(t, w, "代 "+officer.Person.Name)
	})
}
