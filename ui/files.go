package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"yunban/model"
	"yunban/ui/view"
)

// openKept shows a kept file with the system's own program: a copy of it, so that nothing can change the kept one.
func (w *Window) openKept(f model.File) {
	if w.opts.OpenPath == nil {
		w.saveKept(f)
		return
	}
	desk := w.desk
	var path string
	w.Work(w.T("file.opening", "name", f.Name), func(ctx context.Context, _ Progress) error {
		folder, err := os.MkdirTemp("", "yunban-")
		if err != nil {
			return model.Wrap(model.Other, err, "error.cannot_write", "path", os.TempDir())
		}
		path = filepath.Join(folder, safeName(f.Name))
		if err := desk.SaveFile(ctx, f, path); err != nil {
			return err
		}
		return w.launch(path)
	}, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		w.Say(w.T("file.opened", "name", f.Name))
	})
}

// launch shows a file with the system's own program; it may run beside the window.
func (w *Window) launch(path string) error {
	if err := w.opts.OpenPath(path); err != nil {
		return model.Wrap(model.Other, err, "error.cannot_open", "path", path)
	}
	return nil
}

// saveKept writes a copy of a kept file where the person chooses.
func (w *Window) saveKept(f model.File) {
	desk := w.desk
	w.savePath(w.T("file.save"), safeName(f.Name), func(path string) {
		w.Work(w.T("file.saving", "name", f.Name), func(ctx context.Context, _ Progress) error {
			return desk.SaveFile(ctx, f, path)
		}, func(err error) {
			if err != nil {
				w.Fail(err)
				return
			}
			w.Say(w.T("file.saved", "path", path))
		})
	})
}

// safeName is a file's name without what folders and systems take for something else.
func safeName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`\/:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
	if strings.Trim(name, ". ") == "" {
		return "file"
	}
	return name
}

// problemsOf gives the problems that an error names.
func problemsOf(err error) []model.Problem {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Problems
	}
	return nil
}

// chooseFile asks for a file to read; types are the endings that fit.
func (w *Window) chooseFile(title string, types []string, then func(path string)) {
	openFileDialog(w, title, view.NewFolder(w.lastFolder, types), toRead, "", func(paths ...string) { then(paths[0]) })
}

// chooseFiles asks for files to read, one or several of one folder.
func (w *Window) chooseFiles(title string, types []string, then func(paths ...string)) {
	openFileDialog(w, title, view.NewFolder(w.lastFolder, types), toReadMany, "", then)
}

// chooseFolder asks for a folder; one begins in the folder at a path, or in the one that was used last.
func (w *Window) chooseFolder(title, at string, then func(path string)) {
	if at == "" {
		at = w.lastFolder
	}
	openFileDialog(w, title, view.NewFolder(at, nil), toEnter, "", func(paths ...string) { then(paths[0]) })
}

// savePath asks where to write a file; the folder that was used last comes first.
func (w *Window) savePath(title, name string, then func(path string)) {
	openFileDialog(w, title, view.NewFolder(w.lastFolder, nil), toSave, name, func(paths ...string) { then(paths[0]) })
}
