package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
	"yunban/ui/kit"
)

// tapButton taps the button with these words in the dialog on top.
func tapButton(t *testing.T, w *Window, words string) {
	t.Helper()
	layers := w.win.Canvas().Overlays().List()
	if len(layers) == 0 {
		t.Fatalf("no dialog to press %s in", words)
	}
	var found *kit.Button
	var look func(o fyne.CanvasObject)
	look = func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Text == words && b.Visible() {
			found = b
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				look(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				look(child)
			}
		}
	}
	look(layers[len(layers)-1])
	if found == nil {
		t.Fatalf("no button %s in:\n%s", words, shown(layers[len(layers)-1]))
	}
	test.Tap(found)
}

// dropFile drops a file that is there onto the window.
func dropFile(w *Window, paths ...string) {
	var files []fyne.URI
	for _, path := range paths {
		files = append(files, storage.NewFileURI(path))
	}
	w.dropped(fyne.NewPos(1, 1), files)
}

// choosesPath types a path into the dialog of files that is open.
func choosesPath(t *testing.T, w *Window, path string) {
	t.Helper()
	entry, ok := w.win.Canvas().Focused().(*kit.Entry)
	if !ok {
		t.Fatalf("the focus is on %T", w.win.Canvas().Focused())
	}
	entry.SetValue(path)
	kit.ConfirmTop(w.win.Canvas())
}

// parcelIn is the parcel of a kind in a folder.
func parcelIn(t *testing.T, folder, kind string) string {
	t.Helper()
	found, _, err := app.FindParcels(folder, kind, "")
	if err != nil || len(found) == 0 {
		t.Fatal(found, err)
	}
	return found[len(found)-1].Path
}

func TestExchangeWithoutANetworkInTheWindow(t *testing.T) {
	hub := apptest.NewHub(t, "luan")
	sample := hub.Samples()[1]
	clerk := hub.ClerkOf(sample).Person
	desk := hub.Join(clerk.Unit, false)
	w := following(t, desk, clerk.ID)
	hub.Stop()
	stick := t.TempDir()
	filesDraft(t, w.desk, sample)
	w.exchange(nil)
	carriesOut := func(t *testing.T) {
		t.Helper()
		test.Tap(w.frame.badge)
		tapButton(t, w, "带出")
		choosesPath(t, w, stick)
		kit.ConfirmTop(w.win.Canvas()) // the folder that was opened
	}
	var answer string
	t.Run("what waits is written as a parcel, which is told of with what to do next", func(t *testing.T) {
		carriesOut(t)
		sees(t, w, "已写好交换文件", "待发送的事项 2 件", filepath.Base(parcelIn(t, stick, app.ParcelToHub))[:30], "交给共享库管理员")
		pressKey(w, "Return")
		test.Tap(w.frame.badge)
		sees(t, w, "回执还没有带入")
		pressKey(w, "Escape")
	})
	if t.Failed() {
		return
	}
	t.Run("its own parcel, something else, and half an answer are refused with what is the matter", func(t *testing.T) {
		dropFile(w, parcelIn(t, stick, app.ParcelToHub))
		sees(t, w, "没有带入", "不是回执")
		pressKey(w, "Return")
		other := filepath.Join(t.TempDir(), "别的.age")
		if err := os.WriteFile(other, []byte("PK\x03\x04"), 0o600); err != nil {
			t.Fatal(err)
		}
		dropFile(w, other)
		sees(t, w, w.T("error.bad_parcel"))
		pressKey(w, "Return")
		parcel, err := os.ReadFile(parcelIn(t, stick, app.ParcelToHub))
		if err != nil {
			t.Fatal(err)
		}
		text, _, err := hub.Carry(parcel)
		if err != nil {
			t.Fatal(err)
		}
		answer = filepath.Join(stick, "回执.age")
		half := filepath.Join(t.TempDir(), "回执.age")
		if err := os.WriteFile(answer, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(half, text[:len(text)-9], 0o600); err != nil {
			t.Fatal(err)
		}
		dropFile(w, half)
		sees(t, w, w.T("error.bad_parcel"))
		pressKey(w, "Return")
	})
	if t.Failed() {
		return
	}
	t.Run("the answer is taken in where it is chosen, and the badge counts on", func(t *testing.T) {
		test.Tap(w.frame.badge)
		tapButton(t, w, "带入")
		choosesPath(t, w, answer)
		sees(t, w, "已带入回执", "收到新情况")
		pressKey(w, "Return")
		if strings.Contains(badge(w), "待发送") {
			t.Error(badge(w))
		}
		test.Tap(w.frame.badge)
		sees(t, w, "回执已带入")
		pressKey(w, "Escape")
	})
	t.Run("the same answer again says that it holds nothing new", func(t *testing.T) {
		dropFile(w, answer)
		sees(t, w, "已经带入过")
		pressKey(w, "Return")
	})
	t.Run("with nothing that waits the parcel asks for news", func(t *testing.T) {
		carriesOut(t)
		sees(t, w, "没有待发送的事项；这个文件只向共享库索取新的情况")
		pressKey(w, "Return")
	})
	t.Run("an answer for another desk is refused, and what is no answer does not keep one back that comes with it", func(t *testing.T) {
		hub.Serve()
		other := following(t, hub.Join(clerk.Unit, false), clerk.ID)
		dropFile(other, answer)
		sees(t, other, "不是给本机的")
		pressKey(other, "Return")
		hub.Stop()
		w := following(t, desk, clerk.ID)
		dropFile(w, answer, parcelIn(t, stick, app.ParcelToHub))
		sees(t, w, "没有带入", "已经带入过", "不是回执")
	})
	t.Run("a desk that is its own hub says that it has none", func(t *testing.T) {
		own := signedIn(t, hub.Office.Office, hub.By(model.DutyAcceptance).Person.ID)
		dropFile(own, answer)
		sees(t, own, w.T("error.not_joined"))
	})
}
