package ui

import (
	"os"
	"path/filepath"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestADraftAsAFileInTheWindow(t *testing.T) {
	office, other := apptest.New(t, "luan"), apptest.New(t, "luan")
	sample := office.Samples()[0]
	clerk := office.ClerkOf(sample)
	draft := office.Draft(sample)
	path := filepath.Join(t.TempDir(), "给同事") // the ending is added
	t.Run("from the draft, where it is sent to a colleague, a file is written", func(t *testing.T) {
		w := signedIn(t, office.Office, clerk.Person.ID)
		w.Go(DraftRoute(draft.ID))
		page[*intakePage](t, w).sendDraft()
		sees(t, w, "用 U 盘交给本单位同事导入")
		tapButton(t, w, "导出草稿文件")
		choosesPath(t, w, path)
		sees(t, w, "草稿文件已写好", path+app.DraftEnding)
		pressKey(w, "Return")
		w.Go(HomeRoute())
		chooseMenu(t, w, "draft_file.export")
		sees(t, w, "请先打开要导出的草稿")
	})
	path += app.DraftEnding
	w := signedIn(t, other.Office, clerk.Person.ID)
	t.Run("a colleague's desk shows what it is, and makes a draft of it", func(t *testing.T) {
		dropFile(w, path)
		sees(t, w, draft.Title(), clerk.Person.Name, clerk.Unit.Name, "使用申请", "导入为我的草稿")
		tapButton(t, w, "导入为我的草稿")
		if p := page[*intakePage](t, w); p.in.Title() != draft.Title() || p.in.ID() == draft.ID {
			t.Error(p.in.Title())
		}
		dropFile(w, path) // onto the form that is open now
		sees(t, w, "您已有一份同名的草稿")
		pressKey(w, "Escape")
	})
	t.Run("it can be chosen from the menu, and what is damaged is refused", func(t *testing.T) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, text[:len(text)-20], 0o600); err != nil {
			t.Fatal(err)
		}
		w.Go(HomeRoute())
		chooseMenu(t, w, "draft_file.import")
		choosesPath(t, w, path)
		sees(t, w, "没有导入", "草稿文件不完整或已损坏")
		pressKey(w, "Return")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		dropFile(w, path, path)
		sees(t, w, "请一次导入一个草稿文件")
	})
	t.Run("another unit's is refused by its name", func(t *testing.T) {
		var stranger model.Person
		people, err := other.People(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range people {
			if p.Unit != clerk.Person.Unit && other.Profile().Holds(p.Roles, model.DutyUnit) {
				stranger = p
			}
		}
		w := signedIn(t, other.Office, stranger.ID)
		dropFile(w, path)
		sees(t, w, "没有导入", "这是"+clerk.Unit.Name+"的草稿")
	})
}
