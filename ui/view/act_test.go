package view

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"yunban/app/apptest"
	"yunban/model"
)

func TestAct(t *testing.T) {
	ctx := context.Background()
	t.Run("a refusal needs an opinion, an acceptance does not (R13)", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.Submitted)
		officer := office.By(model.DutyAcceptance)
		r := open(t, officer, id)
		if !r.NewAct(model.Decline).NeedsNote() || r.NewAct(model.Accept).NeedsNote() {
			t.Error("which acts need an opinion is wrong")
		}
		act := r.NewAct(model.Decline)
		if err := act.Do(ctx); model.KindOf(err) != model.Invalid {
			t.Fatalf("without an opinion: %v", err)
		}
		if p, ok := act.Problem("note"); !ok || p.Key != "problem.refusal" {
			t.Errorf("problem %v", p)
		}
		act.SetNote("材料不完整")
		if _, still := act.Problem("note"); still {
			t.Error("the problem stays while it is being mended")
		}
		if err := act.Do(ctx); err != nil {
			t.Fatal(err)
		}
		if got := open(t, officer, id).Request.Status; got != model.NotAccepted {
			t.Errorf("status %s", got)
		}
	})
	t.Run("whoever comes second hears who was quicker, and keeps his words", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.Submitted)
		officer := office.By(model.DutyAcceptance)
		late := open(t, officer, id).NewAct(model.Decline)
		late.SetNote("缺少公函")
		take(t, officer, id, model.Accept, "")
		err := late.Do(ctx)
		var e *model.Error
		if !errors.As(err, &e) || late.Failed(err) != model.Conflict || e.Args["who"] != officer.Person.Name || e.Args["at"] == "" {
			t.Fatalf("error %v", err)
		}
		if late.Note() != "缺少公函" {
			t.Error("the words are lost")
		}
	})
	t.Run("approved figures default to what was asked and may be lowered, not raised (T15, R21)", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.Accepted)
		approver := office.By(model.DutyApproval)
		act := open(t, approver, id).NewAct(model.Approve)
		act.SetNote("同意，按核定数量交付")
		decided, allowed := act.DecidedTotals()
		if decided != allowed || allowed.VCPU == 0 {
			t.Errorf("defaults %+v, asked %+v", decided, allowed)
		}
		line, figure := findFigure(t, act, "vcpu")
		most := act.Figures()[line].Figures[figure].Allowed
		for _, typed := range []string{"", "八", "-1", "999999"} {
			act.SetFigure(line, figure, typed)
			if err := act.Do(ctx); model.KindOf(err) != model.Invalid {
				t.Fatalf("%q: %v", typed, err)
			}
			if _, ok := act.Problem(FigureField(line, "vcpu")); !ok {
				t.Errorf("%q: no problem at its place: %v", typed, act.Problems())
			}
		}
		act.SetFigure(line, figure, "1")
		if err := act.Do(ctx); err != nil {
			t.Fatal(err)
		}
		row := open(t, approver, id).Resources()[line]
		if !row.Cut || most <= 1 {
			t.Errorf("row %+v", row)
		}
	})
	t.Run("a delivery offers trial days within the bounds and what was approved (R15, R16)", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.Approved)
		act := open(t, office.By(model.DutyDelivery), id).NewAct(model.Deliver)
		if act.Value("trial_days") == "" || len(act.Figures()) == 0 {
			t.Fatalf("offers %q days, %d lines", act.Value("trial_days"), len(act.Figures()))
		}
		act.Set("trial_days", "31")
		if err := act.Do(ctx); model.KindOf(err) != model.Invalid {
			t.Fatalf("31 days: %v", err)
		}
		if p, ok := act.Problem("trial_days"); !ok || p.Key != "problem.trial_days" {
			t.Errorf("problems %v", act.Problems())
		}
		act.Set("trial_days", "30")
		if err := act.Do(ctx); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("a test is recorded with its report; the next one to record is offered (R18)", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.Trial)
		clerk := office.As(open(t, office.By(model.DutyReading), id).History[0].Actor)
		act := open(t, clerk, id).NewAct(model.RecordTest)
		if !act.TakesFiles() || act.Value("test_kind") == "" || act.Value("tested_on") == "" {
			t.Fatalf("offers %q on %q", act.Value("test_kind"), act.Value("tested_on"))
		}
		kind := act.Value("test_kind")
		for k, v := range map[string]string{"tester": "刘洋", "environment": "试用环境", "conclusion": "passed"} {
			act.Set(k, v)
		}
		path := filepath.Join(t.TempDir(), "测试报告.pdf")
		if err := os.WriteFile(path, []byte("%PDF-1.7 report"), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := act.ReadFile(ctx, act.Slots()[0].Role, path)
		if err != nil {
			t.Fatal(err)
		}
		act.AddFile(f)
		act.AddFile(f)
		if err := act.Do(ctx); err != nil {
			t.Fatal(err)
		}
		r := open(t, clerk, id)
		for _, row := range r.Tests() {
			if row.Kind == kind && (!row.Passed || len(row.Files) != 1) {
				t.Errorf("row %+v", row)
			}
		}
		if next := r.NewAct(model.RecordTest).Value("test_kind"); next == kind {
			t.Errorf("offers %s again", next)
		}
	})
	t.Run("the outcome names the next status and the limit that begins (R14)", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		r := open(t, office.By(model.DutyAcceptance), office.Filed(model.Submitted))
		if got := r.NewAct(model.Accept).Outcome(); got.Key != "act.outcome_workdays" || got.Args[1] != string(model.Accepted) {
			t.Errorf("outcome %+v", got)
		}
		if got := r.NewAct(model.Withdraw).Outcome(); got.Key != "act.outcome_end" {
			t.Errorf("outcome %+v", got)
		}
	})
	t.Run("after an act the next request that waits is offered, never the same", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.Submitted)
		other := office.Draft(office.Samples()[1])
		if _, err := office.As(other.Owner).Submit(ctx, other); err != nil {
			t.Fatal(err)
		}
		act := open(t, office.By(model.DutyAcceptance), id).NewAct(model.Accept)
		if next, err := act.NextWaiting(ctx); err != nil || next != other.ID {
			t.Errorf("next %q, %v; want %q", next, err, other.ID)
		}
	})
}

func findFigure(t *testing.T, a *Act, id string) (line, figure int) {
	t.Helper()
	for i, l := range a.Figures() {
		for j, f := range l.Figures {
			if f.ID == id {
				return i, j
			}
		}
	}
	t.Fatalf("no line has %s", id)
	return 0, 0
}
