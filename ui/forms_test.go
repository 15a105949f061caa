package ui

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"github.com/xuri/excelize/v2"

	"yunban/app/apptest"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// savedForm writes a form of a kind as the window does, with cells typed over.
func savedForm(t *testing.T, w *Window, kind, name string, cells map[string]map[string]any) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := view.SaveForm(t.Context(), w.desk, view.OfflineForm{Kind: kind}, path, w.words.Text); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for sheet, typed := range cells {
		for cell, v := range typed {
			if err := f.SetCellValue(sheet, cell, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	return path
}

// dropPaths drops files that there are onto the window.
func dropPaths(w *Window, paths ...string) {
	var files []fyne.URI
	for _, path := range paths {
		files = append(files, storage.NewFileURI(path))
	}
	w.dropped(fyne.NewPos(300, 300), files)
}

// typePath types a path into the open file dialog and confirms.
func typePath(w *Window, path string) {
	w.win.Canvas().Focused().(*kit.Entry).SetValue(path)
	pressKey(w, fyne.KeyReturn)
}

func TestOfflineForms(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	w := signedIn(t, office.Office, clerk(office))
	sheet := office.Profile().Forms["usage"].Title
	wrong := map[string]map[string]any{sheet: {"C6": "123"}, "云主机": {"B5": "应用服务器", "H60": "写在外面"}}

	t.Run("a form is saved from the home page, and what to do with it is said", func(t *testing.T) {
		press(t, w, "离线填表")
		sees(t, w, sheet, "用 Excel、WPS 或 LibreOffice 填好")
		press(t, w, "下载表格")
		path := filepath.Join(t.TempDir(), "表")
		typePath(w, path)
		sees(t, w, "已保存“表.xlsx”", "导入填好的表")
		if _, err := os.Stat(path + ".xlsx"); err != nil {
			t.Error(err)
		}
		pressKey(w, fyne.KeyEscape)
		pressKey(w, fyne.KeyEscape)
	})
	t.Run("a filled form is shown with every problem at its cell, and becomes a draft that opens (R11)", func(t *testing.T) {
		dropPaths(w, savedForm(t, w, "usage", "热线.xlsx", wrong))
		sees(t, w, "导入预览：热线.xlsx", sheet, "C6", "统一社会信用代码", "云主机 1 项")
		press(t, w, "填写内容")
		sees(t, w, "应用服务器")
		press(t, w, "存为草稿并打开")
		p := page[*intakePage](t, w)
		if p.in.Value("credit_code") != "123" || len(p.in.Rows()) != 1 {
			t.Errorf("%q, %d rows", p.in.Value("credit_code"), len(p.in.Rows()))
		}
		sees(t, w, "已将“热线.xlsx”存为草稿")
		w.Go(HomeRoute())
	})
	t.Run("the same form comes back with its problems marked", func(t *testing.T) {
		dropPaths(w, savedForm(t, w, "usage", "热线.xlsx", wrong))
		press(t, w, "保存标注了问题的表")
		path := filepath.Join(t.TempDir(), "退回.xlsx")
		typePath(w, path)
		sees(t, w, "第一页是问题清单")
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if f.GetSheetName(0) != "问题清单" {
			t.Error(f.GetSheetList())
		}
		pressKey(w, fyne.KeyEscape)
		pressKey(w, fyne.KeyEscape)
	})
	t.Run("a file that is no form is refused with the reason, and nothing is made", func(t *testing.T) {
		before := len(drafts(t, w))
		path := filepath.Join(t.TempDir(), "照片.xlsx")
		if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
			t.Fatal(err)
		}
		dropPaths(w, path)
		sees(t, w, "没有导入", "照片.xlsx", "这不是 Excel 工作簿")
		pressKey(w, fyne.KeyReturn)
		if kit.DialogOpen(w.win.Canvas()) || len(drafts(t, w)) != before {
			t.Error("Enter does not leave it, or a draft was made")
		}
	})
	t.Run("several forms are taken one by one: a bad one stops no other", func(t *testing.T) {
		bad := filepath.Join(t.TempDir(), "坏.xlsx")
		if err := os.WriteFile(bad, []byte("text"), 0o600); err != nil {
			t.Fatal(err)
		}
		before := len(drafts(t, w))
		dropPaths(w, savedForm(t, w, "usage", "一.xlsx", wrong), bad, savedForm(t, w, "system", "清单.xlsx", nil))
		sees(t, w, "批量导入结果（3 份）", "存为草稿 1 份（其中有问题 1 份），未导入 2 份")
		if n := len(drafts(t, w)); n != before+1 {
			t.Errorf("%d drafts, had %d", n, before)
		}
		folder := t.TempDir()
		press(t, w, "全部标注后存到文件夹（1 份）")
		typePath(w, folder)
		pressKey(w, fyne.KeyReturn)
		if _, err := os.Stat(filepath.Join(folder, "一（标注问题）.xlsx")); err != nil {
			t.Error(err)
		}
		press(t, w, "打开草稿")
		page[*intakePage](t, w)
		w.Go(HomeRoute())
	})
	t.Run("a folder without a form says so", func(t *testing.T) {
		chooseMenu(t, w, "forms.import_folder")
		typePath(w, t.TempDir())
		pressKey(w, fyne.KeyReturn)
		sees(t, w, "没有可导入的表")
		pressKey(w, fyne.KeyEscape)
	})
	t.Run("who hands nothing in is offered nothing, and a dropped form is answered for", func(t *testing.T) {
		path := savedForm(t, w, "usage", "x.xlsx", nil)
		reader := signedIn(t, office.Office, "chenkun")
		if len(buttons(reader.frame.content, "导入填好的表")) > 0 {
			t.Error("an import is offered")
		}
		dropPaths(reader, path)
		sees(t, reader, "您的角色")
	})
}

func drafts(t *testing.T, w *Window) []view.DraftRow {
	t.Helper()
	home, err := view.LoadHome(t.Context(), w.desk)
	if err != nil {
		t.Fatal(err)
	}
	return home.Drafts
}

func TestInventoryForm(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	plan(t, office, "渔政管理系统", "2027-01-31")
	w := signedIn(t, office.Office, clerk(office))
	w.Go(SystemsRoute())
	form := office.Profile().Forms["system"]
	filled := func(names ...string) map[string]map[string]any {
		cells := map[string]any{}
		for i, name := range names {
			for id, v := range typedSystem(name, "2027-03-31") {
				for col, f := range form.Fields() {
					if f.ID == id {
						at, err := excelize.CoordinatesToCellName(col+2, 5+i)
						if err != nil {
							t.Fatal(err)
						}
						cells[at] = f.Cell(office.Profile(), v)
					}
				}
			}
		}
		return map[string]map[string]any{form.Title: cells}
	}
	t.Run("every row is shown with what becomes of it, and nothing is taken while one is wrong (R01)", func(t *testing.T) {
		cells := filled("档案系统", "渔政管理系统", "督查系统")
		cells[form.Title]["B8"] = "只有名称"
		dropPaths(w, savedForm(t, w, "system", "清单.xlsx", cells))
		sees(t, w, "新登记 2 个，已登记 1 个，有问题 1 个", "◆ 新登记", "已登记", "改好后才能导入")
		if d := topButton(w, "登记"); d == nil || !d.Disabled() {
			t.Error("it can be taken")
		}
		pressKey(w, fyne.KeyEscape)
	})
	t.Run("a right one is imported, and a second time adds nothing", func(t *testing.T) {
		for _, said := range []string{"新登记 2 个系统，1 个原已登记", "新登记 0 个系统，3 个原已登记"} {
			dropPaths(w, savedForm(t, w, "system", "清单.xlsx", filled("档案系统", "渔政管理系统", "督查系统")))
			test.Tap(topButton(w, "登记"))
			sees(t, w, said, "督查系统")
		}
	})
}

// topButton is the button of some words in the topmost dialog.
func topButton(w *Window, words string) *kit.Button {
	layers := w.win.Canvas().Overlays().List()
	if len(layers) == 0 {
		return nil
	}
	if found := buttons(layers[len(layers)-1], words); len(found) > 0 {
		return found[0]
	}
	return nil
}

func TestFormsOfASystem(t *testing.T) {
	t.Run("the application for a system of the inventory is saved with what is known of it", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := plan(t, office, "渔政管理系统", "2027-01-31")
		w := signedIn(t, office.Office, clerk(office))
		w.Go(SystemRoute(id))
		press(t, w, "下载离线填写的《"+office.Profile().Forms["usage"].Title+"》")
		path := filepath.Join(t.TempDir(), "渔政.xlsx")
		typePath(w, path)
		pressKey(w, fyne.KeyEscape)
		w.Go(HomeRoute())
		dropPaths(w, path)
		sees(t, w, "渔政管理系统")
	})
	t.Run("a running system has its change and its termination, and what is filled in is of it (R23)", func(t *testing.T) {
		office, _, usage := staged(t, "luan")
		id := office.Dossier(usage).Request.System
		w := signedIn(t, office.Office, clerk(office))
		for _, kind := range []string{"change", "termination"} {
			w.Go(SystemRoute(id))
			press(t, w, "下载离线填写的《"+office.Profile().Forms[kind].Title+"》")
			path := filepath.Join(t.TempDir(), kind+".xlsx")
			typePath(w, path)
			pressKey(w, fyne.KeyEscape)
			dropPaths(w, path)
			press(t, w, "存为草稿并打开")
			p := page[*intakePage](t, w)
			if string(p.in.Case()) != kind || p.in.Title() == "" {
				t.Errorf("a draft of %s about %q", p.in.Case(), p.in.Title())
			}
		}
	})
}
