package app

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
	"yunban/model/workday"
)

// matterSheet is a paper of a matter being written.
type matterSheet struct {
	sheet
	paper RecordPaper
	desk  *Desk
	ctx   context.Context //nolint:containedctx // lives as long as one call
	file  MatterFile
}

func (d *Desk) composeMatter(ctx context.Context, kind model.DocumentKind, called string) (*matterSheet, error) {
	at := slices.IndexFunc(matterPapers, func(p matterPaper) bool { return p.kind == kind })
	if at < 0 {
		return nil, model.Errorf(model.NotFound, "error.no_paper", "paper", string(kind))
	}
	file, err := d.Matter(ctx, matterPapers[at].of, called)
	if err != nil {
		return nil, err
	}
	p := d.Profile()
	title := p.Papers[string(kind)].Title
	switch {
	case !d.mayIssue(kind):
		return nil, model.Errorf(model.Forbidden, "error.not_inspector")
	case title == "" || !matterPapers[at].ready(file.Matter):
		return nil, model.Errorf(model.Conflict, "error.paper_not_ready", "paper", title)
	}
	s := &matterSheet{sheet: sheet{kind: kind, p: p, w: rules(p)}, desk: d, ctx: ctx, file: file,
		paper: RecordPaper{Kind: kind, Number: file.Number, Date: file.Opened(), Values: file.Values.Clone(), Rows: map[string][]model.Values{}, Said: map[string]opinionOf{}}}
	s.paper.Values["unit_name"], s.paper.Values["system_name"] = file.Owner, file.System
	return s, matterPapers[at].write(s)
}

// say puts what an act says into a place to sign.
func (s *matterSheet) say(box string, act model.MatterAct) {
	s.paper.Said[box] = opinionOf{text: act.Note, by: act.By, at: act.At}
}

// access is the 授权进入用户资源单: what was granted, and every entry against it (P 20, L 25; R44).
func (s *matterSheet) access() error {
	grant, _ := s.file.Latest(model.Grant) // it is ready
	maps.Copy(s.paper.Values, s.file.Granted())
	s.paper.Date = grant.At
	s.paper.Values["granted_by"], s.paper.Values["granted_on"] = grant.By, workday.DateOf(grant.At).String()
	s.say("unit", grant)
	for _, act := range s.file.Acts {
		if act.Action == model.Enter {
			s.paper.Rows["entries"] = append(s.paper.Rows["entries"], act.Values)
		}
	}
	return nil
}

// inspection is the 安全检查记录表: what was found and how far each finding is (P 17, L 21; R41).
func (s *matterSheet) inspection() error {
	inspected, _ := s.file.Latest(model.Inspect) // it is ready
	s.paper.Date = inspected.At
	s.paper.Values["inspection_result"] = inspected.Values["inspection_result"]
	s.inspected()
	s.say("inspectors", model.MatterAct{Note: inspected.Note, At: inspected.At}) // several bodies sign, each by hand
	for _, f := range s.file.Findings() {
		row := f.Values.Clone()
		row["rectified"], row["rechecked"] = "", ""
		for _, act := range f.Rectified {
			row["rectified"] = joined("\n", row["rectified"], dated(act, act.Note))
		}
		for _, act := range f.Rechecked {
			result := s.label("not_passed")
			if act.Values["passed"] == model.True {
				result = s.label("passed")
			}
			row["rechecked"] = joined("\n", row["rechecked"], dated(act, joined("：", result, act.Note)))
		}
		s.paper.Rows["findings"] = append(s.paper.Rows["findings"], row)
	}
	return nil
}

// inspected names what was inspected: a unit, or the platform itself.
func (s *matterSheet) inspected() {
	if s.file.Unit == "" {
		s.paper.Values["unit_name"] = s.p.Word("platform")
		if s.kind == model.PaperRectification { // the platform is its vendor's to mend
			s.paper.Values["unit_name"] = s.p.Word("vendor")
		}
	}
}

func dated(act model.MatterAct, text string) string { return chineseDay(act.At) + "　" + text }

