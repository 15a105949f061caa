package kit

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func some(values ...float64) []*float64 {
	var all []*float64
	for _, v := range values {
		if v < 0 {
			all = append(all, nil)
			continue
		}
		all = append(all, &v)
	}
	return all
}

func drawnTexts(c *LineChart) string {
	var texts []string
	for _, o := range test.WidgetRenderer(c).Objects() {
		if t, ok := o.(*canvas.Text); ok {
			texts = append(texts, t.Text)
		}
	}
	return strings.Join(texts, "|")
}

func drawnLines(c *LineChart) int {
	n := 0
	for _, o := range test.WidgetRenderer(c).Objects() {
		if l, ok := o.(*canvas.Line); ok && l.StrokeWidth == 2 {
			n++
		}
	}
	return n
}

func TestLineChart(t *testing.T) {
	test.NewTempApp(t)
	data := ChartData{Labels: []string{"1月", "2月", "3月", "4月"}, Unit: "%", Series: []Series{
		{"CPU", some(20, 30, -1, 42.46)}, {"内存", some(50, 51, 52, 43)}}}
	shown := func(d ChartData) *LineChart {
		c := NewLineChart(d, "无数据")
		test.NewTempWindow(t, c).Resize(fyne.NewSize(600, 260))
		c.Resize(fyne.NewSize(600, 260))
		return c
	}

	t.Run("each line is named at its end with its last figure", func(t *testing.T) {
		if text := drawnTexts(shown(data)); !strings.Contains(text, "CPU 42.5%") || !strings.Contains(text, "内存 43%") || !strings.Contains(text, "4月") {
			t.Error(text)
		}
	})
	t.Run("a month without a figure breaks the line, it is not nothing", func(t *testing.T) {
		if n := drawnLines(shown(data)); n != 1+3 {
			t.Errorf("%d lines", n)
		}
	})
	t.Run("without any figure it says so", func(t *testing.T) {
		if text := drawnTexts(shown(ChartData{Labels: []string{"1月"}, Series: []Series{{"CPU", some(-1)}}})); text != "无数据" {
			t.Error(text)
		}
	})
	t.Run("the figures under the mouse are said, a missing one as a dash", func(t *testing.T) {
		c := shown(data)
		c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(c.frame().x(2), 100)}})
		if text := drawnTexts(c); !strings.Contains(text, "3月　CPU —　内存 52%") {
			t.Error(text)
		}
		c.MouseOut()
		if text := drawnTexts(c); strings.Contains(text, "3月　") {
			t.Error(text)
		}
	})
	t.Run("names at the ends of near lines do not lie on each other", func(t *testing.T) {
		var at []float32
		for _, o := range test.WidgetRenderer(shown(data)).Objects() {
			if text, ok := o.(*canvas.Text); ok && (strings.HasPrefix(text.Text, "CPU") || strings.HasPrefix(text.Text, "内存")) {
				at = append(at, text.Position().Y)
			}
		}
		if len(at) != 2 || abs(at[0]-at[1]) < 10 {
			t.Errorf("they stand at %v", at)
		}
	})
}

func TestTicks(t *testing.T) {
	for most, want := range map[float64][]float64{100: {0, 20, 40, 60, 80, 100}, 0: {0, 0.2, 0.4, 0.6, 0.8, 1}, 7: {0, 2, 4, 6, 8},
		43: {0, 10, 20, 30, 40, 50}, 0.3: {0, 0.1, 0.2, 0.3}} {
		got := ticks(most)
		if len(got) < 3 || len(got) > 6 || got[len(got)-1] < most {
			t.Errorf("to %v: %v", most, got)
		}
		if most >= 1 && !slices.Equal(got, want) {
			t.Errorf("to %v: %v, want %v", most, got, want)
		}
	}
}
