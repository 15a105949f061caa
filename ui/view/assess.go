package view

import (
	"cmp"
	"context"
	"io"
	"maps"
	"slices"
	"strconv"

	"yunban/app"
	"yunban/model"
)

// Assess is an assessment being prepared: computed out of the office's records, with what a person adds, until it is
// published (R51, R52).
type Assess struct {
	Query     app.AssessmentQuery
	Card      model.Scorecard
	Published *model.Matter // what was published for the same subject and period
	desk      *app.Desk
	units     []model.Unit
}

// AssessQuery is an assessment to begin with: of the vendor, and in the first months of a year of the year that is over.
func AssessQuery(desk *app.Desk) app.AssessmentQuery {
	return app.AssessmentQuery{Subject: model.AssessVendor, Period: model.EveryYear.Around(desk.Today().AddDays(-90)).String()}
}

// LoadAssess computes an assessment.
func LoadAssess(ctx context.Context, desk *app.Desk, q app.AssessmentQuery) (*Assess, error) {
	a := &Assess{Query: q, desk: desk}
	owed, err := desk.Systems(ctx) // only units that have systems are assessed
	if err != nil {
		return nil, err
	}
	all, err := desk.Units(ctx)
	if err != nil {
		return nil, err
	}
	for _, u := range all {
		if slices.ContainsFunc(owed, func(s app.SystemFile) bool { return s.Unit == u.ID }) {
			a.units = append(a.units, u)
		}
	}
	slices.SortFunc(a.units, func(x, y model.Unit) int { return cmp.Compare(x.Name, y.Name) })
	switch {
	case q.Subject == model.AssessVendor:
		a.Query.Unit = ""
	case q.Unit == "" && len(a.units) > 0:
		a.Query.Unit = a.units[0].ID
	}
	if a.Card, err = desk.Assess(ctx, a.Query); err != nil {
		return nil, err
	}
	m, ok, err := desk.PublishedOf(ctx, a.Query.Subject, a.Query.Unit, a.Query.Period)
	if ok {
		a.Published = &m
	}
	return a, err
}

// Subjects offers whom to assess.
func (a *Assess) Subjects() []Offer {
	var offers []Offer
	for _, c := range a.desk.Profile().Lists["assessed"] {
		offers = append(offers, Offer{Code: c.ID, Label: c.Label})
	}
	return offers
}

// Units offers the units to assess.
func (a *Assess) Units() []Offer {
	var offers []Offer
	for _, u := range a.units {
		offers = append(offers, Offer{Code: u.ID, Label: u.Name})
	}
	return offers
}

// Periods offers the periods that have begun.
func (a *Assess) Periods() []Offer {
	return periodOffers(slices.Concat(recent(a.desk, model.EveryYear, 3), recent(a.desk, model.EveryQuarter, 5)))
}

// MayPublish reports whether the person publishes assessments, and this one is not published yet.
func (a *Assess) MayPublish() bool {
	return a.Published == nil && len(a.desk.MayBegin(model.Assessment)) > 0
}

// Over is the last day of the period that is assessed, and whether it has passed: what is published before tells of a part
// of it for good.
func (a *Assess) Over() (end string, over bool) {
	period, _ := model.ParsePeriod(a.Card.Period) // it was computed
	return period.To.String(), period.To.Before(a.desk.Today())
}

// Marked is the query with another word of a person on an indicator; an empty one takes it back.
func (a *Assess) Marked(indicator, percent, remark string) (app.AssessmentQuery, error) {
	q := a.Query
	q.Marks = maps.Clone(q.Marks)
	if q.Marks == nil {
		q.Marks = map[string]model.Mark{}
	}
	mark := model.Mark{Remark: remark, By: a.desk.Person.Name}
	if percent != "" {
		n, ok := model.Figured(percent)
		if !ok || n < 0 || n > 100 {
			return q, model.InvalidInput([]model.Problem{{Field: "percent", Key: "problem.percent"}})
		}
		mark.Percent = &n
	}
	if percent == "" && remark == "" {
		delete(q.Marks, indicator)
	} else {
		q.Marks[indicator] = mark
	}
	return q, nil
}

// Score is an assessment as it is read: computed now, or frozen.
type Score struct {
	Card    model.Scorecard
	Number  string // of a published one
	profile *model.Profile
}

// Score is what there is to be read.
func (a *Assess) Score() Score { return Score{Card: a.Card, profile: a.desk.Profile()} }

// ScoreRow is an indicator in words.
type ScoreRow struct {
	model.Indicator
	Name    string
	Score   string // 18.5 / 20, or that there is no data
	Value   float64
	Reason  string
	Figures []FigureRow
}

// FigureRow is a figure in words, with how many records stand behind it.
type FigureRow struct {
	model.Figure
	Name, Text, How string
}

