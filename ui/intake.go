package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// intakePage is where an application is filled.
type intakePage struct {
	w       *Window
	content *fyne.Container
}

func newIntakePage(w *Window, _ string) *intakePage {
	return &intakePage{w: w, content: container.NewStack()}
}

// Title names the page.
func (p *intakePage) Title() string { return p.w.T("intake.title") }

// Content is the page.
func (p *intakePage) Content() fyne.CanvasObject { return p.content }
