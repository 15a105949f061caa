package demo_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/model"
	"yunban/model/workday"
)

// yearOf plays a city's whole demonstration and opens the desk of somebody who reads all.
func yearOf(t *testing.T, city string) (*app.Desk, []demo.Step) {
	t.Helper()
	ctx := context.Background()
	clock := demo.NewClock(time.Date(2026, 2, 10, 9, 0, 0, 0, workday.Shanghai))
	office, err := demo.Found(ctx, filepath.Join(t.TempDir(), "store"), city, wire.Options{Clock: clock.Now, OwnFonts: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := office.Close(); err != nil {
			t.Error(err)
		}
	})
	var told []demo.Step
	if err := demo.Tell(ctx, office.Office, clock, func(s demo.Step) error { told = append(told, s); return nil }); err != nil {
		t.Fatal(err)
	}
	desk, err := demo.Reader(ctx, office.Office)
	if err != nil {
		t.Fatal(err)
	}
	return desk, told
}

func TestTheYear(t *testing.T) {
	for _, city := range []string{"panjin-2016", "luan"} {
		desk, told := yearOf(t, city)
		all := func(kind model.SubjectKind) []model.Matter {
			found, err := desk.Matters(context.Background(), kind)
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		count := func(kind model.SubjectKind, fits func(model.Matter) bool) int {
			return len(slices.DeleteFunc(all(kind), func(m model.Matter) bool { return !fits(m) }))
		}
		owed, err := desk.Obligations(context.Background(), workday.Date{Year: 2026, Month: 1, Day: 1}, workday.Date{Year: 2026, Month: 12, Day: 31})
		if err != nil {
			t.Fatal(err)
		}
		state := func(id, period string) (model.ObligationState, int) {
			n, s := 0, model.ObligationState("")
			for _, o := range owed {
				if o.ID == id && o.Period.String() == period {
					n, s = n+1, o.State
				}
			}
			return s, n
		}
		t.Run(city+": a month with no report is missing, for every unit with a system on the cloud (R32, T16)", func(t *testing.T) {
			if s, n := state("monthly_report", "2026-06"); s != model.Missing || n == 0 {
				t.Errorf("June: %s for %d units", s, n)
			}
		})
		t.Run(city+": a report after the first working day of the month is late, the others are in time (R32, T16)", func(t *testing.T) {
			if s, _ := state("monthly_report", "2026-08"); s != model.LateDone {
				t.Errorf("August: %s", s)
			}
			if s, _ := state("monthly_report", "2026-11"); s != model.Fulfilled {
				t.Errorf("November: %s", s)
			}
		})
		t.Run(city+": each report has a receipt of its unit and one of the authority (R32, T16, T17)", func(t *testing.T) {
			for _, m := range all(model.MonthlyReport) {
				_, unit := m.ReceivedBy(m.Unit)
				_, authority := m.ReceivedBy("authority")
				if !unit || !authority {
					t.Errorf("%s: unit %v, authority %v", m.Number, unit, authority)
				}
			}
		})
		t.Run(city+": a security bulletin every month and a drill in the year, in which the units took part (R43, R45)", func(t *testing.T) {
			if n := count(model.Bulletin, func(m model.Matter) bool { return m.Values["month"] < "2027" }); n != 11 {
				t.Errorf("%d bulletins from February to December", n)
			}
			if n := count(model.Drill, func(m model.Matter) bool { _, took := m.First(model.TakePart); return took }); n != 1 {
				t.Errorf("%d drills", n)
			}
		})
		t.Run(city+": training and an inspection every quarter, by our default (R31, R41, T22)", func(t *testing.T) {
			for _, quarter := range []string{"2026-Q2", "2026-Q3", "2026-Q4"} {
				for _, id := range []string{"training", "inspection"} {
					if s, n := state(id, quarter); n != 1 || s != model.Fulfilled && s != model.LateDone {
						t.Errorf("%s of %s: %s", id, quarter, s)
					}
				}
			}
		})
		t.Run(city+": findings are rectified and checked again, and one stays open after its day (R41)", func(t *testing.T) {
			closed, overdue := 0, 0
			for _, m := range all(model.Inspection) {
				for _, f := range m.Findings() {
					if f.State == model.FindingClosed {
						closed++
					}
					if f.Overdue(desk.Today()) {
						overdue++
					}
				}
			}
			if closed < 4 || overdue != 1 {
				t.Errorf("%d closed, %d overdue", closed, overdue)
			}
		})
		t.Run(city+": the vendor's routine work goes by grants: used, refused, revoked, and one nobody closed (R44, T20)", func(t *testing.T) {
			has := map[string]bool{}
			for _, m := range all(model.AccessGrant) {
				_, entered := m.First(model.Enter)
				has[string(m.Status)] = true
				has["used"] = has["used"] || entered
				has["expired"] = has["expired"] || m.GrantStands(desk.Office.Clock()) == model.GrantExpired
			}
			for _, want := range []string{"closed", "refused", "revoked", "used", "expired"} {
				if !has[want] {
					t.Errorf("none is %s: %v", want, has)
				}
			}
		})
		t.Run(city+": problems are answered and solved, one was opened again; a fault of the platform is on record (R30, R33)", func(t *testing.T) {
			if count(model.ProblemTicket, func(m model.Matter) bool { return m.Status == model.ClosedStatus }) < 6 ||
				count(model.ProblemTicket, func(m model.Matter) bool { _, again := m.First(model.Reopen); return again }) == 0 ||
				count(model.FaultRecord, func(m model.Matter) bool { return true }) == 0 {
				t.Error("not so")
			}
		})
		t.Run(city+": each unit answers the survey once, on four levels (R52, T18)", func(t *testing.T) {
			if n := count(model.SurveyAnswer, func(m model.Matter) bool { _, ok := m.Values.Int("satisfaction"); return ok }); n != 2 {
				t.Errorf("%d answers", n)
			}
			if len(desk.Profile().Lists["satisfactions"]) != 4 {
				t.Error("there are not four levels")
			}
		})
		t.Run(city+": the contingency plan has its versions, the platform its capacity (R21, R45)", func(t *testing.T) {
			if count(model.ContingencyPlan, func(m model.Matter) bool { return len(m.Files) == 1 }) != 2 || count(model.Capacity, func(model.Matter) bool { return true }) != 2 {
				t.Error("not so")
			}
		})
		t.Run(city+": every unit and the vendor are assessed, graded and told (R51, R52)", func(t *testing.T) {
			if n := count(model.Assessment, func(m model.Matter) bool {
				_, told := m.First(model.Receive)
				return told && m.Values["score"] != "" && m.Values["grade"] != ""
			}); n != 3 {
				t.Errorf("%d assessments", n)
			}
		})
		t.Run(city+": the papers of the year are issued: grants, reports, inspections, scores (R32, R41, R44, R51, R52)", func(t *testing.T) {
			issued := map[model.DocumentKind]bool{}
			for _, s := range told {
				issued[s.Paper] = true
			}
			for _, kind := range []model.DocumentKind{model.PaperAccess, model.PaperMonthlyReport, model.PaperInspection, model.PaperRectification,
				model.PaperUnitScore, model.PaperVendorScore} {
				if !issued[kind] {
					t.Errorf("no %s", kind)
				}
			}
		})
		t.Run(city+": every step of the year is told in its order", func(t *testing.T) {
			if !slices.IsSortedFunc(told, func(a, b demo.Step) int { return strings.Compare(a.At, b.At) }) || len(told) < 200 {
				t.Errorf("%d steps, not in order", len(told))
			}
		})
	}
}
