package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// draftCommands are the entries of the menu for those who file requests.
func (w *Window) draftCommands() []command {
	if !w.desk.MayApply() {
		return nil
	}
	export := func() {
		v, _ := w.history.current()
		if p, ok := v.page.(*intakePage); ok {
			p.ExportDraft()
			return
		}
		w.Say(w.T("draft_file.open_first"))
	}
	return []command{{"draft_file.export", "", 0, export}, {"draft_file.import", "", 0, w.ImportDraft}}
}

// ExportDraft writes the draft with its attachments to one file, to be handed to a colleague.
func (p *intakePage) ExportDraft() {
	w, desk := p.w, p.w.desk
	if p.in == nil {
		return
	}
	if err := p.Leave(); err != nil { // what was typed goes along
		w.Fail(err)
		return
	}
	id, title := p.in.ID(), p.in.Title()
	if title == "" {
		title = desk.Today().String()
	}
	w.savePath(w.T("draft_file.export"), safeName(w.T("draft_file.name", "title", title))+app.DraftEnding, func(path string) {
		path = withEnding(path, app.DraftEnding)
		w.Work(w.T("work.exporting_draft"), func(ctx context.Context, told Progress) error { return desk.ExportDraft(ctx, id, path, told) }, func(err error) {
			if err != nil {
				w.failUnlessStopped(err)
				return
			}
			w.Say(w.T("file.saved", "path", path))
			w.exportedDraft(path)
		})
	})
}

// exportedDraft says where the file is and what to do with it.
func (w *Window) exportedDraft(path string) {
	d := kit.NewDialog(w.T("draft_file.exported"), kit.NewColumn(8, kit.NewText(w.T("draft_file.exported_text")), kit.NewCaption(path, kit.ToneNeutral)),
		w.T("dialog.close"), "")
	if w.opts.OpenPath != nil {
		d.AddButton(kit.NewButton(w.T("carrying.open_folder"), kit.Icon("folder"), func() { w.openPath(filepath.Dir(path)) }))
	}
	w.Show(d)
}

// ImportDraft asks for a draft's file and shows what it is.
func (w *Window) ImportDraft() {
	w.chooseFile(w.T("draft_file.import"), view.DraftFileTypes, w.readDraftFile)
}

// dropDrafts takes a dropped draft's file, and answers whether there was one.
func (w *Window) dropDrafts(paths []string) bool {
	drafts := view.DraftFiles(paths)
	switch {
	case len(drafts) == 0:
		return false
	case len(drafts) > 1:
		w.Say(w.T("draft_file.one"))
	default:
		w.readDraftFile(drafts[0])
	}
	return true
}

// readDraftFile shows what a draft's file is before anything is made of it.
func (w *Window) readDraftFile(path string) {
	desk := w.desk
	var f app.DraftFile
	w.Work(w.T("forms.reading", "name", filepath.Base(path)), func(ctx context.Context, told Progress) (err error) {
		f, err = desk.ReadDraftFile(ctx, path, told)
		return err
	}, func(err error) {
		switch {
		case stopped(err) || w.desk != desk:
		case err != nil:
			w.Show(kit.NewDialog(w.T("draft_file.refused"), kit.NewColumn(8, kit.NewText(w.words.Error(err)), kit.NewCaption(filepath.Base(path), kit.ToneNeutral)),
				w.T("error.understood"), ""))
		default:
			w.showDraftFile(path, f)
		}
	})
}

func (w *Window) showDraftFile(path string, f app.DraftFile) {
	title := f.Title
	if title == "" {
		title = w.T("home.untitled")
	}
	column := kit.NewColumn(12, kit.NewInfoGrid(
		kit.Info{Label: w.T("column.title"), Value: title, Wide: true}, kit.Info{Label: w.T("draft_file.case"), Value: w.T("case." + string(f.Case)), Wide: true},
		kit.Info{Label: w.T("draft_file.from"), Value: f.From + "　" + f.Unit, Wide: true}, kit.Info{Label: w.T("draft_file.at"), Value: view.Moment(f.At), Wide: true},
		kit.Info{Label: w.T("draft_file.attachments"), Value: w.text(view.DraftFileAttachments(f)), Wide: true}))
	if f.Twin {
		column.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.T("draft_file.twin"), kit.ToneWarn))
	}
	column.Add(kit.NewCaption(w.T("draft_file.becomes"), kit.ToneNeutral))
	d := kit.NewDialog(w.T("draft_file.import"), column, w.T("draft_file.take"), w.T("dialog.cancel"))
	d.OnConfirm = func() bool {
		d.Close()
		w.takeDraftFile(path)
		return false
	}
	w.Show(d)
}

// takeDraftFile makes the draft the person's own and opens it.
func (w *Window) takeDraftFile(path string) {
	desk := w.desk
	var draft model.Draft
	w.Work(w.T("work.importing_draft"), func(ctx context.Context, _ Progress) (err error) {
		draft, err = desk.TakeDraftFile(ctx, path)
		return err
	}, func(err error) {
		switch {
		case w.desk != desk:
		case err != nil:
			w.failUnlessStopped(err)
		default:
			w.Say(w.T("draft_file.taken"))
			w.Go(DraftRoute(draft.ID))
		}
	})
}

// exportButton offers the file in a dialog about sending the draft.
func (p *intakePage) exportButton(d *kit.Dialog) fyne.CanvasObject {
	return kit.NewButton(p.w.T("draft_file.export"), kit.Icon("export"), func() { d.Close(); p.ExportDraft() })
}
