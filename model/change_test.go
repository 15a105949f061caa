package model_test

import (
	"maps"
	"strconv"
	"testing"

	"yunban/model"
	"yunban/model/workday"
)

// executed is what the vendor says of a change.
func executed() with { return values("executed_by", "周九", "result", "已按审批意见完成") }

func confirmed() with { return values("confirmed_by", "王芳") }

// decidedAs is the authority's approval of a change.
func decidedAs(major string) with {
	return func(a *model.Act) { note("同意")(a); values("major", major)(a) }
}

func TestChange(t *testing.T) {
	for id, system := range systems {
		p, cal := city(t, id), shippedCalendar(t)
		usage := goneLive(t, p, system)
		form := laterForm(t, id, system, "change")
		filed := func() *story { return usage.onLive(model.Change).do("clerk", model.Submit, filling(form)) }
		approved := func() *story { return filed().later(1).do("approver", model.Approve, decidedAs("false")) }

		t.Run(id+": a change is of a live system only (R23)", func(t *testing.T) {
			s := usage.onLive(model.Change)
			s.live = nil
			refused(t, s.try("clerk", model.Submit, filling(form)), "system problem.not_live")
		})
		t.Run(id+": a system has one open change or termination at a time", func(t *testing.T) {
			s := usage.onLive(model.Change)
			s.live.Open = "XX-ZZ-2026-0001"
			refused(t, s.try("clerk", model.Submit, filling(form)), "system problem.one_open")
		})
		t.Run(id+": only the unit asks for a change, and only its own (R23)", func(t *testing.T) {
			s := filed()
			forbidden(t, usage.onLive(model.Change).try("approver", model.Submit, filling(form)))
			forbidden(t, s.try("stranger", model.Withdraw))
		})
		t.Run(id+": the whole form is asked for at once (R23)", func(t *testing.T) {
			err := usage.onLive(model.Change).try("clerk", model.Submit, values("planned_start", "2026-02-30"))
			refused(t, err, "categories problem.required", "reason problem.required", "planned_start problem.not_date",
				"planned_end problem.required", "change_plan problem.required", "effect problem.required", "rollback problem.required",
				"contact_name problem.required", "contact_phone problem.required")
		})
		t.Run(id+": a change may be of persons or ports without any line (R23)", func(t *testing.T) {
			plain := model.Filling{Values: form.Values.Clone()}
			plain.Values["categories"] = "persons|network"
			usage.onLive(model.Change).do("clerk", model.Submit, filling(plain))
		})
		t.Run(id+": a row is about a line that runs, of its kind, once (R23)", func(t *testing.T) {
			row := form.Rows[0]
			other, nothing := row, model.Row{Resource: row.Resource, Values: model.Values{model.RemoveLine: model.True}}
			other.ID = "99"
			disk := model.Row{ID: row.ID, Resource: "storage", Values: model.Values{"name": "盘", "storage_kind": "object", "purpose": "archive",
				"zone": row.Values["zone"], "storage_gb": "5"}}
			for _, wrong := range []model.Row{row, other, nothing, disk} {
				rows := []model.Row{row, wrong}
				if wrong.Resource == "storage" {
					rows = []model.Row{form.Rows[1], wrong}
				}
				err := usage.onLive(model.Change).try("clerk", model.Submit, filling(changeOf(form, rows...)))
				refused(t, err, "rows[1] problem.unknown_line")
			}
		})
		t.Run(id+": each category about resources is seen in the lines (R23)", func(t *testing.T) {
			row := rowOf(running(t, usage)[0])
			of := func(category string, rows ...model.Row) error {
				f := changeOf(form, rows...)
				f.Values["categories"] = category + "|network"
				return usage.onLive(model.Change).try("clerk", model.Submit, filling(f))
			}
			count, _ := row.Values.Int("count")
			more, less := rowOf(running(t, usage)[0], "count", strconv.FormatInt(count+1, 10)), rowOf(running(t, usage)[0], "count", strconv.FormatInt(count-1, 10))
			other := rowOf(running(t, usage)[0], "remark", "改作他用")
			for _, c := range []struct {
				category string
				rows     []model.Row
				want     []string
			}{
				{"expand", nil, []string{"categories problem.change_more"}},
				{"expand", []model.Row{less}, []string{"categories problem.change_more"}},
				{"expand", []model.Row{more}, nil},
				{"expand", []model.Row{{Resource: row.Resource, Values: row.Values}}, nil},
				{"shrink", []model.Row{more}, []string{"categories problem.change_less"}},
				{"shrink", []model.Row{less}, nil},
				{"shrink", []model.Row{{ID: row.ID, Resource: row.Resource, Values: model.Values{model.RemoveLine: model.True}}}, nil},
				{"spec", nil, []string{"categories problem.change_any"}},
				{"os", []model.Row{row}, []string{"categories problem.change_any"}},
				{"os", []model.Row{other}, nil},
				{"persons", nil, nil},
			} {
				refused(t, of(c.category, c.rows...), c.want...)
			}
		})
		t.Run(id+": a change does not end before it starts (R23)", func(t *testing.T) {
			f := changeOf(form, form.Rows...)
			f.Values["planned_start"], f.Values["planned_end"] = "2026-06-02", "2026-06-01"
			refused(t, usage.onLive(model.Change).try("clerk", model.Submit, filling(f)), "planned_end problem.day_before")
			f.Values["planned_end"] = "2026-06-02"
			usage.onLive(model.Change).do("clerk", model.Submit, filling(f))
		})
		t.Run(id+": every line says how it runs now beside what is asked (R23)", func(t *testing.T) {
			s := filed()
			r := s.request()
			l := lineOf(t, r.Lines, "1")
			now := lineOf(t, s.live.Lines, "1")
			if l.Before == nil || *l.Before != *now.Delivered || !maps.Equal(l.Was, now.Values) || l.Asked.Count == now.Delivered.Count {
				t.Errorf("before %+v, was %v, asked %+v", l.Before, l.Was, l.Asked)
			}
		})
		t.Run(id+": a new line has no before and takes no old line's id (R23)", func(t *testing.T) {
			s := filed()
			fresh := s.request().Lines[len(form.Rows)-1]
			if fresh.Before != nil || fresh.Was != nil {
				t.Errorf("before %+v", fresh.Before)
			}
			for _, l := range s.live.Lines {
				if l.ID == fresh.ID {
					t.Errorf("it is %s like %s", fresh.ID, l.Name())
				}
			}
		})
		t.Run(id+": it stands under the system's name, level and series", func(t *testing.T) {
			s := filed()
			r := s.request()
			if r.Title() != usage.request().Title() || r.Level() != 3 || r.System != "s1" || r.Usage != usage.request().ID {
				t.Errorf("%s, level %d, of %s by %s", r.Title(), r.Level(), r.System, r.Usage)
			}
			if want := p.SeriesOf(model.Change) + "-2026"; s.past[0].Series != want {
				t.Errorf("numbered as %s, want %s", s.past[0].Series, want)
			}
		})
		t.Run(id+": approval is due 5 working days after the submission (R23, T6)", func(t *testing.T) {
			s := filed()
			d := s.request().Due(p, cal)
			if want := p.Due(model.Change, model.Submitted, s.now, cal); d != want || d.Days != 5 || d.Article != changeArticle[id] {
				t.Errorf("got %+v, want %+v", d, want)
			}
		})
		t.Run(id+": the vendor's 3 working days run from the approval (R24, T4)", func(t *testing.T) {
			s := approved()
			d := s.request().Due(p, cal)
			if want := p.Due(model.Change, model.Approved, s.now, cal); d != want || d.Days != 3 || d.Article != changeArticle[id] {
				t.Errorf("got %+v, want %+v", d, want)
			}
		})
		t.Run(id+": only the approver approves, with an opinion and a word on whether it is major (R23, T11)", func(t *testing.T) {
			s := filed()
			for _, who := range []string{"clerk", "officer", "reviewer", "vendor", "admin"} {
				forbidden(t, s.try(who, model.Approve, decidedAs("false")))
			}
			refused(t, s.try("approver", model.Approve), "major problem.required", "note problem.opinion")
		})
		t.Run(id+": less than asked may be approved, more may not (R21, T15)", func(t *testing.T) {
			s := filed()
			asked := lineOf(t, s.request().Lines, "1").Asked
			give := func(n int64) with {
				amount := asked.With("count", n)
				return figures(model.Line{ID: "1", Approved: &amount})
			}
			refused(t, s.try("approver", model.Approve, decidedAs("false"), give(asked.Count+1)), "lines[0].count problem.quantity")
			refused(t, s.try("approver", model.Approve, decidedAs("false"), give(-1)), "lines[0].count problem.quantity")
			s.do("approver", model.Approve, decidedAs("false"), give(asked.Count-1))
			if got := lineOf(t, s.request().Lines, "1").Approved.Count; got != asked.Count-1 {
				t.Errorf("approved %d", got)
			}
		})
		t.Run(id+": a disapproval needs an opinion and is the end", func(t *testing.T) {
			s := filed()
			refused(t, s.try("approver", model.Disapprove, note(" ")), "note problem.opinion")
			s.do("approver", model.Disapprove, note("资源利用率不足"))
			if r := s.request(); !model.Ended(r.Case, r.Status) || r.Approval.Note != "资源利用率不足" {
				t.Errorf("%s, %+v", r.Status, r.Approval)
			}
		})
		t.Run(id+": the vendor says who changed what, within what was approved (R24)", func(t *testing.T) {
			s := approved()
			forbidden(t, s.try("clerk", model.Execute, executed()))
			amount := lineOf(t, s.request().Lines, "1").Approved.With("vcpu", 500)
			refused(t, s.try("vendor", model.Execute, figures(model.Line{ID: "1", Delivered: &amount})), "executed_by problem.required", "result problem.required", "lines[0].vcpu problem.quantity")
			s.do("vendor", model.Execute, executed())
			if l := lineOf(t, s.request().Lines, "1"); *l.Delivered != *l.Approved {
				t.Errorf("delivered %+v of %+v", l.Delivered, l.Approved)
			}
		})
		t.Run(id+": the unit confirms by name and the change is done (R24)", func(t *testing.T) {
			s := approved().do("vendor", model.Execute, executed())
			refused(t, s.try("clerk", model.Confirm), "confirmed_by problem.required")
			forbidden(t, s.try("vendor", model.Confirm, confirmed()))
			s.do("clerk", model.Confirm, confirmed())
			if r := s.request(); r.Status != model.Done || r.EndedAt.IsZero() || len(r.Can(p, personOf("clerk"))) != 0 {
				t.Errorf("%s, ended %v", r.Status, r.EndedAt)
			}
		})
		t.Run(id+": what is not major asks for no materials and no tests (R25)", func(t *testing.T) {
			s := approved()
			refused(t, s.try("clerk", model.FileMaterials, files("construction_plan")), " problem.not_major")
			s.do("vendor", model.Execute, executed())
			refused(t, s.try("clerk", model.RecordTest, test("security", "passed")), " problem.not_major")
		})
		t.Run(id+": it is withdrawn freely before the approval, with a reason after, and not once executed", func(t *testing.T) {
			filed().do("clerk", model.Withdraw)
			s := approved()
			refused(t, s.try("clerk", model.Withdraw), "note problem.opinion")
			s.do("vendor", model.Execute, executed())
			if err := s.try("clerk", model.Withdraw, note("不再需要")); model.KindOf(err) != model.Conflict {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestMajorChange(t *testing.T) {
	for id, system := range systems {
		p := city(t, id)
		usage := goneLive(t, p, system)
		form := laterForm(t, id, system, "major-change")
		approved := func() *story {
			return usage.onLive(model.Change).do("clerk", model.Submit, filling(form)).do("approver", model.Approve, decidedAs("true"))
		}
		done := func() *story { return approved().do("vendor", model.Execute, executed()) }
		const plan, performance, security = "construction_plan", "performance_self_test", "security_self_test"

		t.Run(id+": the unit proposes and the authority decides (T11)", func(t *testing.T) {
			s := usage.onLive(model.Change).do("clerk", model.Submit, filling(form))
			if s.request().Major {
				t.Error("a proposal made it major")
			}
			if s.do("approver", model.Approve, decidedAs("false")).request().Major {
				t.Error("the authority's no was not heard")
			}
			minor := usage.onLive(model.Change).do("clerk", model.Submit, filling(laterForm(t, id, system, "change")))
			if !minor.do("approver", model.Approve, decidedAs("true")).request().Major {
				t.Error("the authority's yes was not heard")
			}
		})
		t.Run(id+": it does not close before materials and both tests, each by the article (R25, T1)", func(t *testing.T) {
			err := done().try("clerk", model.Confirm, confirmed())
			refused(t, err, "files."+plan+" problem.material", "files."+performance+" problem.material", "files."+security+" problem.material",
				"tests.performance problem.retest_missing", "tests.security problem.retest_missing")
			cited(t, err, changeArticle[id])
		})
		t.Run(id+": the materials may come before the vendor's change or after, in several goes (R25)", func(t *testing.T) {
			s := approved().do("clerk", model.FileMaterials, files(plan))
			s.do("vendor", model.Execute, executed()).do("clerk", model.FileMaterials, files(performance, security))
			refused(t, s.try("clerk", model.Confirm, confirmed()), "tests.performance problem.retest_missing", "tests.security problem.retest_missing")
			if got := len(s.request().Refiled); got != 3 {
				t.Errorf("%d files are on record", got)
			}
		})
		t.Run(id+": materials are files, of a known kind (R25)", func(t *testing.T) {
			s := approved()
			refused(t, s.try("clerk", model.FileMaterials), "files problem.no_file")
			refused(t, s.try("clerk", model.FileMaterials, files("poem")), "files problem.unknown_material")
		})
		t.Run(id+": performance and security are tested again, function is not (R25)", func(t *testing.T) {
			refused(t, done().try("clerk", model.RecordTest, test("functional", "passed")), "test_kind problem.not_on_list")
		})
		t.Run(id+": the tests wait for the vendor (R25)", func(t *testing.T) {
			if err := approved().try("clerk", model.RecordTest, test("security", "passed")); model.KindOf(err) != model.Conflict {
				t.Errorf("got %v", err)
			}
		})
		t.Run(id+": with materials and both tests passed it closes (R25)", func(t *testing.T) {
			s := done().do("clerk", model.FileMaterials, files(plan, performance, security))
			s.do("clerk", model.RecordTest, test("performance", "passed")).do("clerk", model.RecordTest, test("security", "passed"))
			if got := s.do("clerk", model.Confirm, confirmed()).request().Status; got != model.Done {
				t.Errorf("got %s", got)
			}
		})
		failed := func(t *testing.T) (*story, error) {
			s := done().do("clerk", model.FileMaterials, files(plan, performance, security))
			early := workday.DateOf(s.request().Delivered).AddDays(-1).String() // before the change was executed
			refused(t, s.try("clerk", model.RecordTest, test("performance", "passed"), values("tested_on", early)), "tested_on problem.before_delivery")
			s.do("clerk", model.RecordTest, test("performance", "failed")).do("clerk", model.RecordTest, test("security", "passed"))
			return s, s.try("clerk", model.Confirm, confirmed())
		}
		if id == "luan" {
			t.Run("luan: the tests must be passed (L 15)", func(t *testing.T) {
				s, err := failed(t)
				refused(t, err, "tests.performance problem.retest_failed")
				cited(t, err, "第十五条")
				s.do("clerk", model.RecordTest, test("performance", "passed")).do("clerk", model.Confirm, confirmed())
			})
		} else {
			t.Run("panjin-2016: the tests must be done, whatever they say (P 11)", func(t *testing.T) {
				if _, err := failed(t); err != nil {
					t.Error(err)
				}
			})
		}
	}
}
