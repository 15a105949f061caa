package view

import (
	"time"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// Span is a period and a unit as they were typed and chosen. Empty fields narrow nothing.
type Span struct {
	From string // 2006-01-02
	To   string // 2006-01-02
	Unit string // its id
}

// Problems finds what cannot be asked for.
func (s Span) Problems() []model.Problem {
	return app.Filter{From: s.From, To: s.To}.Problems()
}

// Query is what to ask of the store.
func (s Span) Query() (model.Query, error) {
	if err := model.InvalidInput(s.Problems()); err != nil {
		return model.Query{}, err
	}
	q := model.Query{Unit: s.Unit}
	q.From, _ = workday.ParseDate(s.From) // both were looked at above
	q.To, _ = workday.ParseDate(s.To)
	return q, nil
}

// Periods are the periods that are asked for most, by name.
var Periods = []string{"month", "last_month", "quarter", "year"}

// PeriodOf is the first and the last day of a usual period. One that is not over ends today, so that its figures are
// told as of today.
func PeriodOf(name string, today workday.Date) (from, to string) {
	first, last := workday.Date{Year: today.Year, Month: today.Month, Day: 1}, today
	switch name {
	case "last_month":
		last = first.AddDays(-1)
		first = workday.Date{Year: last.Year, Month: last.Month, Day: 1}
	case "quarter":
		first.Month = (today.Month-1)/3*3 + 1
	case "year":
		first.Month = time.January
	}
	return first.String(), last.String()
}
