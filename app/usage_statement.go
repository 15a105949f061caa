package app

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"yunban/model"
	"yunban/model/workday"
)

// UsageStatement tells a unit's use of the cloud in a year, for who plans its budget (P 21, L 26; R50): its systems with
// what they asked for, were approved, were given and used, what changed in the year, what lies idle, and the assessment.
// The unit itself may read it, and who reads all; nobody changes anything by it.
func (d *Desk) UsageStatement(ctx context.Context, called, year string) (RecordPaper, error) {
	unit, err := d.unit(ctx, called)
	if err != nil {
		return RecordPaper{}, err
	}
	if !d.mayReadUnit(unit.ID) {
		return RecordPaper{}, model.Errorf(model.Forbidden, "error.not_reader")
	}
	over, err := d.reached(year)
	if err == nil && over.Every != model.EveryYear {
		err = model.InvalidInput([]model.Problem{{Field: "period", Key: "problem.not_year"}})
	}
	if err != nil {
		return RecordPaper{}, err
	}
	s := statement{evidence: &evidence{desk: d, ctx: ctx, stretch: over}, p: d.Profile(), unit: unit}
	return s.write()
}

// statement is a unit's yearly statement being written.
type statement struct {
	*evidence
	p       *model.Profile
	unit    model.Unit
	systems []model.Inventoried
	live    []onCloud
	reports []model.Matter
}

func (s *statement) write() (paper RecordPaper, err error) {
	if s.systems, s.live, err = s.evidence.systems(s.unit.ID); err != nil {
		return paper, err
	}
	order := []model.SystemState{model.OnCloud, model.Applying, model.Planned, model.Exempt, model.Left}
	slices.SortStableFunc(s.systems, func(a, b model.Inventoried) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.State), slices.Index(order, b.State)), cmp.Compare(a.Name(), b.Name()))
	})
	if s.reports, err = s.evidence.reports(s.unit.ID); err != nil {
		return paper, err
	}
	paper = RecordPaper{Kind: model.PaperStatement, Number: s.Chinese(), Date: s.desk.Clock(), Values: s.head(), Rows: map[string][]model.Values{}}
	if paper.Rows["systems"], err = s.systemRows(); err != nil {
		return paper, err
	}
	if paper.Rows["changes"], err = s.changeRows(); err != nil {
		return paper, err
	}
	if paper.Rows["idle"], err = s.idleRows(); err != nil {
		return paper, err
	}
	return paper, s.assessment(paper.Values)
}

// head is the unit with its sums.
func (s *statement) head() model.Values {
	card := s.p.AssessUnit(model.UnitFacts{Unit: s.unit.ID, Period: s.Period, AsOf: s.asOf, Systems: s.systems}, s.p.Measures)
	ratio, _ := card.Figure("cloud_ratio")
	var runs model.Totals
	for _, one := range s.live {
		runs = runs.Plus(model.TotalsAt(one.lines, model.StageDelivered))
	}
	return model.Values{"unit_name": s.unit.Name, "as_of": s.asOf.String(), "systems": card.Counts["systems"], "on_cloud": card.Counts["on_cloud"],
		"cloud_ratio": ratio.Text(s.p), "running": sumText(runs)}
}

// sumText writes sums: 24/96/1200, as the head of the paper says.
func sumText(t model.Totals) string {
	return strings.Join([]string{number(t.VCPU), number(t.MemoryGB), number(t.StorageGB)}, "/")
}

