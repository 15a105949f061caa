package app_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// tray is a printing that keeps what it is given.
type tray struct {
	sent, opened, papers []string
	fails                error
}

func (p *tray) Printers(context.Context) ([]string, error) { return []string{"三楼", "大厅"}, nil }

func (p *tray) Send(_ context.Context, name string, paper io.Reader, printer string) error {
	if p.fails != nil {
		return p.fails
	}
	p.sent = append(p.sent, printer+":"+name)
	return p.take(paper)
}

func (p *tray) Open(_ context.Context, name string, paper io.Reader) error {
	p.opened = append(p.opened, name)
	return p.take(paper)
}

func (p *tray) take(paper io.Reader) error {
	data, err := io.ReadAll(paper)
	p.papers = append(p.papers, string(data))
	return err
}

func TestSendToPrinter(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	printing := &tray{}
	o.Spool = printing
	r := submitted(t, o, 0)
	paper := must(r.clerk.Issue(ctx, r.id, model.PaperApplication))
	sendings := func() (events []model.Event) {
		for _, e := range r.look().History {
			if e.Action == model.SendToPrinter {
				events = append(events, e)
			}
		}
		return events
	}
	t.Run("a paper goes to the printer as it was issued, and it is on record that it was sent", func(t *testing.T) {
		before := r.look().Request
		how, err := r.clerk.SendToPrinter(ctx, r.id, paper, "三楼")
		if err != nil || how != app.SentToPrinter {
			t.Fatal(how, err)
		}
		if !slices.Equal(printing.sent, []string{"三楼:" + paper.Name}) || printing.papers[0] != read(t, r.clerk, paper) {
			t.Errorf("the printer got %q", printing.sent)
		}
		events := sendings()
		if len(events) != 1 || !slices.Equal(events[0].Files, []model.File{paper}) || events[0].Values["printer"] != "三楼" || events[0].Actor != r.clerk.Person.ID {
			t.Fatalf("%+v", events)
		}
		after := r.look().Request
		if after.Status != before.Status || after.Last != before.Last || len(after.Rounds[0].Files) != len(before.Rounds[0].Files) {
			t.Errorf("it moved the request: %+v", after)
		}
	})
	t.Run("a paper sent twice is on record twice", func(t *testing.T) {
		if _, err := o.By(model.DutyAcceptance).SendToPrinter(ctx, r.id, paper, ""); err != nil || len(sendings()) != 2 {
			t.Error(err, len(sendings()))
		}
	})
	t.Run("a computer that prints nothing shows the paper, and nothing is said to be sent", func(t *testing.T) {
		printing.fails = model.Errorf(model.NotFound, "error.no_printing")
		how, err := r.clerk.SendToPrinter(ctx, r.id, paper, "")
		if err != nil || how != app.OpenedForPrinting || !slices.Equal(printing.opened, []string{paper.Name}) || len(sendings()) != 2 {
			t.Error(how, err, printing.opened, len(sendings()))
		}
	})
	t.Run("a printer that was named and is not there is an error, and nothing is said to be sent", func(t *testing.T) {
		for _, fails := range []error{model.Errorf(model.NotFound, "error.no_printing"), model.Errorf(model.Invalid, "error.printing_refused"), errors.New("broken")} {
			printing.fails = fails
			if _, err := r.clerk.SendToPrinter(ctx, r.id, paper, "二楼"); !errors.Is(err, fails) || len(sendings()) != 2 || len(printing.opened) != 1 {
				t.Error(err, len(sendings()))
			}
		}
		printing.fails = nil
	})
	t.Run("what was never issued is not printed (no paper without a record)", func(t *testing.T) {
		_, err := r.clerk.SendToPrinter(ctx, r.id, model.File{Name: "x.pdf", Hash: strings.Repeat("0", 64)}, "三楼")
		refusal(t, err, model.NotFound)
	})
	t.Run("who may not read a request prints nothing of it", func(t *testing.T) {
		stranger := submitted(t, o, 1).clerk
		if stranger.Unit.ID == r.clerk.Unit.ID {
			t.Fatal("both clerks are of one unit")
		}
		if _, err := stranger.SendToPrinter(ctx, r.id, paper, "三楼"); err == nil || len(sendings()) != 2 {
			t.Error("it was sent")
		}
	})
	t.Run("the printers are listed", func(t *testing.T) {
		if got := must(r.clerk.Printers(ctx)); !slices.Equal(got, []string{"三楼", "大厅"}) {
			t.Error(got)
		}
	})
	t.Run("the store is whole afterwards", func(t *testing.T) {
		if broken, err := o.Store.Verify(ctx, nil); err != nil || len(broken) > 0 {
			t.Error(broken, err)
		}
	})
}
