package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// startPage begins.
type startPage struct {
	w       *Window
	content *fyne.Container
}

func newStartPage(w *Window) *startPage {
	return &startPage{w: w, content: container.NewStack()}
}

// Title names the page.
func (p *startPage) Title() string { return p.w.T("x") }

// Content is the page.
func (p *startPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is nil.
func (p *startPage) FirstFocus() fyne.Focusable { return nil }
