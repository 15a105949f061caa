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

func newLines(t *testing.T) (*Lines, fyne.Window, *int) {
	kinds := []LineKind{{"vm", "云主机", allKinds()}, {"db", "云数据库", allKinds()[:1]}}
	summary := []Column[model.Row]{{Title: "名称", Width: 100, Text: func(r model.Row) string { return r.Values["text"] }}}
	l := NewLines(kinds, summary, LineWords{Fields: FieldWords{Date: dateWords()}})
	told := 0
	l.OnChanged = func([]model.Row) { told++ }
	return l, window(t, l, 800, 900), &told
}

func TestLines(t *testing.T) {
	two := []model.Row{{ID: "1", Resource: "vm", Values: model.Values{"text": "应用"}}, {ID: "2", Resource: "db", Values: model.Values{"text": "达梦"}}}

	t.Run("the selected row's fields are shown, and typing changes that row alone", func(t *testing.T) {
		l, w, told := newLines(t)
		l.SetRows(two)
		l.Focus(1, "text")
		test.Type(w.Canvas().Focused(), "8")
		if l.Rows()[1].Values["text"] != "达梦8" || l.Rows()[0].Values["text"] != "应用" || *told != 1 {
			t.Errorf("rows %v, told %d times", l.Rows(), *told)
		}
		if two[1].Values["text"] != "达梦" {
			t.Error("the caller's row was changed behind its back")
		}
		if got := l.table.body.slots[1].cells[1].text.Text; got != "达梦8" {
			t.Errorf("the table shows %q", got)
		}
	})
	t.Run("a copy is a row of its own, a deleted row is gone, an added one is empty and has the keyboard", func(t *testing.T) {
		l, w, told := newLines(t)
		l.SetRows(two)
		test.Tap(l.twin)
		if rows := l.Rows(); len(rows) != 3 || rows[1].ID != "" || rows[1].Values["text"] != "应用" {
			t.Fatalf("after copying %v", rows)
		}
		l.Rows()[1].Values["text"] = "另一"
		if l.Rows()[0].Values["text"] != "应用" {
			t.Error("the copy shares its values")
		}
		test.Tap(l.remove)
		test.Tap(l.remove)
		if rows := l.Rows(); len(rows) != 1 || rows[0].ID != "1" {
			t.Errorf("after deleting %v", rows)
		}
		l.AddRow("db")
		if w.Canvas().Focused() == nil || len(l.Rows()) != 2 || *told != 4 {
			t.Errorf("focus %v, %d rows, told %d times", w.Canvas().Focused(), len(l.Rows()), *told)
		}
	})
	t.Run("a row with a problem is marked in the table, and its field says what", func(t *testing.T) {
		l, _, _ := newLines(t)
		l.SetRows(two)
		l.SetProblems(map[int]map[string]string{1: {"text": "请填写名称"}})
		l.Focus(1, "text")
		if got := l.table.body.slots[1].cells[0].text.Text; got != "■ 2" {
			t.Errorf("the number is %q", got)
		}
		if got := l.forms["db"].Row("text").Problem(); got != "请填写名称" {
			t.Errorf("the field says %q", got)
		}
	})
	t.Run("rows pasted from a spreadsheet fill the fields in order, choices by their labels", func(t *testing.T) {
		l, _, _ := newLines(t)
		l.SetRows(two[:1])
		fyne.CurrentApp().Clipboard().SetContent("应用\t说明\t８核\t1,200.5\t2026-10-10\t三级\t一级、四级\r\n\r\n数据库\t\tabc\t\t\t五级\r\n")
		l.table.TypedShortcut(&fyne.ShortcutPaste{})
		rows := l.Rows()
		if len(rows) != 3 {
			t.Fatalf("rows %v", rows)
		}
		want := model.Values{"text": "应用", "long": "说明", "integer": "8", "decimal": "1200.5", "date": "2026-10-10", "choice": "3", "choices": "1|4"}
		if !reflect.DeepEqual(rows[1].Values, want) {
			t.Errorf("first row %v", rows[1].Values)
		}
		if rows[2].Values["choice"] != "五级" {
			t.Errorf("an unknown choice became %q", rows[2].Values["choice"])
		}
	})
	t.Run("rows to be read cannot be changed by any key", func(t *testing.T) {
		l, w, told := newLines(t)
		l.SetRows(two)
		l.Disable()
		w.Canvas().Focus(l.table)
		typeKey(w.Canvas(), fyne.KeyDelete)
		typeKey(w.Canvas(), fyne.KeyInsert)
		l.paste("甲")
		l.Focus(0, "text")
		if len(l.Rows()) != 2 || *told != 0 || l.tools.Visible() {
			t.Errorf("%d rows, told %d times", len(l.Rows()), *told)
		}
	})
	t.Run("without rows there is nothing to copy or delete, and a kind that is unknown has no fields", func(t *testing.T) {
		l, _, _ := newLines(t)
		l.SetRows(nil)
		if !l.twin.Disabled() || !l.remove.Disabled() {
			t.Error("copy and delete can be pressed")
		}
		l.SetRows([]model.Row{{Resource: "quantum"}})
		if len(l.editor.Objects) != 0 {
			t.Error("an unknown kind has fields")
		}
	})
}
