package ui

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// staged is an office with a live system, and its demonstration's stage.
func staged(t *testing.T, city string) (office *apptest.Office, stage *demo.Stage, usage string) {
	t.Helper()
	office = apptest.New(t, city)
	stage, err := demo.NewStage(context.Background(), office.Office, office.Clock, func(demo.Step) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	usage, err = stage.Play(context.Background(), office.Samples()[0], "", demo.WholeLife, model.Live)
	if err != nil {
		t.Fatal(err)
	}
	return office, stage, usage
}

// playOn is a change or termination taken up to a status.
func playOn(t *testing.T, office *apptest.Office, stage *demo.Stage, usage, form string, script demo.Script, until model.Status) string {
	t.Helper()
	id, err := stage.PlayOn(context.Background(), office.Samples()[0], form, office.Dossier(usage).Request.System, script, until)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// drafting is a window at the draft of a change or termination of a live system, with its unit's clerk.
func drafting(t *testing.T, office *apptest.Office, usage string, c model.Case) (*Window, *intakePage) {
	t.Helper()
	clerk := office.ClerkOf(office.Samples()[0])
	begin := clerk.NewChange
	if c == model.Termination {
		begin = clerk.NewTermination
	}
	draft, err := begin(context.Background(), office.Dossier(usage).Request.System)
	if err != nil {
		t.Fatal(err)
	}
	w := signedIn(t, office.Office, clerk.Person.ID)
	w.Go(DraftRoute(draft.ID))
	return w, page[*intakePage](t, w)
}

func TestChangeScreens(t *testing.T) {
	t.Run("a change shows each line before and after; what goes can come back", func(t *testing.T) {
		office, _, usage := staged(t, "panjin-2016")
		w, p := drafting(t, office, usage, model.Change)
		if !strings.HasPrefix(p.Title(), "变更申请：") {
			t.Errorf("title %s", p.Title())
		}
		p.show("lines")
		sees(t, w, "变更前", "变更后", "未变更")
		p.lines.edit(0)
		p.lines.form.Row("count").Field.SetValue("5")
		p.lines.set(0, "count", "5")
		sees(t, w, "→ 5")
		if !p.lines.undo.Visible() {
			t.Error("no way back")
		}
		p.lines.drop()
		sees(t, w, "本项将删除", "删除")
		test.Tap(p.lines.undo)
		sees(t, w, "→ 5") // what was typed is not lost
		p.lines.drop()
		p.show(view.PreviewSection)
		sees(t, w, "删除", "所列各项变更前")
	})
	t.Run("a major change shows its stages, its mark and its figures side by side", func(t *testing.T) {
		office, stage, usage := staged(t, "luan")
		form := "major-change.json"
		id := playOn(t, office, stage, usage, form, demo.ChangedGreatly, model.Executed)
		w := signedIn(t, office.Office, office.ClerkOf(office.Samples()[0]).Person.ID)
		w.Go(RequestRoute(id))
		p := page[*requestPage](t, w)
		sees(t, w, "变更申请", "实施", "重大变更", "确认期限")
		for _, tab := range p.parts() {
			if tab.id == "rounds" {
				t.Errorf("there is a tab of %s", tab.id)
			}
			p.show(tab.id)
		}
		p.show("resources")
		sees(t, w, "变更前", "核定", "实配")
		p.show("files")
		sees(t, w, "重大变更重新提交")
		p.act(model.FileMaterials)
		sees(t, w, "已重新提交", "选择文件")
	})
	t.Run("a termination shows what goes, and the vendor confirms line by line", func(t *testing.T) {
		office, stage, usage := staged(t, "panjin-2016")
		w, p := drafting(t, office, usage, model.Termination)
		p.show(view.ReclaimSection)
		sees(t, w, "将回收的资源", "vCPU")
		p.Submit()
		sees(t, w, "处需要填写或修改")
		pressKey(w, fyne.KeyEscape)

		id := playOn(t, office, stage, usage, "termination.json", demo.Ended, model.Approved)
		w, p2 := openRequest(t, office, model.DutyDelivery, id)
		sees(t, w, "回收", "签收", "资源回收期限")
		p2.show("resources")
		sees(t, w, "待回收")
		p2.act(model.Reclaim)
		sees(t, w, "逐项确认回收")
		if !kit.DialogOpen(w.win.Canvas()) {
			t.Fatal("no dialog")
		}
	})
}
