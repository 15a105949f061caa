package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"yunban/app/apptest"
	"yunban/ui/view"
)

func TestTheRoomForAttachments(t *testing.T) {
	hub := apptest.NewHub(t, "luan")
	clerk := hub.ClerkOf(hub.Samples()[1]).Person
	desk := hub.Join(clerk.Unit, false)
	w := following(t, desk, clerk.ID)
	keeps := func(gigabytes string) {
		p := page[*settingsPage](t, w)
		p.budget.inputs["budget"].SetValue(gigabytes)
		test.Tap(p.keep)
	}
	t.Run("a joined desk says how much it keeps and how much is here", func(t *testing.T) {
		w.Go(SettingsRoute())
		sees(t, w, "最多保留", "现在占用 ", "最久未看的附件")
		filesDraft(t, w.desk, hub.Samples()[1])
		w.Go(HomeRoute())
		w.Go(SettingsRoute())
		b, err := desk.FileBudget(t.Context())
		if err != nil || b.Used == 0 || b.Limit != 2<<30 {
			t.Fatal(b, err)
		}
		sees(t, w, view.SizeText(b.Used))
	})
	t.Run("a limit that makes no sense is refused at the field", func(t *testing.T) {
		for _, wrong := range []string{"", "0", "2000", "9999999999"} {
			keeps(wrong)
			sees(t, w, "请填 0.1 到 1024 之间的数")
		}
		if b, err := desk.FileBudget(t.Context()); err != nil || b.Limit != 2<<30 {
			t.Error(b, err)
		}
	})
	t.Run("another limit holds from then on", func(t *testing.T) {
		keeps("0.5")
		sees(t, w, "附件限额已保存")
		if b, err := desk.FileBudget(t.Context()); err != nil || b.Limit != 512<<20 {
			t.Error(b, err)
		}
	})
	t.Run("a desk that is its own hub keeps everything and has no such setting", func(t *testing.T) {
		own := signedIn(t, hub.Office.Office, clerk.ID)
		own.Go(SettingsRoute())
		if b, err := own.desk.FileBudget(t.Context()); err != nil || b.Joined {
			t.Error(b, err)
		}
		if seen := shown(own.win.Content()); strings.Contains(seen, "附件占用空间") {
			t.Error("it has")
		}
	})
}
