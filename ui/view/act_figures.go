package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
)

// FigureLine is a line whose figures are decided in this act.
type FigureLine struct {
	ID       string
	No       int
	Resource string
	Name     string
	Before   string // of a change: how it runs; nothing for a new line
	Figures  []Figure

	base model.Amount // of an adjustment: what else the line keeps
}

// Figure is one decided figure: at most what the stage before allows (T15, R21).
type Figure struct {
	model.Field
	Allowed int64
	Least   int64
	Now     int64 // of an adjustment: how many run now
	Typed   string
}

// offerLines offers the lines that this act decides or confirms.
func (a *Act) offerLines(r *Request) {
	lines := r.Request.Lines
	switch a.arrow.Action {
	case model.Approve:
		if r.Request.Case != model.Termination {
			a.figures = figureLines(r.Profile, lines, model.StageAsked)
		}
	case model.Deliver, model.Execute:
		a.figures = figureLines(r.Profile, lines, model.StageApproved)
	case model.Adjust:
		a.figures = elasticLines(r.Profile, r.Request.RunningLines())
	case model.Reclaim:
		if r.Request.Case == model.Termination {
			a.checks = checkLines(r.Profile, lines)
		}
	}
}

// elasticLines offers the count of every elastic line that runs, within its bounds (R22).
func elasticLines(p *model.Profile, running []model.Line) []FigureLine {
	var out []FigureLine
	for i, l := range running {
		if l.Values["elastic"] != model.True || l.Delivered == nil {
			continue
		}
		r, _ := p.Resource(l.Resource)
		line := FigureLine{ID: l.ID, No: i + 1, Resource: r.Name, Name: l.Name(), base: *l.Delivered}
		least, _ := l.Values.Int("elastic_min")
		most, _ := l.Values.Int("elastic_max")
		for _, f := range r.Amounts {
			if f.ID == "count" {
				n := l.Delivered.Count
				line.Figures = []Figure{{Field: f, Allowed: most, Least: least, Now: n, Typed: strconv.FormatInt(n, 10)}}
			}
		}
		out = append(out, line)
	}
	return out
}

// figureLines offers what the stage before allows.
func figureLines(p *model.Profile, lines []model.Line, before model.Stage) []FigureLine {
	var out []FigureLine
	for i, l := range lines {
		if l.Values[model.RemoveLine] == model.True { // what goes has no figures
			continue
		}
		r, _ := p.Resource(l.Resource)
		amount, _ := l.Amount(before)
		line := FigureLine{ID: l.ID, No: i + 1, Resource: r.Name, Name: l.Name()}
		if l.Before != nil {
			line.Before = shortly(r, *l.Before)
		}
		for _, f := range r.Amounts {
			if n := amount.Get(f.ID); n > 0 {
				line.Figures = append(line.Figures, Figure{Field: f, Allowed: n, Typed: strconv.FormatInt(n, 10)})
			}
		}
		out = append(out, line)
	}
	return out
}

// Figures lists the figures to decide; none for most actions.
func (a *Act) Figures() []FigureLine { return a.figures }

// SetFigure changes a decided figure.
func (a *Act) SetFigure(line, figure int, typed string) {
	a.figures[line].Figures[figure].Typed = typed
	a.settle(FigureField(line, a.figures[line].Figures[figure].ID))
}

// FigureField names a decided figure as problems do: lines[0].vcpu.
func FigureField(line int, figure string) string { return fmt.Sprintf("lines[%d].%s", line, figure) }

// stages are the stage that this act decides and the one before it, which bounds it.
func (a *Act) stages() (decided, before model.Stage) {
	if a.arrow.Action == model.Approve {
		return model.StageApproved, model.StageAsked
	}
	return model.StageDelivered, model.StageApproved
}

// decidedLines reads the typed figures; what is no number is a problem of its own. An adjustment is only of the lines
// that it adjusts.
func (a *Act) decidedLines() ([]model.Line, []model.Problem) {
	lines, wrong := a.readFigures()
	a.sent = nil
	var sent []model.Line
	for i := range lines {
		if a.arrow.Action != model.Adjust || a.figures[i].adjusted() {
			a.sent, sent = append(a.sent, i), append(sent, lines[i])
		}
	}
	return sent, wrong
}

// adjusted reports whether any figure is another than now.
func (l FigureLine) adjusted() bool {
	return slices.ContainsFunc(l.Figures, func(f Figure) bool {
		return strings.TrimSpace(f.Typed) != strconv.FormatInt(f.Now, 10)
	})
}

// atFigures names the problems of the lines that were sent as the lines that are shown.
func (a *Act) atFigures(problems []model.Problem) []model.Problem {
	out := slices.Clone(problems)
	for i, p := range out {
		var line int
		if n, _ := fmt.Sscanf(p.Field, "lines[%d]", &line); n == 1 && line < len(a.sent) {
			_, rest, _ := strings.Cut(p.Field, "]")
			out[i].Field = fmt.Sprintf("lines[%d]", a.sent[line]) + rest
		}
	}
	return out
}

func (a *Act) readFigures() ([]model.Line, []model.Problem) {
	stage, _ := a.stages()
	var lines []model.Line
	var wrong []model.Problem
	for i, l := range a.figures {
		amount := l.base
		for _, f := range l.Figures {
			n, err := strconv.ParseInt(strings.TrimSpace(f.Typed), 10, 64)
			if err != nil {
				wrong = append(wrong, model.Problem{Field: FigureField(i, f.ID), Key: "problem.not_integer",
					Args: map[string]string{"label": f.Label}})
			}
			amount = amount.With(f.ID, n)
		}
		line := model.Line{ID: l.ID, Approved: &amount}
		if stage == model.StageDelivered {
			line = model.Line{ID: l.ID, Delivered: &amount}
		}
		lines = append(lines, line)
	}
	return lines, wrong
}

// DecidedTotals adds the typed figures up, as far as they are numbers, beside what was allowed.
func (a *Act) DecidedTotals() (decided, allowed model.Totals) {
	stage, before := a.stages()
	lines, _ := a.readFigures()
	return model.TotalsAt(lines, stage), model.TotalsAt(a.file.Request.Lines, before)
}
