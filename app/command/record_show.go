package command

import (
	"context"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

func (c *call) showRecord(ctx context.Context, d *app.Desk, kind, id string) error {
	switch {
	case model.SubjectKind(kind).IsMatter():
		return c.showMatter(ctx, d, model.SubjectKind(kind), id)
	case kind == filingRecord:
		return c.showFiling(ctx, d, id)
	case kind != systemRecord:
		return unknownRecord(kind)
	}
	s, err := d.System(ctx, id)
	if err != nil {
		return err
	}
	var requests []map[string]any
	for _, r := range s.Requests {
		requests = append(requests, map[string]any{"id": r.ID, "number": r.Number, "kind": r.Case, "status": r.Status})
	}
	return c.answer(map[string]any{"id": s.ID, "unit": s.Unit, "state": s.State, "values": s.Values, "lines": s.Lines,
		"totals": model.TotalsAt(s.Lines, model.StageDelivered), "requests": requests, "adjustments": s.Log},
		s.Name()+"　"+c.words.Text("system_state."+string(s.State)))
}

func (c *call) showFiling(ctx context.Context, d *app.Desk, called string) error {
	filings, err := d.Filings(ctx)
	if err != nil {
		return err
	}
	for _, f := range filings {
		if f.Subject.ID == called || f.Number() == called {
			return c.answer(shownFiling(f), joinedWide(f.Number(), f.Values["filing_title"], f.Values["proposing_body"]))
		}
	}
	return model.Errorf(model.NotFound, "error.no_matter", "id", called)
}

// shownStep is a step of a matter, as others read it.
type shownStep struct {
	Event  string                    `json:"event"`
	Action model.Action              `json:"action"`
	By     string                    `json:"by"`
	Unit   string                    `json:"unit,omitempty"`
	At     string                    `json:"at"`
	Note   string                    `json:"note,omitempty"`
	Values model.Values              `json:"values,omitempty"`
	Rows   map[string][]model.Values `json:"rows,omitempty"`
	Files  []model.File              `json:"files,omitempty"`
}

func (c *call) showMatter(ctx context.Context, d *app.Desk, kind model.SubjectKind, called string) error {
	m, err := d.Matter(ctx, kind, called)
	if err != nil {
		return err
	}
	names, err := unitNames(ctx, d)
	if err != nil {
		return err
	}
	value := map[string]any{"id": m.ID, "number": m.Number, "kind": kind, "title": app.TitleOf(d.Profile(), m.Matter), "unit": m.Unit,
		"unit_name": m.Owner, "system": m.System, "status": m.Status, "opened": when(m.Opened()), "since": when(m.Matter.Last()), "values": m.Values,
		"rows": rowsByTable(m.Lines), "files": noneAsEmpty(m.Files), "can": noneAsEmpty(m.Can), "last": m.Last}
	lines := []string{joinedWide(m.Number, app.TitleOf(d.Profile(), m.Matter), m.Owner, c.words.Text("matter_status."+string(m.Status)))}
	steps := []shownStep{}
	for _, act := range m.Acts {
		values := act.Values.Clone()
		delete(values, model.ActorUnit)
		steps = append(steps, shownStep{Event: act.Event, Action: act.Action, By: act.By, Unit: names[act.Unit], At: when(act.At), Note: act.Note, Values: values,
			Rows: rowsByTable(act.Lines), Files: act.Files})
		lines = append(lines, joinedWide(when(act.At), act.By, c.words.Text("action."+string(act.Action)), act.Note))
	}
	value["steps"] = steps
	if report := shownReportOf(d, m.Matter); report != nil {
		value["report"] = report
	}
	if grant := shownGrantOf(d, m.Matter); grant != nil {
		value["grant"] = grant
	}
	if receipts := receiptsOf(m.Matter, names); len(receipts) > 0 {
		value["receipts"] = receipts
	}
	if kind == model.Inspection {
		findings := []shownFinding{}
		for _, f := range m.Findings() {
			findings = append(findings, shownFinding{f.ID, f.Values, f.State, f.Overdue(d.Today())})
			lines = append(lines, joinedWide("·", f.ID, f.Values["finding"], f.Values["owner"], f.Values["due"], c.words.Text("finding."+string(f.State))))
		}
		value["findings"] = findings
	}
	return c.answer(value, lines...)
}

// rowsByTable are the rows of each table, each with its id.
func rowsByTable(lines []model.Line) map[string][]model.Values {
	rows := map[string][]model.Values{}
	for _, l := range lines {
		v := l.Values.Clone()
		v["id"] = l.ID
		rows[l.Resource] = append(rows[l.Resource], v)
	}
	return rows
}

// shownReceipt is an addressee's receipt.
type shownReceipt struct {
	Unit string `json:"unit"`
	By   string `json:"by"`
	At   string `json:"at"`
}

func receiptsOf(m model.Matter, names map[string]string) []shownReceipt {
	var all []shownReceipt
	for _, act := range m.Acts {
		if act.Action == model.Receive {
			all = append(all, shownReceipt{names[act.Unit], act.By, when(act.At)})
		}
	}
	return all
}

// shownReport is how a monthly report stands.
type shownReport struct {
	Month       string       `json:"month"`
	Due         workday.Date `json:"due"`
	Late        bool         `json:"late"`
	Additional  bool         `json:"additional"`
	Replaced    int          `json:"replaced"`
	ByUnit      string       `json:"received_by_unit"` // when; nothing is not yet
	ByAuthority string       `json:"received_by_authority"`
}

func shownReportOf(d *app.Desk, m model.Matter) *shownReport {
	if m.Kind != model.MonthlyReport {
		return nil
	}
	s := d.ReportState(m)
	shown := &shownReport{Month: s.Month.String(), Due: s.Due, Late: s.Late, Additional: s.Additional, Replaced: s.Replaced}
	if s.ByUnit != nil {
		shown.ByUnit = when(s.ByUnit.At)
	}
	if s.ByAbove != nil {
		shown.ByAuthority = when(s.ByAbove.At)
	}
	return shown
}

// shownGrant is what an access grant allows and whether it can be used now.
type shownGrant struct {
	Standing  model.GrantStanding `json:"standing"`
	From      string              `json:"from"`
	To        string              `json:"to"`
	Resources string              `json:"resources"`
	Entries   int                 `json:"entries"`
}

func shownGrantOf(d *app.Desk, m model.Matter) *shownGrant {
	if m.Kind != model.AccessGrant {
		return nil
	}
	v, entries := m.Granted(), 0
	for _, act := range m.Acts {
		if act.Action == model.Enter {
			entries++
		}
	}
	return &shownGrant{m.GrantStands(d.Clock()), v["from"], v["to"], v["resources"], entries}
}

// shownFinding is a finding of an inspection and how far it is.
type shownFinding struct {
	ID      string             `json:"id"`
	Values  model.Values       `json:"values"`
	State   model.FindingState `json:"state"`
	Overdue bool               `json:"overdue"`
}

func openFindings(m model.Matter) *int {
	if m.Kind != model.Inspection {
		return nil
	}
	open := 0
	for _, f := range m.Findings() {
		if f.State != model.FindingClosed {
			open++
		}
	}
	return &open
}

// noneAsEmpty writes no entries as [], which whoever reads the answer can walk through.
func noneAsEmpty[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}
