package app_test

import (
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// due checks when something is due, in what unit and by which article.
func due(t *testing.T, d model.Deadline, day string, days int, article string) {
	t.Helper()
	if d.Due.String() != day || d.Days != days || d.Article != article {
		t.Errorf("due %s (%d %s, %s), want %s (%d, %s)", d.Due, d.Days, d.Unit, d.Article, day, days, article)
	}
}

func TestAcceptance(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		article := inCity(o, "第八条", "第十二条")
		r := submitted(t, o, 0) // Wednesday 11 February 2026, the Spring Festival ahead
		t.Run("acceptance is due in 3 working days in P and 5 in L, over holiday and make-up Saturday (R12)", func(t *testing.T) {
			due(t, r.look().Due, inCity(o, "2026-02-14", "2026-02-25"), inCity(o, 3, 5), article)
		})
		t.Run("only the duty of acceptance decides (R04)", func(t *testing.T) {
			for _, duty := range []model.Duty{model.DutyUnit, model.DutyApproval, model.DutyFinalReview, model.DutyDelivery} {
				for _, action := range []model.Action{model.Accept, model.Decline} {
					e := r.refused(model.Forbidden, duty, action, app.Doing{Note: "意见"})
					if e.Key != "error.not_your_duty" || e.Args["roles"] == "" {
						t.Errorf("%s by %s: %v", action, duty, e)
					}
				}
			}
		})
		t.Run("a refusal needs an opinion (R13)", func(t *testing.T) {
			for _, note := range []string{"", " \n\t\u3000"} {
				names(t, r.refused(model.Invalid, model.DutyAcceptance, model.Decline, app.Doing{Note: note}), "note problem.refusal")
			}
			long := app.Doing{Note: strings.Repeat("长", 4001)}
			names(t, r.refused(model.Invalid, model.DutyAcceptance, model.Decline, long), "note problem.note_too_long")
		})
		t.Run("nothing is approved, delivered or opened before acceptance", func(t *testing.T) {
			for action, duty := range map[model.Action]model.Duty{model.Approve: model.DutyApproval, model.Deliver: model.DutyDelivery,
				model.PassReview: model.DutyFinalReview, model.GoLive: model.DutyDelivery, "nonsense": model.DutyUnit} {
				if e := r.refused(model.Conflict, duty, action, app.Doing{Note: "同意"}); e.Key != "error.action_not_now" {
					t.Errorf("%s: %v", action, e)
				}
			}
		})
		number := r.look().Request.Number
		r.on("2026-02-12")
		r.do(model.DutyAcceptance, model.Decline, app.Doing{Note: "一、材料不全；\n二、测算依据不足。"})
		r.on("2026-02-14")
		d := must(r.clerk.NewRound(t.Context(), r.id))
		d.Filling.Values["reason"] = "已按意见补充"
		d.Filling.Rows = d.Filling.Rows[:1]
		must(r.clerk.Submit(t.Context(), d))
		t.Run("a new round of the same request has a fresh and full clock (R13, T5)", func(t *testing.T) {
			file := r.look()
			due(t, file.Due, inCity(o, "2026-02-26", "2026-02-28"), inCity(o, 3, 5), article)
			if file.Request.Number != number || file.Request.Round().No != 2 || file.Request.Status != model.Submitted {
				t.Errorf("%+v", file.Request)
			}
		})
		t.Run("the old round and its answer stay readable (T5)", func(t *testing.T) {
			rounds := r.look().Request.Rounds
			first, second := rounds[0], rounds[1]
			if first.Values["reason"] == "已按意见补充" || second.Values["reason"] != "已按意见补充" || len(first.Lines) < 2 || len(second.Lines) != 1 {
				t.Errorf("%+v\n%+v", first, second)
			}
			if a := first.Answer; a.Action != model.Decline || a.Note != "一、材料不全；\n二、测算依据不足。" || a.By == "" || second.Answer.Action != "" {
				t.Errorf("%+v", a)
			}
		})
		r.on("2026-02-24")
		t.Run("approval is due 2 working days after the acceptance decision, whenever it was filed (R14, T4)", func(t *testing.T) {
			due(t, r.do(model.DutyAcceptance, model.Accept, app.Doing{}).Due, "2026-02-26", 2, article)
		})
	})
}

