package kit

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

type thing struct {
	no    string
	name  string
	cores int
	tone  Tone
}

func things(n int) []thing {
	out := make([]thing, n)
	for i := range out {
		out[i] = thing{fmt.Sprintf("PJ-SQ-2026-%05d", i), "行政审批系统", i, Tone(i % 6)}
	}
	return out
}

func tableOf(n int) *Table[thing] {
	t := NewTable(
		Column[thing]{Key: "no", Title: "编号", Width: 150, Sortable: true, Text: func(x thing) string { return x.no }},
		Column[thing]{Key: "name", Title: "系统", Width: 120, Grow: 1, Text: func(x thing) string { return x.name }},
		Column[thing]{Key: "cores", Title: "核数", Width: 80, Align: fyne.TextAlignTrailing, Sortable: true,
			Text: func(x thing) string { return fmt.Sprint(x.cores) }},
		Column[thing]{Key: "state", Title: "状态", Width: 100, Text: func(thing) string { return "已受理" },
			Tone: func(x thing) Tone { return x.tone }},
	)
	t.SetRows(things(n))
	return t
}

// inSight are the texts of a column in the rows drawn, from the top.
func inSight(t *Table[thing], col int) []string {
	rows := slices.Clone(t.body.slots)
	slices.SortFunc(rows, func(a, b *gridRow) int { return a.row - b.row })
	var out []string
	for _, s := range rows {
		if s.row >= 0 {
			out = append(out, s.cells[col].text.Text)
		}
	}
	return out
}

