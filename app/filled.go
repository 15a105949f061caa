package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"yunban/model"
)

// FilledForm is an application filled elsewhere, as a JSON file.
type FilledForm struct {
	Profile string       `json:"profile"`
	Kind    model.Case   `json:"kind"`
	System  string       `json:"system,omitempty"` // of a change or termination
	Values  model.Values `json:"values"`
	Rows    []model.Row  `json:"rows"`
	Files   []FilledFile `json:"files"`
}

// FilledFile names an attachment beside the form.
type FilledFile struct {
	Role string `json:"role"`
	Path string `json:"path"`
}

// ReadFilledForm reads a filled form; a name that a form does not have is a fault, so that a slip of the pen is not
// lost silently.
func ReadFilledForm(data []byte) (FilledForm, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var f FilledForm
	if err := dec.Decode(&f); err != nil {
		return FilledForm{}, model.Wrap(model.Invalid, err, "error.filled_form", "detail", err.Error())
	}
	return f, nil
}

// TakeIn makes a draft of a filled form: everything it says is kept, and every problem is told at once. open reads
// an attachment by its path beside the form.
func (d *Desk) TakeIn(ctx context.Context, f FilledForm, open func(path string) (io.ReadCloser, error)) (model.Draft, []model.Problem, error) {
	if err := f.under(d.Profile()); err != nil {
		return model.Draft{}, nil, err
	}
	draft, err := d.begin(ctx, f)
	if err != nil {
		return model.Draft{}, nil, err
	}
	draft.Filling.Rows = nil
	problems, err := d.fill(ctx, &draft, f, open)
	if err != nil {
		return model.Draft{}, nil, err
	}
	found, err := d.checkOnSystem(ctx, draft)
	if err != nil {
		return model.Draft{}, nil, err
	}
	return draft, append(problems, found...), d.SaveDraft(ctx, &draft)
}

// under refuses a form that was filled under another regulation.
func (f FilledForm) under(p *model.Profile) error {
	if f.Profile != "" && f.Profile != p.ID {
		return model.Errorf(model.Invalid, "error.other_profile", "profile", f.Profile, "own", p.ID)
	}
	return nil
}

// fill writes what a filled form says into a draft, and tells what of it has no place there.
func (d *Desk) fill(ctx context.Context, draft *model.Draft, f FilledForm, open func(path string) (io.ReadCloser, error)) ([]model.Problem, error) {
	problems := unknownFields(d.ProfileOf(draft.Profile), draft.Case, f.Values)
	for k, v := range f.Values {
		draft.Filling.Values[k] = v
	}
	for i, row := range f.Rows {
		if draft.Case == model.Usage {
			row.ID = fmt.Sprint(i + 1)
		}
		draft.Filling.Rows = append(draft.Filling.Rows, row)
	}
	for _, file := range f.Files {
		kept, err := d.takeFile(ctx, file, open)
		switch {
		case err == nil:
			draft.Filling.Files = append(draft.Filling.Files, kept)
		case model.KindOf(err) == model.Invalid:
			problems = append(problems, problemsIn(file, err)...)
		default:
			return nil, err
		}
	}
	return problems, nil
}

func (d *Desk) takeFile(ctx context.Context, f FilledFile, open func(string) (io.ReadCloser, error)) (model.File, error) {
	r, err := open(f.Path)
	if err != nil {
		return model.File{}, model.InvalidInput([]model.Problem{fileProblem(f.Role, path.Base(f.Path), "problem.file_missing")})
	}
	defer r.Close()
	return d.AttachFrom(ctx, f.Role, path.Base(f.Path), r)
}

// problemsIn are what is wrong with a file; an error that names no problem is one itself.
func problemsIn(f FilledFile, err error) []model.Problem {
	var e *model.Error
	if errors.As(err, &e) && len(e.Problems) > 0 {
		return e.Problems
	}
	return []model.Problem{{Field: "files." + f.Role, Key: e.Key, Args: e.Args}}
}

// begin makes the draft that a filled form fills.
func (d *Desk) begin(ctx context.Context, f FilledForm) (model.Draft, error) {
	if (f.Kind == model.Change || f.Kind == model.Termination) && f.System == "" {
		return model.Draft{}, model.InvalidInput([]model.Problem{{Field: "system", Key: "problem.not_live"}})
	}
	switch f.Kind {
	case "", model.Usage:
		if f.System != "" {
			return d.NewDraftFor(ctx, f.System)
		}
		return d.NewDraft(ctx)
	case model.Change:
		return d.NewChange(ctx, f.System)
	case model.Termination:
		return d.NewTermination(ctx, f.System)
	}
	return model.Draft{}, model.Errorf(model.Invalid, "error.unknown_kind", "kind", string(f.Kind))
}

func unknownFields(p *model.Profile, c model.Case, v model.Values) []model.Problem {
	var found []model.Problem
	form := p.Forms[string(c)]
	for id := range v {
		if _, ok := form.Field(id); !ok {
			found = append(found, model.Problem{Field: id, Key: "problem.unknown_field", Args: map[string]string{"field": id}})
		}
	}
	slices.SortFunc(found, func(a, b model.Problem) int { return strings.Compare(a.Field, b.Field) })
	return found
}
