package app_test

import (
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestTrialPeriod(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		article := inCity(o, "第九条", "第十三条")
		r := submitted(t, o, 1)
		r.do(model.DutyAcceptance, model.Accept, app.Doing{})
		r.do(model.DutyApproval, model.Approve, app.Doing{Note: "同意"})
		t.Run("a trial lasts 15 to 30 days, and says by which article (R16)", func(t *testing.T) {
			for _, days := range []string{"14", "31", "0", "-15", "15.5", "十五", ""} {
				e := r.refused(model.Invalid, model.DutyDelivery, model.Deliver, delivery(days))
				if p := problemOf(t, e.Problems, "trial_days"); p.Key == "problem.trial_days" && (p.Args["article"] != article || p.Args["min"] != "15" || p.Args["max"] != "30") {
					t.Errorf("%s: %+v", days, p)
				}
			}
		})
		for _, c := range []struct{ delivered, days, ends, why string }{
			{"2026-02-26", "15", "2026-03-13", "the day of delivery is not counted, weekends are"},
			{"2026-02-27", "15", "2026-03-16", "an end on a Saturday moves to Monday"},
			{"2026-04-16", "15", "2026-05-06", "an end on 1 May moves behind the holiday"},
			{"2026-09-01", "30", "2026-10-08", "an end on 1 October moves behind the holiday, beyond 30 days"},
			{"2026-12-20", "30", "2027-01-19", "an end in a year without a notice is reckoned all the same"},
		} {
			t.Run("of "+c.days+" days from "+c.delivered+": "+c.why+" (R16, T3)", func(t *testing.T) {
				r := submitted(t, o, 1)
				r.do(model.DutyAcceptance, model.Accept, app.Doing{})
				r.do(model.DutyApproval, model.Approve, app.Doing{Note: "同意"})
				r.on(c.delivered)
				file := r.do(model.DutyDelivery, model.Deliver, delivery(c.days))
				if got := file.Due; got.Due.String() != c.ends || got.Unit != model.CalendarDay || got.Article != article || got.Provisional != (c.ends > "2027") {
					t.Errorf("%+v, want %s", got, c.ends)
				}
			})
		}
	})
}

func TestExtension(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		on(t, o, "2026-03-02")
		r := onTrial(t, o, 1, "30") // to 1 April
		ask := func(days string) app.Doing {
			return app.Doing{Note: "需要复测", Values: model.Values{"days": days}}
		}
		t.Run("nobody consents to an extension that nobody asked for (R17)", func(t *testing.T) {
			for _, action := range []model.Action{model.GrantExtension, model.RefuseExtension} {
				names(t, r.refused(model.Invalid, model.DutyApproval, action, app.Doing{Note: "同意"}), " problem.no_extension_asked")
			}
		})
		t.Run("it needs its days and why it is necessary (R17)", func(t *testing.T) {
			names(t, r.refused(model.Invalid, model.DutyUnit, model.AskExtension, app.Doing{}), "days problem.required", "note problem.opinion")
			r.refused(model.Invalid, model.DutyUnit, model.AskExtension, ask("0"))
		})
		r.do(model.DutyUnit, model.AskExtension, ask("10"))
		t.Run("asking does not prolong, and one is asked at a time", func(t *testing.T) {
			if got := r.look().Due.Due.String(); got != "2026-04-01" {
				t.Error(got)
			}
			names(t, r.refused(model.Invalid, model.DutyUnit, model.AskExtension, ask("5")), " problem.extension_asked")
		})
		t.Run("the unit does not consent to its own wish", func(t *testing.T) {
			r.refused(model.Forbidden, model.DutyUnit, model.GrantExtension, app.Doing{Note: "同意"})
		})
		t.Run("a refusal leaves the end as it was, and another may be asked", func(t *testing.T) {
			r.do(model.DutyApproval, model.RefuseExtension, app.Doing{Note: "理由不足"})
			if got := r.do(model.DutyUnit, model.AskExtension, ask("10")).Due.Due.String(); got != "2026-04-01" {
				t.Error(got)
			}
		})
		t.Run("consent prolongs, as often as is necessary, beyond 30 days (R17)", func(t *testing.T) {
			file := r.do(model.DutyApproval, model.GrantExtension, app.Doing{Note: "确有必要"})
			if file.Due.Due.String() != "2026-04-13" || file.Request.TrialDays != 40 { // 11 April is a Saturday
				t.Errorf("%+v", file.Due)
			}
			r.do(model.DutyUnit, model.AskExtension, ask("30"))
			if file = r.do(model.DutyApproval, model.GrantExtension, app.Doing{Note: "确有必要"}); file.Request.TrialDays != 70 {
				t.Errorf("%+v", file.Request.TrialDays)
			}
		})
	})
}

