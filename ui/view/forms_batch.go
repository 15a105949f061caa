package view

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"strings"

	"yunban/app"
	"yunban/model"
)

// FormBatch is what became of many filled forms, one by one.
type FormBatch struct {
	Forms []TakenForm
	desk  *app.Desk
}

// FormState is what became of one form.
type FormState string

// The states of a form.
const (
	FormMade   FormState = "made"   // a draft was made, and nothing is wrong with it
	FormFaulty FormState = "faulty" // a draft was made, and something is still wrong with it
	FormFailed FormState = "failed" // it is no form that can be taken; nothing was made
	FormLeft   FormState = "left"   // not reached when the work was stopped; nothing was made
)

// TakenForm is what became of one form.
type TakenForm struct {
	app.TakenForm
	Path  string
	State FormState
}

// Markable reports whether the form can be handed back with its faults marked.
func (t TakenForm) Markable() bool { return t.State == FormFaulty && IsForm(t.Path) }

// FormsIn lists the filled forms of a folder.
func FormsIn(folder string) ([]string, error) { return app.FormsIn(folder) }

// TakeForms makes a draft of each form. A bad one stops no other; stopped in the middle, what was made stays and the rest
// is left.
func TakeForms(ctx context.Context, desk *app.Desk, paths []string, progress func(done, all int)) FormBatch {
	taken, _ := desk.TakeForms(ctx, paths, progress) // its only error is that it was stopped, which the rest tells
	b := FormBatch{desk: desk}
	for i, path := range paths {
		one := TakenForm{Path: path, State: FormLeft}
		one.Name = filepath.Base(path)
		if i < len(taken) && !errors.Is(taken[i].Err, context.Canceled) {
			one.TakenForm = taken[i]
			one.State = stateOf(taken[i])
		}
		b.Forms = append(b.Forms, one)
	}
	return b
}

func stateOf(t app.TakenForm) FormState {
	switch {
	case t.Err != nil:
		return FormFailed
	case len(t.Problems) > 0:
		return FormFaulty
	}
	return FormMade
}

// Count counts the forms of a state.
func (b FormBatch) Count(state FormState) int {
	n := 0
	for _, f := range b.Forms {
		if f.State == state {
			n++
		}
	}
	return n
}

// Markable lists the forms that can be handed back with their faults marked.
func (b FormBatch) Markable() []TakenForm {
	var forms []TakenForm
	for _, f := range b.Forms {
		if f.Markable() {
			forms = append(forms, f)
		}
	}
	return forms
}

// MarkedName is what a form is called that is handed back with its faults marked.
func MarkedName(path, mark string) string {
	name := filepath.Base(path)
	return strings.TrimSuffix(name, filepath.Ext(name)) + mark + ".xlsx"
}

// MarkAll writes every form that has faults into a folder with its faults marked, each under its own name with a mark
// behind it. One that was written there earlier is replaced.
func (b FormBatch) MarkAll(ctx context.Context, folder, mark string, words app.Wording, progress func(done, all int)) (written int, err error) {
	forms, used := b.Markable(), map[string]int{}
	for i, t := range forms {
		if err := ctx.Err(); err != nil {
			return written, err
		}
		behind := mark
		if used[t.Name]++; used[t.Name] > 1 { // of another folder
			behind += strconv.Itoa(used[t.Name])
		}
		if err := b.Mark(ctx, t, filepath.Join(folder, MarkedName(t.Path, behind)), words); err != nil {
			return written, err
		}
		written++
		progress(i+1, len(forms))
	}
	return written, nil
}

// Mark writes one form with its faults marked.
func (b FormBatch) Mark(ctx context.Context, t TakenForm, path string, words app.Wording) error {
	f, err := ReadFilledForm(ctx, b.desk, t.Path)
	if err != nil {
		return err
	}
	f.Problems = t.Problems
	return f.Mark(ctx, path, words)
}

// ProblemPlace says where in a form something is wrong; what stands in no cell is called by its field.
func ProblemPlace(p model.CellProblem) string {
	if p.Cell == "" {
		return firstOf(p.Label, p.Field)
	}
	return p.Sheet + " " + p.Cell
}
