//go:build linux

package main

import (
	"slices"
	"strings"
	"testing"

	"yunban/model"
)

// TestTheRealWindow works in the window itself, with a real keyboard and mouse: a clerk mends a draft, the power fails,
// the clerk files it, the authority accepts and approves. What else each page can do is tested in package ui.
func TestTheRealWindow(t *testing.T) {
	d := newDesktop(t)
	name := d.furnish()

	w := d.openWindow()
	w.write("wangfang") // the keyboard is in the first field
	w.press("Return")
	w.enter()
	w.openDraft(name)
	seen := w.typeUntilKept("二期")
	w.kill()
	kept := d.draft()
	t.Run("what was typed is there after the program was killed in the middle of it", func(t *testing.T) {
		if !strings.HasPrefix(kept, seen) {
			t.Errorf("the window showed %q, the draft has %q", seen, kept)
		}
	})

	const mended = "审批系统二期"
	w = d.openWindow()
	w.enter() // the program remembers who it was
	w.openDraft(kept)
	w.press("ctrl+a")
	w.write(mended)
	w.changes("the question", func() { w.press("ctrl+Return") })
	w.press("Return")
	w.shows(mended)

	w.signIn("chenkun")
	w.openFirst(mended)
	w.act("")
	w.signIn("zhaohong")
	w.openFirst(mended)
	w.act("同意")
	w.close()

	d.checkApproved(mended, "同意")
}

// furnish founds the office, makes the accounts and takes a filled form in as a draft, whose name it gives.
func (d *desktop) furnish() string {
	d.t.Helper()
	var done map[string]any
	d.yunban(&done, "init", "--profile", "panjin-2016", "--admin", "gaoyuan")
	for _, account := range [][]string{
		{"wangfang", "--role", string(model.RoleClerk), "--unit", "盘锦市工程审批服务中心"},
		{"chenkun", "--role", string(model.RoleAcceptanceOfficer)},
		{"zhaohong", "--role", string(model.RoleApprover)},
	} {
		d.yunban(&done, append([]string{"--as", "gaoyuan", "user", "add"}, account...)...)
	}
	d.yunban(&done, "--as", "wangfang", "request", "new", "--from", "assets/samples/panjin-2016/permit-approval/request.json")
	return d.draft()
}

// listed is what the program says of requests and drafts.
type listed struct {
	Items []struct{ ID, Title string }
}

// draft is the name of the clerk's only draft.
func (d *desktop) draft() string {
	d.t.Helper()
	var drafts listed
	d.yunban(&drafts, "--as", "wangfang", "request", "list", "--queue", "drafts")
	if len(drafts.Items) != 1 {
		d.t.Fatalf("there are %d drafts", len(drafts.Items))
	}
	return drafts.Items[0].Title
}

// checkApproved asks the program, without its window, what has become of the request.
func (d *desktop) checkApproved(name, opinion string) {
	d.t.Helper()
	var requests listed
	d.yunban(&requests, "--as", "zhaohong", "request", "list")
	if len(requests.Items) != 1 {
		d.t.Fatalf("there are %d requests", len(requests.Items))
	}
	var r struct {
		Status   model.Status
		Fields   model.Values
		Approval struct{ Note, By string }
		History  []struct{ Action model.Action }
	}
	d.yunban(&r, "--as", "zhaohong", "request", "show", requests.Items[0].ID)
	d.t.Run("the request was filed, accepted and approved (R11, R12, R14)", func(t *testing.T) {
		var acts []model.Action
		for _, h := range r.History {
			acts = append(acts, h.Action)
		}
		want := []model.Action{model.Submit, model.Accept, model.Approve}
		if r.Status != model.Approved || !slices.Equal(acts, want) {
			t.Errorf("it is %s after %q", r.Status, acts)
		}
	})
	d.t.Run("what was typed into the form arrived", func(t *testing.T) {
		if got := r.Fields["system_name"]; got != name {
			t.Errorf("the system's name is %q", got)
		}
	})
	d.t.Run("the opinion stands under the approver's name (R14)", func(t *testing.T) {
		if r.Approval.Note != opinion || r.Approval.By != "zhaohong" {
			t.Errorf("%+v", r.Approval)
		}
	})
	var store struct{ OK bool }
	d.yunban(&store, "verify", "store")
	d.t.Run("the store is whole", func(t *testing.T) {
		if !store.OK {
			t.Error("it is not")
		}
	})
}

// enter types the password and waits for what is to be done.
func (w *window) enter() {
	w.t.Helper()
	w.write(password)
	w.press("Return")
	w.shows("待办")
}

// signIn signs out with the mouse, and in as another person. The window remembers the last one's name.
func (w *window) signIn(id string) {
	w.t.Helper()
	w.changes("the question who is there", func() { w.click(width-45, 49) })
	w.press("shift+Tab", "ctrl+a")
	w.write(id)
	w.press("Return")
	w.enter()
}

// openDraft goes on with the draft beside the list, and to the name of the system, in the third step of the form.
func (w *window) openDraft(name string) {
	w.t.Helper()
	w.press("Tab", "Tab", "Tab", "Tab", "Return") // from the list over what begins a form to the draft's
	w.shows("填写申请：" + name)
	w.press("shift+Tab", "Down", "Down") // from the first field to the steps
	w.press("Tab", "End")
}

// openFirst opens the first request of those that wait.
func (w *window) openFirst(name string) {
	w.t.Helper()
	w.press("Down", "Return")
	w.shows(name)
}

// act does what may be done first with a request, with an opinion or without.
func (w *window) act(opinion string) {
	w.t.Helper()
	w.changes("the dialog of the act", func() { w.press("Return") })
	if opinion != "" {
		w.write(opinion)
	}
	w.keeps("the act", func() { w.press("ctrl+Return") })
	w.rests()
}

// typeUntilKept types on without a pause until the program has kept some of it by itself. It gives the name of the
// system as it was to be read in the window's title just before that.
func (w *window) typeUntilKept(text string) (seen string) {
	w.t.Helper()
	kept, pieces := w.store(), 0
	w.until("the draft being kept", func() bool {
		now := w.title()
		if w.store() != kept {
			return true
		}
		seen = now
		w.write(text)
		pieces++
		return false
	})
	if pieces < 2 || pieces > 40 {
		w.t.Errorf("the draft was kept after %d pieces", pieces)
	}
	w.write(text)
	_, seen, _ = strings.Cut(seen, "：")
	return strings.TrimSuffix(seen, " · 云办")
}
