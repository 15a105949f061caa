package view_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"yunban/app/apptest"
	"yunban/model"
	"yunban/ui/view"
)

// steps takes the steps of matters as their dialogs do.
func stepped(t *testing.T, s *view.MatterStep) model.Event {
	t.Helper()
	if err := s.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	e, err := s.Taking()(context.Background())
	if s.Failed(err); err != nil {
		t.Fatalf("%s %s: %v, %+v", s.Kind, s.Action, err, s.Problems())
	}
	return e
}

// inWords says a text as it stands: titles of this file are people's own words.
func inWords(t view.Text) string { return strings.Join(t.Args, "") }

func filled(s *view.MatterStep, values model.Values) *view.MatterStep {
	for k, v := range values {
		s.Set(k, v)
	}
	return s
}

func TestASurveyIsCalledByItsPeriod(t *testing.T) {
	o, ctx := apptest.New(t, "luan"), context.Background()
	clerk, today := o.ClerkOf(o.Samples()[0]), o.Today().String()
	e := stepped(t, filled(view.NewMatter(o.By(model.DutyAssessment), model.Survey, model.Release, nil), model.Values{"period": "2026-Q1", "from": today, "to": today}))
	m, err := view.OpenMatter(ctx, clerk, model.Survey, e.Subject.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := view.PeriodText(model.EveryQuarter.Around(o.Today())) // each language says it in its own way
	s := m.Answer()
	if err := s.Load(ctx); err != nil {
		t.Fatal(err)
	}
	says, _ := s.Fixed("survey")
	offers, _, _ := s.Offers("survey")
	for _, text := range []view.Text{m.Title(), says, offers[0].Text} {
		if text.Key != want.Key || inWords(text) != inWords(want) {
			t.Errorf("%+v, not %+v", text, want)
		}
	}
}

func TestMatters(t *testing.T) {
	o := apptest.New(t, "luan")
	ctx := context.Background()
	clerk, vendor := o.ClerkOf(o.Samples()[0]), o.By(model.DutyDelivery)
	reported := stepped(t, filled(view.NewMatter(clerk, model.ProblemTicket, model.ReportProblem, nil),
		model.Values{"problem_title": "办事页面打不开", "symptom": "今早起打不开", "severity": "three"}))
	open := func(t *testing.T, by string) *view.Matter {
		t.Helper()
		m, err := view.OpenMatter(ctx, o.As(by), model.ProblemTicket, reported.Subject.ID)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}

	t.Run("each sees the registers that concern them (R02)", func(t *testing.T) {
		kinds := func(by string) (all []model.SubjectKind) {
			for _, g := range view.MatterGroups(o.As(by)) {
				all = append(all, g.Kinds...)
			}
			return all
		}
		if got := kinds(clerk.Person.ID); slices.Contains(got, model.FaultRecord) || slices.Contains(got, model.Capacity) ||
			!slices.Contains(got, model.AccessGrant) || !slices.Contains(got, model.MonthlyReport) {
			t.Errorf("a clerk: %v", got)
		}
		if got := kinds(vendor.Person.ID); !slices.Contains(got, model.FaultRecord) || !slices.Contains(got, model.Assessment) {
			t.Errorf("the vendor: %v", got)
		}
		if got := view.MatterGroups(o.By(model.DutyAdministration)); slices.ContainsFunc(got, func(g view.MatterGroup) bool {
			return slices.Contains(g.Kinds, model.ProblemTicket) && o.By(model.DutyAdministration).ReadsAll()
		}) {
			t.Errorf("the administrator: %v", got)
		}
	})
	t.Run("the register says who acts next, and finds by words, status and unit (R30)", func(t *testing.T) {
		m, err := view.LoadMatters(ctx, vendor, model.ProblemTicket)
		if err != nil {
			t.Fatal(err)
		}
		rows := m.Find(view.MatterFilter{Text: "办事 " + clerk.Unit.Name, Status: "reported", Unit: clerk.Unit.ID}, inWords)
		if len(rows) != 1 || rows[0].Next != "云服务商工程师" || rows[0].Number == "" || rows[0].Mood != view.MoodWaits {
			t.Errorf("%+v", rows)
		}
		if rows := m.Find(view.MatterFilter{Status: "closed"}, inWords); len(rows) != 0 {
			t.Errorf("%+v", rows)
		}
		if len(m.MayOpen()) != 0 || m.What().Key != "matters.what_problem" {
			t.Errorf("the vendor may open %v", m.MayOpen())
		}
	})
	t.Run("only who can take a step is offered it, and history says each with its time (R30)", func(t *testing.T) {
		if c := open(t, clerk.Person.ID).Choices(); len(c) != 1 || c[0].Action != model.TakeBack {
			t.Errorf("the unit: %+v", c)
		}
		m := open(t, vendor.Person.ID)
		if c := m.Choices(); len(c) != 2 || c[0].Action != model.Respond {
			t.Errorf("the vendor: %+v", c)
		}
		s := m.NewStep(model.Solve)
		if !s.NeedsNote() {
			t.Error("a solution needs no word")
		}
		s.Set("cause", "network")
		_, err := s.Taking()(ctx)
		if s.Failed(err); len(s.Problems()) != 1 || s.Problems()[0].Field != "note" || s.Values()["cause"] != "network" {
			t.Errorf("%v, %+v", err, s.Problems())
		}
		s.SetNote("更换了网卡")
		stepped(t, s)
		if h := open(t, clerk.Person.ID).History(); len(h) != 2 || h[0].Note != "更换了网卡" || len(h[0].Fields) != 1 || h[1].Action != model.ReportProblem {
			t.Errorf("%+v", h)
		}
	})
	t.Run("somebody quicker is a conflict, and nothing typed is lost", func(t *testing.T) {
		one, two := open(t, clerk.Person.ID).NewStep(model.Settle), open(t, clerk.Person.ID).NewStep(model.Reopen)
		two.SetNote("还是打不开")
		stepped(t, one)
		_, err := two.Taking()(ctx)
		if two.Failed(err) != model.Conflict || two.Note() != "还是打不开" {
			t.Errorf("%v, note %q", err, two.Note())
		}
	})
}

func TestInspectionPage(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	ctx := context.Background()
	clerk, inspector := o.ClerkOf(o.Samples()[0]), o.By(model.DutyInspection)
	id := stepped(t, filled(view.NewMatter(inspector, model.Inspection, model.Plan, nil), model.Values{"unit_id": clerk.Unit.ID,
		"inspected_on": "2026-02-12", "joint_bodies": "市委网信办", "inspectors": "吴磊", "inspection_scope": "账号口令"})).Subject.ID
	open := func(by string) *view.Matter {
		m, err := view.OpenMatter(ctx, o.As(by), model.Inspection, id)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	t.Run("a finding without a responsible is marked at its cell, past an empty row (R41)", func(t *testing.T) {
		s := open(inspector.Person.ID).NewStep(model.Inspect)
		s.Set("inspection_result", "发现一项问题")
		s.AddRow("findings") // the first stays empty
		for field, value := range map[string]string{"finding": "弱口令", "risk": "high", "due": "2026-02-28"} {
			s.SetCell("findings", 1, field, value)
		}
		_, err := s.Taking()(ctx)
		s.Failed(err)
		if p, ok := s.Problem("findings[1].owner"); !ok || p.Key != "problem.finding_owner" {
			t.Fatalf("%v, %+v", err, s.Problems())
		}
		s.SetCell("findings", 1, "owner", clerk.Unit.Name+" 信息科")
		stepped(t, s)
	})
	t.Run("a finding is rectified and checked, and only then the inspection ends (R41)", func(t *testing.T) {
		if c := open(inspector.Person.ID).Choices(); len(c) != 1 || c[0].Action != model.Close || c[0].Why == nil {
			t.Errorf("%+v", c)
		}
		m := open(clerk.Person.ID)
		f := m.FindingRows()[0]
		if len(f.Can) != 1 || f.Can[0] != model.Rectify || m.Standing().Text.Key != "findings.open" {
			t.Fatalf("%+v", f)
		}
		vendor := open(o.By(model.DutyDelivery).Person.ID)
		if other := vendor.FindingRows()[0]; len(other.Can) > 0 {
			t.Errorf("the vendor is offered what the unit has to rectify: %+v", other)
		}
		answered := vendor.NewFindingStep(model.Rectify, f)
		answered.SetNote("已更换")
		_, err := answered.Taking()(ctx)
		if answered.Failed(err); len(answered.Problems()) != 1 || answered.Problems()[0].Key != "problem.finding_of_another" {
			t.Errorf("the vendor answers for the unit: %v", err)
		}
		s := m.NewFindingStep(model.Rectify, f)
		if says, fixed := s.Fixed("finding"); !fixed || inWords(says) != "弱口令" {
			t.Errorf("the finding is %q", says)
		}
		s.SetNote("已更换")
		stepped(t, s)
		m = open(inspector.Person.ID)
		stepped(t, filled(m.NewFindingStep(model.Recheck, m.FindingRows()[0]), model.Values{"passed": model.True}))
		m = open(inspector.Person.ID)
		if f := m.FindingRows()[0]; f.State.Key != "finding.closed" || len(f.Steps) != 2 {
			t.Errorf("%+v", f)
		}
		if c := m.Choices(); len(c) != 1 || c[0].Why != nil {
			t.Errorf("%+v", c)
		}
	})
	t.Run("a finding past its day is overdue (R41)", func(t *testing.T) {
		id = stepped(t, filled(view.NewMatter(inspector, model.Inspection, model.Plan, nil), model.Values{"unit_id": clerk.Unit.ID,
			"inspected_on": "2026-02-12", "joint_bodies": "市委网信办", "inspectors": "吴磊", "inspection_scope": "备份"})).Subject.ID
		s := filled(open(inspector.Person.ID).NewStep(model.Inspect), model.Values{"inspection_result": "一项"})
		s.PasteRows("findings", "问题描述\t风险等级\t责任单位（人）\t整改要求\t整改期限\n未做恢复验证\t高\t信息科\t每季一次\t2026-02-20\n")
		rows := s.Rows("findings")
		if len(rows) != 1 || rows[0]["due"] != "2026-02-20" {
			t.Fatalf("pasted %+v", rows)
		}
		s.SetCell("findings", 0, "risk", "high")
		stepped(t, s)
		o.Clock.Set(time.Date(2026, 3, 2, 9, 0, 0, 0, o.Clock.Now().Location()))
		if m := open(clerk.Person.ID); m.FindingRows()[0].State.Key != "finding.overdue" || m.Standing().Mood != view.MoodLate {
			t.Errorf("%+v", m.FindingRows())
		}
		errands, err := view.LoadErrands(ctx, clerk)
		if err != nil || !slices.ContainsFunc(errands, func(e view.Errand) bool { return e.ID == "rectify" && e.Count == 1 && e.Mood == view.MoodLate }) {
			t.Errorf("%+v, %v", errands, err)
		}
	})
}

func TestGrantPage(t *testing.T) {
	o := apptest.New(t, "luan")
	ctx := context.Background()
	clerk, vendor := o.ClerkOf(o.Samples()[0]), o.By(model.DutyDelivery)
	from := o.Clock.Now().Add(time.Hour)
	ask := filled(view.NewMatter(vendor, model.AccessGrant, model.Ask, nil), model.Values{"unit_id": clerk.Unit.ID, "resources": "应用主机 01",
		"entrant": "赵磊", "purpose": "例行补丁", "from": model.Moment(from), "to": model.Moment(from.Add(4 * time.Hour))})
	if ask.Values()["entrant_body"] != vendor.Unit.Name || vendor.Unit.Name == "" {
		t.Errorf("the body is %q", ask.Values()["entrant_body"])
	}
	id := stepped(t, ask).Subject.ID
	open := func(by string) *view.Matter {
		m, err := view.OpenMatter(ctx, o.As(by), model.AccessGrant, id)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	t.Run("its title says who enters what, and why (R44)", func(t *testing.T) {
		if title := inWords(open(vendor.Person.ID).Title()); title != "应用主机 01　例行补丁　赵磊　"+vendor.Unit.Name {
			t.Errorf("%q", title)
		}
	})
	t.Run("the unit's home page asks for the grant, and only the unit can give it (R44, T20)", func(t *testing.T) {
		errands, err := view.LoadErrands(ctx, clerk)
		if err != nil || !slices.ContainsFunc(errands, func(e view.Errand) bool { return e.ID == "grant" && e.Count == 1 }) {
			t.Errorf("%+v, %v", errands, err)
		}
		for _, c := range open(vendor.Person.ID).Choices() {
			if c.Action == model.Grant {
				t.Error("the vendor can grant itself")
			}
		}
		stepped(t, open(clerk.Person.ID).NewStep(model.Grant))
	})
	t.Run("the term is said as it runs, and an entry is logged against it (R44)", func(t *testing.T) {
		if term := open(clerk.Person.ID).Term(); term.Standing != model.GrantAhead || term.Left.Key != "grant.begins_in_minutes" {
			t.Errorf("%+v", term)
		}
		o.Clock.Set(from.Add(2 * time.Hour))
		m := open(vendor.Person.ID)
		if term := m.Term(); term.Standing != model.GrantHolds || term.Left.Key != "grant.ends_in_hours" && term.Left.Key != "grant.ends_in_minutes" {
			t.Errorf("%+v", term)
		}
		s := m.NewStep(model.Enter)
		if s.Values()["person"] != "赵磊" || s.Values()["resource"] != "应用主机 01" {
			t.Errorf("%+v", s.Values())
		}
		stepped(t, filled(s, model.Values{"entered": model.Moment(from.Add(time.Hour)), "did": "打补丁"}))
		if rows := open(clerk.Person.ID).Entries().Rows; len(rows) != 1 {
			t.Errorf("%v", rows)
		}
	})
	t.Run("it ends by itself, and who asked is reminded to close it out (R44)", func(t *testing.T) {
		o.Clock.Set(from.Add(30 * time.Hour))
		if m := open(clerk.Person.ID); m.Standing().ID != "expired" || m.Term().Left.Key != "grant.ended_hours" {
			t.Errorf("%+v, %+v", m.Standing(), m.Term())
		}
		errands, err := view.LoadErrands(ctx, vendor)
		if err != nil || !slices.ContainsFunc(errands, func(e view.Errand) bool { return e.ID == "close_grant" }) {
			t.Errorf("%+v, %v", errands, err)
		}
	})
}

func TestDuties(t *testing.T) {
	o := apptest.New(t, "luan")
	ctx := context.Background()
	vendor := o.By(model.DutyDelivery)
	o.Clock.Set(time.Date(2026, 4, 10, 9, 0, 0, 0, o.Clock.Now().Location()))
	d, err := view.LoadDuties(ctx, vendor, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("what is missing stands first, with its article and our own day marked (R43, T16, T22)", func(t *testing.T) {
		rows := d.Find(view.DutyFilter{})
		if len(rows) == 0 || rows[0].StateID != model.Missing || rows[0].Article == "" || d.Count(model.Missing) == 0 {
			t.Fatalf("%+v", rows)
		}
		if !slices.ContainsFunc(rows, func(r view.DutyRow) bool { return r.ID == "training" && r.OurPeriod }) {
			t.Error("the rhythm of training is not marked as ours")
		}
	})
	t.Run("who owes it can file it from there with the month filled in (R43)", func(t *testing.T) {
		rows := d.Find(view.DutyFilter{Duty: "bulletin", State: string(model.Missing), Mine: true})
		if len(rows) == 0 || !d.MayFile(rows[0]) || rows[0].Offered()["month"] != rows[0].Period {
			t.Fatalf("%+v", rows)
		}
		s := view.NewMatter(vendor, model.Bulletin, model.Release, nil)
		s.Offer("month", rows[0].Period)
		stepped(t, filled(s, model.Values{"bulletin_title": "安全公告", "bulletin_text": "本月无重大事件"}))
		again, err := view.LoadDuties(ctx, vendor, 2026)
		if err != nil || again.Count(model.LateDone) != d.Count(model.LateDone)+1 {
			t.Errorf("%d late, %v", again.Count(model.LateDone), err)
		}
	})
	t.Run("another's duty cannot be filed by who only watches it (R43)", func(t *testing.T) {
		board, err := view.LoadDuties(ctx, o.By(model.DutyAcceptance), 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range board.Find(view.DutyFilter{Duty: "bulletin"}) {
			if board.MayFile(r) {
				t.Errorf("%+v", r)
			}
		}
	})
}
