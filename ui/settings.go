package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// settingsPage shows settings.
type settingsPage struct {
	w       *Window
	content *fyne.Container
}

func newSettingsPage(w *Window) *settingsPage {
	return &settingsPage{w: w, content: container.NewStack()}
}

// Title names the page.
func (p *settingsPage) Title() string { return p.w.T("nav.settings") }

// Content is the page.
func (p *settingsPage) Content() fyne.CanvasObject { return p.content }
