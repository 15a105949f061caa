package ui

import (
	"context"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/model"
	"yunban/ui/kit"
)

// drawPreview is everything typed so far, with a button for the paper that it would be.
func (p *intakePage) drawPreview() fyne.CanvasObject {
	sheet := p.w.drawSheet(p.in.Preview(), p.w.openKept)
	if !p.in.HasPaper() || p.w.opts.OpenPath == nil {
		return sheet
	}
	show := kit.NewButton(p.w.T("intake.paper"), kit.Icon("print"), p.Print)
	return kit.NewColumn(8, container.NewHBox(show), sheet)
}

// Print shows the paper that the draft would be filed as.
func (p *intakePage) Print() {
	if !p.in.HasPaper() || p.w.opts.OpenPath == nil {
		return
	}
	p.leaveField()
	w, paper, title := p.w, p.in.Paper(), p.in.PaperTitle()
	w.Work(w.T("intake.paper"), func(ctx context.Context, _ Progress) error {
		data, err := paper(ctx)
		if err != nil {
			return err
		}
		folder, err := os.MkdirTemp("", "yunban-")
		if err != nil {
			return model.Wrap(model.Other, err, "error.cannot_write", "path", os.TempDir())
		}
		path := filepath.Join(folder, safeName(w.T("intake.paper_name", "title", title)+".pdf"))
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return model.Wrap(model.Other, err, "error.cannot_write", "path", path)
		}
		return w.launch(path)
	}, func(err error) {
		if err != nil {
			w.Fail(err)
		}
	})
}
