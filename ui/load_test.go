package ui

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
	"yunban/ui/view"
)

func TestLoadingAPage(t *testing.T) {
	office := apptest.New(t, "luan")
	w := signedIn(t, office.Office, office.By(model.DutyAcceptance).Person.ID)
	what, aside := widget.NewLabel("编号"), widget.NewLabel("别处")
	aside.Hide()
	page := container.NewStack(what, aside)
	loads := func(err error) {
		load(w, page, nil, func(context.Context, *app.Desk) (int, error) { return 0, err }, func(int) {})
	}
	for _, c := range []struct {
		name  string
		err   error
		shown bool
	}{
		{"what fails is said in the page's place", errors.New("broken"), false},
		{"once only", errors.New("broken again"), false},
		{"and goes when it can be read again, even if nothing is drawn anew", nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			loads(c.err)
			if n := len(page.Objects); what.Visible() != c.shown || aside.Visible() || (n == 2) != c.shown || n > 3 {
				t.Errorf("shown %v, %d parts", what.Visible(), n)
			}
		})
	}
}

func TestTheKeyboardOfPagesThatChange(t *testing.T) {
	office := apptest.New(t, "luan")
	id := office.Filed(model.Submitted)
	officer := office.By(model.DutyAcceptance)
	w := signedIn(t, office.Office, officer.Person.ID)
	focused := func() fyne.Focusable { return w.win.Canvas().Focused() }
	t.Run("a matter that is read when somebody types elsewhere already leaves the keyboard there", func(t *testing.T) {
		asked, err := office.ClerkOf(office.Samples()[0]).Take(t.Context(), app.MatterWork{Kind: model.Consultation, Action: model.Ask,
			Values: model.Values{"topic": "容量", "consultation_kind": office.Profile().Lists["consultation_kinds"][0].ID, "question": "还有多少？"}})
		if err != nil {
			t.Fatal(err)
		}
		w.Go(ListRoute(view.Filter{}))
		w.win.Canvas().Focus(w.frame.search)
		newMatterPage(w, model.Consultation, asked.Subject.ID).Refresh()
		if focused() != fyne.Focusable(w.frame.search) {
			t.Errorf("it is at %T", focused())
		}
	})
	w.Go(RequestRoute(id))
	p := page[*requestPage](t, w)
	t.Run("a request that somebody else led on gives it to what may be done now", func(t *testing.T) {
		before := p.first
		if focused() != fyne.Focusable(before) {
			t.Fatalf("it is at %T", focused())
		}
		accepts(t, officer, id)
		p.Tick()
		if p.first == before || p.first != nil && focused() != fyne.Focusable(p.first) || p.first == nil && focused() != nil {
			t.Errorf("it is at %T", focused())
		}
	})
}
