package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// signInPage begins.
type signInPage struct {
	w       *Window
	content *fyne.Container
}

func newSignInPage(w *Window) *signInPage {
	return &signInPage{w: w, content: container.NewStack()}
}

// Title names the page.
func (p *signInPage) Title() string { return p.w.T("x") }

// Content is the page.
func (p *signInPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is nil.
func (p *signInPage) FirstFocus() fyne.Focusable { return nil }
