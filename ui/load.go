package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
)

// load loads what a page shows, beside the window, and draws it. A failure stands in the page's place, with a button
// to try again.
func load[T any](w *Window, page *fyne.Container, again func(), from func(context.Context, *app.Desk) (T, error), draw func(T)) {
	desk := w.desk
	var loaded T
	w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		loaded, err = from(ctx, desk)
		return err
	}, func(err error) {
		if err != nil {
			cover(page, w.failure(err, again))
			return
		}
		uncover(page)
		draw(loaded)
	})
}

// covered stands for what a page shows while a failure lies over it. It stays in the window, hidden: what had the
// keyboard may be given it again.
type covered struct {
	inset
	behind []fyne.CanvasObject // what was to be seen
}

// cover lays a failure over a page.
func cover(page *fyne.Container, failure fyne.CanvasObject) {
	uncover(page)
	c := &covered{}
	for _, o := range page.Objects {
		if o.Visible() {
			o.Hide()
			c.behind = append(c.behind, o)
		}
	}
	page.Add(container.New(c, failure))
}

// uncover shows the page again.
func uncover(page *fyne.Container) {
	for _, o := range page.Objects {
		over, _ := o.(*fyne.Container)
		if over == nil {
			continue
		}
		if c, failed := over.Layout.(*covered); failed {
			page.Remove(over)
			for _, o := range c.behind {
				o.Show()
			}
			return
		}
	}
}

// openNew makes a draft and opens it.
func (w *Window) openNew(begin func(context.Context) (draft string, err error)) {
	var draft string
	w.Work(w.T("work.opening"), func(ctx context.Context, _ Progress) (err error) {
		draft, err = begin(ctx)
		return err
	}, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		w.Go(DraftRoute(draft))
	})
}

// readFile takes a file into the office's keeping. wrong says what is wrong with it, and is empty when nothing is.
func (w *Window) readFile(path string, read func(context.Context) (model.File, error), then func(file model.File, wrong string)) {
	var file model.File
	w.Work(w.T("materials.reading", "name", filepath.Base(path)), func(ctx context.Context, _ Progress) (err error) {
		file, err = read(ctx)
		return err
	}, func(err error) {
		if err != nil {
			then(model.File{}, w.fileWrong(err))
			return
		}
		then(file, "")
	})
}

// attach reads a file in for a dialog, which says what is wrong with it, or adds it.
func (w *Window) attach(path string, dialog *kit.Dialog, wrong *kit.Notice, read func(context.Context, string) (model.File, error), add func(model.File)) {
	w.readFile(path, func(ctx context.Context) (model.File, error) { return read(ctx, path) }, func(file model.File, why string) {
		wrong.Clear()
		if why != "" {
			wrong.Say(why, kit.ToneBad)
		} else {
			add(file)
		}
		dialog.Refresh()
	})
}

// eachDropped takes files that were dropped onto a dialog, one by one.
func eachDropped(take func(path string)) func(fyne.Position, []string) {
	return func(_ fyne.Position, paths []string) {
		for _, path := range paths {
			take(path)
		}
	}
}
