package app

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"yunban/model"
	"yunban/model/workday"
)

// ReportState is how one unit's report of a month stands (T16): whether it came late, what corrected it, and who of its
// two addressees, the unit and the authority, has acknowledged it.
type ReportState struct {
	model.Matter
	Owner      string // the unit's name
	Month      model.Period
	Due        workday.Date
	Late       bool             // filed after its day
	Additional bool             // beside the month's first one
	Replaced   int              // how often it was corrected
	ByUnit     *model.MatterAct // the unit's receipt; nil is none yet
	ByAbove    *model.MatterAct // the authority's
}

// authorityUnit is the unit of the authority, which every office begins with.
const authorityUnit = "authority"

// Reports lists the reports of a month that this person may see, by the unit's name; every month's without one.
func (d *Desk) Reports(ctx context.Context, month string) ([]ReportState, error) {
	all, err := d.Matters(ctx, model.MonthlyReport)
	if err != nil {
		return nil, err
	}
	names, err := d.namesOfUnits(ctx)
	if err != nil {
		return nil, err
	}
	var states []ReportState
	for _, m := range all {
		if month != "" && m.Values["month"] != month {
			continue
		}
		s := d.ReportState(m)
		s.Owner = names[m.Unit]
		states = append(states, s)
	}
	slices.SortStableFunc(states, func(a, b ReportState) int {
		return cmp.Or(-cmp.Compare(a.Month.String(), b.Month.String()), cmp.Compare(a.Owner, b.Owner), a.Opened().Compare(b.Opened()))
	})
	return states, nil
}

// ReportState tells how a report stands; it names no unit.
func (d *Desk) ReportState(m model.Matter) ReportState {
	s := ReportState{Matter: m, Additional: m.Values["additional"] == model.True}
	s.Month, _ = model.ParsePeriod(m.Values["month"]) // checked when it was filed
	for _, o := range d.Profile().Obligations {
		if o.Matter == model.MonthlyReport {
			s.Due, _ = o.DueOf(s.Month, d.Workdays())
			s.Late = workday.DateOf(m.Opened()).After(s.Due)
		}
	}
	for _, act := range m.Acts {
		if act.Action == model.Replace {
			s.Replaced++
		}
	}
	s.ByUnit, s.ByAbove = m.Receipts(authorityUnit)
	return s
}

// ReceiveReports acknowledges all reports of a month that wait for this person's receipt: the authority's every unit's, a
// unit's clerk the unit's own. One that cannot be received is told by its Err, and the others are received all the same.
// progress may be nil.
func (d *Desk) ReceiveReports(ctx context.Context, month string, progress func(done, all int)) ([]FiledReport, error) {
	states, err := d.Reports(ctx, month)
	if err != nil {
		return nil, err
	}
	states = slices.DeleteFunc(states, func(s ReportState) bool { return !d.mayReceive(s.Matter) })
	nothing := func(context.Context, model.SubjectKind) (model.Surroundings, error) { return model.Surroundings{}, nil }
	var received []FiledReport
	for i, s := range states {
		if err := ctx.Err(); err != nil {
			return received, err
		}
		// a receipt rests on the report's own past alone, which is read anew for each
		_, err := d.takeAmid(ctx, MatterWork{Kind: model.MonthlyReport, ID: s.ID, Action: model.Receive}, nothing)
		received = append(received, FiledReport{Unit: s.Unit, Name: s.Owner, ID: s.ID, Number: s.Number, Err: err})
		if progress != nil {
			progress(i+1, len(states))
		}
	}
	return received, nil
}

// mayReceive reports whether a report waits for a receipt that this person, or one for whom it acts, can give.
func (d *Desk) mayReceive(m model.Matter) bool {
	return slices.ContainsFunc(d.selves(), func(self model.Person) bool {
		_, already := m.ReceivedBy(self.Unit)
		return !already && slices.Contains(d.Profile().CanStep(m, self), model.Receive)
	})
}

// UsagePoint is how a system was used in a month; a figure that nobody told is nil.
type UsagePoint struct {
	Month             model.Period
	CPU, Memory, Disk *float64 // percent
	Instances         int
	Report            string // the id of the report that says so
}

// Utilisation tells month by month how a system of a unit was used, for charts and the ledger: a point for every month
// from … to, with nil where no report tells of it. system is nothing for all systems of the unit together.
func (d *Desk) Utilisation(ctx context.Context, unit, system string, from, to model.Period) ([]UsagePoint, error) {
	all, err := d.Usage(ctx, from, to)
	if err != nil {
		return nil, err
	}
	return all.Of(unit, system), nil
}

// UsageHistory is what the monthly reports of some months tell, read once.
type UsageHistory struct {
	months  []model.Period
	reports map[string][]model.Matter // of each unit, the latest first
	systems map[[2]string]string      // ids by unit and name: of reports that name their systems only
}

