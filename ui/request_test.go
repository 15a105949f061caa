package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"yunban/app/apptest"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// openRequest is a window at a request, with the person who holds a duty.
func openRequest(t *testing.T, office *apptest.Office, duty model.Duty, id string) (*Window, *requestPage) {
	t.Helper()
	w := signedIn(t, office.Office, office.By(duty).Person.ID)
	w.Go(RequestRoute(id))
	return w, page[*requestPage](t, w)
}

func TestRequestPage(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Submitted)

	t.Run("the head says what it is, where it stands, and when it is due by which article (R12)", func(t *testing.T) {
		w, p := openRequest(t, office, model.DutyAcceptance, id)
		sees(t, w, p.r.Request.Number, p.r.UnitName(), "待受理", "受理期限", "3 个工作日", "第八条", "剩余", "审批", "开通")
	})
	t.Run("what may be done is a button, what may not says why; the keyboard is on the first", func(t *testing.T) {
		w, p := openRequest(t, office, model.DutyAcceptance, id)
		sees(t, w, "受理", "不予受理", "您没有此项职责")
		if p.first == nil || w.win.Canvas().Focused() != fyne.Focusable(p.first) {
			t.Error("the keyboard is not on the first thing to do")
		}
		_, vendor := openRequest(t, office, model.DutyDelivery, id)
		if vendor.first != nil {
			t.Error("the vendor may do something with a request that waits for acceptance")
		}
	})
	t.Run("every tab can be shown, by mouse and by Alt and a digit", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		w, p := openRequest(t, office, model.DutyReading, office.Filed(model.Live))
		want := map[string]string{"form": "系统概述", "resources": "核定", "files": "性能自测报告", "tests": "安全测试",
			"rounds": "第 1 轮", "papers": "政务云应用系统开通通知书", "history": "转为正式环境并开通"}
		if len(w.keys) != len(want) {
			t.Fatalf("%d keys", len(w.keys))
		}
		for i, part := range p.parts() {
			w.win.Canvas().(fyne.Shortcutable).TypedShortcut(w.keys[i])
			if p.tab != part.id {
				t.Errorf("at %s, want %s", p.tab, part.id)
			}
			sees(t, w, want[part.id])
		}
	})
	t.Run("before the trial there is no tab of tests", func(t *testing.T) {
		_, p := openRequest(t, office, model.DutyAcceptance, id)
		for _, part := range p.parts() {
			if part.id == "tests" {
				t.Error("there is one")
			}
		}
	})
	t.Run("a request that cannot be found says so", func(t *testing.T) {
		w, _ := openRequest(t, office, model.DutyAcceptance, "gone")
		sees(t, w, "找不到该申请")
	})
	t.Run("an act of a newer program is kept and shown, and nothing can be done before the update", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.Submitted)
		about := model.Subject{Kind: model.RequestSubject, ID: id}
		_, err := office.Store.Change(t.Context(), about, func(context.Context, []model.Event) (model.Event, error) {
			return model.Event{ID: "newer", Subject: about, Actor: "chenkun", ActorName: "陈坤", Action: "teleport", Claimed: office.Clock.Now(), At: office.Clock.Now()}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		w, p := openRequest(t, office, model.DutyAcceptance, id)
		sees(t, w, "请更新程序", "本机程序（1.2.3）只能查看")
		p.show("history")
		sees(t, w, "新版本程序的操作（teleport）", "陈坤")
	})
	t.Run("news of others appear by themselves", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.Submitted)
		w, p := openRequest(t, office, model.DutyAcceptance, id)
		other, err := view.OpenRequest(context.Background(), office.By(model.DutyAcceptance), id)
		if err != nil {
			t.Fatal(err)
		}
		if err := other.NewAct(model.Accept).Do(context.Background()); err != nil {
			t.Fatal(err)
		}
		p.Tick()
		sees(t, w, "已受理，待审批")
	})
}

