package view

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func open(t *testing.T, desk *app.Desk, id string) *Request {
	t.Helper()
	r, err := OpenRequest(context.Background(), desk, id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// take takes an act with an opinion, as whoever may.
func take(t *testing.T, desk *app.Desk, id string, action model.Action, note string) {
	t.Helper()
	act := open(t, desk, id).NewAct(action)
	act.SetNote(note)
	if err := act.Do(context.Background()); err != nil {
		t.Fatalf("%s: %v", action, err)
	}
}

// states writes a stage line as one letter for each stage.
func states(r *Request) string {
	var b strings.Builder
	for _, s := range r.Stages() {
		b.WriteByte(string(s.State)[0])
	}
	return b.String()
}

func TestStages(t *testing.T) {
	for _, c := range []struct {
		status model.Status
		want   string // done, now, ahead, refused, stopped
	}{
		{model.Submitted, "dnaaaa"},
		{model.Accepted, "ddnaaa"},
		{model.Approved, "dddnaa"},
		{model.Trial, "dddnaa"},
		{model.TestsSubmitted, "ddddna"},
		{model.FinalReviewed, "dddddn"},
		{model.Live, "dddddd"},
	} {
		t.Run("a request in "+string(c.status)+" stands at the right stage", func(t *testing.T) {
			office := apptest.New(t, "panjin-2016")
			r := open(t, office.By(model.DutyReading), office.Filed(c.status))
			if got := states(r); r.Request.Status != c.status || got != c.want {
				t.Errorf("status %s, stages %s, want %s", r.Request.Status, got, c.want)
			}
			for _, s := range r.Stages() {
				if (s.State == StageDone) != (s.By != "") && s.State != StageNow {
					t.Errorf("stage %s is %s by %q at %v", s.Key, s.State, s.By, s.At)
				}
			}
		})
	}
}

func TestRefusalAndNewRound(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Submitted)
	officer := office.By(model.DutyAcceptance)
	clerk := office.As(open(t, officer, id).History[0].Actor)
	take(t, officer, id, model.Decline, "缺少资源测算依据，请补充。")

	t.Run("a refused stage is marked, and the clock says that the text is silent (T8)", func(t *testing.T) {
		r := open(t, clerk, id)
		if got := states(r); got != "draaaa" {
			t.Errorf("stages %s", got)
		}
		if c := r.Clock(); !c.Ticking || c.Due != "" || c.Left.Key != "due.none" {
			t.Errorf("clock %+v", c)
		}
	})
	t.Run("the clerk may mend, the officer sees why he may not", func(t *testing.T) {
		mend := open(t, clerk, id).Choices()[0]
		if mend.Action != model.Submit || !mend.NewRound || !mend.May {
			t.Errorf("the clerk's first choice %+v", mend)
		}
		other := open(t, officer, id).Choices()[0]
		if other.May || other.Why == nil {
			t.Errorf("the officer's first choice %+v", other)
		}
	})
	t.Run("the new round shows what changed since the one before (R13, T5)", func(t *testing.T) {
		draft, err := open(t, clerk, id).NewRound(ctx)
		if err != nil {
			t.Fatal(err)
		}
		in, err := OpenIntake(ctx, clerk, draft)
		if err != nil {
			t.Fatal(err)
		}
		before := in.Value("reason")
		in.Set("reason", before+"（已补充测算依据）")
		in.SetCell(0, "vcpu", "2")
		in.DropRow(len(in.Rows()) - 1)
		if _, err := in.Filing()(ctx); err != nil {
			t.Fatal(err)
		}
		r := open(t, officer, id)
		if got := states(r); got != "dnaaaa" || len(r.Rounds()) != 2 {
			t.Fatalf("stages %s, %d rounds", got, len(r.Rounds()))
		}
		var changed []string
		for _, s := range r.Sheet().Sections {
			for _, f := range s.Fields {
				if f.Changed {
					changed = append(changed, f.ID)
					if f.Before != before {
						t.Errorf("before it was %q", f.Before)
					}
				}
			}
			for _, l := range s.Lines {
				if l.Changed != (l.No == 1) {
					t.Errorf("line %d changed: %v", l.No, l.Changed)
				}
			}
			if s.Kind == model.LinesSection && len(s.Gone) != 1 {
				t.Errorf("lines gone: %v", s.Gone)
			}
		}
		if !slices.Equal(changed, []string{"reason"}) || r.Rounds()[1].Changed != 3 {
			t.Errorf("changed %v, counted %d", changed, r.Rounds()[1].Changed)
		}
		if first := r.Rounds()[0]; first.Answer.Action != model.Decline || first.Answer.Note == "" || r.SheetOf(0).changes() != 0 {
			t.Errorf("first round %+v", first)
		}
	})
}

func TestClock(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Submitted)
	officer := office.By(model.DutyAcceptance)
	t.Run("the clock names the limit, its length and its article (R12)", func(t *testing.T) {
		c := open(t, officer, id).Clock()
		if c.Name.Key != "clock.name_submitted" || c.Due == "" || c.Article != "第八条" || c.Length.Args[1] != "3" || c.Length.Key != "due.length_workdays" {
			t.Errorf("clock %+v", c)
		}
	})
	t.Run("no paper is ready before what it says has happened", func(t *testing.T) {
		for _, p := range open(t, officer, id).Papers {
			if p.Ready && (p.Kind == model.PaperGoLive || p.Kind == model.PaperApproval) {
				t.Errorf("%s is ready", p.Kind)
			}
		}
	})
	t.Run("past the due day it says how many working days over", func(t *testing.T) {
		office.Clock.Set(office.Clock.Now().AddDate(0, 0, 40))
		c := open(t, officer, id).Clock()
		if c.Urgency != model.Overdue || c.Left.Key != "due.over_workdays" {
			t.Errorf("clock %+v", c)
		}
	})
	t.Run("a request at its end has no clock", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		if c := open(t, office.By(model.DutyReading), office.Filed(model.Live)).Clock(); c.Ticking {
			t.Errorf("clock %+v", c)
		}
	})
}

