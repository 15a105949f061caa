package command

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// recordSearch narrows a list of records.
type recordSearch struct {
	unit, status, after string
	limit               int
}

func (c *call) recordList() *cobra.Command {
	var s recordSearch
	list := &cobra.Command{Use: "list KIND", Short: "All records of a kind, the latest first", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.listRecords(cmd.Context(), d, args[0], s) })
		}}
	list.Flags().StringVar(&s.unit, "unit", "", "only this unit's, by its name or id")
	list.Flags().StringVar(&s.status, "status", "", "only this status")
	list.Flags().IntVar(&s.limit, "limit", 50, "how many at most")
	list.Flags().StringVar(&s.after, "after", "", "the cursor of the page before")
	return list
}

func (c *call) listRecords(ctx context.Context, d *app.Desk, kind string, s recordSearch) error {
	if model.SubjectKind(kind).IsMatter() {
		return c.listMatters(ctx, d, model.SubjectKind(kind), s)
	}
	items, lines := []any{}, []string(nil)
	switch kind {
	case systemRecord:
		systems, err := d.Systems(ctx)
		if err != nil {
			return err
		}
		for _, s := range systems {
			items = append(items, map[string]any{"id": s.ID, "unit": s.Unit, "state": s.State, "values": s.Values})
			lines = append(lines, s.ID+"　"+s.Name()+"　"+c.words.Text("system_state."+string(s.State)))
		}
	case filingRecord:
		filings, err := d.Filings(ctx)
		if err != nil {
			return err
		}
		for _, f := range filings {
			items = append(items, shownFiling(f))
			lines = append(lines, f.Number()+"　"+f.Values["filing_title"]+"　"+f.Values["proposing_body"])
		}
	default:
		return unknownRecord(kind)
	}
	return c.answer(map[string]any{"items": items, "next": ""}, lines...)
}

func shownFiling(f model.Record) map[string]any {
	return map[string]any{"id": f.Subject.ID, "number": f.Number(), "values": f.Values, "files": f.Files}
}

// listedMatter is a matter in a list, as others read it.
type listedMatter struct {
	ID     string            `json:"id"`
	Number string            `json:"number"`
	Kind   model.SubjectKind `json:"kind"`
	Title  string            `json:"title"`
	Unit   string            `json:"unit"` // its name; nothing is everybody's
	Status model.Status      `json:"status"`
	Opened string            `json:"opened"`
	Since  string            `json:"since"`
	Report *shownReport      `json:"report,omitempty"`
	Grant  *shownGrant       `json:"grant,omitempty"`
	Open   *int              `json:"findings_open,omitempty"`
}

func (c *call) listMatters(ctx context.Context, d *app.Desk, kind model.SubjectKind, s recordSearch) error {
	all, err := d.Matters(ctx, kind)
	if err != nil {
		return err
	}
	names, err := unitNames(ctx, d)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(m model.Matter) bool {
		return s.unit != "" && m.Unit != s.unit && names[m.Unit] != s.unit || s.status != "" && string(m.Status) != s.status
	})
	if at := slices.IndexFunc(all, func(m model.Matter) bool { return m.ID == s.after }); s.after != "" {
		all = all[at+1:]
	}
	next := ""
	if s.limit > 0 && len(all) > s.limit {
		all = all[:s.limit]
		next = all[s.limit-1].ID
	}
	items, lines := []listedMatter{}, []string(nil)
	for _, m := range all {
		one := listedMatter{ID: m.ID, Number: m.Number, Kind: kind, Title: app.TitleOf(d.Profile(), m), Unit: names[m.Unit], Status: m.Status,
			Opened: when(m.Opened()), Since: when(m.Last()), Report: shownReportOf(d, m), Grant: shownGrantOf(d, m), Open: openFindings(m)}
		items = append(items, one)
		lines = append(lines, joinedWide(m.Number, one.Title, one.Unit, c.words.Text("matter_status."+string(m.Status)), one.Opened[:10]))
	}
	return c.answer(map[string]any{"items": items, "next": next}, lines...)
}

func unitNames(ctx context.Context, d *app.Desk) (map[string]string, error) {
	units, err := d.Units(ctx)
	names := map[string]string{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	return names, err
}

// joinedWide joins what there is by wide spaces.
func joinedWide(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "　")
}

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
		"rows": rowsByTable(m.Lines), "files": m.Files, "can": m.Can, "last": m.Last}
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