// rectification is the 整改通知书: what is to be mended by when (P 17, L 21; R41). What has been mended meanwhile is left out.
func (s *matterSheet) rectification() error {
	inspected, _ := s.file.Latest(model.Inspect) // it is ready
	s.paper.Date = inspected.At
	s.inspected()
	s.paper.Values["demand"] = inspected.Note
	open := slices.DeleteFunc(s.file.Findings(), func(f model.Finding) bool { return f.State != model.FindingOpen })
	if len(open) == 0 {
		open = s.file.Findings()
	}
	last := open[0].Due()
	for _, f := range open {
		if f.Due().After(last) {
			last = f.Due()
		}
		s.paper.Rows["findings"] = append(s.paper.Rows["findings"], f.Values)
	}
	s.paper.Values["rectify_by"] = last.String()
	return nil
}

// report is the 月度报告 of one unit: its resources at the end of the month, how they were used, operation and advice
// (P 15, L 19; R32).
func (s *matterSheet) report() error {
	filed, _ := s.file.First(model.Lodge) // it is ready
	if again, ok := s.file.Latest(model.Replace); ok {
		filed = again
	}
	s.paper.Date = filed.At
	month, _ := model.ParsePeriod(s.file.Values["month"]) // checked when it was filed
	s.paper.Values["month"] = month.Chinese()
	s.say("vendor", model.MatterAct{By: filed.By, At: filed.At})
	if unit, _ := s.file.Receipts(authorityUnit); unit != nil {
		s.say("receipt", model.MatterAct{By: unit.By, At: unit.At})
	}
	if err := s.used(); err != nil {
		return err
	}
	s.summed("alarms", "critical", "high", "medium", "low")
	s.summed("tickets", "one", "two", "three", "four")
	resources, err := s.desk.holdings(s.ctx, s.file.Unit, month)
	if err != nil {
		return err
	}
	s.paper.Rows["resources"] = resources
	for _, table := range []string{"storage", "alarms", "tickets"} {
		if len(s.paper.Rows[table]) == 0 {
			s.paper.Left = append(s.paper.Left, table)
		}
	}
	return nil
}

// used says of every row how the use lies to the bands that held then, unless the vendor said it.
func (s *matterSheet) used() error {
	measures, err := s.desk.ofKind(s.ctx, model.Measure)
	if err != nil {
		return err
	}
	bands := model.BandsOf(s.p.MeasuresAt(measures, s.file.Opened()))
	for _, l := range model.RowsOf(s.file.Lines, model.UtilisationTable) {
		row := l.Values.Clone()
		if n := row[model.UsageInstances]; n != "" {
			row["instance"] = s.with("n", n).label("instances_mean")
		}
		if row["judgement"] == "" {
			row["judgement"] = s.judged(bands.CPU(figureOf(row["cpu"])), bands.Memory(figureOf(row["memory"])))
		}
		s.paper.Rows[model.UtilisationTable] = append(s.paper.Rows[model.UtilisationTable], row)
	}
	return nil
}

func figureOf(text string) *float64 {
	if x, err := strconv.ParseFloat(text, 64); err == nil {
		return &x
	}
	return nil
}

func (s *matterSheet) judged(cpu, memory model.UsageLevel) string {
	var said []string
	for _, of := range []struct {
		name  string
		level model.UsageLevel
	}{{"CPU", cpu}, {"内存", memory}} {
		if of.level == model.UsageLow || of.level == model.UsageHigh {
			said = append(said, s.with("of", of.name).label("level_"+string(of.level)))
		}
	}
	if len(said) == 0 && (cpu == model.UsageFitting || memory == model.UsageFitting) {
		return s.label("level_" + string(model.UsageFitting))
	}
	return strings.Join(said, "、")
}

// summed gives each row of a table its sum.
func (s *matterSheet) summed(table string, columns ...string) {
	for _, l := range model.RowsOf(s.file.Lines, table) {
		row, sum, any := l.Values.Clone(), int64(0), false
		for _, c := range columns {
			if n, ok := row.Int(c); ok {
				sum, any = sum+n, true
			}
		}
		if any {
			row["sum"] = number(sum)
		}
		s.paper.Rows[table] = append(s.paper.Rows[table], row)
	}
}
