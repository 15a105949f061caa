package view

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"yunban/model"
)

// Dirty reports whether something typed is not on disk yet.
func (in *Intake) Dirty() bool { return in.version != in.kept }

// Saved is when the draft was last written.
func (in *Intake) Saved() time.Time { return in.draft.Saved }

// Save writes the draft.
func (in *Intake) Save(ctx context.Context) error {
	if !in.Dirty() || in.closed {
		return nil
	}
	if err := in.desk.SaveDraft(ctx, &in.draft); err != nil {
		return err
	}
	in.kept = in.version
	return nil
}

// Filing prepares to submit. What it gives works on a copy and so can run aside; it files the application and gives
// the request's id. What was typed stays a draft unless it was filed.
func (in *Intake) Filing() func(context.Context) (request string, err error) {
	draft := in.draft
	draft.Filling = in.Filling()
	return func(ctx context.Context) (string, error) {
		event, err := in.desk.Submit(ctx, draft)
		if err != nil {
			return "", err
		}
		return event.Subject.ID, nil
	}
}

// Close ends the filling: nothing is saved any more, because the draft was filed.
func (in *Intake) Close() { in.closed = true }

// Drop throws the draft away.
func (in *Intake) Drop(ctx context.Context) error {
	in.Close()
	return in.desk.DropDraft(ctx, in.draft.ID)
}

// Consequence says what submitting will do: who decides, how soon, by which article.
func (in *Intake) Consequence() Text {
	due := in.profile.Due(in.draft.Case, model.Submitted, in.desk.Clock(), in.desk.Workdays())
	key := "intake.consequence"
	if in.draft.Case != model.Usage {
		key = "intake.consequence_" + string(in.draft.Case)
	}
	switch {
	case due.None():
		key += "_no_limit"
	case due.Provisional:
		key += "_provisional"
	}
	return Say(key, "authority", in.profile.Word("authority"), "days", strconv.Itoa(due.Days), "article", due.Article,
		"due", due.Due.String(), "title", in.Title())
}

// Filling is a copy of everything typed.
func (in *Intake) Filling() model.Filling {
	f := in.draft.Filling
	rows := make([]model.Row, len(f.Rows))
	for i, r := range f.Rows {
		rows[i] = model.Row{ID: r.ID, Resource: r.Resource, Values: maps.Clone(r.Values)}
	}
	return model.Filling{Values: f.Values.Clone(), Rows: rows, Files: slices.Clone(f.Files)}
}
