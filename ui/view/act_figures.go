package view

import (
	"fmt"
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
	Figures  []Figure
}

// Figure is one decided figure: at most what the stage before allows (T15, R21).
type Figure struct {
	model.Field
	Allowed int64
	Typed   string
}

// figureLines offers what the stage before allows.
func figureLines(p *model.Profile, lines []model.Line, before model.Stage) []FigureLine {
	out := make([]FigureLine, len(lines))
	for i, l := range lines {
		r, _ := p.Resource(l.Resource)
		amount, _ := l.Amount(before)
		out[i] = FigureLine{ID: l.ID, No: i + 1, Resource: r.Name, Name: l.Name()}
		for _, f := range r.Amounts {
			if n := amount.Get(f.ID); n > 0 {
				out[i].Figures = append(out[i].Figures, Figure{f, n, strconv.FormatInt(n, 10)})
			}
		}
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

// decidedLines reads the typed figures; what is no number is a problem of its own.
func (a *Act) decidedLines() ([]model.Line, []model.Problem) {
	var lines []model.Line
	var wrong []model.Problem
	for i, l := range a.figures {
		var amount model.Amount
		for _, f := range l.Figures {
			n, err := strconv.ParseInt(strings.TrimSpace(f.Typed), 10, 64)
			if err != nil {
				wrong = append(wrong, model.Problem{Field: FigureField(i, f.ID), Key: "problem.not_integer",
					Args: map[string]string{"label": f.Label}})
			}
			amount = amount.With(f.ID, n)
		}
		line := model.Line{ID: l.ID, Approved: &amount}
		if a.arrow.Action == model.Deliver {
			line = model.Line{ID: l.ID, Delivered: &amount}
		}
		lines = append(lines, line)
	}
	return lines, wrong
}

// DecidedTotals adds the typed figures up, as far as they are numbers, beside what was allowed.
func (a *Act) DecidedTotals() (decided, allowed model.Totals) {
	stage, before := model.StageApproved, model.StageAsked
	if a.arrow.Action == model.Deliver {
		stage, before = model.StageDelivered, model.StageApproved
	}
	lines, _ := a.decidedLines()
	return model.TotalsAt(lines, stage), model.TotalsAt(a.file.Request.Lines, before)
}