// Total writes the sum and the grade.
func (s Score) Total() (sum, grade string) {
	sum = model.NoData
	if s.Card.Score != nil {
		sum = model.Decimal(*s.Card.Score)
	}
	return sum, s.Card.GradeName(s.profile)
}

// Rows lists the indicators.
func (s Score) Rows() []ScoreRow {
	var rows []ScoreRow
	for _, i := range s.Card.Indicators {
		row := ScoreRow{Indicator: i, Name: s.profile.LabelIn(string(s.Card.Subject)+"_indicators", i.ID), Score: model.NoData, Reason: i.Reason(s.profile)}
		if i.Score != nil {
			row.Score, row.Value = model.Decimal(*i.Score)+" / "+model.Decimal(i.Weight), *i.Score
		}
		for _, f := range i.Figures {
			row.Figures = append(row.Figures, FigureRow{f, f.Name(s.profile), f.Text(s.profile), f.How(s.profile)})
		}
		rows = append(rows, row)
	}
	return rows
}

// Table is what stands behind the picture of the indicators: a score where there are data, and out of how much (R51, R52).
func (s Score) Table(say func(Text) string) MatterTable {
	t := MatterTable{Columns: []MatterColumn{{Title: say(Say("assess.indicator"))}, {say(Say("assess.score")), true}, {say(Say("assess.out_of")), true}}}
	for _, row := range s.Rows() {
		score := model.NoData
		if row.Indicator.Score != nil {
			score = model.Decimal(row.Value)
		}
		t.Rows = append(t.Rows, []string{row.Name, score, model.Decimal(row.Weight)})
	}
	return t
}

// TraceRow is a record behind a figure.
type TraceRow struct {
	model.Subject
	Name string
}

// LoadTrace names the records behind a figure.
func LoadTrace(ctx context.Context, desk *app.Desk, f model.Figure) ([]TraceRow, error) {
	names, err := desk.NamesBehind(ctx, f)
	if err != nil {
		return nil, err
	}
	var rows []TraceRow
	for _, s := range f.Trace {
		rows = append(rows, TraceRow{s, cmp.Or(names[s], s.ID)})
	}
	return rows, nil
}

// Publish publishes the assessment; from then on it is frozen.
func (a *Assess) Publish(ctx context.Context, q app.AssessmentQuery) (model.Event, error) {
	return a.desk.PublishAssessment(ctx, q)
}

// WriteScore writes an assessment as a workbook.
func WriteScore(ctx context.Context, desk *app.Desk, s Score, path string, words app.Wording) error {
	return app.WriteWhole(path, func(w io.Writer) error { return desk.WriteScorecard(ctx, w, s.Card, s.Number, words) })
}

// PrintScore prints an assessment that is not published.
func PrintScore(ctx context.Context, desk *app.Desk, s Score, path string) error {
	data, err := desk.PreviewScore(ctx, s.Card)
	if err != nil {
		return err
	}
	return writeBytes(path, data)
}

func writeBytes(path string, data []byte) error {
	return app.WriteWhole(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// OfferUsers offers the units that use the cloud, of which a statement can be written; nothing to who reads only the own.
func OfferUsers(ctx context.Context, desk *app.Desk) ([]Offer, error) {
	units, err := OfferUnits(ctx, desk)
	if err != nil || len(units) == 0 {
		return units, err
	}
	using, err := usingUnits(ctx, desk)
	return slices.DeleteFunc(units, func(o Offer) bool { return !slices.Contains(using, o.Code) }), err
}

// YearOffers offers the last years.
func YearOffers(desk *app.Desk) []Offer {
	var offers []Offer
	for y := desk.Today().Year; y > desk.Today().Year-4; y-- {
		offers = append(offers, Offer{Code: strconv.Itoa(y), Text: Say("duties.year", "year", strconv.Itoa(y))})
	}
	return offers
}

// WriteStatement writes a unit's yearly statement of use, as a workbook or on paper (R50).
func WriteStatement(ctx context.Context, desk *app.Desk, unit, year, path string, paper bool, words app.Wording) error {
	s, err := desk.UsageStatement(ctx, unit, year)
	if err != nil {
		return err
	}
	if !paper {
		return app.WriteWhole(path, func(w io.Writer) error { return desk.WriteStatement(ctx, w, s, words) })
	}
	data, err := desk.PrintStatement(ctx, s)
	if err != nil {
		return err
	}
	return writeBytes(path, data)
}

// MayCompute reports whether the person may compute assessments without publishing them.
func MayCompute(desk *app.Desk) bool {
	return slices.ContainsFunc([]model.Duty{model.DutyAssessment, model.DutyReading, model.DutyApproval, model.DutyInspection, model.DutyDelivery},
		func(d model.Duty) bool { return holds(d)(desk) })
}
