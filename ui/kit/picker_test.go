package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

var levels = []Option{{"1", "一级", "GB/T 22239"}, {"2", "二级", ""}, {"3", "三级", "专有云"}, {"4", "四级", ""}}

func TestPicker(t *testing.T) {
	t.Run("typing searches, arrows and Enter choose, the owner hears it once", func(t *testing.T) {
		p := NewPicker(levels, PickerWords{})
		var heard []string
		p.OnChanged = func(code string) { heard = append(heard, code) }
		w := window(t, p, 400, 400)
		p.Focus()
		typeKey(w.Canvas(), fyne.KeyDown)
		typeKey(w.Canvas(), fyne.KeyDown)
		typeKey(w.Canvas(), fyne.KeyReturn)
		if p.Value() != "2" || p.Label() != "二级" {
			t.Fatalf("value %q", p.Value())
		}
		p.box.TypedRune('三')
		typeKey(w.Canvas(), fyne.KeyReturn)
		if p.Value() != "3" || len(heard) != 2 || w.Canvas().Overlays().Top() != nil {
			t.Errorf("value %q, heard %q", p.Value(), heard)
		}
		if w.Canvas().Focused() != fyne.Focusable(p.box) {
			t.Error("the focus did not come back")
		}
	})
	t.Run("words are looked for in label, note and code, in any order", func(t *testing.T) {
		for typed, want := range map[string]int{"": 4, "级": 4, "gb": 1, "云 三": 1, "五": 0, "4": 1} {
			if got := len(matching(levels, typed)); got != want {
				t.Errorf("%q finds %d, want %d", typed, got, want)
			}
		}
	})
	t.Run("Esc leaves all as it was, Delete clears unless a choice is required", func(t *testing.T) {
		p := NewPicker(levels, PickerWords{})
		w := window(t, p, 400, 400)
		p.SetValue("2")
		p.Focus()
		typeKey(w.Canvas(), fyne.KeySpace)
		typeKey(w.Canvas(), fyne.KeyDown)
		typeKey(w.Canvas(), fyne.KeyEscape)
		if p.Value() != "2" || w.Canvas().Overlays().Top() != nil {
			t.Fatalf("value %q", p.Value())
		}
		p.Required = true
		typeKey(w.Canvas(), fyne.KeyDelete)
		if p.Value() != "2" {
			t.Error("a required choice was cleared")
		}
		p.Required = false
		typeKey(w.Canvas(), fyne.KeyDelete)
		if p.Value() != "" {
			t.Errorf("value %q", p.Value())
		}
	})
	t.Run("free text is kept where it is allowed, and only there", func(t *testing.T) {
		for _, free := range []bool{true, false} {
			p := NewPicker(levels, PickerWords{})
			p.FreeText = free
			w := window(t, p, 400, 400)
			p.Focus()
			typeKey(w.Canvas(), fyne.KeyDown)
			test.Type(w.Canvas().Focused(), "五级")
			typeKey(w.Canvas(), fyne.KeyReturn)
			if got := p.Value() == "五级"; got != free {
				t.Errorf("free %v: value %q", free, p.Value())
			}
		}
	})
	t.Run("a code that is not in the table is shown as it is, never lost", func(t *testing.T) {
		p := NewPicker(levels, PickerWords{})
		window(t, p, 400, 400)
		p.SetValue("9")
		if p.box.text != "9" || p.Value() != "9" {
			t.Errorf("shows %q", p.box.text)
		}
	})
	t.Run("a long table stays inside the window and scrolls to the marked entry", func(t *testing.T) {
		var many []Option
		for i := range 500 {
			many = append(many, Option{Code: fmt.Sprint(i), Label: fmt.Sprintf("单位%03d", i)})
		}
		p := NewPicker(many, PickerWords{})
		w := window(t, NewColumn(0, p), 400, 300)
		p.SetValue("400")
		p.Focus()
		typeKey(w.Canvas(), fyne.KeyDown)
		g := &p.list.list.grid
		if g.selected != 400 || g.scroll.Offset.Y == 0 || g.scroll.Size().Height > 300 {
			t.Errorf("marked %d, offset %v, height %v", g.selected, g.scroll.Offset.Y, g.scroll.Size().Height)
		}
		typeKey(w.Canvas(), fyne.KeyPageDown)
		if g.selected <= 401 {
			t.Errorf("after PageDown %d", g.selected)
		}
	})
}

func TestMultiPicker(t *testing.T) {
	t.Run("Enter ticks and unticks, the value keeps the order of the table", func(t *testing.T) {
		p := NewMultiPicker(levels, PickerWords{})
		var last string
		p.OnChanged = func(codes string) { last = codes }
		w := window(t, p, 400, 400)
		p.Focus()
		typeKey(w.Canvas(), fyne.KeyDown)
		for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn, fyne.KeyUp, fyne.KeyUp,
			fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyEscape} {
			typeKey(w.Canvas(), key)
		}
		if p.Value() != "1|3" || last != "1|3" || p.box.text != "一级、三级" {
			t.Errorf("value %q, heard %q, shows %q", p.Value(), last, p.box.text)
		}
	})
	t.Run("an empty value chooses nothing", func(t *testing.T) {
		p := NewMultiPicker(levels, PickerWords{})
		window(t, p, 400, 400)
		p.SetValue("4|2")
		p.SetValue("")
		if len(p.Values()) != 0 {
			t.Errorf("values %q", p.Values())
		}
	})
}
