package view

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"yunban/app"
	"yunban/model"
)

// Act is an act on a request being prepared: opinion, form, figures, files. What was typed stays when the act fails.
type Act struct {
	desk      *app.Desk
	file      app.Dossier
	arrow     model.Arrow
	form      model.Form
	note      string
	values    model.Values
	figures   []FigureLine
	sent      []int // which of the lines shown go with the act
	checks    []CheckLine
	materials []MaterialCheck
	words     []LineWord
	files     []model.File
	onBehalf  string
	again     string // the refused act that this one does again; nothing for most
	problems  []model.Problem
}

// NewAct prepares an act on a request as it was seen.
func (r *Request) NewAct(action model.Action) *Act {
	a := &Act{desk: r.desk, file: r.Dossier, values: model.Values{}}
	a.form, _ = r.Profile.ActForm(r.Request.Case, action)
	for _, arrow := range model.Arrows(r.Request.Case) {
		if arrow.From == r.Request.Status && arrow.Action == action {
			a.arrow = arrow
		}
	}
	for _, o := range r.Options {
		if o.Action == action {
			a.onBehalf = o.For
		}
	}
	a.offer()
	a.offerCompleteness()
	a.offerLines(r)
	return a
}

// offer puts first values into the form: today's date for the day that something was done, the shortest trial, the
// unit's clerk as the one who receives.
func (a *Act) offer() {
	for _, f := range a.form.Fields() {
		switch {
		case f.ID == "trial_days":
			a.values[f.ID] = strconv.Itoa(a.file.Profile.Trial.MaxDays)
		case f.ID == "tested_on":
			a.values[f.ID] = a.desk.Today().String()
		case f.ID == "received_by":
			a.values[f.ID] = a.file.Request.FiledBy
		case f.ID == "test_kind":
			a.values[f.ID] = a.firstUntested()
		case f.ID == "major": // the unit proposes, the authority decides (T11)
			a.values[f.ID] = strconv.FormatBool(len(a.Proposed()) > 0)
		case f.Fill == "person.name":
			a.values[f.ID] = a.desk.Person.Name
		case f.Kind == model.BooleanField && f.Required:
			a.values[f.ID] = "false"
		}
	}
}

func (a *Act) firstUntested() string {
	kinds := testKinds(a.file.Request.Case)
	for _, kind := range kinds {
		if a.file.Request.Tests[kind]["conclusion"] != "passed" {
			return kind
		}
	}
	return kinds[0]
}

// Action is what will be done.
func (a *Act) Action() model.Action { return a.arrow.Action }

// OnBehalf names the person who delegated this act; nothing when it is one's own.
func (a *Act) OnBehalf() string { return a.onBehalf }

// Proposed is what of a change the unit thinks major, in words.
func (a *Act) Proposed() []string {
	if a.file.Request.Case != model.Change {
		return nil
	}
	var words []string
	for _, id := range a.file.Request.Values().Choices("major_reasons") {
		words = append(words, a.file.Profile.LabelIn("major_reasons", id))
	}
	return words
}

// Dossier is the request as it was seen.
func (a *Act) Dossier() app.Dossier { return a.file }

// Form is what the city asks for with this action; it may have no fields.
func (a *Act) Form() model.Form { return a.form }

// Fields lists what the form asks for now.
func (a *Act) Fields() []model.Field {
	return slices.DeleteFunc(a.form.Fields(), func(f model.Field) bool { return !f.Asked(a.values) })
}

// NeedsNote reports whether an opinion or a reason must be written. The rule itself is asked.
func (a *Act) NeedsNote() bool {
	if a.arrow.Need == nil {
		return false
	}
	now := a.desk.Clock()
	probe := model.Act{Action: a.arrow.Action, Actor: a.desk.Person, Claimed: now, At: now, Values: model.Values{}}
	return slices.ContainsFunc(a.arrow.Need(a.file.Profile, a.file.Request, probe), func(p model.Problem) bool {
		return p.Field == "note"
	})
}

