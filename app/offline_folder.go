package app

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"yunban/model"
)

// TakenForm is what became of one of many forms.
type TakenForm struct {
	Name     string
	Draft    model.Draft
	Problems []model.CellProblem
	Err      error // it could not be read as a form
}

// FormsIn lists the filled forms of a folder by their paths: workbooks and JSON files, but for the traces that an
// open program leaves beside them.
func FormsIn(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, model.Wrap(model.Invalid, err, "error.file_unreadable", "name", filepath.Base(folder))
	}
	var paths []string
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || strings.HasPrefix(name, "~") || strings.HasPrefix(name, ".") || !slices.Contains([]string{"xlsx", "json"}, ending(name)) {
			continue
		}
		paths = append(paths, filepath.Join(folder, name))
	}
	return paths, nil
}

// TakeForms makes a draft of each of many filled forms, with one answer each: a bad one does not stop the others.
func (d *Desk) TakeForms(ctx context.Context, paths []string, progress func(done, all int)) ([]TakenForm, error) {
	var taken []TakenForm
	for i, path := range paths {
		if err := ctx.Err(); err != nil {
			return taken, err
		}
		one := TakenForm{Name: filepath.Base(path)}
		one.Draft, one.Problems, one.Err = d.TakeFile(ctx, path)
		taken = append(taken, one)
		if progress != nil {
			progress(i+1, len(paths))
		}
	}
	return taken, nil
}

// TakeFile makes a draft of a filled form, workbook or JSON, with the materials that lie beside it.
func (d *Desk) TakeFile(ctx context.Context, path string) (model.Draft, []model.CellProblem, error) {
	if ending(path) == "json" {
		return d.takeJSON(ctx, path)
	}
	pre, err := d.ReadFormFile(ctx, path)
	if err != nil {
		return model.Draft{}, nil, err
	}
	return d.TakeForm(ctx, pre, Beside(path))
}

// ReadFormFile reads a form from its file.
func (d *Desk) ReadFormFile(ctx context.Context, path string) (Preview, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() { // opening a pipe would wait for ever
		return Preview{}, unreadable(path, err)
	}
	f, err := os.Open(path)
	if err != nil {
		return Preview{}, unreadable(path, err)
	}
	defer f.Close()
	pre, err := d.ReadForm(ctx, f)
	pre.Name = filepath.Base(path)
	return pre, err
}

func (d *Desk) takeJSON(ctx context.Context, path string) (model.Draft, []model.CellProblem, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return model.Draft{}, nil, unreadable(path, err)
	}
	form, err := ReadFilledForm(data)
	if err != nil {
		return model.Draft{}, nil, err
	}
	draft, problems, err := d.TakeIn(ctx, form, Beside(path))
	found := make([]model.CellProblem, len(problems))
	for i, p := range problems {
		found[i] = model.CellProblem{Problem: p}
	}
	return draft, found, err
}

// Beside opens what lies beside a file, by its name or by a path from there.
func Beside(path string) func(string) (io.ReadCloser, error) {
	return func(name string) (io.ReadCloser, error) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(path), filepath.FromSlash(name))
		}
		return os.Open(name)
	}
}