func TestTable(t *testing.T) {
	t.Run("ten thousand rows are drawn by a handful of objects, the right ones at every place", func(t *testing.T) {
		table := tableOf(10000)
		window(t, table, 600, 400)
		if n := len(table.body.slots); n == 0 || n > 20 {
			t.Fatalf("%d row objects", n)
		}
		for _, row := range []int{0, 1, 7, 9999, 5000, 4990} {
			table.Select(row)
			first := int(table.scroll.Offset.Y / table.rowHeight())
			got := inSight(table, 0)
			for i, no := range got {
				start := min(first, 10000-len(got))
				if want := fmt.Sprintf("PJ-SQ-2026-%05d", start+i); no != want {
					t.Fatalf("at row %d the table shows %s, want %s", row, no, want)
				}
			}
			if at := float32(row) * table.rowHeight(); at < table.scroll.Offset.Y ||
				at+table.rowHeight() > table.scroll.Offset.Y+table.scroll.Size().Height+1 {
				t.Errorf("row %d is not in sight", row)
			}
		}
	})
	t.Run("keys move the selection by rows, pages and to the ends, and Enter opens", func(t *testing.T) {
		table := tableOf(100)
		var chosen []int
		opened := -1
		table.OnSelected = func(row int, _ thing) { chosen = append(chosen, row) }
		table.OnOpen = func(row int, _ thing) { opened = row }
		w := window(t, table, 600, 400)
		w.Canvas().Focus(table)
		for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyUp, fyne.KeyEnd, fyne.KeyDown,
			fyne.KeyHome} {
			typeKey(w.Canvas(), key)
		}
		if want := []int{0, 1, 0, 99, 0}; !slices.Equal(chosen, want) {
			t.Errorf("chosen %v, want %v", chosen, want)
		}
		typeKey(w.Canvas(), fyne.KeyPageDown)
		row, _, _ := table.Selected()
		if row < 3 || row > 20 {
			t.Errorf("a page is %d rows", row)
		}
		typeKey(w.Canvas(), fyne.KeyReturn)
		if opened != row {
			t.Errorf("opened %d, want %d", opened, row)
		}
	})
	t.Run("a click selects and takes the focus, a double click opens, a key without use goes on", func(t *testing.T) {
		table := tableOf(10)
		opened := -1
		table.OnOpen = func(row int, _ thing) { opened = row }
		w := window(t, table, 600, 400)
		at := fyne.PointEvent{Position: fyne.NewPos(20, table.rowHeight()*2.5)}
		table.body.MouseDown(&desktop.MouseEvent{PointEvent: at, Button: desktop.MouseButtonPrimary})
		table.body.DoubleTapped(&at)
		if row, _, _ := table.Selected(); row != 2 || opened != 2 || w.Canvas().Focused() != fyne.Focusable(table) {
			t.Errorf("selected %d, opened %d", row, opened)
		}
		var passed fyne.KeyName
		w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { passed = k.Name })
		typeKey(w.Canvas(), fyne.KeyF5)
		if passed != fyne.KeyF5 {
			t.Error("F5 ended in the table")
		}
	})
	t.Run("two ticks in no time tick, and open nothing", func(t *testing.T) {
		table := tableOf(10)
		table.SetCheckable(true)
		table.OnOpen = func(row int, _ thing) { t.Errorf("row %d was opened", row) }
		window(t, table, 600, 400)
		for _, row := range []float32{1.5, 2.5} {
			at := fyne.PointEvent{Position: fyne.NewPos(5, table.rowHeight()*row)}
			table.body.MouseDown(&desktop.MouseEvent{PointEvent: at, Button: desktop.MouseButtonPrimary})
			table.body.DoubleTapped(&at)
		}
		if n := len(table.Checked()); n != 2 {
			t.Errorf("%d ticks", n)
		}
	})
	t.Run("a title sorts, and the second time backwards", func(t *testing.T) {
		table := tableOf(3)
		var asked []string
		table.OnSort = func(key string, down bool) { asked = append(asked, fmt.Sprint(key, down)) }
		window(t, table, 600, 400)
		tap := func(x float32) { table.head.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, 5)}) }
		tap(10)
		tap(10)
		tap(200) // not sortable
		tap(430)
		if want := []string{"nofalse", "notrue", "coresfalse"}; !slices.Equal(asked, want) {
			t.Errorf("asked %v, want %v", asked, want)
		}
	})
	t.Run("text too long for its column ends in an ellipsis, numbers end at the right edge", func(t *testing.T) {
		table := tableOf(3)
		window(t, table, 460, 300)
		table.columns[1].Text = func(thing) string { return paragraph(200) }
		table.RefreshRow()
		cells := table.body.slots[0].cells
		if text := []rune(cells[1].text.Text); text[len(text)-1] != '…' {
			t.Errorf("cell shows %q", string(text))
		}
		end := cells[2].text.Position().X + cells[2].text.Size().Width
		if right := table.widths()[0] + table.widths()[1] + table.widths()[2]; right-end > 12 || right-end < 0 {
			t.Errorf("the number ends at %v of %v", end, right)
		}
	})
	t.Run("a cell with a tone carries a sign and a ground, not colour alone", func(t *testing.T) {
		table := tableOf(6)
		window(t, table, 600, 400)
		for _, s := range table.body.slots {
			want := Tone(s.row % 6)
			text := s.cells[3].text.Text
			if want == ToneNone && text != "已受理" || want != ToneNone && text != want.Sign()+" 已受理" {
				t.Errorf("row %d shows %q", s.row, text)
			}
		}
	})
	t.Run("ticked rows are told in their order and forgotten with the rows", func(t *testing.T) {
		table := tableOf(5)
		table.SetCheckable(true)
		w := window(t, table, 600, 400)
		w.Canvas().Focus(table)
		table.SetChecked(3, true)
		table.Select(1)
		typeKey(w.Canvas(), fyne.KeySpace)
		got := table.Checked()
		if len(got) != 2 || got[0].cores != 1 || got[1].cores != 3 {
			t.Errorf("ticked %v", got)
		}
		table.SetRows(things(2))
		if len(table.Checked()) != 0 {
			t.Error("ticks outlive their rows")
		}
	})
	t.Run("fewer rows than before leave nothing behind", func(t *testing.T) {
		table := tableOf(100)
		window(t, table, 600, 400)
		table.Select(99)
		table.SetRows(things(2))
		if got := inSight(table, 0); len(got) != 2 || got[0] != "PJ-SQ-2026-00000" {
			t.Errorf("shows %v", got)
		}
		if row, _, _ := table.Selected(); row != 1 {
			t.Errorf("selected %d", row)
		}
	})
	t.Run("Ctrl+C copies the row as cells", func(t *testing.T) {
		table := tableOf(3)
		window(t, table, 600, 400)
		table.Select(1)
		table.TypedShortcut(&fyne.ShortcutCopy{})
		if got, want := fyne.CurrentApp().Clipboard().Content(), "PJ-SQ-2026-00001\t行政审批系统\t1\t已受理"; got != want {
			t.Errorf("copied %q, want %q", got, want)
		}
	})
}

func BenchmarkTableScroll(b *testing.B) {
	for name, step := range map[string]float32{"20 points": 20, "a page": 800} {
		b.Run(name, func(b *testing.B) {
			table := tableOf(10000)
			window(b, table, 1250, 860)
			b.ResetTimer()
			for i := range b.N {
				y := float32(i) * step
				for y > 250000 {
					y -= 250000
				}
				table.scroll.ScrollToOffset(fyne.NewPos(0, y))
				table.body.fill()
			}
		})
	}
}
