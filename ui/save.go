package ui

import (
	"os"
	"path/filepath"
	"strings"

	"yunban/model"
)

// withEnding puts an ending on a path that was typed without one.
func withEnding(path, ending string) string {
	if strings.EqualFold(filepath.Ext(path), ending) {
		return path
	}
	return path + ending
}

// writeWhole writes a file so that it is whole or not there: beside its place first, then moved into it.
func writeWhole(path string, write func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".yunban-*")
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.cannot_write", "path", path)
	}
	defer func() { _ = os.Remove(f.Name()) }() // after a success it is not there
	if err := write(f); err != nil {
		_ = f.Close() // the first failure is the one to tell
		return err
	}
	if err := f.Close(); err != nil {
		return model.Wrap(model.Other, err, "error.cannot_write", "path", path)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return model.Wrap(model.Invalid, err, "error.cannot_write", "path", path)
	}
	return nil
}

// wrote says where a file is now, and offers to open it.
func (w *Window) wrote(path string) {
	w.Say(w.T("list.exported", "path", path))
	if w.opts.OpenPath == nil {
		return
	}
	w.Ask(Question{Title: w.T("list.exported_title"), Text: path, Verb: w.T("dialog.open_file"), Then: func() { w.openPath(path) }})
}

// openPath opens a file or folder with the system's own program.
func (w *Window) openPath(path string) {
	if err := w.opts.OpenPath(path); err != nil {
		w.Fail(model.Wrap(model.Other, err, "error.cannot_open", "path", path))
	}
}
