package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// barTools are the buttons of a picture of bars: one copies the table behind it, one writes picture and workbook (R53).
// They have no icons: four pictures have to stand side by side.
func (w *Window) barTools(title string, bars []kit.Bar, table view.MatterTable) []fyne.CanvasObject {
	export := func() {
		w.savePath(w.T("trend.export"), safeName(title)+".xlsx", func(path string) {
			drawn := kit.NewBars(bars...)
			size := fyne.NewSize(pictureSize.Width, drawn.MinSize().Height)
			w.exportPicture(path, title, container.NewPadded(container.NewGridWrap(size, drawn)), table)
		})
	}
	return []fyne.CanvasObject{
		kit.NewQuietButton(w.T("trend.copy"), nil, func() { w.copyTable(table) }),
		kit.NewQuietButton(w.T("trend.export"), nil, export),
	}
}
