package model_test

import (
	"slices"
	"strconv"
	"testing"

	"yunban/model"
	"yunban/model/workday"
)

// elasticSystems are each city's sample with elastic lines.
var elasticSystems = map[string]string{"panjin-2016": "portal", "luan": "mobile-service"}

// count reads how many pieces of a line run.
func count(t testing.TB, lines []model.Line, id string) int64 {
	t.Helper()
	return lineOf(t, lines, id).Delivered.Count
}

// running derives what runs, and fails when nothing does.
func running(t testing.TB, usage *story, later ...model.Request) []model.Line {
	t.Helper()
	lines, ok := model.Running(usage.request(), later)
	if !ok {
		t.Fatal("it does not run")
	}
	return lines
}

// closed files a change and brings it to its end.
func (s *story) closed(f model.Filling) model.Request {
	s.do("clerk", model.Submit, filling(f)).do("approver", model.Approve, decidedAs("false"))
	return s.do("vendor", model.Execute, executed()).do("clerk", model.Confirm, confirmed()).request()
}

// changeOf is a change of these rows, for reasons of the sample.
func changeOf(f model.Filling, rows ...model.Row) model.Filling {
	f.Values = f.Values.Clone()
	f.Values["categories"] = "other"
	return model.Filling{Values: f.Values, Rows: rows}
}

// rowOf is a running line as a row, with something changed.
func rowOf(l model.Line, pairs ...string) model.Row {
	row := model.RunningRow(l)
	for i := 0; i < len(pairs); i += 2 {
		row.Values[pairs[i]] = pairs[i+1]
	}
	return row
}

func TestRunning(t *testing.T) {
	for id, system := range systems {
		p := city(t, id)
		usage := goneLive(t, p, system)
		form := laterForm(t, id, system, "change")
		first := running(t, usage)

		t.Run(id+": a system runs on what its usage request delivered", func(t *testing.T) {
			if len(first) != len(usage.request().Lines) || count(t, first, "1") != lineOf(t, usage.request().Lines, "1").Asked.Count {
				t.Errorf("it runs on %v", ids(first))
			}
		})
		t.Run(id+": what is not live does not run", func(t *testing.T) {
			s := tell(t, p, model.Usage).do("clerk", model.Submit, filling(sampleForm(t, id, system)))
			if lines, ok := model.Running(s.request(), nil); ok || lines != nil {
				t.Errorf("it runs on %v", ids(lines))
			}
		})
		t.Run(id+": a change runs from when it is done, not before (R24)", func(t *testing.T) {
			s := usage.onLive(model.Change).do("clerk", model.Submit, filling(form))
			same := func(when string) {
				if got := running(t, usage, s.request()); len(got) != len(first) || count(t, got, "1") != count(t, first, "1") {
					t.Errorf("%s it runs already", when)
				}
			}
			same("submitted")
			s.do("approver", model.Approve, decidedAs("false"))
			same("approved")
			s.do("vendor", model.Execute, executed())
			same("executed")
			s.do("clerk", model.Confirm, confirmed())
			got := running(t, usage, s.request())
			if len(got) != len(first)+1 || count(t, got, "1") != count(t, first, "1")+2 {
				t.Errorf("it runs on %v, %d of line 1", ids(got), count(t, got, "1"))
			}
		})
		t.Run(id+": a line that is taken away runs no more", func(t *testing.T) {
			gone := model.Row{ID: "2", Resource: "vm", Values: model.Values{"name": "旧", model.RemoveLine: model.True}}
			got := running(t, usage, usage.onLive(model.Change).closed(changeOf(form, gone)))
			if len(got) != len(first)-1 || slices.Contains(ids(got), "2") {
				t.Errorf("it runs on %v", ids(got))
			}
		})
		t.Run(id+": a second change starts from the first, in the order of time", func(t *testing.T) {
			one := usage.onLive(model.Change).closed(form)
			next := usage.onLive(model.Change, one)
			added := running(t, usage, one)[len(first)]
			two := next.closed(changeOf(form, rowOf(lineOf(t, next.live.Lines, "1"), "count", "1"), rowOf(added, "count", "3")))
			if b := lineOf(t, two.Lines, "1").Before; b == nil || b.Count != count(t, first, "1")+2 {
				t.Errorf("before the second: %+v", b)
			}
			for _, order := range [][]model.Request{{one, two}, {two, one}} {
				got := running(t, usage, order...)
				if count(t, got, "1") != 1 || count(t, got, added.ID) != 3 || len(got) != len(first)+1 {
					t.Errorf("it runs on %d of line 1, %d of the new line, %v", count(t, got, "1"), count(t, got, added.ID), ids(got))
				}
			}
		})
		t.Run(id+": a change that was not approved or taken back changes nothing", func(t *testing.T) {
			no := usage.onLive(model.Change).do("clerk", model.Submit, filling(form)).do("approver", model.Disapprove, note("不同意"))
			back := usage.onLive(model.Change).do("clerk", model.Submit, filling(form)).do("clerk", model.Withdraw)
			if got := running(t, usage, no.request(), back.request()); count(t, got, "1") != count(t, first, "1") || len(got) != len(first) {
				t.Errorf("it runs on %v", ids(got))
			}
		})
	}
}

