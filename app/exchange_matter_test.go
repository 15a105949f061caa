package app_test

import (
	"context"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
	"yunban/model/workday"
)

// TestTheMonthlyReportAcrossDesks files a long report at the vendor's desk and follows it to the desks of two units.
func TestTheMonthlyReportAcrossDesks(t *testing.T) {
	ctx := context.Background()
	hub := apptest.NewHub(t, "luan")
	hub.Clock.Set(time.Now().AddDate(0, -5, 0))
	hub.Filed("")
	clerk, stranger, vendor, officer := hub.ClerkOf(hub.Samples()[0]).Person, hub.ClerkOf(hub.Samples()[1]).Person, hub.By(model.DutyDelivery).Person,
		hub.By(model.DutyAcceptance).Person
	ops, window, other, bureau := hub.Join(vendor.Unit, true), hub.Join(clerk.Unit, false), hub.Join(stranger.Unit, false), hub.Join(officer.Unit, true)
	month := model.EveryMonth.Around(workday.DateOf(ops.Clock.Now())).Before().String()
	ofVendor := joins(t, ops, vendor.ID)
	filed := must(ofVendor.FileMonthlyReport(ctx, monthOf(t, ofVendor, month, 600), nil))
	if len(filed) != 1 || filed[0].Err != nil {
		t.Fatalf("%+v", filed)
	}
	syncs(t, ops, 1, 0)
	about := model.Subject{Kind: model.MonthlyReport, ID: filed[0].ID}
	t.Run("the unit's desk gets its report, numbered by the hub, with its rows (R32, T16)", func(t *testing.T) {
		syncs(t, window, 0, 0)
		ofClerk := joins(t, window, clerk.ID)
		m := must(ofClerk.Matter(ctx, model.MonthlyReport, about.ID))
		if rows := must(ofClerk.ReportRows(m.Matter)); len(rows) != 600 || m.Number == "" {
			t.Errorf("%d rows, number %q", len(rows), m.Number)
		}
	})
	t.Run("another unit's desk gets nothing of it (T16)", func(t *testing.T) {
		syncs(t, other, 0, 0)
		if events := must(other.Store.Events(ctx, about)); len(events) > 0 {
			t.Errorf("%+v", events)
		}
	})
	t.Run("unit and authority acknowledge at their own desks, and the vendor sees both receipts (T16)", func(t *testing.T) {
		must(joins(t, window, clerk.ID).ReceiveReports(ctx, month, nil))
		syncs(t, window, 1, 0)
		syncs(t, bureau, 0, 0)
		if got := must(joins(t, bureau, officer.ID).ReceiveReports(ctx, month, nil)); len(got) != 1 || got[0].Err != nil {
			t.Fatalf("%+v", got)
		}
		syncs(t, bureau, 1, 0)
		syncs(t, ops, 0, 0)
		if s := must(ofVendor.Reports(ctx, month)); len(s) != 1 || s[0].ByUnit == nil || s[0].ByAbove == nil {
			t.Errorf("%+v", s)
		}
	})
	t.Run("a unit's paper of it is taken by the hub; a paper of a report that there is not is refused", func(t *testing.T) {
		ofClerk := joins(t, window, clerk.ID)
		syncs(t, window, 0, 0)
		file := must(ofClerk.IssueMatter(ctx, model.PaperMonthlyReport, about.ID))
		syncs(t, window, 1, 0)
		if paper := must(hub.As(officer.ID).PaperByHash(ctx, file.Hash)); paper.Kind != model.PaperMonthlyReport {
			t.Errorf("%+v", paper)
		}
		nothing := model.Subject{Kind: model.MonthlyReport, ID: "01970000-0000-7000-8000-000000000001"}
		must(ofClerk.IssueRecord(ctx, nothing, app.RecordPaper{Kind: model.PaperMonthlyReport, Number: "X"}))
		syncs(t, window, 0, 1)
	})
	t.Run("the signed sheet of it is taken by the hub and reaches the vendor, and one of no paper is refused", func(t *testing.T) {
		ofClerk := joins(t, window, clerk.ID)
		sheets := apptest.Scanned(t, ofClerk, must(ofClerk.IssueMatter(ctx, model.PaperMonthlyReport, about.ID)))
		placed(t, take(t, ofClerk, apptest.ScannedPDF(t, t.TempDir(), "月报.pdf", sheets...)), 1)
		syncs(t, window, 1, 0)
		syncs(t, ops, 0, 0)
		papers := must(ofVendor.MatterPapers(ctx, must(ofVendor.Matter(ctx, about.Kind, about.ID)).Matter))
		if c := papers[0].Files.Copies; len(c) != 2 || c[1].Kind != app.ScannedCopy || c[1].By != clerk.Name {
			t.Errorf("%+v", c)
		}
	})
	t.Run("every desk and the hub verify", func(t *testing.T) {
		for i, o := range []*apptest.Office{hub.Office, ops, window, other, bureau} {
			if broken := must(o.Store.Verify(ctx, func(int, int) {})); len(broken) > 0 {
				t.Errorf("%d: %v", i, broken)
			}
		}
	})
}