// result is what is recorded of a test of the office's day.
func result(o *apptest.Office, kind, conclusion string) app.Doing {
	return app.Doing{Values: model.Values{"test_kind": kind, "tested_on": o.Today().String(), "tester": "李堃", "environment": "试用环境", "conclusion": conclusion}}
}

// report is a third party's report that lacks nothing in either city.
func report(r request) app.Doing {
	f := must(r.clerk.Attach(r.t.Context(), "report", write(r.t, "报告.pdf", "%PDF-1.7")))
	return app.Doing{Files: []model.File{f}, Values: model.Values{"agency": "某测评中心", "accreditation": "国家认可", "cnas_number": "CNAS L10086",
		"report_number": "XC-1", "issued_on": r.office.Today().String(), "covers_performance": model.True, "covers_security": model.True, "conclusion": "passed"}}
}

func TestTests(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		article := inCity(o, "第九条", "第十三条")
		on(t, o, "2026-03-02")
		r := onTrial(t, o, 1, "30")
		r.on("2026-03-20")
		t.Run("a test is of a day between the delivery and today (R18)", func(t *testing.T) {
			for day, want := range map[string]string{"2026-03-01": "tested_on problem.before_delivery", "2026-03-21": "tested_on problem.day_to_come_article"} {
				doing := result(r.office, "functional", "passed")
				doing.Values["tested_on"] = day
				names(t, r.refused(model.Invalid, model.DutyUnit, model.RecordTest, doing), want)
			}
		})
		t.Run("final review asks for function, performance and security, each passed (R18)", func(t *testing.T) {
			missing := []string{"tests.functional problem.test_missing", "tests.performance problem.test_missing", "tests.security problem.test_missing"}
			for _, kind := range model.TestKinds {
				e := r.refused(model.Invalid, model.DutyUnit, model.SubmitTests, app.Doing{})
				names(t, e, missing...)
				if p := e.Problems[0]; p.Args["article"] != article {
					t.Errorf("%+v", p)
				}
				r.do(model.DutyUnit, model.RecordTest, result(r.office, kind, "failed"))
				names(t, r.refused(model.Invalid, model.DutyUnit, model.SubmitTests, app.Doing{}), missing...)
				r.do(model.DutyUnit, model.RecordTest, result(r.office, kind, "passed"))
				missing = missing[1:]
			}
		})
		t.Run("a test that fails later counts", func(t *testing.T) {
			r.do(model.DutyUnit, model.RecordTest, result(r.office, "security", "failed"))
			names(t, r.refused(model.Invalid, model.DutyUnit, model.SubmitTests, app.Doing{}), "tests.security problem.test_missing")
			r.do(model.DutyUnit, model.RecordTest, result(r.office, "security", "passed"))
		})
		t.Run("a record of a test says what, when, who, where and how it ended", func(t *testing.T) {
			names(t, r.refused(model.Invalid, model.DutyUnit, model.RecordTest, app.Doing{}), "test_kind problem.required", "tested_on problem.required",
				"tester problem.required", "environment problem.required", "conclusion problem.required")
			r.refused(model.Invalid, model.DutyUnit, model.RecordTest, result(r.office, "taste", "passed"))
			r.refused(model.Invalid, model.DutyUnit, model.RecordTest, result(r.office, "security", "so so"))
		})
		t.Run("a system of level 2 needs no third party's report (R19)", func(t *testing.T) {
			if got := r.do(model.DutyUnit, model.SubmitTests, app.Doing{}).Request.Status; got != model.TestsSubmitted {
				t.Error(got)
			}
		})
	})
}