// elasticLine finds an elastic line among those that run.
func elasticLine(t testing.TB, lines []model.Line) (l model.Line, lower, upper int64) {
	t.Helper()
	i := slices.IndexFunc(lines, func(l model.Line) bool { return l.Values["elastic"] == model.True })
	if i < 0 {
		t.Fatal("none is elastic")
	}
	lower, _ = lines[i].Values.Int("elastic_min")
	upper, _ = lines[i].Values.Int("elastic_max")
	return lines[i], lower, upper
}

// scaled is an adjustment of a line to so many pieces.
func scaled(l model.Line, n int64) with {
	amount := l.Delivered.With("count", n)
	return figures(model.Line{ID: l.ID, Delivered: &amount})
}

func TestElasticSystems(t *testing.T) {
	for id, system := range elasticSystems {
		p := city(t, id)
		live := func() *story { return goneLive(t, p, system).later(1) }
		l, lower, upper := elasticLine(t, live().request().Lines)

		for _, n := range []int64{lower, upper} {
			t.Run(id+": the vendor scales up to each bound without a change case: "+strconv.FormatInt(n, 10)+" (R22)", func(t *testing.T) {
				s := live().do("vendor", model.Adjust, scaled(l, n), note("业务高峰"))
				if got := count(t, running(t, s), l.ID); got != n {
					t.Errorf("it runs on %d", got)
				}
			})
		}
		t.Run(id+": beyond the bounds is refused (R22)", func(t *testing.T) {
			s := live()
			for _, n := range []int64{lower - 1, upper + 1, 0, -1, 1_000_000_000_000} {
				refused(t, s.try("vendor", model.Adjust, scaled(l, n)), "lines[0].count problem.beyond_bounds")
			}
		})
		t.Run(id+": only the count is elastic, and only of elastic lines (R22)", func(t *testing.T) {
			s := live()
			amount := l.Delivered.With("vcpu", 64)
			refused(t, s.try("vendor", model.Adjust, figures(model.Line{ID: l.ID, Delivered: &amount})), "lines[0] problem.only_count")
			i := slices.IndexFunc(s.request().Lines, func(l model.Line) bool { return l.Values["elastic"] != model.True })
			fixed := s.request().Lines[i]
			refused(t, s.try("vendor", model.Adjust, scaled(fixed, fixed.Delivered.Count)), "lines[0] problem.line_not_elastic")
			refused(t, s.try("vendor", model.Adjust), "lines problem.nothing_adjusted")
			forbidden(t, s.try("clerk", model.Adjust, scaled(l, upper)))
		})
		t.Run(id+": adjustments are kept as a log and the formal quota stays (R22)", func(t *testing.T) {
			s := live()
			formal := *lineOf(t, s.request().Lines, l.ID).Delivered
			s.do("vendor", model.Adjust, scaled(l, upper), note("高峰")).later(1).do("vendor", model.Adjust, scaled(l, lower), note("回落"))
			r := s.request()
			if len(r.Adjustments) != 2 || r.Adjustments[0].Note != "高峰" || r.Adjustments[1].By != "周九" || r.Status != model.Live {
				t.Errorf("%s, %+v", r.Status, r.Adjustments)
			}
			if got := *lineOf(t, r.Lines, l.ID).Delivered; got != formal {
				t.Errorf("the quota became %+v", got)
			}
			if got := count(t, running(t, s), l.ID); got != lower {
				t.Errorf("it runs on %d", got)
			}
		})
		t.Run(id+": a line that was changed is scaled as it runs now (R22, R23)", func(t *testing.T) {
			s := live()
			change := laterForm(t, id, systems[id], "change")
			one := s.onLive(model.Change).closed(changeOf(change, rowOf(l, "vcpu", "32", "elastic_max", strconv.FormatInt(upper+1, 10))))
			s.live = s.onLive(model.Change, one).live
			s.later(60).do("vendor", model.Adjust, scaled(lineOf(t, s.live.Lines, l.ID), upper+1))
			if got := lineOf(t, running(t, s, one), l.ID).Delivered; got.Count != upper+1 || got.VCPU != 32 {
				t.Errorf("it runs on %+v", got)
			}
		})
		t.Run(id+": an adjustment scales the count and leaves what a change decided (R22, R23)", func(t *testing.T) {
			s := live()
			change := laterForm(t, id, systems[id], "change")
			one := s.onLive(model.Change).closed(changeOf(change, rowOf(l, "vcpu", "32")))
			s.later(60).do("vendor", model.Adjust, scaled(l, upper))
			if got := lineOf(t, running(t, s, one), l.ID).Delivered; got.Count != upper || got.VCPU != 32 {
				t.Errorf("it runs on %+v", got)
			}
		})
	}
	for id, system := range systems {
		t.Run(id+": a system without elastic lines is not adjusted (R22)", func(t *testing.T) {
			s := goneLive(t, city(t, id), system)
			refused(t, s.try("vendor", model.Adjust, scaled(s.request().Lines[0], 1)), " problem.not_elastic", "lines[0] problem.line_not_elastic")
		})
		t.Run(id+": a line that a change made elastic is scaled within the change's bounds (R22, R23)", func(t *testing.T) {
			s := goneLive(t, city(t, id), system)
			l := running(t, s)[0]
			n := l.Delivered.Count
			one := s.onLive(model.Change).closed(changeOf(laterForm(t, id, system, "change"), rowOf(l, "elastic", model.True,
				"elastic_min", strconv.FormatInt(n, 10), "elastic_max", strconv.FormatInt(n+2, 10))))
			s.live = s.onLive(model.Change, one).live
			s.later(60)
			refused(t, s.try("vendor", model.Adjust, scaled(l, n+3)), "lines[0].count problem.beyond_bounds")
			s.do("vendor", model.Adjust, scaled(l, n+2), note("高峰"))
			if got := count(t, running(t, s, one), l.ID); got != n+2 {
				t.Errorf("it runs on %d", got)
			}
			log := s.request().Adjustments
			if len(log) != 1 || log[0].Lines[0].Name() != l.Name() || log[0].Lines[0].Resource != l.Resource {
				t.Errorf("the log says %+v", log)
			}
		})
		t.Run(id+": a line whose change took the elastic flag away is no longer scaled (R22, R23)", func(t *testing.T) {
			s := goneLive(t, city(t, id), system)
			l := running(t, s)[0]
			form := laterForm(t, id, system, "change")
			on := s.onLive(model.Change).closed(changeOf(form, rowOf(l, "elastic", model.True, "elastic_min", "1", "elastic_max", "99")))
			off := s.later(60).onLive(model.Change, on).closed(changeOf(form, rowOf(l, "elastic", "false")))
			s.live = s.later(60).onLive(model.Change, on, off).live
			refused(t, s.try("vendor", model.Adjust, scaled(l, 2)), " problem.not_elastic", "lines[0] problem.line_not_elastic")
		})
	}
}

