package app

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"yunban/model"
)

// WriteWhole writes a file that is whole, or leaves what was there as it was: it is written beside its place and moved
// there at the end.
func WriteWhole(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".yunban-*")
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.cannot_write", "path", path)
	}
	err = write(f)
	if closing := f.Close(); err == nil && closing != nil {
		err = model.Wrap(model.Other, closing, "error.cannot_write", "path", path)
	}
	if err == nil {
		err = place(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// place moves a written file to where it belongs, to be read by others too.
func place(written, path string) error {
	err := os.Chmod(written, 0o644)
	if err == nil {
		err = os.Rename(written, path)
	}
	if err != nil {
		return model.Wrap(model.Other, err, "error.cannot_write", "path", path)
	}
	return nil
}
