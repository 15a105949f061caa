package view

import (
	"context"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestHome(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	submitted := office.Filed(model.Submitted)
	officer := office.By(model.DutyAcceptance)

	t.Run("a request that waits is counted on its queue and listed with its clock and article (R12)", func(t *testing.T) {
		h, err := LoadHome(ctx, officer)
		if err != nil {
			t.Fatal(err)
		}
		if c := h.Card("to_accept"); c.Count != 1 || !c.Waiting {
			t.Errorf("card of what is to be accepted: %+v", c)
		}
		rows := h.Rows("to_accept")
		if len(rows) != 1 || rows[0].ID != submitted {
			t.Fatalf("rows: %+v", rows)
		}
		if r := rows[0]; r.Clock.Key != "due.left_workdays" || r.Article != "第八条" || r.Due == "" {
			t.Errorf("clock %v, article %q, due %q", r.Clock, r.Article, r.Due)
		}
	})
	t.Run("what is filed later comes below what is due earlier", func(t *testing.T) {
		office.Clock.Set(office.Clock.Now().AddDate(0, 0, 1))
		draft := office.Draft(office.Samples()[1])
		clerk := office.As(draft.Owner)
		later, err := clerk.Submit(ctx, draft)
		if err != nil {
			t.Fatal(err)
		}
		h, err := LoadHome(ctx, officer)
		if err != nil {
			t.Fatal(err)
		}
		rows := h.Rows(AllCard)
		if len(rows) != 2 || rows[0].ID != submitted || rows[1].ID != later.Subject.ID {
			t.Errorf("order: %+v", rows)
		}
	})
	t.Run("past its limit a request is counted as overdue, in words and number", func(t *testing.T) {
		office.Clock.Set(office.Clock.Now().AddDate(0, 1, 0))
		h, err := LoadHome(ctx, officer)
		if err != nil {
			t.Fatal(err)
		}
		if c := h.Card(OverdueCard); c.Count != 2 || c.Urgency != model.Overdue {
			t.Errorf("card: %+v", c)
		}
		rows := h.Rows(OverdueCard)
		if len(rows) != 2 || rows[0].Clock.Key != "due.over_workdays" {
			t.Errorf("rows: %+v", rows)
		}
	})
	t.Run("a clerk sees his drafts, one without a name too", func(t *testing.T) {
		clerk := office.By(model.DutyUnit)
		draft, err := clerk.NewDraft(ctx)
		if err != nil {
			t.Fatal(err)
		}
		h, err := LoadHome(ctx, clerk)
		if err != nil {
			t.Fatal(err)
		}
		if len(h.Drafts) != 1 || h.Drafts[0].ID != draft.ID || h.Drafts[0].Title != "" || h.Drafts[0].Saved == "" {
			t.Errorf("drafts: %+v", h.Drafts)
		}
	})
	t.Run("who has no queue is told so, and keeps the view of what he did", func(t *testing.T) {
		h, err := LoadHome(ctx, office.By(model.DutyAdministration))
		if err != nil {
			t.Fatal(err)
		}
		if h.Waits() || len(h.Rows(h.Card("").ID)) != 0 {
			t.Errorf("cards: %+v", h.Cards)
		}
	})
	t.Run("a card that has gone is stood in for by the first", func(t *testing.T) {
		h, err := LoadHome(ctx, officer)
		if err != nil {
			t.Fatal(err)
		}
		if c := h.Card("no such card"); c.ID != AllCard {
			t.Errorf("card: %+v", c)
		}
	})
}

func TestFiledByMonth(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	load := func(duty model.Duty) Chart {
		t.Helper()
		chart, err := LoadFiled(t.Context(), office.By(duty))
		if err != nil {
			t.Fatal(err)
		}
		return chart
	}
	t.Run("of nothing filed there is no picture (R53)", func(t *testing.T) {
		if chart := load(model.DutyReading); len(chart.Bars) != 0 {
			t.Errorf("%+v", chart)
		}
	})
	office.Filed(model.Submitted)
	t.Run("what was filed is counted by month, the last six, for those who read all (R53)", func(t *testing.T) {
		chart := load(model.DutyReading)
		if len(chart.Bars) != 6 || chart.Bars[5].Value != 1 || chart.Bars[4].Value != 0 || chart.Bars[5].Label.Plain != office.Clock.Now().Format("2006-01") {
			t.Errorf("%+v", chart)
		}
		office.Clock.Set(office.Clock.Now().AddDate(0, 1, 0))
		if chart := load(model.DutyReading); chart.Bars[4].Value != 1 || chart.Bars[5].Value != 0 {
			t.Errorf("a month later: %+v", chart)
		}
	})
	t.Run("a clerk has none (R53)", func(t *testing.T) {
		if chart := load(model.DutyUnit); len(chart.Bars) != 0 {
			t.Errorf("%+v", chart)
		}
	})
}

func TestDeal(t *testing.T) {
	t.Run("where only the oldest of a queue are read, each card counts all and leads to the rest", func(t *testing.T) {
		late := app.Item{Summary: model.Summary{ID: "a", Case: model.Usage, Status: model.Submitted}, Urgency: model.Overdue}
		queue := model.Queue{ID: "to_accept", Status: []model.Status{model.Submitted}}
		h := Home{rows: map[string][]Row{}, full: map[string]bool{}}
		h.deal(app.Home{Queues: []app.QueueCount{{Queue: queue, Count: 3}, {Queue: model.Queue{ID: SoonCard, Near: model.Soon}},
			{Queue: model.Queue{ID: OverdueCard, Near: model.Late}, Count: 2}}, Items: []app.Item{late}})
		if c := h.Card(OverdueCard); c.Count != 2 || c.Queue != OverdueCard || c.Urgency != model.Overdue || len(h.Rows(OverdueCard)) != 1 {
			t.Errorf("card: %+v", c)
		}
		if !h.Full("to_accept") || !h.Full(AllCard) || !h.Full(OverdueCard) || h.Full(SoonCard) {
			t.Error("the rest is not pointed to")
		}
	})
	t.Run("a trial that asks for an extension is on that card and not on the other trials' (R17)", func(t *testing.T) {
		rows := []Row{{ID: "a", Status: model.Trial, Asks: "extension"}, {ID: "b", Status: model.Trial}}
		found := inQueue(rows, model.Queue{Status: []model.Status{model.Trial}, Asks: "extension"})
		if len(found) != 1 || found[0].ID != "a" {
			t.Errorf("found: %+v", found)
		}
	})
}