func TestSystemState(t *testing.T) {
	usage := func(s model.Status) model.Summary { return model.Summary{Case: model.Usage, Status: s} }
	ended := model.Summary{Case: model.Termination, Status: model.Terminated}
	for _, c := range []struct {
		name      string
		migration string
		requests  []model.Summary
		want      model.SystemState
	}{
		{"a system that never applied is planned (R01, T19)", "", nil, model.Planned},
		{"a system may be exempt (R01)", "exempt", nil, model.Exempt},
		{"a system that applies is applying", "planned", []model.Summary{usage(model.Trial)}, model.Applying},
		{"an exempt system that applies all the same is applying", "exempt", []model.Summary{usage(model.Submitted)}, model.Applying},
		{"a withdrawn application leaves it planned", "planned", []model.Summary{usage(model.Withdrawn)}, model.Planned},
		{"a live system is on the cloud", "planned", []model.Summary{usage(model.Live)}, model.OnCloud},
		{"a live system stays on the cloud while more is asked for", "", []model.Summary{usage(model.Live), usage(model.Submitted)}, model.OnCloud},
		{"an open termination leaves it on the cloud", "", []model.Summary{usage(model.Live), {Case: model.Termination, Status: model.Approved}}, model.OnCloud},
		{"a terminated system has left (R28)", "", []model.Summary{usage(model.Live), ended}, model.Left},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := model.SystemOf(model.Record{Values: model.Values{"migration": c.migration}})
			if got := s.State(c.requests); got != c.want {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestSystemForm(t *testing.T) {
	for id := range wantLimits {
		p := shippedProfile(t, id)
		check := func(t *testing.T, want []string, pairs ...string) {
			t.Helper()
			v := model.Values{"system_name": "某系统", "mlps_level": "2", "system_owner": "张三", "system_owner_phone": "13000000101",
				"security_officer": "李四", "security_officer_phone": "13000000102", "auditor": "王五", "auditor_phone": "13000000103"}
			for i := 0; i < len(pairs); i += 2 {
				v[pairs[i]] = pairs[i+1]
			}
			refused(t, model.InvalidInput(p.Forms["system"].Check(p, v, workday.Date{})), want...)
		}
		t.Run(id+": a system already on the cloud says nothing of its migration", func(t *testing.T) { check(t, nil) })
		t.Run(id+": a planned migration has its day (R01)", func(t *testing.T) {
			check(t, []string{"planned_migration problem.required"}, "migration", "planned")
			check(t, []string{"planned_migration problem.not_date"}, "migration", "planned", "planned_migration", "明年")
			check(t, nil, "migration", "planned", "planned_migration", "2027-06-30")
		})
		t.Run(id+": an exemption has its legal ground (R01)", func(t *testing.T) {
			check(t, []string{"exempt_ground problem.required"}, "migration", "exempt")
			check(t, nil, "migration", "exempt", "exempt_ground", "某法第九条")
		})
		t.Run(id+": three persons answer for it, each by name and phone (R42)", func(t *testing.T) {
			check(t, []string{"system_owner problem.required", "security_officer problem.required", "auditor_phone problem.required"},
				"system_owner", "", "security_officer", " ", "auditor_phone", "")
		})
		t.Run(id+": it has a protection level, and if filed the number and the day (R42)", func(t *testing.T) {
			check(t, []string{"mlps_level problem.required"}, "mlps_level", "")
			check(t, []string{"mlps_number problem.required", "mlps_date problem.required"}, "mlps_filed", "true")
		})
		t.Run(id+": what a usage request says of its system fits the inventory (R01)", func(t *testing.T) {
			usage, system := p.Forms["usage"], p.Forms["system"]
			for _, f := range system.Fields() {
				if same, ok := usage.Field(f.ID); ok && (same.Kind != f.Kind || same.List != f.List || same.Limit() != f.Limit()) {
					t.Errorf("%s is another field there", f.ID)
				}
			}
		})
	}
	t.Run("the register of filings is Panjin's alone, with its article (R03)", func(t *testing.T) {
		p := shippedProfile(t, "panjin-2016")
		refused(t, model.InvalidInput(p.Forms["filing"].Check(p, model.Values{"filing_status": "lost"}, workday.Date{})), "filing_title problem.required",
			"proposing_body problem.required", "received_on problem.required", "registered_by problem.required", "filing_status problem.not_on_list")
		if _, ok := shippedProfile(t, "luan").Forms["filing"]; ok {
			t.Error("Lu'an has one")
		}
	})
}

func TestDelegation(t *testing.T) {
	d := model.DelegationOf(model.Record{Values: model.Values{"from": "a", "to": "b", "begin": "2026-02-11", "end": "2026-02-24"}})
	for day, want := range map[string]bool{"2026-02-10": false, "2026-02-11": true, "2026-02-24": true, "2026-02-25": false} {
		t.Run("on "+day+" it holds: "+strconv.FormatBool(want), func(t *testing.T) {
			if d.Holds(day) != want {
				t.Error("it is the other way round")
			}
		})
	}
	t.Run("a revoked one holds on no day", func(t *testing.T) {
		d.Revoked = true
		if d.Holds("2026-02-12") {
			t.Error("it holds")
		}
	})
}
