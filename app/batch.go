package app

import (
	"context"
	"strconv"
	"strings"

	"yunban/model"
)

// Batch is one act with one opinion on several requests.
type Batch struct {
	Requests []string
	Action   model.Action
	Note     string
	Seen     map[string]string // the last act seen, by request: Dossier.Request.Last; as Doing.After
	Complete bool              // of an acceptance: the officer has checked each file against its list of materials (R12)
}

// Outcome is what became of one request of a batch.
type Outcome struct {
	Request string
	Number  string
	Title   string
	Err     error // nil when the act was taken
}

// Check finds what is wrong with a batch before any of its requests is touched.
func (b Batch) Check() []model.Problem {
	if b.Action == model.Accept && !b.Complete {
		return []model.Problem{{Field: "complete", Key: "problem.batch_unchecked"}}
	}
	return nil
}

// DoAll takes the same act with the same opinion on several requests. Each is checked and answered by itself: one
// that is refused keeps none of the others from being done. progress hears of each.
func (d *Desk) DoAll(ctx context.Context, b Batch, progress func(done, all int)) ([]Outcome, error) {
	if err := model.InvalidInput(b.Check()); err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, 0, len(b.Requests))
	for i, id := range b.Requests {
		if err := ctx.Err(); err != nil {
			return outcomes, err
		}
		o := Outcome{Request: id}
		file, err := d.Dossier(ctx, id)
		if err == nil {
			o.Number, o.Title = file.Request.Number, file.Request.Title()
			err = d.doOne(ctx, b, file)
		}
		o.Err = err
		outcomes = append(outcomes, o)
		progress(i+1, len(b.Requests))
	}
	return outcomes, nil
}

func (d *Desk) doOne(ctx context.Context, b Batch, file Dossier) error {
	if err := d.OwnDecision(file, b.Action); err != nil {
		return err
	}
	after := b.Seen[file.Request.ID]
	if after == "" {
		after = file.Request.Last
	}
	_, err := d.Do(ctx, Doing{Request: file.Request.ID, Action: b.Action, After: after, Note: b.Note, Values: batchValues(file, b.Action)})
	return err
}

// OwnDecision says why a request cannot be answered together with others: what the unit proposes as a major change is
// judged by itself (T11), and so is what the city's form asks more about than an opinion.
func (d *Desk) OwnDecision(file Dossier, action model.Action) error {
	p, r := file.Profile, file.Request
	if action == model.Approve && r.Case == model.Change {
		var reasons []string
		for _, id := range r.Values().Choices("major_reasons") {
			reasons = append(reasons, p.LabelIn("major_reasons", id))
		}
		if len(reasons) > 0 {
			return model.Errorf(model.Invalid, "error.own_decision_major", "reasons", strings.Join(reasons, "、"))
		}
	}
	form, _ := p.ActForm(r.Case, action)
	if missing := form.Check(p, batchValues(file, action), d.Today()); len(missing) > 0 {
		var labels []string
		for _, m := range missing {
			f, _ := form.Field(m.Field)
			labels = append(labels, f.Label)
		}
		return model.Errorf(model.Invalid, "error.own_decision", "fields", strings.Join(labels, "、"))
	}
	return nil
}

// batchValues is what an act says of a request besides the opinion when it is answered with others: of each material
// whether it was filed (R12), of a change that it is not major (T11).
func batchValues(file Dossier, action model.Action) model.Values {
	v := model.Values{}
	switch {
	case action == model.Accept:
		for _, m := range file.Profile.Checklist(file.Request) {
			v[model.CompleteValue(m.ID)] = strconv.FormatBool(m.Filed)
		}
	case action == model.Approve && file.Request.Case == model.Change:
		v["major"] = "false"
	}
	return v
}