// Usage reads the monthly reports from one month to another that this person may see.
func (d *Desk) Usage(ctx context.Context, from, to model.Period) (UsageHistory, error) {
	h := UsageHistory{months: model.EveryMonth.Between(from.From, to.To), reports: map[string][]model.Matter{}, systems: map[[2]string]string{}}
	reports, err := d.Matters(ctx, model.MonthlyReport)
	if err != nil {
		return h, err
	}
	for _, m := range reports {
		if month, ok := model.ParsePeriod(m.Values["month"]); ok && !month.From.Before(from.From) && !month.To.After(to.To) {
			h.reports[m.Unit] = append(h.reports[m.Unit], m)
		}
	}
	for _, of := range h.reports {
		slices.SortFunc(of, func(a, b model.Matter) int { return cmp.Or(b.Opened().Compare(a.Opened()), cmp.Compare(b.ID, a.ID)) })
	}
	systems, err := d.Store.Records(ctx, model.SystemSubject)
	if err != nil {
		return h, err
	}
	for _, r := range systems {
		s := model.SystemOf(r)
		h.systems[[2]string{s.Unit, s.Name()}] = s.ID
	}
	return h, nil
}

// Of tells month by month how a system was used, by its id; with none all systems of the unit together. Of several
// reports of a month the latest that tells of the system counts.
func (h UsageHistory) Of(unit, system string) []UsagePoint {
	points := make([]UsagePoint, len(h.months))
	for i, month := range h.months {
		points[i].Month = month
		var means [3]model.UsageMean
		told := map[string]bool{}
		for _, m := range h.reports[unit] {
			if m.Values["month"] != month.String() {
				continue
			}
			for _, u := range m.Usage() {
				key := cmp.Or(u.System, h.systems[[2]string{unit, u.Name}], u.Name)
				if told[key] || system != "" && key != system {
					continue
				}
				told[key] = true
				points[i].Report = cmp.Or(points[i].Report, m.ID)
				points[i].Instances += u.Instances
				for c, x := range []*float64{u.CPU, u.Memory, u.Disk} {
					if x != nil {
						means[c].AddFigure(*x, u.Instances)
					}
				}
			}
		}
		points[i].CPU, points[i].Memory, points[i].Disk = means[0].Value(), means[1].Value(), means[2].Value()
	}
	return points
}

// ReportRows are the rows of a report's table, instance by instance: its own, or those of the file of a long one.
func (d *Desk) ReportRows(m model.Matter) ([]Utilised, error) {
	for _, f := range m.Files {
		if f.Role == model.UtilisationTable {
			return d.readUsage(f)
		}
	}
	var rows []Utilised
	for _, l := range model.RowsOf(m.Lines, model.UtilisationTable) {
		v := l.Values
		rows = append(rows, Utilised{System: v["system_name"], Instance: v["instance"], CPU: v["cpu"], Memory: v["memory"], Disk: v["disk"],
			Judgement: v["judgement"]})
	}
	return rows, nil
}

// usageFields are the columns of the file of a long table, in their order.
var usageFields = []string{"system_name", "instance", "cpu", "memory", "disk", "judgement"}

// keepUsage keeps one unit's rows as a file: plain text that any program of the office opens.
func (d *Desk) keepUsage(ctx context.Context, month string, share *reportShare, rows []Utilised) (model.File, error) {
	form, _ := d.Profile().StepForm(model.MonthlyReport, model.Lodge)
	heads := make([]string, len(usageFields))
	for _, f := range form.Section(model.UtilisationTable).Fields {
		if at := slices.Index(usageFields, f.ID); at >= 0 {
			heads[at] = f.Label
		}
	}
	r, w := io.Pipe()
	go func() {
		_, err := io.WriteString(w, "\ufeff")
		out := csv.NewWriter(w)
		err = cmp.Or(err, out.Write(heads))
		for _, i := range share.rows {
			u := rows[i]
			err = cmp.Or(err, out.Write([]string{harmless(u.System), harmless(u.Instance), u.CPU, u.Memory, u.Disk, harmless(u.Judgement)}))
		}
		out.Flush()
		w.CloseWithError(cmp.Or(err, out.Error()))
	}()
	hash, size, err := d.Files.Keep(ctx, r, MaxFile)
	if err = errors.Join(err, r.Close()); err != nil {
		return model.File{}, err
	}
	return model.File{Role: model.UtilisationTable, Name: month + " " + share.Name + ".csv", Size: size, Hash: hash}, nil
}

// harmless keeps a text from being taken for a formula where the file is opened.
func harmless(text string) string {
	if strings.TrimLeft(text, "=+-@\t\r") != text {
		return "'" + text
	}
	return text
}

func (d *Desk) readUsage(f model.File) (rows []Utilised, err error) {
	r, err := d.ReadFile(f)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	in := csv.NewReader(r)
	in.FieldsPerRecord, in.ReuseRecord = len(usageFields), true
	for first := true; ; first = false {
		row, err := in.Read()
		switch {
		case err == io.EOF:
			return rows, nil
		case err != nil:
			return nil, model.Wrap(model.Other, err, "error.file_unreadable", "name", f.Name)
		case !first:
			rows = append(rows, Utilised{System: row[0], Instance: row[1], CPU: row[2], Memory: row[3], Disk: row[4], Judgement: row[5]})
		}
	}
}
