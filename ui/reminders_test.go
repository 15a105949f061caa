package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"yunban/app/apptest"
	"yunban/model"
	"yunban/ui/kit"
)

func TestRemindersAtHome(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	var ids []string
	for range 2 {
		ids = append(ids, office.Filed(model.Trial))
	}
	end := office.Dossier(ids[0]).Due.Due
	office.Clock.Set(end.AddDays(-3).Start().Add(9 * time.Hour))
	clerk := office.Dossier(ids[0]).History[0].Actor
	t.Run("three days before the end of a trial, home says so to the unit and to the authority (R15, R16, T7)", func(t *testing.T) {
		for _, who := range []string{clerk, office.By(model.DutyApproval).Person.ID} {
			sees(t, signedIn(t, office.Office, who), "试用期还剩 3 天，"+end.String()+" 到期")
		}
	})
	t.Run("a reminder leads to its request, and goes when it is seen", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk)
		p := page[*homePage](t, w)
		n := len(p.home.Ending)
		first := p.home.Ending[0].ID
		find := func(words string) *kit.Button { return buttons(p.ending, w.T(words))[0] }
		test.Tap(find("reminder.seen"))
		if len(p.home.Ending) != n-1 || n > 1 && p.home.Ending[0].ID == first {
			t.Errorf("%d of %d are left", len(p.home.Ending), n)
		}
		for len(p.home.Ending) > 0 {
			test.Tap(find("reminder.seen"))
		}
		if p.ending.Visible() {
			t.Error("an empty card is left")
		}
	})
	t.Run("the next morning that has a reminder it is there again, also after a day without the program", func(t *testing.T) {
		office.Clock.Set(end.Start().Add(9 * time.Hour))
		w := signedIn(t, office.Office, clerk)
		sees(t, w, "今日（"+end.String()+"）到期")
		p := page[*homePage](t, w)
		id := p.home.Ending[0].ID
		test.Tap(buttons(p.ending, w.T("reminder.open"))[0])
		if page[*requestPage](t, w).id != id {
			t.Error("another request was opened")
		}
	})
}