func TestRequestTabs(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	r := open(t, office.By(model.DutyReading), office.Filed(model.Live))
	t.Run("every line has its three figures side by side (T15)", func(t *testing.T) {
		rows := r.Resources()
		if len(rows) == 0 {
			t.Fatal("no lines")
		}
		for _, row := range rows {
			if row.Asked == "" || row.Approved == "" || row.Delivered == "" || row.Resource == "" {
				t.Errorf("row %+v", row)
			}
		}
		for _, total := range r.Totals() {
			if !total.Known || total.VCPU == 0 {
				t.Errorf("totals %+v", total)
			}
		}
	})
	t.Run("the three tests are passed, and at level 3 there is the third party's report (R18, R19)", func(t *testing.T) {
		kinds := map[string]bool{}
		for _, row := range r.Tests() {
			kinds[row.Kind] = row.Passed && row.By != "" && len(row.Fields) > 0
		}
		for _, kind := range append(slices.Clone(model.TestKinds), "report") {
			if kind == "report" && !r.Profile.NeedsThirdParty(r.Request.Level()) {
				continue
			}
			if !kinds[kind] {
				t.Errorf("%s is not shown as passed: %v", kind, kinds)
			}
		}
	})
	t.Run("the history has every act, the latest first", func(t *testing.T) {
		acts := r.Acts()
		if len(acts) != len(r.History) || acts[len(acts)-1].Action != model.Submit {
			t.Errorf("%d of %d acts", len(acts), len(r.History))
		}
		for i := 1; i < len(acts); i++ {
			if acts[i].At.After(acts[i-1].At) {
				t.Errorf("act %d is later than the one above it", i)
			}
		}
	})
	t.Run("all files can be found, materials by their names", func(t *testing.T) {
		files := r.Files()
		if len(files) == 0 {
			t.Fatal("no files")
		}
		for _, f := range files {
			if f.Act == model.Submit && (f.What == "" || f.What == f.Role) || f.By == "" {
				t.Errorf("file %+v", f)
			}
		}
	})
	t.Run("papers can be issued when what they say has happened, and are kept", func(t *testing.T) {
		file, err := r.Issue(context.Background(), model.PaperGoLive)
		if err != nil || file.Size == 0 {
			t.Fatal(file, err)
		}
		for _, p := range open(t, office.By(model.DutyReading), r.ID()).Papers {
			if !p.Ready && p.Kind != model.PaperNotAccepted {
				t.Errorf("%s is not ready", p.Kind)
			}
			if p.Kind == model.PaperGoLive && (p.Issued == nil || p.Issued.Hash != file.Hash) {
				t.Errorf("issued %v", p.Issued)
			}
		}
	})
	t.Run("moments and days are those of the office", func(t *testing.T) {
		at := time.Date(2026, 10, 9, 17, 30, 0, 0, time.UTC)
		if Moment(at) != "2026-10-10 01:30" || Day(at) != "2026-10-10" || Moment(time.Time{}) != "" {
			t.Errorf("%s, %s", Moment(at), Day(at))
		}
	})
	t.Run("another unit's clerk does not find it", func(t *testing.T) {
		people, err := office.People(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range people {
			if p.Unit == r.Request.Unit || office.Profile().ReadsAll(p) {
				continue
			}
			if _, err := OpenRequest(context.Background(), office.As(p.ID), r.ID()); model.KindOf(err) != model.NotFound {
				t.Errorf("%s: %v", p.ID, err)
			}
		}
	})
}

func TestChoices(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Trial)
	clerk := office.As(open(t, office.By(model.DutyReading), id).History[0].Actor)
	t.Run("what leads on stands first, what ends last, what may not be done below", func(t *testing.T) {
		var order []model.Action
		below := false
		for _, c := range open(t, clerk, id).Choices() {
			order = append(order, c.Action)
			if below && c.May {
				t.Errorf("%s may be done and stands below", c.Action)
			}
			below = below || !c.May
		}
		want := []model.Action{model.RecordTest, model.FileReport, model.AskExtension, model.EndTrial, model.SubmitTests}
		if len(order) < len(want) || !slices.Equal(order[:len(want)], want) {
			t.Errorf("order %v, want %v first", order, want)
		}
	})
}