func TestEarlyTests(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		on(t, o, "2026-03-02")
		r := onTrial(t, o, 1, "30")
		for _, kind := range model.TestKinds {
			r.do(model.DutyUnit, model.RecordTest, result(r.office, kind, "passed"))
		}
		t.Run("ending the tests before the 15th day needs a reason (T14)", func(t *testing.T) {
			for day, after := range map[string]string{"2026-03-02": "0", "2026-03-16": "14"} {
				r.on(day)
				e := r.refused(model.Invalid, model.DutyUnit, model.SubmitTests, app.Doing{Note: " "})
				names(t, e, "note problem.early_reason")
				if p := e.Problems[0]; p.Args["days"] != after || p.Args["min"] != "15" || p.Args["article"] != inCity(o, "第九条", "第十三条") {
					t.Errorf("%+v", p)
				}
			}
			r.do(model.DutyUnit, model.SubmitTests, app.Doing{Note: "系统简单，测试已充分"})
			r.do(model.DutyFinalReview, model.ReturnTests, app.Doing{Note: "请补充"})
		})
		t.Run("from the 15th day on it needs none", func(t *testing.T) {
			r.on("2026-03-17")
			r.do(model.DutyUnit, model.SubmitTests, app.Doing{})
		})
	})
}

func TestThirdPartyReport(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		article := inCity(o, "第九条", "第十三条")
		on(t, o, "2026-03-02")
		r := onTrial(t, o, 0, "30")
		r.on("2026-03-20")
		for _, kind := range model.TestKinds {
			r.do(model.DutyUnit, model.RecordTest, result(r.office, kind, "passed"))
		}
		t.Run("level 3 itself needs a third party's report, in the city's own words (R19, T13)", func(t *testing.T) {
			if level := r.look().Request.Level(); level != 3 {
				t.Fatal(level)
			}
			e := r.refused(model.Invalid, model.DutyUnit, model.SubmitTests, app.Doing{})
			names(t, e, "report problem.report_missing")
			if p := e.Problems[0]; p.Args["article"] != article || p.Args["accreditation"] != o.Profile().ThirdParty.Accreditation {
				t.Errorf("%+v", p)
			}
		})
		t.Run("it covers performance and security, both (T13)", func(t *testing.T) {
			for _, part := range []string{"covers_performance", "covers_security"} {
				with := report(r)
				with.Values[part] = "false"
				p := problemOf(t, r.refused(model.Invalid, model.DutyUnit, model.FileReport, with).Problems, "report")
				if p.Key != "problem.report_covers" || p.Args["article"] != article {
					t.Errorf("%+v", p)
				}
			}
		})
		t.Run("the report itself is filed, and what it is", func(t *testing.T) {
			e := r.refused(model.Invalid, model.DutyUnit, model.FileReport, app.Doing{})
			for _, field := range []string{"files.report", "agency", "accreditation", "report_number", "issued_on", "covers_performance", "covers_security", "conclusion"} {
				problemOf(t, e.Problems, field)
			}
		})
		t.Run("a CNAS number is asked for in L only (R19)", func(t *testing.T) {
			with := report(r)
			delete(with.Values, "cnas_number")
			if inCity(o, false, true) {
				e := r.refused(model.Invalid, model.DutyUnit, model.FileReport, with)
				names(t, e, "cnas_number problem.report_cnas")
				if e.Problems[0].Args["article"] != article {
					t.Errorf("%+v", e.Problems[0])
				}
				return
			}
			r.do(model.DutyUnit, model.FileReport, with)
		})
		t.Run("with it the tests go to final review, and it stays on record", func(t *testing.T) {
			r.do(model.DutyUnit, model.FileReport, report(r))
			q := r.do(model.DutyUnit, model.SubmitTests, app.Doing{}).Request
			if q.Status != model.TestsSubmitted || q.Report["report_number"] != "XC-1" || len(q.ReportFiles) != 1 || len(q.Tests) != 3 {
				t.Errorf("%+v", q)
			}
		})
	})
}
