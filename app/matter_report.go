package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"yunban/model"
)

// ReportFiling is a month's report as the vendor files it: once, for every unit (P 15, L 19; R32, T16). What all are told
// stands in it once; of the table each unit is given its own rows and no other's.
type ReportFiling struct {
	Values  model.Values // month, additional, cover, operation, advice
	Lines   []model.Line // the tables that all are told: alarms, tickets
	Files   []model.File // what all are given
	Usage   []Utilised   // how the systems of all units were used
	Units   []string     // the ids of whom it is for; nothing is every unit that has systems on the cloud
	Replace bool         // it corrects the month's reports that are filed already; Note says why
	Only    string       // of a correction: the id of the one report that it is of; nothing is the latest of each unit
	Note    string
}

// Utilised is one row of the vendor's table: how an instance was used in the month. Everything is kept as typed.
type Utilised struct {
	Row       int    `json:"row,omitempty"` // of the workbook; 0 of a row that came otherwise
	Unit      string `json:"unit"`          // its name or its id
	System    string `json:"system_name"`   // its name or its id
	Instance  string `json:"instance,omitempty"`
	CPU       string `json:"cpu,omitempty"` // percent
	Memory    string `json:"memory,omitempty"`
	Disk      string `json:"disk,omitempty"`
	Judgement string `json:"judgement,omitempty"` // what the vendor says of it
}

// ReportShare is what one unit's report will be.
type ReportShare struct {
	Unit    string   `json:"unit"`
	Name    string   `json:"name"`
	Rows    int      `json:"rows"`    // of the table
	Systems int      `json:"systems"` // that the rows tell of
	Silent  []string `json:"silent"`  // the names of systems on the cloud that no row tells of
	Number  string   `json:"number"`  // of the report that is corrected
}

// ReportPreview is a filing judged before anything is written.
type ReportPreview struct {
	Month    string
	Shares   []ReportShare   // by the unit's name
	Problems []model.Problem // a row's at utilisation[3].cpu, counted among Usage; a unit's at units.ID
	Warnings []model.Problem // what need not be wrong: an instance that no delivery names, a system without a row
}

// FiledReport is what became of one unit's report.
type FiledReport struct {
	Unit   string
	Name   string
	ID     string // of the matter
	Number string
	Err    error
}

// PreviewReport judges a filing and writes nothing: every problem of the shared part, of each row, and of each unit.
func (d *Desk) PreviewReport(ctx context.Context, f ReportFiling) (ReportPreview, error) {
	b, err := d.readReport(ctx, f)
	if err != nil {
		return ReportPreview{}, err
	}
	return b.preview, nil
}

// reportBatch is a filing read: who gets what.
type reportBatch struct {
	filing  ReportFiling
	preview ReportPreview
	shares  []*reportShare
	around  model.Surroundings

	wrongRows []model.Problem
}

// reportShare is one unit's part of a filing.
type reportShare struct {
	ReportShare
	rows     []int        // of the filing's table
	lines    []model.Line // of the unit's report
	corrects string       // the id of the report that it corrects
}

// rowsInReport is how many instances a unit's report tells of in its own rows. A longer table comes as a file of that
// unit, and the rows say the mean of each system: lists of reports are read whole, and need not carry every instance.
const rowsInReport = 500

func (s *reportShare) aside(b *reportBatch) bool {
	return len(s.rows)+len(b.filing.Lines) > rowsInReport
}

// work is the step by which one unit's report is filed or corrected.
func (b *reportBatch) work(share *reportShare) MatterWork {
	values := b.filing.Values.Clone()
	values["unit_id"] = share.Unit
	w := MatterWork{Kind: model.MonthlyReport, ID: share.corrects, Action: model.Lodge, Note: b.filing.Note, Values: values,
		Lines: slices.Concat(b.filing.Lines, share.lines), Files: b.filing.Files}
	if b.filing.Replace {
		w.Action = model.Replace
	}
	return w
}

// readReport parts a filing among the units, and judges each part as it will be judged when it is filed.
func (d *Desk) readReport(ctx context.Context, f ReportFiling) (*reportBatch, error) {
	around, err := d.surroundings(ctx, model.MonthlyReport)
	if err != nil {
		return nil, err
	}
	f.Values = f.Values.Clone()
	b := &reportBatch{filing: f, around: around, preview: ReportPreview{Month: f.Values["month"]}}
	units, err := d.reportedTo(ctx, b)
	if err != nil {
		return nil, err
	}
	parting := b.part(d.Profile(), units)
	if err := d.warnOfUsage(ctx, b, parting); err != nil {
		return nil, err
	}
	for _, share := range b.shares {
		if err := d.judgeShare(b, share); err != nil {
			return nil, err
		}
		b.preview.Shares = append(b.preview.Shares, share.ReportShare)
	}
	if len(b.shares) == 0 {
		b.tell(model.Problem{Field: "units", Key: "problem.report_nobody", Args: map[string]string{"month": b.preview.Month}})
	}
	b.preview.Problems = append(b.preview.Problems, b.wrongRows...)
	return b, nil
}

