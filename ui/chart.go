package ui

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// trendCard is a chart of lines with the table behind it: one button turns the one into the other, one copies the table,
// one writes picture and workbook.
type trendCard struct {
	w       *Window
	name    string
	trend   view.Trend
	middle  *fyne.Container
	turn    *kit.Button
	table   bool
	content fyne.CanvasObject
}

func (w *Window) newTrend(name string, trend view.Trend) *trendCard {
	c := &trendCard{w: w, name: name, trend: trend, middle: container.NewStack()}
	c.turn = kit.NewQuietButton("", kit.Icon("list"), func() { c.table = !c.table; c.draw() })
	c.content = kit.NewCard(w.text(trend.Title), c.middle, c.turn,
		kit.NewQuietButton(w.T("trend.copy"), kit.Icon("copy"), c.copy), kit.NewQuietButton(w.T("trend.export"), kit.Icon("export"), c.export))
	c.draw()
	return c
}

func (c *trendCard) draw() {
	w := c.w
	if c.table {
		c.turn.SetText(w.T("trend.as_chart"))
		t := c.trend.Table(w.text)
		c.middle.Objects = []fyne.CanvasObject{w.drawTable(&t)}
	} else {
		c.turn.SetText(w.T("trend.as_table"))
		c.middle.Objects = []fyne.CanvasObject{c.chart()}
	}
	c.middle.Refresh()
	if c.content != nil {
		c.content.Refresh()
	}
}

func (c *trendCard) chart() *kit.LineChart {
	data := kit.ChartData{Labels: c.trend.Labels, Unit: c.trend.Unit}
	for _, s := range c.trend.Series {
		data.Series = append(data.Series, kit.Series{Name: c.w.text(s.Name), Values: s.Values})
	}
	return kit.NewLineChart(data, c.w.T("trend.no_data"))
}

// copy puts the table on the clipboard.
func (c *trendCard) copy() {
	c.w.copyTable(c.trend.Table(c.w.text))
}

// pictureSize is the size of an exported chart.
var pictureSize = fyne.NewSize(960, 420)

func (c *trendCard) title() string { return c.name + "　" + c.w.text(c.trend.Title) }

// export asks where, and writes the picture and the workbook beside each other.
func (c *trendCard) export() {
	c.w.savePath(c.w.T("trend.export"), safeName(c.title())+".xlsx", c.exportTo)
}

func (c *trendCard) exportTo(path string) {
	chart := c.chart()
	chart.SetMinSize(pictureSize)
	c.w.exportPicture(path, c.title(), chart, c.trend.Table(c.w.text))
}

// copyTable puts the table behind a picture on the clipboard.
func (w *Window) copyTable(t view.MatterTable) {
	w.app.Clipboard().SetContent(t.TSV())
	w.Say(w.T("trend.copied"))
}

// exportPicture writes a picture, and beside it the workbook with its table.
func (w *Window) exportPicture(path, title string, chart fyne.CanvasObject, table view.MatterTable) {
	desk, base := w.desk, strings.TrimSuffix(path, filepath.Ext(path))
	picture := software.Render(chart, w.app.Settings().Theme())
	w.Work(w.T("forms.writing"), func(ctx context.Context, _ Progress) error {
		if err := writeWhole(base+".png", func(out *os.File) error { return png.Encode(out, picture) }); err != nil {
			return err
		}
		return view.WriteTable(ctx, desk, base+".xlsx", title, table)
	}, func(err error) {
		if err != nil {
			w.failUnlessStopped(err)
			return
		}
		w.Say(w.T("trend.exported", "xlsx", base+".xlsx", "png", base+".png"))
	})
}
