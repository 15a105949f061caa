package demo

import (
	"context"
	"io"
	"io/fs"
	"path"

	"yunban/app"
	"yunban/assets"
	"yunban/model"
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
	form   app.FilledForm
	folder string
}

func readSample(profile, name string) (sample, error) {
	folder := path.Join("samples", profile, name)
	data, err := assets.Samples.ReadFile(path.Join(folder, "request.json"))
	if err != nil {
		return sample{}, model.Wrap(model.NotFound, err, "error.no_sample", "profile", profile)
	}
	form, err := app.ReadFilledForm(data)
	return sample{form, folder}, err
}

func (s sample) open(name string) (io.ReadCloser, error) {
	return assets.Samples.Open(path.Join(s.folder, name))
}

// Draft makes a draft of a sample request at a clerk's desk.
func Draft(ctx context.Context, desk *app.Desk, name string) (model.Draft, []model.Problem, error) {
	s, err := readSample(desk.Profile().ID, name)
	if err != nil {
		return model.Draft{}, nil, err
	}
	return desk.TakeIn(ctx, s.form, s.open)
}

// report attaches a sample's own file as the third party's report.
func (s sample) report(ctx context.Context, desk *app.Desk) ([]model.File, error) {
	for _, f := range s.form.Files {
		if path.Ext(f.Path) != ".pdf" {
			continue
		}
		r, err := s.open(f.Path)
		if err != nil {
			return nil, err
		}
		defer r.Close()
		kept, err := desk.AttachFrom(ctx, "report", "第三方测评报告.pdf", r)
		return []model.File{kept}, err
	}
	return nil, fs.ErrNotExist
}