func (s *statement) systemRows() ([]model.Values, error) {
	var rows []model.Values
	for _, one := range s.systems {
		row := model.Values{"system_name": one.Name(), "state": s.p.LabelIn("system_states", string(one.State))}
		lines := []model.Line(nil)
		if i := slices.IndexFunc(s.live, func(l onCloud) bool { return l.ID == one.ID }); i >= 0 {
			lines = s.live[i].lines
			row["live_on"] = workday.DateOf(s.live[i].usage.LiveAt).String()
		} else if one.State == model.Applying {
			r, err := s.underWay(one.ID)
			if err != nil {
				return nil, err
			}
			lines = r.Lines
		}
		if len(lines) > 0 {
			for _, stage := range stages {
				row[string(stage)] = sumText(model.TotalsAt(lines, stage))
			}
			s.use(one, row)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// use adds how a system was used in the mean of the year's reports.
func (s *statement) use(one model.Inventoried, row model.Values) {
	var found []model.Line
	for _, m := range s.reports {
		for _, l := range model.RowsOf(m.Lines, model.UtilisationTable) {
			if tellsOf(l, one) {
				found = append(found, l)
			}
		}
	}
	for _, column := range model.UsageColumns {
		if row[column] = model.NoData; len(found) > 0 {
			row[column] = strings.TrimSuffix(model.PercentText(meanOfRows(found, column)), "%")
		}
	}
}

// changeRows are the systems that went live, changed or left in the year.
func (s *statement) changeRows() ([]model.Values, error) {
	type change struct {
		on workday.Date
		model.Values
	}
	var changes []change
	for _, requests := range s.bySystem {
		for _, sum := range requests {
			r, _, err := s.request(sum.ID)
			if err != nil {
				return nil, err
			}
			on, difference, ok := effect(r)
			if !ok || !s.Contains(on) {
				continue
			}
			changes = append(changes, change{on, model.Values{"number": r.Number, "system_name": cmp.Or(sum.Title, r.Title()), "done_on": on.String(),
				"what": s.p.LabelIn("changes_of_year", string(r.Case)), "difference": difference}})
		}
	}
	slices.SortStableFunc(changes, func(a, b change) int {
		return cmp.Or(a.on.Start().Compare(b.on.Start()), cmp.Compare(a.Values["number"], b.Values["number"]))
	})
	var rows []model.Values
	for _, c := range changes {
		rows = append(rows, c.Values)
	}
	return rows, nil
}

// effect is when a request took effect and what it added or took back.
func effect(r model.Request) (on workday.Date, difference string, ok bool) {
	zones := map[string]*model.Totals{}
	switch {
	case r.Case == model.Usage && !r.LiveAt.IsZero():
		on = workday.DateOf(r.LiveAt)
		addLines(zones, r.Lines, 1)
	case r.Case == model.Change && r.Status == model.Done:
		on = workday.DateOf(r.EndedAt)
		addChange(zones, r)
	case r.Case == model.Termination && r.Status == model.Terminated:
		on = workday.DateOf(r.EndedAt)
		addLines(zones, r.Lines, -1)
	default:
		return on, "", false
	}
	var sum model.Totals
	for _, t := range zones {
		sum = sum.Plus(*t)
	}
	parts := []string{signed(sum.VCPU), signed(sum.MemoryGB), signed(sum.StorageGB)}
	return on, strings.Join(parts, "/"), true
}

func signed(n int64) string {
	if n > 0 {
		return "+" + number(n)
	}
	return number(n)
}

// idleRows are the lines that are idle or over-provisioned by the latest report of the year.
func (s *statement) idleRows() ([]model.Values, error) {
	measures, err := s.desk.Measures(s.ctx)
	if err != nil {
		return nil, err
	}
	var rows []model.Values
	for _, one := range s.desk.suggestUses(usesOf(s.live, s.reports), model.BandsOf(measures)) {
		if one.Kind == SuggestTight {
			continue
		}
		row := model.Values{"system_name": one.SystemName, "judgement": s.p.LabelIn("judgements", string(one.Kind))}
		for _, id := range []string{"line", "month", "cpu", "memory", "before", "after"} {
			row[id] = one.Args[id]
		}
		if one.After.Count == 0 {
			row["after"] = s.p.ScoreText("note.give_back", nil)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// assessment adds the published assessment of the year.
func (s *statement) assessment(v model.Values) error {
	v["score"], v["grade"] = s.p.ScoreText("note.draft", nil), ""
	m, ok, err := s.desk.PublishedOf(s.ctx, model.AssessUnit, s.unit.ID, s.String())
	if err != nil || !ok {
		return err
	}
	v["assessment_number"], v["score"], v["grade"], v["advice"] = m.Number, cmp.Or(m.Values["score"], model.NoData), m.Values["grade"], m.Values["advice"]
	return nil
}

// PrintStatement prints a yearly statement. It is kept nowhere: it tells what is on record already.
func (d *Desk) PrintStatement(ctx context.Context, s RecordPaper) ([]byte, error) {
	doc, err := WriteRecord(d.Profile(), s)
	if err != nil {
		return nil, err
	}
	doc.Sandbox, doc.Landscape, doc.Number = d.Sandbox, true, "" // a year is no number
	return d.pages().Print(ctx, doc)
}

// WriteStatement writes a yearly statement as a workbook: a sheet for what it says of the unit, and one for each table.
func (d *Desk) WriteStatement(ctx context.Context, w io.Writer, s RecordPaper, words Wording) error {
	p := d.Profile()
	x := &export{desk: d, ctx: ctx, words: words}
	form, title := p.Forms[string(s.Kind)], p.Papers[string(s.Kind)].Title
	sheetOf := func(name string, columns []model.SheetColumn, rows [][]string) model.Sheet {
		made := x.sheet("register.total", nil, onePage(rows))
		made.Title, made.Name, made.Columns = title+"　"+s.Values["unit_name"]+"　"+s.Number, name, columns
		return made
	}
	var facts [][]string
	var sheets []model.Sheet
	for _, sec := range form.Sections {
		if sec.Kind != model.RowsSection {
			for _, f := range sec.Fields {
				facts = append(facts, []string{sec.Title, f.Label, shown(p, f, s.Values[f.ID])})
			}
			continue
		}
		var columns []model.SheetColumn
		for _, f := range sec.Fields {
			columns = append(columns, model.SheetColumn{Title: f.Label, Width: 22})
		}
		var rows [][]string
		for _, v := range s.Rows[sec.ID] {
			var row []string
			for _, f := range sec.Fields {
				row = append(row, shown(p, f, v[f.ID]))
			}
			rows = append(rows, row)
		}
		sheets = append(sheets, sheetOf(sec.Title, columns, rows))
	}
	first := sheetOf(form.Sections[0].Title, []model.SheetColumn{{Title: words("statement.part"), Width: 18}, {Title: words("statement.item"), Width: 24},
		{Title: words("statement.value"), Width: 60}}, facts)
	return d.Sheets.Write(ctx, w, append([]model.Sheet{first}, sheets...)...)
}
