package app

import (
	"strconv"

	"yunban/model"
	"yunban/model/workday"
)

// deadlineColumns are the columns of the ledger of deadlines, kept and missed.
var deadlineColumns = []column{{"number", 19, false}, {"kind", 12, false}, {"system_name", 30, false}, {"unit", 26, false},
	{"round", 6, true}, {"step", 22, false}, {"article", 12, false}, {"limit", 18, false}, {"since", 13, false}, {"due", 17, false},
	{"done", 13, false}, {"by", 16, false}, {"used", 9, true}, {"outcome", 13, false}}

func deadlineSheets(x *export) ([]model.Sheet, error) {
	q := x.query
	q.From = workday.Date{} // a step of the period may be of a request that was filed before
	return []model.Sheet{x.sheet("register.title_deadlines", deadlineColumns, x.each(q, func(it Item) ([][]string, error) {
		steps, err := x.steps(it)
		if err != nil {
			return nil, err
		}
		var rows [][]string
		for _, s := range steps {
			if x.within(workday.DateOf(s.Since)) {
				rows = append(rows, x.deadlineRow(it, s))
			}
		}
		return rows, nil
	}))}, nil
}

// steps are a request's steps up to the end of the period.
func (x *export) steps(it Item) ([]model.Step, error) {
	events, err := x.past(it)
	if err != nil {
		return nil, err
	}
	return model.Steps(x.desk.ProfileOf(it.Profile), x.desk.Workdays(), events, x.today())
}

func (x *export) deadlineRow(it Item, s model.Step) []string {
	done := ""
	if !s.Done.IsZero() {
		done = workday.DateOf(s.Done).String()
	}
	return []string{it.Number, x.words("case." + string(it.Case)), it.Title, it.UnitName, strconv.Itoa(s.Round),
		x.words(model.StatusKey(it.Case, s.Status)), s.Due.Article, limitText(s.Due, x.words), workday.DateOf(s.Since).String(),
		dueText(s.Due, x.words), done, s.By, strconv.Itoa(s.Used), x.words("outcome." + string(s.Outcome(x.today())))}
}

// limitText writes how long a limit is: 3 个工作日.
func limitText(d model.Deadline, words Wording) string {
	switch {
	case d.None():
		return ""
	case d.Unit == model.WorkingDay:
		return words("due.length_workdays", "n", strconv.Itoa(d.Days))
	}
	return words("due.length_days", "n", strconv.Itoa(d.Days))
}