func TestConflicts(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	r := submitted(t, o, 0)
	admin := o.By(model.DutyAdministration)
	second := model.Person{ID: "shouli2", Name: "第二受理人", Unit: "authority", Roles: []model.Role{model.RoleAcceptanceOfficer}}
	if err := admin.AddPerson(t.Context(), second, "yunban-demo"); err != nil {
		t.Fatal(err)
	}
	seen := r.look().Request.Last
	first := o.As("chenkun")
	must(first.Do(t.Context(), app.Doing{Request: r.id, Action: model.Accept, After: seen}))
	t.Run("of two officers the second hears who was quicker, what he did and when", func(t *testing.T) {
		_, err := o.As("shouli2").Do(t.Context(), app.Doing{Request: r.id, Action: model.Decline, Note: "不全", After: seen})
		e := refusal(t, err, model.Conflict)
		if e.Key != "error.changed_meanwhile" || e.Args["who"] != "陈堃" || e.Args["action"] != "accept" || e.Args["at"] != "2026-02-11 09:00" {
			t.Error(e)
		}
	})
	t.Run("a paper that was issued meanwhile is no conflict", func(t *testing.T) {
		now := r.look().Request.Last
		must(first.Issue(t.Context(), r.id, model.PaperAcceptance))
		must(o.By(model.DutyApproval).Do(t.Context(), app.Doing{Request: r.id, Action: model.Approve, Note: "同意", After: now}))
	})
	t.Run("acts on different requests do not hinder each other", func(t *testing.T) {
		a, b := submitted(t, o, 0), submitted(t, o, 1)
		lastA, lastB := a.look().Request.Last, b.look().Request.Last
		a.do(model.DutyAcceptance, model.Accept, app.Doing{After: lastA})
		b.do(model.DutyAcceptance, model.Accept, app.Doing{After: lastB})
	})
	t.Run("of many at once just one is taken", func(t *testing.T) {
		r := submitted(t, o, 1)
		seen := r.look().Request.Last
		results := make(chan error)
		for range 8 {
			go func() {
				_, err := first.Do(t.Context(), app.Doing{Request: r.id, Action: model.Accept, After: seen})
				results <- err
			}()
		}
		taken := 0
		for range 8 {
			switch err := <-results; {
			case err == nil:
				taken++
			case model.KindOf(err) != model.Conflict:
				t.Error(err)
			}
		}
		if taken != 1 {
			t.Errorf("%d were taken", taken)
		}
	})
}

func TestApproval(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		r := submitted(t, o, 0)
		r.do(model.DutyAcceptance, model.Accept, app.Doing{})
		lines := r.look().Request.Lines
		figure := func(change func(a model.Amount) model.Amount) []model.Line {
			a := change(lines[0].Asked)
			return []model.Line{{ID: lines[0].ID, Approved: &a}}
		}
		t.Run("both opinions must be written (R14)", func(t *testing.T) {
			for _, action := range []model.Action{model.Approve, model.Disapprove} {
				names(t, r.refused(model.Invalid, model.DutyApproval, action, app.Doing{}), "note problem.opinion")
			}
		})
		t.Run("never more than was asked, nor less than nothing, nor for a line that is not there (R21, T15)", func(t *testing.T) {
			for name, given := range map[string][]model.Line{
				"lines[0].count":     figure(func(a model.Amount) model.Amount { return a.With("count", a.Count+1) }),
				"lines[0].memory_gb": figure(func(a model.Amount) model.Amount { return a.With("memory_gb", -1) }),
				"lines[0]":           {{ID: "77", Approved: &lines[0].Asked}},
			} {
				e := r.refused(model.Invalid, model.DutyApproval, model.Approve, app.Doing{Note: "同意", Lines: given})
				problemOf(t, e.Problems, name)
			}
			r.refused(model.Invalid, model.DutyApproval, model.Approve, app.Doing{Note: "同意", Lines: []model.Line{{ID: lines[0].ID}}})
		})
		r.on("2026-02-25")
		file := r.do(model.DutyApproval, model.Approve, app.Doing{Note: "核减一台", Lines: figure(func(a model.Amount) model.Amount { return a.With("count", a.Count-1) })})
		t.Run("less than was asked is approved, the rest as asked, and both figures stay (T15)", func(t *testing.T) {
			for i, l := range file.Request.Lines {
				want := lines[i].Asked
				if i == 0 {
					want.Count--
				}
				if l.Approved == nil || *l.Approved != want || l.Asked != lines[i].Asked || l.Delivered != nil {
					t.Errorf("%+v, want %+v", l, want)
				}
			}
		})
		t.Run("the vendor delivers in 2 working days in P and 3 in L, from the approval (R15, T4)", func(t *testing.T) {
			due(t, file.Due, inCity(o, "2026-02-27", "2026-02-28"), inCity(o, 2, 3), inCity(o, "第九条", "第十三条"))
		})
		t.Run("never more than was approved is delivered (R21)", func(t *testing.T) {
			more := lines[0].Asked
			with := delivery("15")
			with.Lines = []model.Line{{ID: lines[0].ID, Delivered: &more}}
			problemOf(t, r.refused(model.Invalid, model.DutyDelivery, model.Deliver, with).Problems, "lines[0].count")
		})
	})
}
