package ui

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// signedPaper is a photo of an issued paper of a request, as it comes back from the desk.
func signedPaper(t *testing.T, office *apptest.Office, dir, name, id string) string {
	t.Helper()
	officer := office.By(model.DutyAcceptance)
	paper, err := officer.Issue(context.Background(), id, model.PaperAcceptance)
	if err != nil {
		t.Fatal(err)
	}
	return apptest.Photo(t, dir, name, apptest.Scanned(t, officer, paper)[0])
}

func TestScansTakenBack(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Accepted)
	number := office.Dossier(id).Request.Number
	officer := office.By(model.DutyAcceptance).Person.ID
	dir := t.TempDir()
	photo := signedPaper(t, office, dir, "照片.jpg", id)
	broken := filepath.Join(dir, "坏文件.pdf")
	if err := os.WriteFile(broken, []byte("%PDF-1.7"), 0o600); err != nil {
		t.Fatal(err)
	}

	t.Run("a scan dropped onto a page that takes no files is filed with the request that its code names", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		w.dropped(fyne.NewPos(1, 1), []fyne.URI{storage.NewFileURI(photo), storage.NewFileURI(broken)})
		p := page[*scansPage](t, w)
		sees(t, w, number, "照片.jpg", "已归入", "坏文件.pdf", "未能归入（1 项）", "怎么办")
		if copies := office.Dossier(id).SignedCopies(model.PaperAcceptance); len(copies) != 1 {
			t.Errorf("%d copies", len(copies))
		}
		w.win.Canvas().Focus(p.placed)
		p.placed.Select(0)
		pressKey(w, fyne.KeyReturn)
		if r := page[*requestPage](t, w); r.id != id || r.tab != "papers" {
			t.Errorf("request %s, tab %s", r.id, r.tab)
		}
	})
	t.Run("the signed sheet of a record leads to its page, which lists it below its paper (R44)", func(t *testing.T) {
		ctx, vendor, clerk := context.Background(), office.By(model.DutyDelivery), office.ClerkOf(office.Samples()[0])
		from := office.Clock.Now().Add(time.Hour)
		asked, err := vendor.Take(ctx, app.MatterWork{Kind: model.AccessGrant, Action: model.Ask, Values: model.Values{"unit_id": clerk.Unit.ID, "resources": "app-01",
			"entrant_body": "示范云服务有限公司", "entrant": "赵磊", "purpose": "补丁", "from": model.Moment(from), "to": model.Moment(from.Add(time.Hour))}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := clerk.Take(ctx, app.MatterWork{Kind: model.AccessGrant, ID: asked.Subject.ID, Action: model.Grant}); err != nil {
			t.Fatal(err)
		}
		paper, err := clerk.IssueMatter(ctx, model.PaperAccess, asked.Subject.ID)
		if err != nil {
			t.Fatal(err)
		}
		w := signedIn(t, office.Office, vendor.Person.ID)
		w.takeScans(apptest.Photo(t, t.TempDir(), "授权.jpg", apptest.Scanned(t, clerk, paper)[0]))
		p := page[*scansPage](t, w)
		p.placed.OnOpen(0, p.placed.Rows()[0])
		if m := page[*matterPage](t, w); m.id != asked.Subject.ID {
			t.Errorf("it leads to %s", m.id)
		}
		sees(t, w, "签章扫描件（第 1 页）", "授权.jpg", vendor.Person.Name)
	})
	t.Run("the same scan again is said to be there already", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		w.takeScans(photo)
		sees(t, w, "已在档，未重复存入")
		page[*scansPage](t, w).clear()
		sees(t, w, "还没有收回扫描件")
	})
	t.Run("who has opened a dialog meanwhile is not torn away from it; the home page tells", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		w.Ask(Question{Title: "撤回", Text: "撤回后须重新提交。", Verb: "撤回", Then: func() {}})
		w.takeScans(broken)
		if home := page[*homePage](t, w); !home.scanned.Visible() || w.tray.news.left != 1 {
			t.Errorf("news %+v", w.tray.news)
		}
	})
	t.Run("several scans are ticked in the dialog that chooses files", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		w.lastFolder = dir
		w.TakeScans()
		sees(t, w, "选择签字盖章后的扫描件或照片", "照片.jpg", "坏文件.pdf")
		var got []string
		d := openFileDialog(w, "选择", view.NewFolder(dir, view.ScanTypes), toReadMany, "", func(paths ...string) { got = paths })
		for row := range d.table.Rows() {
			d.table.SetChecked(row, true)
		}
		d.confirm()
		if len(got) != 2 {
			t.Errorf("files %v", got)
		}
	})
	t.Run("what is no scan, and a scan dropped by who takes none, is not taken", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		w.dropped(fyne.NewPos(1, 1), []fyne.URI{storage.NewFileURI("/x/说明.docx")})
		sees(t, w, w.T("drop.nowhere"))
		w = signedIn(t, office.Office, "gaoyuan")
		w.dropped(fyne.NewPos(1, 1), []fyne.URI{storage.NewFileURI(photo)})
		sees(t, w, w.T("scans.not_yours"))
	})
}

func TestScanFolder(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Accepted)
	officer := office.By(model.DutyAcceptance).Person.ID
	watched := t.TempDir()

	t.Run("the folder is chosen in the settings, and can be left again", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		w.Go(SettingsRoute())
		sees(t, w, "扫描文件夹", "未设置。")
		w.lastFolder = watched
		press(t, w, "选择扫描文件夹")
		press(t, w, "选用此文件夹")
		sees(t, w, "自动查看："+watched)
		press(t, w, "停用")
		sees(t, w, "未设置。")
	})
	t.Run("what the scanner writes is filed beside the work and told on the home page", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		w.watchFolder(watched, func() {})
		signedPaper(t, office, watched, "0001.jpg", id)
		w.lookForScans() // may still be written
		if !w.tray.news.none() {
			t.Error("it was taken at the first look")
		}
		w.lookForScans()
		sees(t, w, "1 份扫描件已归入，0 项待处理")
		home := page[*homePage](t, w)
		home.scanned.Clear()
		home.Tick()
		if home.scanned.Visible() {
			t.Error("it was put away and came back")
		}
		w.Go(HomeRoute())
		press(t, w, "查看")
		page[*scansPage](t, w)
		w.Go(HomeRoute())
		if page[*homePage](t, w).scanned.Visible() {
			t.Error("it is still told as news")
		}
	})
	t.Run("a folder that is gone is said once", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		gone := filepath.Join(t.TempDir(), "gone")
		if err := os.Mkdir(gone, 0o700); err != nil {
			t.Fatal(err)
		}
		w.watchFolder(gone, func() {})
		if err := os.Remove(gone); err != nil {
			t.Fatal(err)
		}
		w.lookForScans()
		sees(t, w, "扫描文件夹读不了")
		w.Say("")
		w.lookForScans()
		if w.frame.status.said.Text != "" || kit.DialogOpen(w.win.Canvas()) {
			t.Error("it was said again")
		}
	})
	t.Run("who stops the look is left alone until the next sign-in", func(t *testing.T) {
		w := signedIn(t, office.Office, officer)
		w.tellLook(app.ScanResult{}, context.Canceled)
		if !w.tray.off {
			t.Error("it goes on")
		}
		sees(t, w, w.T("scans.paused"))
	})
}