func TestPapersTab(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	id := office.Filed(model.Submitted)
	t.Run("a paper is issued, kept, and can be saved where one wants", func(t *testing.T) {
		w, p := openRequest(t, office, model.DutyAcceptance, id)
		p.issue(model.PaperApplication)
		sees(t, w, "已出具", ".pdf")
		var issued model.File
		for _, paper := range p.r.Papers {
			if paper.Kind == model.PaperApplication {
				issued = *paper.Issued
			}
		}
		dir := t.TempDir()
		w.lastFolder = dir
		w.saveKept(issued)
		pressKey(w, fyne.KeyReturn)
		data, err := os.ReadFile(filepath.Join(dir, safeName(issued.Name)))
		if err != nil || int64(len(data)) != issued.Size || string(data[:5]) != "%PDF-" {
			t.Errorf("%d bytes, %v", len(data), err)
		}
		w.saveKept(issued) // the same name once more: a question first
		pressKey(w, fyne.KeyReturn)
		sees(t, w, w.T("folder.replace_text", "name", issued.Name))
		pressKey(w, fyne.KeyEscape)
		pressKey(w, fyne.KeyEscape)
	})
	t.Run("a copy is opened with the system's own program, never the kept file", func(t *testing.T) {
		w, p := openRequest(t, office, model.DutyAcceptance, id)
		var opened string
		w.opts.OpenPath = func(path string) error { opened = path; return nil }
		f := p.r.Files()[0].File
		w.openKept(f)
		if filepath.Base(opened) != f.Name {
			t.Fatalf("opened %q", opened)
		}
		t.Cleanup(func() { _ = os.RemoveAll(filepath.Dir(opened)) })
	})
	t.Run("Ctrl+P issues the latest paper that is ready", func(t *testing.T) {
		w, p := openRequest(t, office, model.DutyAcceptance, id)
		chooseMenu(t, w, "menu.print")
		if p.tab != "papers" {
			t.Errorf("at %s", p.tab)
		}
		sees(t, w, "政务云使用申请表")
	})
	t.Run("names of files lose what folders would take for something else", func(t *testing.T) {
		for name, want := range map[string]string{"a/b.pdf": "a_b.pdf", `..\x:y?.pdf`: ".._x_y_.pdf", "方案.pdf": "方案.pdf", "..": "file"} {
			if got := safeName(name); got != want {
				t.Errorf("%q became %q", name, got)
			}
		}
	})
}

