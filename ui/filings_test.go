package ui

import (
	"os"
	"path/filepath"
	"testing"

	"yunban/app/apptest"
	"yunban/model"
)

func TestFilingsPage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	typed := model.Values{"filing_title": "兴隆台区政务云建设方案", "proposing_body": "兴隆台区政府"}

	t.Run("what comes in gets its number, its file and its place in the register", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.Go(FilingsRoute())
		p := page[*filingsPage](t, w)
		sees(t, w, "还没有备案", "登记备案")
		if p.add.Size().Width == 0 || p.add.Position().X < p.search.Size().Width {
			t.Errorf("the button lies at %v, %v", p.add.Position(), p.add.Size())
		}
		d := editing(t, w, "登记备案", p.filings.New(), p.Refresh)
		d.fill(typed)
		path := filepath.Join(t.TempDir(), "方案.pdf")
		if err := os.WriteFile(path, []byte("%PDF-1.4 proposal"), 0o600); err != nil {
			t.Fatal(err)
		}
		d.takeFile(path)
		d.dialog.Confirm()
		sees(t, w, "PJ-BA-2026-0001", "兴隆台区政务云建设方案", "已收到", "共 1 件")
		if rows := p.table.Rows(); len(rows) != 1 || rows[0].Files != 1 {
			t.Errorf("rows: %+v", rows)
		}
	})
	t.Run("one is corrected under its number", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.Go(FilingsRoute())
		p := page[*filingsPage](t, w)
		d := editing(t, w, "", p.filings.Edit(p.table.Rows()[0]), p.Refresh)
		sees(t, w, "方案.pdf")
		d.fill(model.Values{"filing_status": "registered"})
		d.dialog.Confirm()
		if rows := p.table.Rows(); len(rows) != 1 || rows[0].Number != "PJ-BA-2026-0001" || rows[0].Status != "已备案" {
			t.Errorf("rows: %+v", rows)
		}
	})
	t.Run("who reads all but does not accept may only read", func(t *testing.T) {
		w := signedIn(t, office.Office, office.By(model.DutyApproval).Person.ID)
		w.Go(FilingsRoute())
		p := page[*filingsPage](t, w)
		if p.filings.MayWrite() || p.add.Visible() {
			t.Error("adding is offered")
		}
		p.open(p.table.Rows()[0])
		sees(t, w, "兴隆台区政务云建设方案", "方案.pdf")
	})
	t.Run("a clerk does not see the register in the rail, and a city without one has none", func(t *testing.T) {
		if w := signedIn(t, office.Office, clerk(office)); w.frame.rail[FilingsScreen] != nil || w.frame.rail[SystemsScreen] == nil {
			t.Error("the rail of a clerk")
		}
		if w := signedIn(t, office.Office, "chenkun"); w.frame.rail[FilingsScreen] == nil {
			t.Error("the rail of the authority")
		}
		other := apptest.New(t, "luan")
		if w := signedIn(t, other.Office, other.By(model.DutyAcceptance).Person.ID); w.frame.rail[FilingsScreen] != nil {
			t.Error("L has a register")
		}
	})
}
