package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestEntryTyping(t *testing.T) {
	t.Run("typed Chinese arrives whole and the owner hears each change", func(t *testing.T) {
		e := NewEntry()
		var heard []string
		e.OnChanged = func(s string) { heard = append(heard, s) }
		window(t, e, 300, 40)
		test.Type(e, "盘锦市𬭎")
		if e.Value() != "盘锦市𬭎" || len(heard) != 4 || heard[3] != "盘锦市𬭎" {
			t.Errorf("value %q, heard %q", e.Value(), heard)
		}
	})
	t.Run("setting a value is not a change by the user", func(t *testing.T) {
		e := NewEntry()
		e.OnChanged = func(string) { t.Error("OnChanged called") }
		e.SetValue("甲")
	})
	t.Run("one line has no newline, and a pasted one becomes a blank", func(t *testing.T) {
		e := NewEntry()
		window(t, e, 300, 40)
		fyne.CurrentApp().Clipboard().SetContent("第一行\r\n第二行\t尾\n")
		e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
		if got, want := e.Value(), "第一行 第二行 尾"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("control characters never get in", func(t *testing.T) {
		e := NewMultiLine()
		window(t, e, 300, 100)
		e.insert("a\x00b\x7fc\uFEFFd\ne")
		if got, want := e.Value(), "abcd\ne"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("a text over the limit is kept, counted and flagged, not cut", func(t *testing.T) {
		e := NewMultiLine()
		e.Max = 3
		window(t, e, 300, 100)
		test.Type(e, "一二三四")
		if e.Value() != "一二三四" || e.counterText() != "4/3" {
			t.Errorf("value %q, counter %s", e.Value(), e.counterText())
		}
	})
	t.Run("a password is shown as dots and cannot be copied", func(t *testing.T) {
		e := NewPassword()
		window(t, e, 300, 40)
		fyne.CurrentApp().Clipboard().SetContent("before")
		test.Type(e, "秘密")
		e.SelectAll()
		e.TypedShortcut(&fyne.ShortcutCopy{})
		e.TypedShortcut(&fyne.ShortcutCut{})
		if got := e.shown(0, 2); got != "●●" {
			t.Errorf("shown %q", got)
		}
		if got := fyne.CurrentApp().Clipboard().Content(); got != "before" || e.Value() != "秘密" {
			t.Errorf("clipboard %q, value %q", got, e.Value())
		}
	})
	t.Run("a disabled field takes no text, a read-only one can be copied", func(t *testing.T) {
		e := NewText("可复制")
		window(t, e, 300, 40)
		e.SelectAll()
		test.Type(e, "x")
		press(e, fyne.KeyBackspace)
		e.TypedShortcut(&fyne.ShortcutCopy{})
		if e.Value() != "可复制" || fyne.CurrentApp().Clipboard().Content() != "可复制" {
			t.Errorf("value %q, clipboard %q", e.Value(), fyne.CurrentApp().Clipboard().Content())
		}
	})
}

func TestEntryKeys(t *testing.T) {
	t.Run("Tab moves on from one line and from several", func(t *testing.T) {
		a, b, c := NewEntry(), NewMultiLine(), NewEntry()
		w := window(t, container.NewVBox(a, b, c), 300, 300)
		w.Canvas().Focus(a)
		w.Canvas().FocusNext()
		if w.Canvas().Focused() != b {
			t.Fatal("the second field has no focus")
		}
		if _, takesTab := any(b).(fyne.Tabbable); takesTab {
			t.Error("a field of several lines keeps Tab for itself")
		}
	})
	t.Run("keys and shortcuts without use go on to the window", func(t *testing.T) {
		e := NewEntry()
		w := window(t, e, 300, 40)
		var keys []fyne.KeyName
		w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { keys = append(keys, k.Name) })
		saved := false
		save := &desktop.CustomShortcut{KeyName: fyne.KeyS, Modifier: fyne.KeyModifierShortcutDefault}
		w.Canvas().AddShortcut(save, func(fyne.Shortcut) { saved = true })
		press(e, fyne.KeyF5, fyne.KeyEscape, fyne.KeyReturn)
		e.TypedShortcut(save)
		if len(keys) != 3 || keys[0] != fyne.KeyF5 || !saved {
			t.Errorf("keys %v, saved %v", keys, saved)
		}
	})
	t.Run("a character that is typed is not a command of the window as well", func(t *testing.T) {
		e, p := NewEntry(), NewPicker(levels, PickerWords{})
		w := window(t, container.NewVBox(e, p), 300, 80)
		w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { t.Errorf("the window heard %s", k.Name) })
		for _, o := range []fyne.Focusable{e, p.box} {
			press(o, fyne.KeyN, fyne.Key1, fyne.KeyPeriod, desktop.KeyControlLeft, desktop.KeyShiftRight)
		}
		press(e, fyne.KeySpace)
	})
	t.Run("Enter submits one line and breaks several; Ctrl+Enter submits those", func(t *testing.T) {
		var sent []string
		one, many := NewEntry(), NewMultiLine()
		one.OnSubmitted = func(s string) { sent = append(sent, s) }
		many.OnSubmitted = one.OnSubmitted
		window(t, container.NewVBox(one, many), 300, 200)
		test.Type(one, "甲")
		press(one, fyne.KeyReturn)
		test.Type(many, "乙")
		press(many, fyne.KeyReturn)
		ctrl(many, fyne.KeyReturn)
		if len(sent) != 2 || sent[0] != "甲" || sent[1] != "乙\n" {
			t.Errorf("sent %q", sent)
		}
	})
	t.Run("the owner may take a key first", func(t *testing.T) {
		e := NewEntry()
		e.OnKey = func(k *fyne.KeyEvent) bool { return k.Name == fyne.KeyBackspace }
		window(t, e, 300, 40)
		test.Type(e, "甲")
		press(e, fyne.KeyBackspace)
		if e.Value() != "甲" {
			t.Errorf("value %q", e.Value())
		}
	})
	t.Run("shift selects, typing replaces, undo and redo go back and forth", func(t *testing.T) {
		e := NewEntry()
		window(t, e, 300, 40)
		test.Type(e, "政务云平台")
		shifted(e, fyne.KeyLeft, fyne.KeyLeft)
		if e.SelectedText() != "平台" {
			t.Fatalf("selected %q", e.SelectedText())
		}
		test.Type(e, "上")
		e.TypedShortcut(&fyne.ShortcutUndo{})
		if e.Value() != "政务云平台" {
			t.Errorf("after undo %q", e.Value())
		}
		e.TypedShortcut(&fyne.ShortcutRedo{})
		if e.Value() != "政务云上" {
			t.Errorf("after redo %q", e.Value())
		}
	})
	t.Run("a letter and its variant selector are one character to Backspace", func(t *testing.T) {
		e := NewEntry()
		window(t, e, 300, 40)
		e.insert("王葛\U000E0100")
		press(e, fyne.KeyBackspace)
		if e.Value() != "王" {
			t.Errorf("value %q", e.Value())
		}
	})
	t.Run("the caret's foot is told whenever it moves", func(t *testing.T) {
		var at []fyne.Position
		CaretMoved = func(_ fyne.CanvasObject, p fyne.Position) { at = append(at, p) }
		t.Cleanup(func() { CaretMoved = nil })
		e := NewEntry()
		w := window(t, e, 300, 40)
		w.Canvas().Focus(e)
		e.TypedRune('云')
		press(e, fyne.KeyLeft)
		if len(at) != 3 || at[1].X <= at[0].X || at[2] != at[0] || at[0].Y <= 0 {
			t.Errorf("told %v", at)
		}
	})
}

func TestEntrySeveralLines(t *testing.T) {
	t.Run("Up and Down keep the column over a short row, End stays on its row", func(t *testing.T) {
		e := NewMultiLine()
		window(t, e, 400, 150)
		e.SetValue("abcdefgh\nab\nabcdefgh")
		e.jump(6, false)
		press(e, fyne.KeyDown, fyne.KeyDown)
		if e.buf.caret != 18 {
			t.Errorf("caret at %d, want 18", e.buf.caret)
		}
		press(e, fyne.KeyUp, fyne.KeyHome, fyne.KeyEnd)
		if e.buf.caret != 11 {
			t.Errorf("caret at %d, want 11", e.buf.caret)
		}
	})
	t.Run("End at a soft break stays at the end of the upper row", func(t *testing.T) {
		e := NewMultiLine()
		window(t, e, 200, 150)
		e.SetValue(paragraph(60))
		e.jump(0, false)
		press(e, fyne.KeyEnd)
		if row := e.caretLine(); row != 0 {
			t.Errorf("caret on row %d", row)
		}
		press(e, fyne.KeyRight)
		if row := e.caretLine(); row != 1 {
			t.Errorf("after Right the caret is on row %d", row)
		}
	})
	t.Run("it grows with its content and then scrolls to the caret", func(t *testing.T) {
		e := NewMultiLine()
		window(t, container.NewVBox(e), 400, 600)
		low := e.MinSize().Height
		e.SetValue("1\n2\n3\n4\n5")
		if high := e.MinSize().Height; high <= low {
			t.Errorf("height %v, was %v", high, low)
		}
		e.SetValue(paragraph(3000))
		if got := e.MinSize().Height; got > low*3 {
			t.Errorf("a long text makes the field %v high", got)
		}
		e.FocusGained()
		e.jump(3000, false)
		if row := e.caretLine(); row < e.top || row >= e.top+e.rowsShown() {
			t.Errorf("caret on row %d, shown from %d", row, e.top)
		}
	})
	t.Run("the wheel is taken only by a field that has more than it shows", func(t *testing.T) {
		e := NewMultiLine()
		window(t, e, 400, 80)
		r := test.WidgetRenderer(e).(*entryRenderer)
		if r.wheel.Visible() {
			t.Error("an empty field takes the wheel")
		}
		e.SetValue(paragraph(3000))
		if !r.wheel.Visible() {
			t.Fatal("a long field does not scroll")
		}
		r.wheel.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -20)})
		if e.top != 2 {
			t.Errorf("first row %d", e.top)
		}
	})
	t.Run("a click places the caret, a double click selects the word, dragging extends", func(t *testing.T) {
		e := NewMultiLine()
		w := window(t, e, 400, 150)
		w.Canvas().Focus(e)
		e.SetValue("cloud host\n云主机 4核")
		g := e.geometry()
		click := func(x, y float32) fyne.PointEvent {
			p := fyne.PointEvent{Position: fyne.NewPos(x, y)}
			e.MouseDown(&desktop.MouseEvent{PointEvent: p, Button: desktop.MouseButtonPrimary})
			return p
		}
		p := click(g.x+5, g.y+3)
		e.DoubleTapped(&p)
		if e.SelectedText() != "cloud" {
			t.Errorf("selected %q", e.SelectedText())
		}
		p = click(g.x, g.y+g.lineHeight+3)
		e.DoubleTapped(&p)
		if e.SelectedText() != "云主机" {
			t.Errorf("selected %q", e.SelectedText())
		}
		click(g.x, g.y+3)
		e.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(390, g.y+3)}})
		if e.SelectedText() != "cloud host" {
			t.Errorf("dragged over %q", e.SelectedText())
		}
	})
}

func TestEntryLongLine(t *testing.T) {
	t.Run("ten thousand characters in one line: only what is seen is drawn", func(t *testing.T) {
		e := NewEntry()
		w := window(t, e, 300, 40)
		w.Canvas().Focus(e)
		e.insert(paragraph(10000))
		r := test.WidgetRenderer(e).(*entryRenderer)
		if n := len([]rune(r.texts[0].Text)); n > 60 || n == 0 {
			t.Errorf("%d characters drawn", n)
		}
		pos, _ := e.caretPlace()
		if pos.X > 300 || pos.X < 100 {
			t.Errorf("caret at %v", pos)
		}
		press(e, fyne.KeyHome)
		if e.left != 0 {
			t.Errorf("after Home shown from %d", e.left)
		}
	})
}

func BenchmarkEntryKey(b *testing.B) {
	for name, n := range map[string]int{"3000": 3000, "10000": 10000} {
		b.Run(name, func(b *testing.B) {
			e := NewMultiLine()
			w := window(b, e, 600, 200)
			w.Canvas().Focus(e)
			e.SetValue(paragraph(n))
			e.jump(n/2, false)
			b.ResetTimer()
			for range b.N {
				e.TypedRune('云')
			}
		})
	}
}
