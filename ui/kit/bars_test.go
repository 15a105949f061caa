package kit

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestBars(t *testing.T) {
	draw := func(t *testing.T, bars ...Bar) []barRow {
		t.Helper()
		b := NewBars(bars...)
		window(t, b, 500, 200)
		return test.WidgetRenderer(b).(*barsRenderer).rows
	}
	bar := func(label string, values ...float64) Bar {
		b := Bar{Label: label, Text: "文字"}
		for _, v := range values {
			b.Parts = append(b.Parts, BarPart{v, ToneInfo})
		}
		return b
	}
	t.Run("bars are as long as their figures, parts one behind the other", func(t *testing.T) {
		rows := draw(t, bar("甲", 30, 10), bar("乙", 20))
		first, second := rows[0].parts, rows[1].parts
		whole := first[0].Size().Width + first[1].Size().Width
		if half := second[0].Size().Width; half < whole/2-1 || half > whole/2+1 {
			t.Errorf("20 is %v wide, 40 is %v", half, whole)
		}
		if first[1].Position().X != first[0].Position().X+first[0].Size().Width {
			t.Error("the parts are apart")
		}
	})
	t.Run("the longest bar leaves room for its words, and nothing goes past the edge", func(t *testing.T) {
		rows := draw(t, bar("一个名称特别长的使用单位，长得比这张图的一半还要宽出许多许多许多", 9), bar("乙", 0))
		text := rows[0].text
		if right := text.Position().X + text.MinSize().Width; right > 500 {
			t.Errorf("the words end at %v", right)
		}
		if runes := []rune(rows[0].label.Text); runes[len(runes)-1] != '…' {
			t.Errorf("the label is not cut: %s", rows[0].label.Text)
		}
	})
	t.Run("a small figure can be seen beside a large one, and none has no bar", func(t *testing.T) {
		rows := draw(t, bar("甲", 1_000_000), bar("乙", 1), bar("丙", 0))
		if rows[1].parts[0].Size().Width < 2 || rows[2].parts[0].Size().Width != 0 {
			t.Error("wrong widths")
		}
	})
}
