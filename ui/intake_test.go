package ui

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"yunban/app/apptest"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// openBlank is a window at a new application.
func openBlank(t *testing.T, office *apptest.Office) (*Window, *intakePage) {
	t.Helper()
	w := signedIn(t, office.Office, office.By(model.DutyUnit).Person.ID)
	w.NewRequest()
	return w, page[*intakePage](t, w)
}

// openSample is a window at a complete application.
func openSample(t *testing.T, office *apptest.Office) (*Window, *intakePage) {
	t.Helper()
	draft := office.Draft(office.Samples()[0])
	w := signedIn(t, office.Office, draft.Owner)
	w.Go(DraftRoute(draft.ID))
	return w, page[*intakePage](t, w)
}

// typeInto types into the field that has the keyboard.
func typeInto(w *Window, text string) {
	f := w.win.Canvas().Focused()
	for _, r := range text {
		f.TypedRune(r)
	}
}

func TestIntakePage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")

	t.Run("a new application opens on its first field, with what is known filled in", func(t *testing.T) {
		w, p := openBlank(t, office)
		if w.win.Canvas().Focused() == nil {
			t.Fatal("no field has the keyboard")
		}
		sees(t, w, "单位与联系人", "新申请", "已保存", "第七条")
		if got := p.form.Row("unit_name").Field.Value(); got != w.desk.Unit.Name {
			t.Errorf("unit %q", got)
		}
	})
	t.Run("typing changes the draft, says that it is not saved, and saves a second later", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.show("system")
		p.focusFirst()
		typeInto(w, "不动产登记系统𬭎")
		if p.in.Title() != "不动产登记系统𬭎" || !p.in.Dirty() {
			t.Errorf("title %q, dirty %v", p.in.Title(), p.in.Dirty())
		}
		sees(t, w, w.T("intake.unsaved"), "填写申请：不动产登记系统𬭎")
		w.worker.planned()
		if p.in.Dirty() {
			t.Error("not saved")
		}
		sees(t, w, p.savedWords())
	})
	t.Run("typing on and on does not put saving off", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.show("system")
		p.focusFirst()
		typeInto(w, "甲")
		planned := w.worker.planned
		w.worker.planned = nil
		typeInto(w, "乙")
		if w.worker.planned != nil {
			t.Error("planned anew")
		}
		planned()
		if p.in.Dirty() || p.plan != nil {
			t.Error("not saved")
		}
	})
	t.Run("leaving the page saves, and coming back shows the very page", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.show("system")
		p.focusFirst()
		typeInto(w, "甲")
		w.Go(HomeRoute())
		if p.in.Dirty() {
			t.Error("not saved")
		}
		w.Back()
		if page[*intakePage](t, w) != p || p.section != "system" {
			t.Error("the page was made anew")
		}
	})
	t.Run("Tab walks through the fields in the order of the form", func(t *testing.T) {
		w, p := openBlank(t, office)
		for _, f := range p.in.Fields("unit") {
			field := p.form.Row(f.ID).Field
			if e, ok := field.(*kit.Entry); ok && w.win.Canvas().Focused() != fyne.Focusable(e) {
				t.Fatalf("%s is not next", f.ID)
			}
			w.win.Canvas().FocusNext()
		}
	})
	t.Run("a problem stands at its field after it was left, and goes when it is mended", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.form.Focus("contact_email")
		typeInto(w, "王芳")
		if got := p.form.Row("contact_email").Problem(); got != "" {
			t.Errorf("while typing: %q", got)
		}
		w.win.Canvas().FocusPrevious()
		if got := p.form.Row("contact_email").Problem(); !strings.Contains(got, "邮箱") {
			t.Errorf("after leaving: %q", got)
		}
		p.form.Row("contact_email").Field.(*kit.Entry).SetValue("")
		p.form.Focus("contact_email")
		typeInto(w, "a@b.cn")
		if got := p.form.Row("contact_email").Problem(); got != "" {
			t.Errorf("after mending: %q", got)
		}
	})
	t.Run("a field appears and disappears with its condition", func(t *testing.T) {
		_, p := openBlank(t, office)
		p.show("system")
		if p.form.Row("present_site").Visible() {
			t.Error("shown before migration was chosen")
		}
		p.set("cloud_type", "migrate")
		if !p.form.Row("present_site").Visible() {
			t.Error("not shown after")
		}
	})
	t.Run("wide digits become narrow ones where numbers and codes are typed", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.form.Focus("contact_phone")
		p.form.Row("contact_phone").Field.SetValue("")
		typeInto(w, "１３８１２３４５６７８")
		if got := p.in.Value("contact_phone"); got != "13812345678" {
			t.Errorf("typed %q", got)
		}
	})
	t.Run("submitting lists all problems at once and leads to the first", func(t *testing.T) {
		w, p := openBlank(t, office)
		chooseMenu(t, w, "menu.submit")
		first := p.in.Problems()[0]
		sees(t, w, w.T("intake.mend_first"), w.Problem(first), w.Problem(p.in.Problems()[len(p.in.Problems())-1]))
		pressKey(w, fyne.KeyReturn)
		if kit.DialogOpen(w.win.Canvas()) || p.section != p.in.SectionOf(first.Field) {
			t.Errorf("at section %s", p.section)
		}
		if p.form.Row(first.Field).Problem() == "" {
			t.Error("the problem is not shown at its field")
		}
	})
	t.Run("every section can be shown, and Next walks through them to the preview", func(t *testing.T) {
		w, p := openSample(t, office)
		for range p.order() {
			p.step(1)
		}
		if p.section != "preview" {
			t.Errorf("at %s", p.section)
		}
		sees(t, w, p.in.Title(), "性能自测报告", "全表已填齐")
	})
	t.Run("the preview says what the whole form lacks (R11)", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.show(view.PreviewSection)
		sees(t, w, "全表还有 "+strconv.Itoa(len(p.in.Problems()))+" 处")
	})
	t.Run("what a resource line lacks is said with its number (R11)", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.show(p.in.SectionOf("rows[0].name"))
		p.lines.add("vm")
		p.lines.add("vm")
		sees(t, w, "#1 云主机 · ", "还有")
	})
	t.Run("submitting says what will happen, and leads to the request", func(t *testing.T) {
		w, p := openSample(t, office)
		p.Submit()
		sees(t, w, "第八条", "不予受理的，可以修改后重新提交")
		pressKey(w, fyne.KeyReturn)
		r := page[*requestPage](t, w)
		if r.r.Request.Status != model.Submitted || r.r.Request.Title() != p.in.Title() {
			t.Errorf("filed %v", r.r.Request.Status)
		}
		w.Back()
		if _, back := w.history.current(); !back {
			t.Error("no page")
		}
		if v, _ := w.history.current(); v.route.Screen == DraftScreen {
			t.Error("the filed draft can be gone back to")
		}
	})
	t.Run("a draft is thrown away only after the question", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.askDrop()
		sees(t, w, w.T("intake.drop_text"))
		pressKey(w, fyne.KeyReturn) // the keyboard is not on what cannot be taken back
		page[*intakePage](t, w)
		p.askDrop()
		w.win.Canvas().FocusNext()
		pressKey(w, fyne.KeyReturn)
		page[*homePage](t, w)
		drafts, err := w.desk.Drafts(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range drafts {
			if d.ID == p.id {
				t.Error("the draft is still there")
			}
		}
	})
	t.Run("a draft that is gone says so", func(t *testing.T) {
		w, _ := openBlank(t, office)
		w.Go(DraftRoute("gone"))
		sees(t, w, w.T("error.again"))
	})
}

