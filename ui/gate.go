package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"yunban/app/words"
	"yunban/ui/kit"
)

// gate is a page outside the shell: the first start, signing in.
type gate interface {
	Content() fyne.CanvasObject
	FirstFocus() fyne.Focusable
	Busy(what string) // something is going on; nothing when it is over
	again() gate      // the same page in the language of now, with what was typed
}

// gateSheet is a white sheet in the middle of an otherwise empty window, the program's name above it and the choice of
// the language below.
func (w *Window) gateSheet(content fyne.CanvasObject, width float32) fyne.CanvasObject {
	name := widget.NewLabelWithStyle(w.T("app.name"), fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	name.SizeName = theme.SizeNameHeadingText
	mark := canvas.NewImageFromResource(kit.Picture("yunban"))
	mark.FillMode = canvas.ImageFillContain
	mark.SetMinSize(fyne.NewSquareSize(36))
	about := widget.NewLabel(w.T("app.about"))
	about.Importance = widget.LowImportance
	head := container.NewHBox(mark, container.NewCenter(name), container.NewCenter(about), layout.NewSpacer(), w.languageButton())
	ground := canvas.NewRectangle(theme.Color(theme.ColorNameOverlayBackground))
	ground.CornerRadius = 8
	sheet := container.NewStack(ground, container.New(layout.NewCustomPaddedLayout(16, 16, 24, 24), content))
	column := kit.NewColumn(8, head, sheet)
	return kit.NewScroll(container.New(&middle{width: width}, column))
}

// gateTitle is what a page outside the shell is about, flush with the text below it.
func (w *Window) gateTitle(words string) fyne.CanvasObject {
	t := canvas.NewText(w.T(words), theme.Color(theme.ColorNameForeground))
	t.TextSize, t.TextStyle = theme.Size(theme.SizeNameSubHeadingText), fyne.TextStyle{Bold: true}
	return t
}

// languageButton changes to the other language.
func (w *Window) languageButton() fyne.CanvasObject {
	other := words.English
	if w.words.Language == words.English {
		other = words.Chinese
	}
	return kit.NewQuietButton(w.T("language.switch"), nil, func() { w.speak(other) })
}

// middle keeps its content as wide as given, in the middle of the width, a little above the middle of the height.
type middle struct{ width float32 }

func (m *middle) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(m.width, heightAt(o[0], m.width)+32)
}

func (m *middle) Layout(o []fyne.CanvasObject, size fyne.Size) {
	height := heightAt(o[0], m.width)
	o[0].Resize(fyne.NewSize(m.width, height))
	o[0].Move(fyne.NewPos((size.Width-m.width)/2, max(16, (size.Height-height)/3)))
}
