package model

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"yunban/model/workday"
)

// said asks for the step's note: what was done, or why.
func said(_ *Profile, _ Matter, s MatterStep, _ Surroundings) []Problem {
	if strings.TrimSpace(s.Note) == "" {
		return []Problem{problem("note", "problem.step_note", "action", string(s.Action))}
	}
	return nil
}

// ownSystem asks that the system is one of the unit's (P 13, L 17: 监控…应用系统运行状况).
func ownSystem(_ *Profile, m Matter, s MatterStep, all Surroundings) []Problem {
	id := s.Values["system_id"]
	if id == "" {
		return nil // of the platform, not of one system
	}
	for _, one := range all.Systems {
		if one.ID == id && one.Unit == m.Unit {
			return nil
		}
	}
	return []Problem{problem("system_id", "problem.not_own_system")}
}

// forUnit asks that the unit is known.
func forUnit(_ *Profile, m Matter, _ MatterStep, all Surroundings) []Problem {
	if slices.ContainsFunc(all.Units, func(u Unit) bool { return u.ID == m.Unit }) {
		return nil
	}
	return []Problem{problem("unit_id", "problem.unknown_unit")}
}

// ordered asks that one time comes not before another.
func ordered(first, then string) matterNeed {
	return func(_ *Profile, _ Matter, s MatterStep, _ Surroundings) []Problem {
		begin, okBegin := ParseMoment(s.Values[first])
		end, okEnd := ParseMoment(s.Values[then])
		switch {
		case s.Values[first] != "" && !okBegin:
			return []Problem{problem(first, "problem.not_moment")}
		case s.Values[then] != "" && !okEnd:
			return []Problem{problem(then, "problem.not_moment")}
		case okBegin && begin.After(s.At):
			return []Problem{problem(first, "problem.moment_to_come")}
		case okBegin && okEnd && !end.After(begin):
			return []Problem{problem(then, "problem.ends_before")}
		}
		return nil
	}
}

// momentForm is how a time of the day is typed.
const momentForm = "2006-01-02 15:04"

// ParseMoment reads a time typed as 2026-02-11 09:30, in the country's time.
func ParseMoment(s string) (time.Time, bool) {
	t, err := time.ParseInLocation(momentForm, strings.TrimSpace(s), workday.Shanghai)
	return t, err == nil
}

// Moment writes a time as ParseMoment reads it.
func Moment(t time.Time) string { return t.In(workday.Shanghai).Format(momentForm) }

// attended asks for somebody who was there.
func attended(_ *Profile, _ Matter, s MatterStep, _ Surroundings) []Problem {
	if len(RowsOf(s.Lines, "attendance")) == 0 {
		return []Problem{problem("attendance", "problem.nobody_attended")}
	}
	return nil
}

// withFile asks for the text itself.
func withFile(_ *Profile, _ Matter, s MatterStep, _ Surroundings) []Problem {
	if len(s.Files) == 0 {
		return []Problem{problem("files", "problem.no_file")}
	}
	return nil
}

// receivedOnce refuses a second receipt of the same addressee.
func receivedOnce(_ *Profile, m Matter, s MatterStep, _ Surroundings) []Problem {
	if _, already := m.ReceivedBy(s.doer().Unit); already {
		return []Problem{problem("", "problem.received_already")}
	}
	return nil
}

// oncePerUnit refuses a second step of the same kind by the same unit.
func oncePerUnit(_ *Profile, m Matter, s MatterStep, _ Surroundings) []Problem {
	for _, act := range m.Acts {
		if act.Action == s.Action && act.Unit == s.doer().Unit {
			return []Problem{problem("", "problem.said_already")}
		}
	}
	return nil
}

// monthCome asks for a month that has begun.
func monthCome(_ *Profile, _ Matter, s MatterStep, _ Surroundings) []Problem {
	month, ok := ParsePeriod(s.Values["month"])
	if !ok || month.Every != EveryMonth {
		return []Problem{problem("month", "problem.not_month")}
	}
	if month.From.After(workday.DateOf(s.At)) {
		return []Problem{problem("month", "problem.month_to_come", "month", s.Values["month"])}
	}
	return nil
}

// reportFits asks of a monthly report that its month is over, that the unit has systems on the cloud, and that it is the
// first of its month unless it says that it is an additional one: 每月不少于1次 allows more (P 15, L 19; T16). How the
// unit's systems were used is a part of it.
func reportFits(p *Profile, m Matter, s MatterStep, all Surroundings) []Problem {
	id := s.Values["month"]
	month, ok := ParsePeriod(id)
	if !ok || month.Every != EveryMonth {
		return []Problem{problem("month", "problem.not_month")}
	}
	var found []Problem
	if !month.To.Before(workday.DateOf(s.At)) {
		found = append(found, problem("month", "problem.month_not_over", "month", id))
	}
	found = append(found, forUnit(p, m, s, all)...)
	if len(found) == 0 && !slices.ContainsFunc(all.Systems, func(one Inventoried) bool {
		return one.Unit == m.Unit && (one.State == OnCloud || one.State == Left)
	}) {
		found = append(found, problem("unit_id", "problem.no_systems"))
	}
	if s.Action != Replace && s.Values["additional"] != True {
		for _, o := range all.Others {
			if o.Kind == MonthlyReport && o.Unit == m.Unit && o.Values["month"] == id {
				found = append(found, problem("month", "problem.reported_already", "month", id, "number", o.Number))
				break
			}
		}
	}
	return append(found, utilisationFits(m, s, all)...)
}

// capacityRows asks for a figure of at least one zone, each zone once.
func capacityRows(_ *Profile, _ Matter, s MatterStep, _ Surroundings) []Problem {
	rows, seen := RowsOf(s.Lines, "pool"), map[string]bool{}
	if len(rows) == 0 {
		return []Problem{problem("pool", "problem.no_rows")}
	}
	var found []Problem
	for i, l := range rows {
		if seen[l.Values["zone"]] {
			found = append(found, problem(CellOf("pool", i, "zone"), "problem.zone_twice"))
		}
		seen[l.Values["zone"]] = true
	}
	return found
}

// wholeNumber reads a bound number typed into a field.
func wholeNumber(v Values, id string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(v[id]))
	return n, err == nil
}