// Note is the opinion so far.
func (a *Act) Note() string { return a.note }

// SetNote changes the opinion.
func (a *Act) SetNote(text string) {
	a.note = text
	a.settle("note")
}

// Value is what stands in a field of the form.
func (a *Act) Value(field string) string { return a.values[field] }

// Set puts a value into a field. It reports whether other fields are asked for now.
func (a *Act) Set(field, value string) (reshaped bool) {
	before := len(a.Fields())
	if f, _ := a.form.Field(field); f.Kind == model.BooleanField && f.Required && value == "" { // no tick is an answer
		value = "false"
	}
	a.values[field] = value
	a.settle(field)
	return before != len(a.Fields())
}

// settle takes back a problem whose field is being mended.
func (a *Act) settle(field string) {
	a.problems = slices.DeleteFunc(a.problems, func(p model.Problem) bool { return p.Field == field })
}

// Provision is the article that asks for a field of the form.
func (a *Act) Provision(f model.Field) (model.Article, bool) {
	if f.Provision == "" {
		return model.Article{}, false
	}
	return a.file.Profile.Article(a.file.Profile.Provisions[f.Provision])
}

// Problem is what is wrong with a field, after trying.
func (a *Act) Problem(field string) (model.Problem, bool) { return find(a.problems, field) }

// Problems lists what is wrong, after trying.
func (a *Act) Problems() []model.Problem { return a.problems }

// Outcome says what the act will do: the next status, and the limit that begins with it.
func (a *Act) Outcome() Text {
	due := a.file.Profile.Due(a.file.Request.Case, a.arrow.To, a.desk.Clock(), a.desk.Workdays())
	if a.arrow.To == a.arrow.From {
		return Say("act.outcome_stays")
	}
	pairs := []string{"status", statusName(a.file.Request.Case, a.arrow.To), "due", due.Due.String(), "days", strconv.Itoa(due.Days), "article", due.Article}
	switch {
	case model.Ended(a.file.Request.Case, a.arrow.To):
		return Say("act.outcome_end", pairs...)
	case due.None():
		return Say("act.outcome", pairs...)
	case due.Unit == model.WorkingDay:
		return Say("act.outcome_workdays", pairs...)
	}
	return Say("act.outcome_days", pairs...)
}

// Ends reports whether the act refuses or ends something.
func (a *Act) Ends() bool { return ends(a.arrow.Action) }

// Taking prepares to act. What it gives works on a copy and so can run aside; Failed takes its error.
func (a *Act) Taking() (func(context.Context) error, error) {
	lines, wrong := a.decidedLines()
	if len(wrong) > 0 {
		return nil, model.InvalidInput(wrong)
	}
	doing := app.Doing{Request: a.file.Request.ID, Action: a.arrow.Action, After: a.file.Request.Last,
		Note: a.note, Values: a.values.Clone(), Lines: lines, Files: slices.Clone(a.files)}
	again := a.again
	return func(ctx context.Context) (err error) {
		if again != "" {
			_, err = a.desk.DoAgain(ctx, again, doing)
		} else {
			_, err = a.desk.Do(ctx, doing)
		}
		return err
	}, nil
}

// Failed puts the problems of an error in place, to be mended, and tells what sort of failure it is. A conflict means
// that somebody was quicker: only a look at the request as it is now helps.
func (a *Act) Failed(err error) model.Kind {
	a.problems = nil
	var e *model.Error
	if errors.As(err, &e) {
		a.problems = a.atFigures(e.Problems)
	}
	return model.KindOf(err)
}

// Do takes the act at once.
func (a *Act) Do(ctx context.Context) error {
	take, err := a.Taking()
	if err == nil {
		err = take(ctx)
	}
	a.Failed(err)
	return err
}

// NextWaiting is the next request that waits for this person.
func (a *Act) NextWaiting(ctx context.Context) (id string, err error) {
	return nextWaiting(ctx, a.desk, a.file.Request.ID)
}
