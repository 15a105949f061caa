package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// requestPage is the page of one request.
type requestPage struct {
	w       *Window
	content *fyne.Container
}

func newRequestPage(w *Window, _ string) *requestPage {
	return &requestPage{w: w, content: container.NewStack()}
}

// Title names the page.
func (p *requestPage) Title() string { return p.w.T("request.title") }

// Content is the page.
func (p *requestPage) Content() fyne.CanvasObject { return p.content }