func TestLinesPart(t *testing.T) {
	office := apptest.New(t, "panjin-2016")

	t.Run("a usual size is one tap, by the mouse and by the keyboard, and typing stays possible (R21)", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.show("lines")
		p.lines.add("vm")
		p.lines.sizes.OnTaken(5)
		if v := p.lines.form.Row("vcpu").Field.Value() + "/" + p.lines.form.Row("memory_gb").Field.Value(); v != "8/16" || p.lines.sizes.Chosen() != 5 {
			t.Errorf("%s, chosen %d", v, p.lines.sizes.Chosen())
		}
		w.win.Canvas().Focus(p.lines.sizes)
		pressKey(w, fyne.KeyRight)
		pressKey(w, fyne.KeyReturn)
		if v := p.in.Rows()[0].Values; v["vcpu"] != "8" || v["memory_gb"] != "32" {
			t.Errorf("by the keyboard %v", v)
		}
		p.lines.form.Focus("memory_gb")
		typeInto(w, "0")
		if p.lines.sizes.Chosen() != -1 || p.in.Rows()[0].Values["memory_gb"] == "32" {
			t.Errorf("typed %v, still chosen %d", p.in.Rows()[0].Values, p.lines.sizes.Chosen())
		}
	})
	t.Run("a line is added, filled, copied and taken away; the totals follow", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.show("lines")
		sees(t, w, w.T("lines.none"))
		p.lines.add("vm")
		typeInto(w, "审批应用")
		p.lines.form.Focus("vcpu")
		typeInto(w, "８")
		p.lines.form.Focus("count")
		p.lines.form.Row("count").Field.SetValue("")
		typeInto(w, "3")
		sees(t, w, "vCPU 24 核", "审批应用")
		p.lines.copy()
		if len(p.in.Rows()) != 2 || p.lines.at != 1 {
			t.Fatalf("%d lines, at %d", len(p.in.Rows()), p.lines.at)
		}
		sees(t, w, "vCPU 48 核")
		p.lines.key(&fyne.KeyEvent{Name: fyne.KeyDelete})
		sees(t, w, "vCPU 24 核")
	})
	t.Run("a table from Excel is pasted over the table with Ctrl+V", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.show("lines")
		w.app.Clipboard().SetContent("名称\t数量\tCPU（核）\r\n甲\t2\t4\r\n乙\t1\t8\r\n")
		w.win.Canvas().Focus(p.lines.table)
		p.lines.table.TypedShortcut(&fyne.ShortcutPaste{Clipboard: w.app.Clipboard()})
		sees(t, w, "甲", "乙", "vCPU 16 核")
	})
	t.Run("and by the button, after saying what kind of lines they are", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.show("lines")
		w.app.Clipboard().SetContent("业务数据\t对象存储\t\t\t\t\t2048")
		p.lines.paste()
		sees(t, w, w.T("lines.paste_how"))
		for kit.DialogOpen(w.win.Canvas()) {
			pressKey(w, fyne.KeyEscape)
		}
		p.lines.take("storage", w.app.Clipboard().Content())
		sees(t, w, "存储 2,048 GB")
	})
	t.Run("a problem leads to its cell", func(t *testing.T) {
		_, p := openBlank(t, office)
		p.in.AddRow("vm")
		p.in.AddRow("storage")
		p.in.Ready()
		p.goTo("rows[1].storage_gb")
		if p.section != "lines" || p.lines.at != 1 || p.lines.form.Row("storage_gb").Problem() == "" {
			t.Errorf("at %s, line %d", p.section, p.lines.at)
		}
	})
}

