package demo

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path"

	"yunban/app"
	"yunban/assets"
	"yunban/model"
	"yunban/model/workday"
)

// Samples lists the sample requests of a city by the names of their folders.
func Samples(profile string) ([]string, error) {
	entries, err := assets.Samples.ReadDir("samples/" + profile)
	if err != nil {
		return nil, model.Wrap(model.NotFound, err, "error.no_sample", "profile", profile)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// sample is one sample request and where its files lie.
type sample struct {
	form    app.FilledForm
	folder  string
	unit    string       // the name of the unit that files it
	written workday.Date // the day on which it would be filed as it stands
}

func readSample(profile, name string) (sample, error) { return readForm(profile, name, "request.json") }

// readForm reads one of the filled forms in a sample's folder.
func readForm(profile, name, file string) (sample, error) {
	folder := path.Join("samples", profile, name)
	data, err := assets.Samples.ReadFile(path.Join(folder, file))
	if err != nil {
		return sample{}, model.Wrap(model.NotFound, err, "error.no_sample", "profile", profile)
	}
	form, err := app.ReadFilledForm(data)
	return sample{form, folder, form.Values["unit_name"], writtenOn[file]}, err
}

func (s sample) open(name string) (io.ReadCloser, error) {
	return assets.Samples.Open(path.Join(s.folder, name))
}

// UnitOf names the unit that a sample request is filed by.
func UnitOf(profile, name string) (string, error) {
	s, err := readSample(profile, name)
	return s.unit, err
}

// Draft makes a draft of a sample request at a clerk's desk.
func Draft(ctx context.Context, desk *app.Desk, name string) (model.Draft, []model.Problem, error) {
	s, err := readSample(desk.Profile().ID, name)
	if err != nil {
		return model.Draft{}, nil, err
	}
	return desk.TakeIn(ctx, s.form, s.open)
}

// again attaches a sample's required materials once more, for a major change.
func (s sample) again(ctx context.Context, desk *app.Desk) ([]model.File, error) {
	var files []model.File
	for _, f := range s.form.Files {
		r, err := s.open(f.Path)
		if err != nil {
			return nil, err
		}
		kept, err := desk.AttachFrom(ctx, f.Role, f.Path, r)
		if err = errors.Join(err, r.Close()); err != nil {
			return nil, err
		}
		files = append(files, kept)
	}
	return files, nil
}

// reportName is the third party's report that lies beside a sample of protection level 3.
const reportName = "第三方测评报告.pdf"

// report attaches the third party's report; a sample without one lends its first PDF.
func (s sample) report(ctx context.Context, desk *app.Desk) ([]model.File, error) {
	names := []string{reportName}
	for _, f := range s.form.Files {
		if path.Ext(f.Path) == ".pdf" {
			names = append(names, f.Path)
		}
	}
	for _, name := range names {
		r, err := s.open(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		kept, err := desk.AttachFrom(ctx, "report", reportName, r)
		return []model.File{kept}, errors.Join(err, r.Close())
	}
	return nil, fs.ErrNotExist
}