func TestActDialog(t *testing.T) {
	t.Run("Enter on the first action opens it, Enter takes it; the next request is offered", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.Submitted)
		other := office.Draft(office.Samples()[1])
		if _, err := office.As(other.Owner).Submit(context.Background(), other); err != nil {
			t.Fatal(err)
		}
		w, p := openRequest(t, office, model.DutyAcceptance, id)
		pressKey(w, fyne.KeyReturn)
		sees(t, w, "受理："+p.r.Request.Title(), "审批")
		for kit.DialogOpen(w.win.Canvas()) {
			w.win.Canvas().Unfocus()
			pressKey(w, fyne.KeyReturn)
		}
		if p.r.Request.Status != model.Accepted {
			t.Fatalf("status %s", p.r.Request.Status)
		}
		sees(t, w, "已受理，待审批", "下一件")
	})
	t.Run("Ctrl+Enter confirms from within a text of several lines", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		w, p := openRequest(t, office, model.DutyAcceptance, office.Filed(model.Submitted))
		p.act(model.Accept)
		typeInto(w, "材料齐全")
		chooseMenu(t, w, "menu.submit")
		if p.r.Request.Status != model.Accepted {
			t.Errorf("status %s", p.r.Request.Status)
		}
	})
	t.Run("a refusal without an opinion is pointed at; what was typed stays when it is put off", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		w, p := openRequest(t, office, model.DutyAcceptance, office.Filed(model.Submitted))
		p.act(model.Decline)
		w.win.Canvas().FocusPrevious() // the opinion comes first, refusing last
		pressKey(w, fyne.KeyReturn)
		sees(t, w, "应当提出不予受理意见（第八条）")
		typeInto(w, "缺少资源测算依据")
		pressKey(w, fyne.KeyEscape)
		p.act(model.Decline)
		sees(t, w, "缺少资源测算依据")
		w.win.Canvas().FocusPrevious() // the opinion comes first, refusing last
		pressKey(w, fyne.KeyReturn)
		if p.r.Request.Status != model.NotAccepted {
			t.Errorf("status %s", p.r.Request.Status)
		}
		sees(t, w, "不予受理")
	})
	t.Run("who was quicker is named, and the opinion is there again after looking", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.Submitted)
		w, p := openRequest(t, office, model.DutyAcceptance, id)
		d := &actDialog{w: w, p: p, act: p.r.NewAct(model.Decline)}
		d.open()
		typeInto(w, "不完整")
		quicker, err := view.OpenRequest(context.Background(), office.By(model.DutyAcceptance), id)
		if err != nil {
			t.Fatal(err)
		}
		if err := quicker.NewAct(model.Accept).Do(context.Background()); err != nil {
			t.Fatal(err)
		}
		d.take()
		sees(t, w, office.By(model.DutyAcceptance).Person.Name+"已于", w.T("act.reload"), "不完整")
		d.reload()
		sees(t, w, "已受理，待审批")
		if p.notes[string(model.Decline)] != "不完整" {
			t.Error("the opinion is lost")
		}
	})
	t.Run("approved figures are typed beside what was asked; one too high is pointed at (T15)", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		w, p := openRequest(t, office, model.DutyApproval, office.Filed(model.Accepted))
		d := &actDialog{w: w, p: p, act: p.r.NewAct(model.Approve)}
		d.open()
		typeInto(w, "同意")
		field := d.figures[0][0]
		field.Field.SetValue("")
		field.Field.Focus()
		typeInto(w, "9999")
		d.take()
		if field.Problem() == "" {
			t.Fatal("nothing is said at the figure")
		}
		field.Field.SetValue("")
		field.Field.Focus()
		typeInto(w, "1")
		if field.Problem() != "" {
			t.Error("the problem stays while it is mended")
		}
		d.take()
		if p.r.Request.Status != model.Approved {
			t.Fatalf("status %s", p.r.Request.Status)
		}
		p.show("resources")
		sees(t, w, "▲ 1 ")
	})
	t.Run("what has no place of its own is said above, what has one is said there only", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.Trial)
		file, err := office.By(model.DutyReading).Dossier(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		w := signedIn(t, office.Office, file.History[0].Actor)
		w.Go(RequestRoute(id))
		p := page[*requestPage](t, w)
		d := &actDialog{w: w, p: p, act: p.r.NewAct(model.FileReport)}
		d.open()
		d.take()
		if said := d.wrong.Text(); !strings.Contains(said, "须同时包含性能和安全") || strings.Contains(said, "测评机构") {
			t.Errorf("said above: %q", said)
		}
		if d.form.Row("agency").Problem() == "" {
			t.Error("nothing is said at the agency")
		}
		sees(t, w, "缺少材料")
	})
	t.Run("mending a refused request opens its next round (R13)", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.NotAccepted)
		reader := office.By(model.DutyReading)
		file, err := reader.Dossier(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		w := signedIn(t, office.Office, file.History[0].Actor)
		w.Go(RequestRoute(id))
		page[*requestPage](t, w)
		sees(t, w, "修改后重新提交", "办法未规定", "不予受理（")
		pressKey(w, fyne.KeyReturn)
		if in := page[*intakePage](t, w); in.in.Request() != id {
			t.Errorf("draft answers %q", in.in.Request())
		}
		sees(t, w, "修改重报：", "不予受理（")
	})
}