// reportedTo are the units that a filing is for: those that it names, else those that have or had systems on the cloud in
// the month; of a correction those that have a report of the month.
func (d *Desk) reportedTo(ctx context.Context, b *reportBatch) ([]model.Unit, error) {
	wanted := b.filing.Units
	if len(wanted) == 0 && b.filing.Replace {
		for _, m := range b.around.Others {
			if b.corrected(m.Unit) != nil && !slices.Contains(wanted, m.Unit) {
				wanted = append(wanted, m.Unit)
			}
		}
	} else if month, ok := model.ParsePeriod(b.filing.Values["month"]); ok && len(wanted) == 0 {
		spans, err := d.cloudSpans(ctx)
		if err != nil {
			return nil, err
		}
		for _, s := range spans {
			if s.touches(month) {
				wanted = append(wanted, s.unit)
			}
		}
	}
	var units []model.Unit
	for _, id := range wanted {
		u := model.Unit{ID: id, Name: id}
		if at := slices.IndexFunc(b.around.Units, func(u model.Unit) bool { return u.ID == id || u.Name == id }); at >= 0 {
			u = b.around.Units[at]
		}
		units = append(units, u)
	}
	return units, nil
}

// corrected is the report of the month that a correction is about: the latest one that is additional as it is.
func (b *reportBatch) corrected(unit string) *model.Matter {
	var found *model.Matter
	for _, m := range b.around.Others {
		if m.Unit == unit && (b.filing.Only == "" || m.ID == b.filing.Only) && m.Values["month"] == b.preview.Month && (m.Values["additional"] == model.True) == (b.filing.Values["additional"] == model.True) &&
			(found == nil || m.Opened().After(found.Opened())) {
			found = &m
		}
	}
	return found
}

// judgeShare judges one unit's report as the step that it will be.
func (d *Desk) judgeShare(b *reportBatch, share *reportShare) error {
	w := b.work(share)
	if b.filing.Replace {
		before := b.corrected(share.Unit)
		if before == nil {
			b.tell(model.Problem{Field: "units." + share.Unit, Key: "problem.unit_not_reported", Args: map[string]string{"unit": share.Name, "month": b.preview.Month}})
			return nil
		}
		share.corrects, share.Number = before.ID, before.Number
		if strings.TrimSpace(w.Note) == "" {
			b.tell(model.Problem{Field: "note", Key: "problem.step_note", Args: map[string]string{"action": string(model.Replace)}})
		}
		w.ID, w.Action, w.Values["additional"] = "", model.Lodge, model.True // it says the whole anew and is not the month's first
	}
	step, err := d.stepOf(w)
	if err != nil {
		return err
	}
	_, err = d.judgedAmid(nil, step, b.around)
	var refused *model.Error
	if err != nil && (!errors.As(err, &refused) || refused.Kind != model.Invalid) {
		return err
	}
	if err != nil {
		for _, p := range refused.Problems {
			if !strings.HasPrefix(p.Field, model.UtilisationTable+"[") { // its rows are judged where the vendor typed them
				b.tell(ofUnit(p, share))
			}
		}
	}
	return nil
}

// ofUnit names the unit in a problem that is its own and not the whole filing's.
func ofUnit(p model.Problem, share *reportShare) model.Problem {
	key, own := map[string]string{"problem.reported_already": "problem.unit_reported", "problem.no_systems": "problem.unit_no_systems",
		"problem.no_utilisation": "problem.unit_no_rows", "problem.unknown_unit": "problem.unit_unknown"}[p.Key]
	if !own {
		return p
	}
	p.Args = maps.Clone(p.Args)
	if p.Args == nil {
		p.Args = map[string]string{}
	}
	p.Args["unit"] = share.Name
	return model.Problem{Field: "units." + share.Unit, Key: key, Args: p.Args}
}

// tell adds a problem, once: what all units share is wrong with each of them.
func (b *reportBatch) tell(p model.Problem) {
	if !slices.ContainsFunc(b.preview.Problems, func(told model.Problem) bool {
		return told.Field == p.Field && told.Key == p.Key && maps.Equal(told.Args, p.Args)
	}) {
		b.preview.Problems = append(b.preview.Problems, p)
	}
}
