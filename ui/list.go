package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/ui/view"
)

// listPage lists requests.
type listPage struct {
	w       *Window
	content *fyne.Container
}

func newListPage(w *Window, _ view.Filter) *listPage {
	return &listPage{w: w, content: container.NewStack()}
}

// Title names the page.
func (p *listPage) Title() string { return p.w.T("nav.list") }

// Content is the page.
func (p *listPage) Content() fyne.CanvasObject { return p.content }
