package kit

import (
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"yunban/model"
)

func allKinds() []FieldSpec {
	return []FieldSpec{
		{Key: "text", Label: "名称", Required: true},
		{Key: "long", Label: "说明", Kind: LongKind, Max: 3000},
		{Key: "integer", Label: "核数", Kind: IntegerKind, Unit: "核"},
		{Key: "decimal", Label: "投资", Kind: DecimalKind, Unit: "万元"},
		{Key: "date", Label: "日期", Kind: DateKind},
		{Key: "choice", Label: "等级", Kind: ChoiceKind, Options: levels},
		{Key: "choices", Label: "网络", Kind: ChoicesKind, Options: levels},
		{Key: "check", Label: "承诺", Kind: CheckKind},
	}
}

func TestForm(t *testing.T) {
	words := FieldWords{Date: dateWords()}
	full := model.Values{"text": "甲", "long": "乙\n丙", "integer": "4", "decimal": "1.5", "date": "2026-10-10",
		"choice": "3", "choices": "1|3", "check": "true"}

	t.Run("every kind of field gives back the value it was given, without telling of a change", func(t *testing.T) {
		f := NewForm(allKinds(), words)
		f.OnChanged = func(key, _ string) { t.Errorf("%s told of a change", key) }
		window(t, f, 800, 600)
		f.SetValues(full)
		if got := f.Values(); !reflect.DeepEqual(got, full) {
			t.Errorf("values %v", got)
		}
		f.SetValues(nil)
		for key, v := range f.Values() {
			if v != "" {
				t.Errorf("%s is %q after emptying", key, v)
			}
		}
	})
	t.Run("a change is told with the field's key", func(t *testing.T) {
		f := NewForm(allKinds(), words)
		var told []string
		f.OnChanged = func(key, v string) { told = append(told, key+"="+v) }
		w := window(t, f, 800, 600)
		f.Focus("text")
		test.Type(w.Canvas().Focused(), "甲")
		f.Focus("check")
		w.Canvas().Focused().(*checkBox).TypedRune(' ')
		if want := []string{"text=甲", "check=true"}; !reflect.DeepEqual(told, want) {
			t.Errorf("told %v, want %v", told, want)
		}
	})
	t.Run("a click on a statement ticks it, unless it is disabled", func(t *testing.T) {
		c := NewCheck(paragraph(80), nil)
		window(t, c, 400, 200)
		click := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
		c.text.MouseDown(click)
		if c.Value() != "true" {
			t.Errorf("value %q", c.Value())
		}
		c.Disable()
		c.text.MouseDown(click)
		if c.Value() != "true" {
			t.Error("a disabled box was changed")
		}
	})
	t.Run("the owner hears which field has the keyboard, whatever its kind", func(t *testing.T) {
		f := NewForm(allKinds(), words)
		var heard []string
		f.OnFocus = func(key string) { heard = append(heard, key) }
		w := window(t, f, 800, 600)
		for _, spec := range allKinds() {
			f.Focus(spec.Key)
			w.Canvas().Unfocus()
		}
		if got := strings.Join(heard, " "); got != "text long integer decimal date choice choices check" {
			t.Errorf("heard %s", got)
		}
	})
	t.Run("problems stand under their fields and go when they are gone", func(t *testing.T) {
		f := NewForm(allKinds(), words)
		window(t, f, 800, 600)
		low := f.MinSize().Height
		f.SetProblems(map[string]string{"text": "请填写名称", "choice": "请选择"})
		if f.Row("text").Problem() != "请填写名称" || !f.Row("text").trouble.Visible() || !f.Row("text").Field.(*Entry).invalid {
			t.Error("the problem is not shown")
		}
		if f.MinSize().Height <= low {
			t.Error("the form has not grown")
		}
		f.SetProblems(nil)
		if f.Row("text").trouble.Visible() || f.Row("text").Field.(*Entry).invalid || f.MinSize().Height != low {
			t.Errorf("the problem is still shown; height %v, was %v", f.MinSize().Height, low)
		}
	})
	t.Run("two columns where there is room, one where not, and no row over another", func(t *testing.T) {
		for _, width := range []float32{800, 400} {
			f := NewForm(allKinds(), words)
			window(t, f, width, 1200)
			text, integer, decimal := f.Row("text"), f.Row("integer"), f.Row("decimal")
			if beside := integer.Position().Y == decimal.Position().Y; beside != (width == 800) {
				t.Errorf("at %v the fields stand beside each other: %v", width, beside)
			}
			if text.Size().Width > width || f.Row("long").Size().Width != width {
				t.Errorf("at %v the rows are %v and %v wide", width, text.Size().Width, f.Row("long").Size().Width)
			}
			for i, a := range f.rows {
				for _, b := range f.rows[i+1:] {
					if overlap(a, b) {
						t.Errorf("at %v %s lies over %s", width, a.label.Value(), b.label.Value())
					}
				}
			}
		}
	})
	t.Run("a hidden field takes no place and no keyboard", func(t *testing.T) {
		f := NewForm(allKinds(), words)
		window(t, f, 400, 1200)
		before := f.Row("integer").Position().Y
		f.SetShown("long", false)
		if f.Focus("long") || f.Row("integer").Position().Y >= before {
			t.Error("the hidden field is still there")
		}
	})
	t.Run("a long problem wraps in its column", func(t *testing.T) {
		f := NewForm(allKinds()[2:4], words)
		window(t, f, 800, 600)
		f.SetProblems(map[string]string{"integer": paragraph(120)})
		row := f.Row("integer")
		if lines := len(row.problem.lines); lines < 3 {
			t.Errorf("%d rows", lines)
		}
		if row.Size().Height < row.MinSize().Height {
			t.Errorf("the row is %v high and needs %v", row.Size().Height, row.MinSize().Height)
		}
	})
}

func overlap(a, b fyne.CanvasObject) bool {
	ap, as, bp, bs := a.Position(), a.Size(), b.Position(), b.Size()
	return ap.X < bp.X+bs.Width && bp.X < ap.X+as.Width && ap.Y < bp.Y+bs.Height && bp.Y < ap.Y+as.Height
}
