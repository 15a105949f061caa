package app

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
	"yunban/model/workday"
)

// AssessmentQuery asks for an assessment: of a unit or of the vendor, for a period, with what a person adds.
type AssessmentQuery struct {
	Subject model.AssessedKind
	Unit    string                // the unit's id; nothing of the vendor
	Period  string                // 2026, 2026-Q3, 2026-09
	Marks   map[string]model.Mark // by the indicator's id: manual scores and remarks
	Advice  string
}

// figuresRole marks the file of a published assessment that has every figure with the records behind it.
const figuresRole = "figures"

// mayAssess are the duties that may compute an assessment. A unit reads its own once it is published.
func (d *Desk) mayAssess(of model.AssessedKind) error {
	duties := []model.Duty{model.DutyAssessment, model.DutyReading, model.DutyApproval, model.DutyInspection}
	if of == model.AssessVendor {
		duties = append(duties, model.DutyDelivery)
	}
	if !d.holdsAny(duties...) {
		return model.Errorf(model.Forbidden, "error.may_not_assess")
	}
	return nil
}

func (d *Desk) holdsAny(duties ...model.Duty) bool {
	return slices.ContainsFunc(d.selves(), func(self model.Person) bool {
		return slices.ContainsFunc(duties, func(duty model.Duty) bool { return d.Profile().Holds(self.Roles, duty) })
	})
}

// Assess computes an assessment out of the office's records, as it stood at the end of the period or stands now. Nothing
// is written (P 22 and 23, L 27 and 28; R51, R52).
func (d *Desk) Assess(ctx context.Context, q AssessmentQuery) (model.Scorecard, error) {
	if err := d.mayAssess(q.Subject); err != nil {
		return model.Scorecard{}, err
	}
	over, err := d.reached(q.Period)
	if err != nil {
		return model.Scorecard{}, err
	}
	marks, problems := d.marks(q)
	if err := model.InvalidInput(problems); err != nil {
		return model.Scorecard{}, err
	}
	measures, err := d.Measures(ctx)
	if err != nil {
		return model.Scorecard{}, err
	}
	g := &evidence{desk: d, ctx: ctx, stretch: over}
	var card model.Scorecard
	switch q.Subject {
	case model.AssessUnit:
		unit, err := d.unit(ctx, q.Unit)
		if err != nil {
			return card, err
		}
		facts, err := g.unit(unit)
		if err != nil {
			return card, err
		}
		card = d.Profile().AssessUnit(facts, measures)
		card.Unit, card.UnitName = unit.ID, unit.Name
	case model.AssessVendor:
		facts, err := g.vendor()
		if err != nil {
			return card, err
		}
		card = d.Profile().AssessVendor(facts, measures)
		card.UnitName = d.vendorName(ctx)
	default:
		return card, model.InvalidInput([]model.Problem{{Field: "subject", Key: "problem.no_subject"}})
	}
	card = card.Weighed(marks)
	card.Advice = strings.TrimSpace(q.Advice)
	return card, nil
}

// marks are what a person adds, each with who it was. A mark of an indicator that the city does not have, or out of
// bounds, is a problem at marks.ID.
func (d *Desk) marks(q AssessmentQuery) (map[string]model.Mark, []model.Problem) {
	var problems []model.Problem
	marks := map[string]model.Mark{}
	for id, m := range q.Marks {
		switch {
		case !d.Profile().InList(string(q.Subject)+"_indicators", id):
			problems = append(problems, model.Problem{Field: "marks." + id, Key: "problem.no_indicator", Args: map[string]string{"indicator": id}})
		case m.Percent != nil && !(*m.Percent >= 0 && *m.Percent <= 100):
			problems = append(problems, model.Problem{Field: "marks." + id, Key: "problem.mark_range"})
		case m.Percent != nil && strings.TrimSpace(m.Remark) == "": // what a person gives instead of a figure is reasoned
			problems = append(problems, model.Problem{Field: "marks." + id, Key: "problem.mark_reason"})
		}
		m.By, m.Remark = d.Person.Name, strings.TrimSpace(m.Remark)
		marks[id] = m
	}
	return marks, problems
}

// stretch is a period as far as it has gone.
type stretch struct {
	model.Period
	asOf  workday.Date // the last day that is told
	today bool         // the period is not over: everything is told as it stands now
}

// reached reads a period that has begun.
func (d *Desk) reached(text string) (stretch, error) {
	period, ok := model.ParsePeriod(strings.TrimSpace(text))
	today := d.Today()
	switch {
	case !ok:
		return stretch{}, model.InvalidInput([]model.Problem{{Field: "period", Key: "problem.not_period"}})
	case period.From.After(today):
		return stretch{}, model.InvalidInput([]model.Problem{{Field: "period", Key: "problem.period_to_come", Args: map[string]string{"period": text}}})
	case period.To.Before(today):
		return stretch{period, period.To, false}, nil
	}
	return stretch{period, today, true}, nil
}

// unit finds a unit by its id or name.
func (d *Desk) unit(ctx context.Context, called string) (model.Unit, error) {
	units, err := d.Units(ctx)
	if err != nil {
		return model.Unit{}, err
	}
	i := slices.IndexFunc(units, func(u model.Unit) bool { return u.ID == called || u.Name == called })
	if i < 0 || called == "" {
		return model.Unit{}, model.Errorf(model.NotFound, "error.no_unit", "unit", called)
	}
	return units[i], nil
}

