package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"

	"yunban/model"
)

// FilledForm is an application filled elsewhere, as a JSON file.
type FilledForm struct {
	Profile string       `json:"profile"`
	Kind    model.Case   `json:"kind"`
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
	p := d.Profile()
	if f.Profile != "" && f.Profile != p.ID {
		return model.Draft{}, nil, model.Errorf(model.Invalid, "error.other_profile", "profile", f.Profile, "own", p.ID)
	}
	if f.Kind != "" && f.Kind != model.Usage {
		return model.Draft{}, nil, model.Errorf(model.Invalid, "error.unknown_kind", "kind", string(f.Kind))
	}
	draft, err := d.NewDraft(ctx)
	if err != nil {
		return model.Draft{}, nil, err
	}
	problems := unknownFields(p, f.Values)
	for k, v := range f.Values {
		draft.Filling.Values[k] = v
	}
	for i, row := range f.Rows {
		row.ID = fmt.Sprint(i + 1)
		draft.Filling.Rows = append(draft.Filling.Rows, row)
	}
	for _, file := range f.Files {
		kept, err := d.takeFile(ctx, file, open)
		if e, ok := asInvalid(err); ok {
			problems = append(problems, e.Problems...)
		} else if err != nil {
			return model.Draft{}, nil, err
		} else {
			draft.Filling.Files = append(draft.Filling.Files, kept)
		}
	}
	return draft, append(problems, d.Check(draft)...), d.SaveDraft(ctx, &draft)
}

func (d *Desk) takeFile(ctx context.Context, f FilledFile, open func(string) (io.ReadCloser, error)) (model.File, error) {
	r, err := open(f.Path)
	if err != nil {
		return model.File{}, model.InvalidInput([]model.Problem{fileProblem(f.Role, path.Base(f.Path), "problem.file_missing")})
	}
	defer r.Close()
	return d.AttachFrom(ctx, f.Role, path.Base(f.Path), r)
}

// asInvalid tells an error that names its problems from every other.
func asInvalid(err error) (*model.Error, bool) {
	var e *model.Error
	return e, errors.As(err, &e) && len(e.Problems) > 0
}

func unknownFields(p *model.Profile, v model.Values) []model.Problem {
	var found []model.Problem
	form := p.Forms[string(model.Usage)]
	for id := range v {
		if _, ok := form.Field(id); !ok {
			found = append(found, model.Problem{Field: id, Key: "problem.unknown_field", Args: map[string]string{"field": id}})
		}
	}
	return found
}
