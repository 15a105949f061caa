package view

import (
	"context"
	"slices"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestBatch(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	office.Filed(model.Accepted)
	for _, name := range office.Samples()[:2] {
		draft := office.Draft(name)
		if _, err := office.As(draft.Owner).Submit(ctx, draft); err != nil {
			t.Fatal(err)
		}
	}
	officer, approver := office.By(model.DutyAcceptance), office.By(model.DutyApproval)
	rows := func(t *testing.T, f Filter) []Row {
		t.Helper()
		found, err := LoadList(ctx, officer, f, "", 0)
		if err != nil {
			t.Fatal(err)
		}
		return found.Rows
	}
	waiting, accepted := rows(t, Filter{Status: "submitted"}), rows(t, Filter{Status: "accepted"})

	t.Run("only what all of the chosen wait for is offered, and only to whose duty it is", func(t *testing.T) {
		if got := BatchActions(officer, waiting); !slices.Equal(got, []model.Action{model.Accept}) {
			t.Errorf("the acceptance officer: %v", got)
		}
		if got := BatchActions(approver, accepted); !slices.Equal(got, []model.Action{model.Approve}) {
			t.Errorf("the approver: %v", got)
		}
		if got := append(BatchActions(officer, append(slices.Clone(waiting), accepted...)), BatchActions(approver, waiting)...); len(got) > 0 {
			t.Errorf("offered %v", got)
		}
	})
	t.Run("who has nothing to answer gets no ticks", func(t *testing.T) {
		if MayBatch(office.By(model.DutyUnit)) || !MayBatch(officer) {
			t.Error("the wrong one may answer together")
		}
	})
	t.Run("changes and terminations are approved together, too (R23, R27)", func(t *testing.T) {
		for _, kind := range []model.Case{model.Change, model.Termination} {
			if len(BatchActions(approver, []Row{{Case: kind, Status: model.Submitted}})) != 1 {
				t.Errorf("a %s is not offered", kind)
			}
		}
	})
	t.Run("an approval of many needs an opinion before any is touched", func(t *testing.T) {
		if len(Batch{Action: model.Approve, Note: " "}.Check()) == 0 || len(Batch{Action: model.Approve, Note: "同意"}.Check()) > 0 {
			t.Error("the check is wrong")
		}
	})
	t.Run("an acceptance of many needs the officer's word that each was checked (R12)", func(t *testing.T) {
		if found := (Batch{Action: model.Accept}).Check(); len(found) != 1 || found[0].Field != "complete" {
			t.Errorf("%+v", found)
		}
		if len(Batch{Action: model.Accept, Complete: true}.Check()) > 0 {
			t.Error("the check is wrong")
		}
	})
	load := func(t *testing.T, desk *app.Desk, action model.Action, rows ...Row) Batch {
		t.Helper()
		b, err := LoadBatch(ctx, desk, action, rows)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	t.Run("before the act each shows how many materials it brought (R12)", func(t *testing.T) {
		for _, i := range load(t, officer, model.Accept, waiting...).Requests {
			if i.Listed == 0 || !i.Fit() {
				t.Errorf("%+v", i)
			}
		}
	})
	t.Run("each is answered by itself, and the refused one keeps no other from it", func(t *testing.T) {
		heard := 0
		b := load(t, officer, model.Accept, waiting[0], accepted[0], waiting[1])
		b.Note, b.Complete = "材料齐全。", true
		result, err := b.Do(ctx, officer, func(done, all int) { heard = done })
		if err != nil || result.Done != 2 || result.Failed != 1 || result.Outcomes[1].Err == nil || heard != 3 {
			t.Errorf("%+v, heard of %d, %v", result, heard, err)
		}
	})
	t.Run("stopped in the middle it tells how many are left", func(t *testing.T) {
		stopped, cancel := context.WithCancel(ctx)
		b := load(t, approver, model.Approve, append(slices.Clone(accepted), waiting...)...)
		b.Note = "同意。"
		result, err := b.Do(stopped, approver, func(int, int) { cancel() })
		if err == nil || result.Done != 1 || result.Left != 2 {
			t.Errorf("%+v, %v", result, err)
		}
	})
}

func TestSavedViews(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	desk, other := office.By(model.DutyAcceptance), office.By(model.DutyApproval)
	if err := SaveView(ctx, desk, SavedView{" 三级 ", Filter{Level: "3"}}); err != nil {
		t.Fatal(err)
	}
	views := func(t *testing.T) []SavedView {
		t.Helper()
		all, err := LoadViews(ctx, desk)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}

	t.Run("a view is kept under its name, for this person alone", func(t *testing.T) {
		if got := views(t); len(got) != 1 || got[0] != (SavedView{"三级", Filter{Level: "3"}}) {
			t.Errorf("%+v", got)
		}
		if theirs, err := LoadViews(ctx, other); err != nil || len(theirs) > 0 {
			t.Errorf("another sees %+v, %v", theirs, err)
		}
	})
	t.Run("the same name replaces, no name is refused", func(t *testing.T) {
		if err := SaveView(ctx, desk, SavedView{"三级", Filter{Level: "3", Queue: "to_accept"}}); err != nil {
			t.Fatal(err)
		}
		if got := views(t); len(got) != 1 || got[0].Filter.Queue != "to_accept" {
			t.Errorf("%+v", got)
		}
		if _, wrong := find(problems(SaveView(ctx, desk, SavedView{"  ", Filter{}})), "name"); !wrong {
			t.Error("no name was taken")
		}
	})
	t.Run("a dropped view is gone", func(t *testing.T) {
		if err := DropView(ctx, desk, "三级"); err != nil || len(views(t)) > 0 {
			t.Errorf("%+v, %v", views(t), err)
		}
	})
}
