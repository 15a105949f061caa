package app

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
	"yunban/model/workday"
)

// Filter is what the list of requests is narrowed to, as it was typed and chosen. Empty fields narrow nothing.
type Filter struct {
	Queue  string // a queue's id
	Text   string
	Status string // StatusCode of a status
	Case   string
	Unit   string
	Level  string
	Due    string // due_soon or overdue
	From   string // filed on or after, 2006-01-02
	To     string // filed on or before
}

// nearness are the urgencies that can be asked for.
var nearness = map[string][]model.Urgency{string(model.DueSoon): model.Soon, string(model.Overdue): model.Late}

// StatusCode names a status in a filter: submitted and approved wait for something else in each kind of request, and
// so bear it: change.submitted.
func StatusCode(c model.Case, s model.Status) string {
	if model.StatusKey(model.Change, s) == model.StatusKey(model.Usage, s) {
		return string(s)
	}
	return string(c) + "." + string(s)
}

// readStatus reads a status's code: its kind, where it bears one, and the status.
func readStatus(code string) (model.Case, model.Status, bool) {
	kind, status, two := strings.Cut(code, ".")
	if two {
		return model.Case(kind), model.Status(status), model.KnownStatus(model.Case(kind), model.Status(status))
	}
	known := slices.ContainsFunc(model.Cases(), func(c model.Case) bool { return model.KnownStatus(c, model.Status(code)) })
	return "", model.Status(code), known
}

// Empty reports whether the filter narrows nothing.
func (f Filter) Empty() bool { return f == Filter{} }

// Problems finds what cannot be asked for.
func (f Filter) Problems() []model.Problem {
	var found []model.Problem
	unknown := func(field, key, value string) {
		found = append(found, model.Problem{Field: field, Key: key, Args: map[string]string{"value": value}})
	}
	if _, _, known := readStatus(f.Status); f.Status != "" && !known {
		unknown("status", "problem.unknown_status", f.Status)
	}
	if f.Case != "" && !slices.Contains(model.Cases(), model.Case(f.Case)) {
		unknown("kind", "problem.unknown_kind", f.Case)
	}
	if f.Due != "" && nearness[f.Due] == nil {
		unknown("due", "problem.unknown_urgency", f.Due)
	}
	if _, err := strconv.Atoi(f.Level); f.Level != "" && err != nil {
		unknown("level", "problem.unknown_level", f.Level)
	}
	return append(found, f.wrongDays()...)
}

func (f Filter) wrongDays() []model.Problem {
	var found []model.Problem
	for field, day := range map[string]string{"from": f.From, "to": f.To} {
		if _, err := workday.ParseDate(day); day != "" && err != nil {
			found = append(found, model.Problem{Field: field, Key: "problem.date"})
		}
	}
	if len(found) == 0 && f.From != "" && f.To != "" && f.To < f.From {
		found = append(found, model.Problem{Field: "to", Key: "problem.date_order"})
	}
	return found
}

// Ask turns a filter into what to ask of the store for this person. A queue's own conditions hold besides.
func (d *Desk) Ask(ctx context.Context, f Filter) (model.Query, error) {
	if err := d.loadPrincipals(ctx); err != nil {
		return model.Query{}, err
	}
	if err := model.InvalidInput(f.Problems()); err != nil {
		return model.Query{}, err
	}
	q, err := d.askQueue(f)
	if err != nil {
		return model.Query{}, err
	}
	q.Text = f.Text
	narrow(&q, model.Case(f.Case))
	if f.Status != "" && len(q.Status) == 0 {
		kind, status, _ := readStatus(f.Status) // checked above
		q.Status = []model.Status{status}
		narrow(&q, kind)
	}
	if f.Unit != "" && q.Unit == "" {
		q.Unit = f.Unit
	}
	q.Level, _ = strconv.Atoi(f.Level) // these were checked above
	q.From, _ = workday.ParseDate(f.From)
	q.To, _ = workday.ParseDate(f.To)
	return q, nil
}

// askQueue asks for a queue, or for all, and for how urgent.
func (d *Desk) askQueue(f Filter) (model.Query, error) {
	urgencies := nearness[f.Due]
	if f.Queue == "" {
		var q model.Query
		if f.Due != "" {
			q.Near = d.nearly(urgencies)
		}
		return q, nil
	}
	queue, err := d.Queue(f.Queue)
	if err != nil || f.Due == "" {
		return d.InQueue(queue), err
	}
	q := d.InQueue(queue)
	switch {
	case len(queue.Near) == 0 && !queue.Waiting(): // a view, such as what was done
		q.Near = d.nearly(urgencies)
		return q, nil
	case len(queue.Near) > 0:
		urgencies = common(queue.Near, urgencies)
	}
	queue.Near = urgencies
	q.Near = d.near(queue)
	return q, nil
}

// narrow asks for one kind of request only; nothing is of two kinds.
func narrow(q *model.Query, kind model.Case) {
	switch {
	case kind == "" || kind == q.Case:
	case q.Case == "":
		q.Case = kind
	default:
		q.Near = []model.Near{}
	}
}
