package kit

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func day(s string) time.Time {
	t, err := time.Parse(DateLayout, s)
	if err != nil {
		panic(err)
	}
	return t
}

func dateWords() *DateWords {
	return &DateWords{Month: "2006年1月", Weekdays: [7]string{"一", "二", "三", "四", "五", "六", "日"}, Today: "今天",
		Off: "休", Work: "班", Now: func() time.Time { return day("2026-10-12") },
		Mark: func(t time.Time) DayMark {
			switch t {
			case day("2026-10-01"):
				return DayOff
			case day("2026-10-10"):
				return DayWork
			}
			return DayPlain
		}}
}

func TestParseDate(t *testing.T) {
	for typed, want := range map[string]string{
		"2026-10-10": "2026-10-10", "2026-1-5": "2026-01-05", "2026/10/10": "2026-10-10", "2026.1.5": "2026-01-05",
		"20261010": "2026-10-10", "2026年10月10日": "2026-10-10", " 2026-10-10 ": "2026-10-10", "2024-02-29": "2024-02-29",
		"2026-02-29": "", "2026-13-01": "", "10-10": "", "": "", "02/11/2026": "", "0026-01-01": "", "2026-10": "",
	} {
		got := ""
		if d, ok := ParseDate(typed); ok {
			got = d.Format(DateLayout)
		}
		if got != want {
			t.Errorf("%q reads as %q, want %q", typed, got, want)
		}
	}
}

func TestDateField(t *testing.T) {
	t.Run("a date typed in any way is kept as 2006-01-02, full-width digits too", func(t *testing.T) {
		d := NewDateField(dateWords())
		var last string
		d.OnChanged = func(v string) { last = v }
		w := window(t, d, 400, 400)
		d.Focus()
		for _, r := range "２０２６／1/5" {
			d.entry.TypedRune(r)
		}
		w.Canvas().Unfocus()
		if d.Value() != "2026-01-05" || last != "2026-01-05" || d.entry.Value() != "2026-01-05" {
			t.Errorf("value %q, heard %q, shows %q", d.Value(), last, d.entry.Value())
		}
	})
	t.Run("what is no date is flagged when the field is left, and kept", func(t *testing.T) {
		d := NewDateField(dateWords())
		w := window(t, d, 400, 400)
		d.Focus()
		test.Type(d.entry, "2026-02-30")
		if d.entry.invalid {
			t.Error("flagged while it is typed")
		}
		w.Canvas().Unfocus()
		if !d.entry.invalid || d.Value() != "2026-02-30" {
			t.Errorf("flagged %v, value %q", d.entry.invalid, d.Value())
		}
		d.SetValue("")
		if d.entry.invalid {
			t.Error("an empty field is flagged")
		}
	})
	t.Run("Down opens the calendar, arrows and pages move, Enter picks, Esc leaves", func(t *testing.T) {
		d := NewDateField(dateWords())
		w := window(t, d, 400, 400)
		d.SetValue("2026-01-31")
		d.Focus()
		typeKey(w.Canvas(), fyne.KeyDown)
		for _, key := range []fyne.KeyName{fyne.KeyPageDown, fyne.KeyRight, fyne.KeyUp, fyne.KeyHome, fyne.KeyEnd,
			fyne.KeyLeft, fyne.KeyReturn} {
			typeKey(w.Canvas(), key)
		}
		// 31 January, a month on: 28 February; 1 March; 22 February, a Sunday; Monday 16; Sunday 22; Saturday 21
		if d.Value() != "2026-02-21" || w.Canvas().Focused() != fyne.Focusable(d.entry) {
			t.Errorf("value %q", d.Value())
		}
		typeKey(w.Canvas(), fyne.KeyDown)
		typeKey(w.Canvas(), fyne.KeyDown)
		typeKey(w.Canvas(), fyne.KeyEscape)
		if d.Value() != "2026-02-21" || w.Canvas().Overlays().Top() != nil {
			t.Errorf("after Esc %q", d.Value())
		}
	})
	t.Run("a click picks its day, and the row at the foot picks today", func(t *testing.T) {
		var got time.Time
		m := newMonth(dateWords(), day("2026-10-20"))
		m.picked = func(t time.Time) { got = t }
		window(t, m, 400, 400)
		cell := m.cell()
		tap := func(col, row float32) {
			m.Tapped(&fyne.PointEvent{Position: fyne.NewPos(cell.Width*(col+0.5), cell.Height*(row+0.5))})
		}
		tap(5, 3) // the second week of October 2026 ends with Saturday 10
		if got != day("2026-10-10") {
			t.Errorf("picked %v", got)
		}
		tap(6, 0)
		if m.day.Month() != time.November {
			t.Errorf("turned to %v", m.day)
		}
		tap(3, 8)
		if got != day("2026-10-12") {
			t.Errorf("picked %v", got)
		}
	})
	t.Run("holidays and make-up days bear a word, weekends that are worked are not red", func(t *testing.T) {
		m := newMonth(dateWords(), day("2026-10-20"))
		window(t, m, 400, 400)
		words := map[string]int{}
		for _, text := range test.WidgetRenderer(m).(*monthRenderer).texts {
			words[text.Text]++
		}
		if words["休"] != 1 || words["班"] != 1 || words["2026年10月"] != 1 {
			t.Errorf("words %v", words)
		}
	})
}

func TestNumberField(t *testing.T) {
	for typed, want := range map[string]string{
		"１２００": "1200", "1,200": "1200", "4核": "4", "abc": "", "12。5": "12.5", "-5": "-5", "－5": "-5", "4.5": "4.5",
	} {
		n := NewNumberField("核")
		window(t, n, 300, 60)
		n.Focus()
		n.entry.insert(typed)
		if got := n.Value(); got != want {
			t.Errorf("%q becomes %q, want %q", typed, got, want)
		}
	}
}