// vendorName is the name of the unit that the vendor's people belong to, else what the city calls the vendor.
func (d *Desk) vendorName(ctx context.Context) string {
	people, err := d.People(ctx)
	if err == nil {
		for _, p := range people {
			if u, err := d.unit(ctx, p.Unit); err == nil && !p.Disabled && d.Profile().Holds(p.Roles, model.DutyDelivery) {
				return u.Name
			}
		}
	}
	return d.Profile().Word("vendor")
}

// Measures are the weights and bands in force: the latest that the office set, else those of the regulation's file.
func (d *Desk) Measures(ctx context.Context) (model.Values, error) {
	set, err := d.Matters(ctx, model.Measure)
	if err != nil {
		return nil, err
	}
	return d.Profile().MeasuresAt(set, d.Clock()), nil
}

// MeasureHistory lists the measures as they were set, the latest first; who, when and why is in their acts.
func (d *Desk) MeasureHistory(ctx context.Context) ([]model.Matter, error) {
	return d.Matters(ctx, model.Measure)
}

// SetMeasures sets weights and bands from now on; what was published keeps those that it was made by.
func (d *Desk) SetMeasures(ctx context.Context, v model.Values, note string) (model.Event, error) {
	return d.Take(ctx, MatterWork{Kind: model.Measure, Action: model.Release, Values: v, Note: note})
}

// PublishAssessment computes an assessment anew and publishes it to those concerned. From then on it is frozen: the scores
// with their words, and in a file every figure with the records behind it.
func (d *Desk) PublishAssessment(ctx context.Context, q AssessmentQuery) (model.Event, error) {
	card, err := d.Assess(ctx, q)
	if err != nil {
		return model.Event{}, err
	}
	data, err := json.MarshalIndent(card, "", " ")
	if err != nil {
		return model.Event{}, model.Wrap(model.Other, err, "error.unexpected")
	}
	hash, size, err := d.Files.Keep(ctx, bytes.NewReader(data), MaxFile)
	if err != nil {
		return model.Event{}, err
	}
	p := d.Profile()
	values := model.Values{"subject": string(card.Subject), "unit_id": card.Unit, "period": card.Period, "grade": card.GradeName(p), "advice": card.Advice}
	if card.Score != nil {
		values["score"] = model.Decimal(*card.Score)
	}
	w := MatterWork{Kind: model.Assessment, Action: model.Release, Values: values,
		Files: []model.File{{Role: figuresRole, Name: card.Period + " figures.json", Size: size, Hash: hash}}}
	for _, row := range scoreRows(p, card) {
		w.Lines = append(w.Lines, model.Line{Resource: "scores", Values: row})
	}
	return d.Take(ctx, w)
}

// scoreRows are the rows of the table of scores, on paper as in the record.
func scoreRows(p *model.Profile, card model.Scorecard) []model.Values {
	var rows []model.Values
	for _, i := range card.Indicators {
		row := model.Values{model.RowName: i.ID, "measured": shortened(i.Measured(p), 400), "weight": model.Decimal(i.Weight),
			"reason": shortened(i.Reason(p), 1000)}
		if i.Score != nil {
			row["score"] = model.Decimal(*i.Score)
		}
		if i.Manual() {
			row["manual"] = model.True
		}
		rows = append(rows, row)
	}
	return rows
}

// shortened keeps a text within what its field holds.
func shortened(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

// Published opens a published assessment: the record, and its figures as they were frozen.
func (d *Desk) Published(ctx context.Context, id string) (MatterFile, model.Scorecard, error) {
	var card model.Scorecard
	file, err := d.Matter(ctx, model.Assessment, id)
	if err != nil {
		return file, card, err
	}
	i := slices.IndexFunc(file.Files, func(f model.File) bool { return f.Role == figuresRole })
	if i < 0 {
		return file, card, model.Errorf(model.NotFound, "error.no_figures", "number", file.Number)
	}
	r, err := d.Files.Open(file.Files[i].Hash)
	if err != nil {
		return file, card, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return file, card, model.Wrap(model.Other, err, "error.unexpected")
	}
	if err := json.Unmarshal(data, &card); err != nil {
		return file, card, model.Wrap(model.Other, err, "error.store_broken")
	}
	return file, card, nil
}

// PublishedOf finds the published assessment of a subject and period; ok is false when there is none that this person may
// see.
func (d *Desk) PublishedOf(ctx context.Context, of model.AssessedKind, unit, period string) (m model.Matter, ok bool, err error) {
	all, err := d.Matters(ctx, model.Assessment)
	if err != nil {
		return m, false, err
	}
	for _, one := range all {
		if one.Values["subject"] == string(of) && one.Unit == unit && one.Values["period"] == period {
			return one, true, nil
		}
	}
	return m, false, nil
}

// answersText writes how many answers a level got.
func answersText(card model.Scorecard, level string) (answers int, share string) {
	answers, _ = strconv.Atoi(card.Counts["answers_"+level])
	all, _ := strconv.Atoi(card.Counts["answers"])
	if s := model.Share(answers, all); s != nil {
		share = model.Decimal(*s)
	}
	return answers, share
}
