package ui

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
	"yunban/ui/kit"
)

// drop drops files of these names onto a place of the window.
func drop(t *testing.T, w *Window, at fyne.Position, names ...string) {
	t.Helper()
	folder := t.TempDir()
	var files []fyne.URI
	for _, name := range names {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte("%PDF-1.7"), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, storage.NewFileURI(path))
	}
	w.dropped(at, files)
}

func TestDroppingOntoDialogs(t *testing.T) {
	t.Run("a file dropped onto the dialog of an act comes with the act (R19)", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.Trial)
		_, p := openRequest(t, office, model.DutyReading, id)
		w := signedIn(t, office.Office, p.r.History[0].Actor)
		w.Go(RequestRoute(id))
		p = page[*requestPage](t, w)
		d := &actDialog{w: w, p: p, act: p.r.NewAct(model.FileReport)}
		d.open()
		drop(t, w, fyne.NewPos(1, 1), "扫描件.pdf")
		if files := d.act.Files(); len(files) != 1 || files[0].Role != "report" {
			t.Errorf("files %+v", files)
		}
		sees(t, w, "扫描件.pdf")
	})
	t.Run("a material is told by the place or by its name, and asked for otherwise (R25)", func(t *testing.T) {
		office, stage, usage := staged(t, "luan")
		id := playOn(t, office, stage, usage, "major-change.json", demo.ChangedGreatly, model.Executed)
		w := signedIn(t, office.Office, office.ClerkOf(office.Samples()[0]).Person.ID)
		w.Go(RequestRoute(id))
		p := page[*requestPage](t, w)
		d := &actDialog{w: w, p: p, act: p.r.NewAct(model.FileMaterials)}
		d.open()
		drop(t, w, fyne.NewPos(-1, -1), "安全自测报告.pdf", "扫描件.pdf")
		if files := d.act.Files(); len(files) != 1 || files[0].Role != "security_self_test" {
			t.Errorf("files %+v", files)
		}
		sees(t, w, "不能确定“扫描件.pdf”是哪一项材料")
		slot := d.slots["construction_plan"]
		drop(t, w, fyne.CurrentApp().Driver().AbsolutePositionForObject(slot).AddXY(5, 5), "扫描件.pdf")
		if files := d.act.Files(); len(files) != 2 || files[1].Role != "construction_plan" {
			t.Errorf("files %+v", files)
		}
	})
	t.Run("the dialog that chooses a file takes a dropped one", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		w, p := openBlank(t, office)
		p.show("materials")
		p.materials.choose(p.in.Materials()[1])
		drop(t, w, fyne.NewPos(1, 1), "建设方案.pdf") // its name speaks of another material
		if kit.DialogOpen(w.win.Canvas()) || len(p.in.Materials()[1].Files) != 1 || len(p.in.Materials()[0].Files) != 0 {
			t.Errorf("materials %+v", p.in.Materials())
		}
	})
	t.Run("a dialog that takes none says so, and the page beneath gets nothing", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		w, p := openBlank(t, office)
		p.show("materials")
		w.Ask(Question{Title: "撤回", Text: "撤回后须重新提交。", Verb: "撤回", Then: func() {}})
		drop(t, w, fyne.NewPos(1, 1), "建设方案.pdf")
		sees(t, w, w.T("drop.not_here"))
		for _, m := range p.in.Materials() {
			if len(m.Files) > 0 {
				t.Errorf("%s was attached to the page", m.Name)
			}
		}
	})
	t.Run("an entry of the register takes its files (R03)", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		w := signedIn(t, office.Office, "chenkun")
		w.Go(FilingsRoute())
		d := editing(t, w, "", page[*filingsPage](t, w).filings.New(), func() {})
		drop(t, w, fyne.NewPos(1, 1), "方案.pdf")
		if files := d.r.Files(); len(files) != 1 {
			t.Errorf("files %+v", files)
		}
	})
}
