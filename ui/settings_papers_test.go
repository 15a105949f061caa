package ui

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"yunban/app/apptest"
	"yunban/model"
	"yunban/ui/view"
)

func TestPaperSettings(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	root, _ := certificates(t, apptest.Start.AddDate(1, 0, 0))
	t.Run("the settings say which font serves which role on papers", func(t *testing.T) {
		w := signedIn(t, office.Office, "wangfang")
		w.Go(SettingsRoute())
		fonts, err := office.PaperFonts()
		if err != nil || len(fonts) == 0 {
			t.Fatal(fonts, err)
		}
		for _, f := range fonts {
			sees(t, w, f.Role, f.Font)
		}
	})
	t.Run("an administrator adds an authority and takes it off after a question; others only read", func(t *testing.T) {
		w := signedIn(t, office.Office, office.By(model.DutyAdministration).Person.ID)
		w.Go(SettingsRoute())
		p := page[*settingsPage](t, w)
		sees(t, w, "还没有信任的机构", "添加根证书")
		p.addRoot(root, p.Refresh)
		sees(t, w, "测试根证书", "ECDSA P-256", "移除")

		reader := signedIn(t, office.Office, "wangfang")
		reader.Go(SettingsRoute())
		sees(t, reader, "测试根证书", "由系统管理员维护")

		test.Tap(buttons(p.content, "移除")[0])
		sees(t, w, "不再可信")
		w.win.Canvas().FocusNext()
		pressKey(w, fyne.KeyReturn)
		if list, err := office.TrustRoots(context.Background()); err != nil || len(list) != 0 {
			t.Errorf("%v, %v", list, err)
		}
		sees(t, w, "还没有信任的机构")
	})
	t.Run("what is no certificate is refused in words", func(t *testing.T) {
		w := signedIn(t, office.Office, office.By(model.DutyAdministration).Person.ID)
		w.Go(SettingsRoute())
		p := page[*settingsPage](t, w)
		p.addRoot(saved(t, []byte("no certificate")), p.Refresh)
		sees(t, w, "这不是证书文件")
	})
}

func TestBlankForms(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	w := signedIn(t, office.Office, "wangfang")
	w.lastFolder = t.TempDir()
	t.Run("each form of the city can be had blank, as PDF and as OFD", func(t *testing.T) {
		chooseMenu(t, w, "menu.blank_forms")
		sees(t, w, "政务云使用申请表", "政务云资源变更申请表", "政务云服务终止申请表")
		pressKey(w, fyne.KeyReturn) // save the first
		pressKey(w, fyne.KeyReturn) // under the name that is offered
		if saved, err := filepath.Glob(filepath.Join(w.lastFolder, "*（空白）.pdf")); err != nil || len(saved) != 1 {
			t.Errorf("saved %v, %v", saved, err)
		}
		forms := view.BlankForms(w.desk)
		for _, f := range forms {
			path := filepath.Join(w.lastFolder, string(f.Kind)+".ofd")
			w.writeBlank(f, path, func() {})
			if data, err := os.ReadFile(path); err != nil || string(data[:2]) != "PK" {
				t.Errorf("%s: %v", f.Title, err)
			}
		}
	})
}

func TestDraftPapers(t *testing.T) {
	office, _, usage := staged(t, "panjin-2016")
	for c, name := range map[model.Case]string{model.Change: "变更申请表", model.Termination: "终止申请表"} {
		t.Run("the draft of a "+string(c)+" can be seen as the paper that it would be", func(t *testing.T) {
			w, p := drafting(t, office, usage, c)
			var opened string
			w.opts.OpenPath = func(path string) error { opened = path; return nil }
			p.show(view.PreviewSection)
			sees(t, w, w.T("intake.paper"))
			p.Print()
			data, err := os.ReadFile(opened)
			if err != nil || string(data[:5]) != "%PDF-" || filepath.Base(opened) != "政务云资源"+name+"（预览）.pdf" && filepath.Base(opened) != "政务云服务"+name+"（预览）.pdf" {
				t.Errorf("%s: %v", opened, err)
			}
			t.Cleanup(func() { _ = os.RemoveAll(filepath.Dir(opened)) })
		})
	}
}

func TestFilingPaper(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	keeper := office.As("chenkun")
	typed := model.Values{"filing_title": "兴隆台区政务云建设方案", "proposing_body": "兴隆台区政府", "received_on": keeper.Today().String(),
		"registered_by": "陈堃", "filing_status": "received"}
	if _, err := keeper.SaveFiling(context.Background(), "", typed, nil); err != nil {
		t.Fatal(err)
	}
	t.Run("the registration of a proposal is issued from the register (R03)", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		var opened string
		w.opts.OpenPath = func(path string) error { opened = path; return nil }
		w.Go(FilingsRoute())
		p := page[*filingsPage](t, w)
		p.table.Select(-1)
		p.offer()
		if !p.paper.Disabled() {
			t.Error("a paper of no entry is offered")
		}
		p.table.Select(0)
		test.Tap(p.paper)
		if data, err := os.ReadFile(opened); err != nil || string(data[:5]) != "%PDF-" {
			t.Errorf("%s: %v", opened, err)
		}
		t.Cleanup(func() { _ = os.RemoveAll(filepath.Dir(opened)) })
	})
	t.Run("a city without the register has no such paper", func(t *testing.T) {
		luan := apptest.New(t, "luan")
		if view.ReadsFilings(luan.By(model.DutyReading)) {
			t.Error("it has")
		}
	})
}
