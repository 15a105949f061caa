package app_test

import (
	"fmt"
	"io"
	"os"
	"slices"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/app/words"
	"yunban/model"
)

// many is a city's requests of ten years and more.
const many = 10_000

// crowded is an office with many requests. YUNBAN_CROWD names a folder to keep it in, so that the window can be
// measured on it afterwards; one that is there already is used as it is.
func crowded(b *testing.B) *apptest.Office {
	b.Helper()
	dir := os.Getenv("YUNBAN_CROWD")
	if dir == "" {
		dir = b.TempDir()
	}
	began := time.Now()
	opened, err := demo.Found(b.Context(), dir, "panjin-2016", wire.Options{Clock: demo.NewClock(apptest.Start).Now})
	if err == nil {
		err = opened.Close()
	}
	if model.KindOf(err) != model.Conflict && err != nil {
		b.Fatal(err)
	}
	o := apptest.Open(b, dir, demo.NewClock(apptest.Start))
	if all := must(o.By(model.DutyReading).Count(b.Context(), model.Query{})); all < many {
		o.Crowd(many)
		b.Logf("%d requests filed in %s", many, time.Since(began).Round(time.Second))
	}
	if err := o.Settings.SaveSetting(b.Context(), "window.last_name", "chenkun"); err != nil { // the window asks for the password alone
		b.Fatal(err)
	}
	o.Clock.Set(apptest.Start.Add(many * time.Minute))
	return o
}

// BenchmarkDesk is what a person waits for, with many requests in the store.
func BenchmarkDesk(b *testing.B) {
	o, ctx := crowded(b), b.Context()
	officer, reader := o.By(model.DutyAcceptance), o.By(model.DutyReading)
	draft := o.Draft(o.Samples()[0])
	clerk := o.As(draft.Owner)
	one := must(officer.Home(ctx)).Items[0].ID
	for _, c := range []struct {
		name string
		do   func() error
	}{
		{"home of an officer", func() error { _, err := officer.Home(ctx); return err }},
		{"home of a clerk", func() error { _, err := clerk.Home(ctx); return err }},
		{"page of a queue", func() error {
			_, _, err := officer.List(ctx, officer.InQueue(must(officer.Queue("to_accept"))))
			return err
		}},
		{"page of all requests", func() error { _, _, err := reader.List(ctx, model.Query{}); return err }},
		{"search for two characters", func() error { _, _, err := reader.List(ctx, model.Query{Text: "审批"}); return err }},
		{"search in a unit", func() error { _, _, err := clerk.List(ctx, model.Query{Text: "系统"}); return err }},
		{"request page", func() error { _, err := officer.Dossier(ctx, one); return err }},
		{"draft saved", func() error { return clerk.SaveDraft(ctx, &draft) }},
		{"draft checked", func() error { clerk.Check(draft); return nil }},
		{"signing in", func() error { _, err := o.SignIn(ctx, "chenkun", demo.Password); return err }},
		{"ledger of all requests", func() error {
			return reader.ExportRegister(ctx, io.Discard, app.RequestRegister, model.Query{}, must(wire.Words(words.Chinese)).Text, nil)
		}},
		{"ledger of resources", func() error {
			return reader.ExportRegister(ctx, io.Discard, app.ResourceRegister, model.Query{}, must(wire.Words(words.Chinese)).Text, nil)
		}},
		{"ledger of deadlines", func() error {
			return reader.ExportRegister(ctx, io.Discard, app.DeadlineRegister, model.Query{}, must(wire.Words(words.Chinese)).Text, nil)
		}},
		{"statistics", func() error { _, err := reader.Statistics(ctx, model.Query{}, nil); return err }},
		{"statistics compared", func() error { _, err := reader.Compare(ctx, model.Query{}, nil); return err }},
		{"assessment of the vendor", func() error {
			_, err := reader.Assess(ctx, app.AssessmentQuery{Subject: model.AssessVendor, Period: "2026"})
			return err
		}},
		{"assessment of a unit", func() error {
			_, err := reader.Assess(ctx, app.AssessmentQuery{Subject: model.AssessUnit, Unit: clerk.Unit.ID, Period: "2026"})
			return err
		}},
		{"yearly statement of a unit", func() error { _, err := reader.UsageStatement(ctx, clerk.Unit.ID, "2026"); return err }},
		{"ledger of use", func() error { _, err := reader.ResourceLedger(ctx, ""); return err }},
		{"pool beside a request", func() error { _, err := reader.PoolFor(ctx, one); return err }},
		{"suggestions", func() error { _, err := reader.Suggestions(ctx, ""); return err }},
		{"office opened", func() error { o.Reopen(); return nil }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := c.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkActs takes requests through their life, with many others in the store: the median and the worst of each.
func BenchmarkActs(b *testing.B) {
	o := crowded(b)
	took := map[model.Action][]time.Duration{}
	for b.Loop() {
		liveOnce(b, o, took)
	}
	var worst time.Duration
	for action, all := range took {
		slices.Sort(all)
		worst = max(worst, all[len(all)-1])
		b.ReportMetric(milliseconds(all[len(all)/2]), fmt.Sprintf("%s-ms", action))
	}
	b.ReportMetric(milliseconds(worst), "worst-ms")
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// liveOnce drafts, files and takes one request to its going live, and notes how long each act took.
func liveOnce(b *testing.B, o *apptest.Office, took map[model.Action][]time.Duration) {
	b.Helper()
	ctx := b.Context()
	draft := o.Draft(o.Samples()[1])
	clerk := o.As(draft.Owner)
	began := time.Now()
	must(clerk.Submit(ctx, draft))
	took[model.Submit] = append(took[model.Submit], time.Since(began))
	life := []struct {
		by     model.Duty
		action model.Action
		doing  app.Doing
	}{
		{model.DutyAcceptance, model.Accept, app.Doing{}},
		{model.DutyApproval, model.Approve, app.Doing{Note: "同意"}},
		{model.DutyDelivery, model.Deliver, delivery("15")},
		{model.DutyUnit, model.AskExtension, app.Doing{Note: "复测", Values: model.Values{"days": "5"}}},
		{model.DutyApproval, model.GrantExtension, app.Doing{Note: "同意"}},
		{model.DutyUnit, model.RecordTest, result(o, "functional", "passed")},
		{model.DutyUnit, model.RecordTest, result(o, "performance", "passed")},
		{model.DutyUnit, model.RecordTest, result(o, "security", "passed")},
		{model.DutyUnit, model.SubmitTests, app.Doing{Note: "提前完成"}},
		{model.DutyFinalReview, model.PassReview, app.Doing{Note: "同意"}},
		{model.DutyDelivery, model.GoLive, app.Doing{}},
	}
	for _, a := range life {
		desk := clerk
		if a.by != model.DutyUnit {
			desk = o.By(a.by)
		}
		a.doing.Request, a.doing.Action = draft.ID, a.action
		began := time.Now()
		must(desk.Do(ctx, a.doing))
		took[a.action] = append(took[a.action], time.Since(began))
	}
	began = time.Now()
	must(clerk.Issue(ctx, draft.ID, model.PaperApplication))
	took[model.Issue] = append(took[model.Issue], time.Since(began))
}
