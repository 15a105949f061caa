package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// typeKey sends a key the way the driver does: to what has the focus, else to the canvas.
func typeKey(c fyne.Canvas, name fyne.KeyName) {
	key := &fyne.KeyEvent{Name: name}
	if f := c.Focused(); f != nil {
		f.TypedKey(key)
	} else if f := c.OnTypedKey(); f != nil {
		f(key)
	}
}

func TestDialog(t *testing.T) {
	t.Run("Esc cancels and Enter confirms, from a field of one line too", func(t *testing.T) {
		w := window(t, widget.NewLabel("page"), 600, 400)
		var did string
		ask := func() *Dialog {
			d := NewDialog("不予受理", NewEntry(), "不予受理", "取消")
			d.OnConfirm = func() bool { did += "确认"; return true }
			d.OnCancel = func() { did += "取消" }
			d.Open(w.Canvas())
			return d
		}
		ask()
		typeKey(w.Canvas(), fyne.KeyEscape)
		ask()
		typeKey(w.Canvas(), fyne.KeyReturn)
		if did != "取消确认" || w.Canvas().Overlays().Top() != nil || DialogOpen(w.Canvas()) {
			t.Errorf("did %q, overlay %v", did, w.Canvas().Overlays().Top())
		}
	})
	t.Run("Enter in a field of several lines is a newline", func(t *testing.T) {
		w := window(t, widget.NewLabel("page"), 600, 400)
		opinion := NewMultiLine()
		d := NewDialog("审批", opinion, "同意", "取消")
		d.OnConfirm = func() bool { t.Error("confirmed"); return true }
		d.Open(w.Canvas())
		typeKey(w.Canvas(), fyne.KeyReturn)
		if opinion.Value() != "\n" {
			t.Errorf("opinion %q", opinion.Value())
		}
	})
	t.Run("a dialog that is not satisfied stays, and a greyed verb does nothing", func(t *testing.T) {
		w := window(t, widget.NewLabel("page"), 600, 400)
		asked := 0
		d := NewDialog("受理", NewEntry(), "受理", "取消")
		d.OnConfirm = func() bool { asked++; return false }
		d.Open(w.Canvas())
		typeKey(w.Canvas(), fyne.KeyReturn)
		d.SetVerbEnabled(false)
		typeKey(w.Canvas(), fyne.KeyReturn)
		if asked != 1 || !DialogOpen(w.Canvas()) {
			t.Errorf("asked %d times, open %v", asked, DialogOpen(w.Canvas()))
		}
	})
	t.Run("a question without fields stands on the verb, a dangerous one on cancel", func(t *testing.T) {
		w := window(t, widget.NewLabel("page"), 600, 400)
		d := NewDialog("签收", widget.NewLabel("?"), "签收", "取消")
		d.Open(w.Canvas())
		if w.Canvas().Focused() != fyne.Focusable(d.verb) {
			t.Error("the verb has no focus")
		}
		d.Close()
		d = NewDialog("删除", widget.NewLabel("?"), "删除", "取消")
		d.Danger = true
		d.Open(w.Canvas())
		if w.Canvas().Focused() != fyne.Focusable(d.cancel) {
			t.Error("cancel has no focus")
		}
	})
	t.Run("the window's own keys come back when the last dialog is gone", func(t *testing.T) {
		w := window(t, widget.NewLabel("page"), 600, 400)
		var page, outer int
		w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { page++ })
		first := NewDialog("一", NewEntry(), "好", "取消")
		first.OnCancel = func() { outer++ }
		second := NewDialog("二", NewEntry(), "好", "取消")
		first.Open(w.Canvas())
		second.Open(w.Canvas())
		typeKey(w.Canvas(), fyne.KeyEscape)
		if outer != 0 || !DialogOpen(w.Canvas()) {
			t.Fatal("Esc closed the lower dialog")
		}
		typeKey(w.Canvas(), fyne.KeyEscape)
		w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF5})
		if outer != 1 || page != 1 {
			t.Errorf("lower dialog cancelled %d times, page heard %d keys", outer, page)
		}
	})
	t.Run("what is higher than the window scrolls, and the buttons stay in sight", func(t *testing.T) {
		w := window(t, widget.NewLabel("page"), 600, 300)
		rows := container.NewVBox()
		for range 30 {
			rows.Add(NewEntry())
		}
		d := NewDialog("很长", rows, "好", "取消")
		d.Open(w.Canvas())
		if foot := d.verb.Position().Y + d.verb.Size().Height; foot > 300 {
			t.Errorf("the verb ends at %v", foot)
		}
		w.Canvas().Focus(rows.Objects[29].(*Entry))
		if d.scroll.Offset.Y == 0 {
			t.Error("the focused field was not brought into sight")
		}
	})
	t.Run("a button is pressed by Enter and passes Esc on", func(t *testing.T) {
		pressed := 0
		b := NewButton("好", nil, func() { pressed++ })
		w := window(t, b, 200, 60)
		escaped := false
		w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { escaped = k.Name == fyne.KeyEscape })
		w.Canvas().Focus(b)
		typeKey(w.Canvas(), fyne.KeyReturn)
		typeKey(w.Canvas(), fyne.KeyEscape)
		test.Tap(b)
		if pressed != 2 || !escaped {
			t.Errorf("pressed %d times, escaped %v", pressed, escaped)
		}
	})
}
