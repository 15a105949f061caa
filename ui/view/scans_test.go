package view

import (
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestScans(t *testing.T) {
	placed := func(file, pages string, again bool) app.PlacedScan {
		return app.PlacedScan{File: file, Pages: pages, Number: "LA-SQ-2026-0001", Again: again}
	}
	t.Run("what could not be placed says what can be done about it", func(t *testing.T) {
		why := model.Errorf(model.NotFound, "error.scan_no_code")
		s := Scans{}.With(app.ScanResult{Left: []app.LeftScan{{File: "a.pdf", Pages: "2", Why: why}}})
		if len(s.Left) != 1 || s.Left[0].Advice.Key != "scans.advice_rescan" {
			t.Errorf("%+v", s.Left)
		}
	})
	t.Run("what was filed before is counted apart", func(t *testing.T) {
		s := Scans{}.With(app.ScanResult{Placed: []app.PlacedScan{placed("a.pdf", "1", false), placed("b.pdf", "1", true)}})
		if s.New() != 1 || s.Again() != 1 || s.Empty() {
			t.Errorf("%d new, %d again", s.New(), s.Again())
		}
	})
	t.Run("pages that are taken again are listed once, as they fared now", func(t *testing.T) {
		before := Scans{}.With(app.ScanResult{Placed: []app.PlacedScan{placed("old.pdf", "1", false)},
			Left: []app.LeftScan{{File: "a.pdf", Pages: "1", Why: model.Errorf(model.NotFound, "error.scan_unissued")}}})
		now := before.With(app.ScanResult{Placed: []app.PlacedScan{placed("a.pdf", "1", false)}})
		if len(now.Left) != 0 || len(now.Placed) != 2 || now.Placed[0].File != "a.pdf" {
			t.Errorf("%+v", now)
		}
	})
	t.Run("scans are known by their endings, whatever else comes along", func(t *testing.T) {
		if !AnyScan([]string{"/x/说明.docx", "/x/扫描.TIF"}) || AnyScan([]string{"/x/表.xlsx"}) {
			t.Error("wrong")
		}
	})
	t.Run("who applies, decides or delivers takes scans; who only reads does not", func(t *testing.T) {
		o := apptest.New(t, "panjin-2016")
		if !TakesScans(o.By(model.DutyUnit)) || !TakesScans(o.By(model.DutyAcceptance)) || !TakesScans(o.By(model.DutyDelivery)) {
			t.Error("refused")
		}
		if TakesScans(o.By(model.DutyAdministration)) {
			t.Error("an administrator takes scans")
		}
	})
}