func TestMaterialsPart(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	write := func(name, content string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}

	t.Run("a file is chosen by typing its path", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.show("materials")
		p.materials.choose(p.in.Materials()[0])
		typeInto(w, write("系统建设方案.pdf", "%PDF-1.7"))
		pressKey(w, fyne.KeyReturn)
		sees(t, w, "系统建设方案.pdf", w.T("materials.present"))
		if len(p.in.Materials()[0].Files) != 1 {
			t.Error("the file is not attached")
		}
	})
	t.Run("a file that is not there is said in the dialog, Esc closes it", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.show("materials")
		p.materials.choose(p.in.Materials()[0])
		typeInto(w, "/没有/这个.pdf")
		pressKey(w, fyne.KeyReturn)
		sees(t, w, "这里没有“这个.pdf”")
		pressKey(w, fyne.KeyEscape)
		if kit.DialogOpen(w.win.Canvas()) {
			t.Error("still open")
		}
	})
	t.Run("a dropped file finds its material by its name", func(t *testing.T) {
		w, p := openBlank(t, office)
		w.dropped(fyne.NewPos(5, 5), []fyne.URI{storage.NewFileURI(write("安全自测报告.pdf", "%PDF-1.7"))})
		if p.section != "materials" {
			t.Errorf("at %s", p.section)
		}
		sees(t, w, "安全自测报告.pdf")
	})
	t.Run("a dropped file without a telling name is asked about", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.show("materials")
		w.dropped(fyne.NewPos(-1, -1), []fyne.URI{storage.NewFileURI(write("scan001.pdf", "%PDF-1.7"))})
		sees(t, w, w.T("materials.which"), "scan001.pdf")
		pressKey(w, fyne.KeyReturn)
		if len(p.in.Materials()[0].Files) != 1 {
			t.Error("the file is not attached")
		}
	})
	t.Run("an empty file and a false ending are said at their material", func(t *testing.T) {
		w, p := openBlank(t, office)
		p.show("materials")
		p.materials.read("construction_plan", write("空.pdf", ""))
		sees(t, w, "0 字节")
		p.materials.read("construction_plan", write("假.pdf", "MZ"))
		sees(t, w, "内容不是 pdf 格式")
		p.materials.read("construction_plan", write("真.pdf", "%PDF-1.7"))
		if strings.Contains(shown(w.win.Content()), "内容不是 pdf 格式") {
			t.Error("the problem stays after a good file")
		}
	})
}
