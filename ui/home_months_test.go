package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"yunban/app/apptest"
	"yunban/model"
)

func TestFiledByMonthOnTheHomePage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	office.Filed(model.Submitted)
	home := func(t *testing.T, duty model.Duty) (*Window, *homePage) {
		w := signedIn(t, office.Office, office.By(duty).Person.ID)
		w.Go(HomeRoute())
		return w, page[*homePage](t, w)
	}
	t.Run("who reads all sees the last months beside the queue, with the table to copy (R53)", func(t *testing.T) {
		w, p := home(t, model.DutyAcceptance)
		sees(t, w, w.T("home.filed"), "1 件")
		press(t, w, "复制表格")
		if text := w.app.Clipboard().Content(); strings.Count(text, "\n") != 7 || !strings.HasSuffix(text, "\t1\n") {
			t.Error(text)
		}
		w.win.Resize(fyne.NewSize(1280, 720))
		if size := p.table.Size(); size.Width < 700 || size.Height < 300 {
			t.Errorf("the queue has %v left", size)
		}
	})
	t.Run("a clerk's page has no picture (R53)", func(t *testing.T) {
		w, p := home(t, model.DutyUnit)
		if len(buttons(w.frame.content, "复制表格")) > 0 || len(p.months.Bars) > 0 {
			t.Error("a picture")
		}
	})
}
