package app_test

import (
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// tested is a request of level 2 whose tests are in final review.
func tested(t *testing.T, o *apptest.Office) request {
	t.Helper()
	r := onTrial(t, o, 1, "30")
	for _, kind := range model.TestKinds {
		r.do(model.DutyUnit, model.RecordTest, result(r.office, kind, "passed"))
	}
	r.do(model.DutyUnit, model.SubmitTests, app.Doing{Note: "提前完成"})
	return r
}

func TestFinalReview(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		r := tested(t, o)
		t.Run("final review has no time limit, and is never late (R20, T8)", func(t *testing.T) {
			r.on("2027-06-30")
			if file := r.look(); !file.Due.None() || file.Urgency != model.NoLimit {
				t.Errorf("%+v %s", file.Due, file.Urgency)
			}
		})
		t.Run("it needs an opinion, whichever way it goes (R20)", func(t *testing.T) {
			for _, action := range []model.Action{model.PassReview, model.ReturnTests} {
				names(t, r.refused(model.Invalid, model.DutyFinalReview, action, app.Doing{}), "note problem.opinion")
			}
		})
		t.Run("who approved does not review without that duty (R04)", func(t *testing.T) {
			r.refused(model.Forbidden, model.DutyApproval, model.PassReview, app.Doing{Note: "同意"})
		})
		r.do(model.DutyFinalReview, model.PassReview, app.Doing{Note: "测试充分，同意开通。"})
		t.Run("going live waits for the vendor, without a limit (T8)", func(t *testing.T) {
			if file := r.look(); file.Request.Status != model.FinalReviewed || !file.Due.None() {
				t.Errorf("%+v", file.Request)
			}
			r.refused(model.Forbidden, model.DutyFinalReview, model.GoLive, app.Doing{})
		})
		file := r.do(model.DutyDelivery, model.GoLive, app.Doing{})
		t.Run("a system in production has as its quota what was delivered (R20)", func(t *testing.T) {
			for _, l := range file.Request.Lines {
				if l.Approved == nil || l.Delivered == nil || *l.Delivered != *l.Approved {
					t.Errorf("%+v", l)
				}
			}
			if !file.Request.LiveAt.Equal(o.Clock.Now()) || file.Urgency != model.Closed {
				t.Errorf("%s %s", file.Request.LiveAt, file.Urgency)
			}
		})
		t.Run("then nothing is left to do", func(t *testing.T) {
			for _, option := range file.Options {
				if option.Action != model.Adjust || option.May {
					t.Errorf("%+v", option)
				}
			}
			r.refused(model.Conflict, model.DutyUnit, model.Withdraw, app.Doing{Note: "不要了"})
		})
	})
}

func TestDeliveredLess(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	r := submitted(t, o, 1)
	r.do(model.DutyAcceptance, model.Accept, app.Doing{})
	asked := r.look().Request.Lines[0]
	approved := asked.Asked.With("count", asked.Asked.Count-1)
	r.do(model.DutyApproval, model.Approve, app.Doing{Note: "核减", Lines: []model.Line{{ID: asked.ID, Approved: &approved}}})
	delivered := approved.With("count", approved.Count-1)
	with := delivery("15")
	with.Lines = []model.Line{{ID: asked.ID, Delivered: &delivered}}
	t.Run("asked, approved and delivered are three figures of a line (R21, T15)", func(t *testing.T) {
		l := r.do(model.DutyDelivery, model.Deliver, with).Request.Lines[0]
		if l.Asked != asked.Asked || *l.Approved != approved || *l.Delivered != delivered {
			t.Errorf("%+v", l)
		}
	})
}

func TestTakingBack(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		t.Run("before acceptance a request is withdrawn freely", func(t *testing.T) {
			r := submitted(t, o, 0)
			if got := r.do(model.DutyUnit, model.Withdraw, app.Doing{}); got.Request.Status != model.Withdrawn || got.Urgency != model.Closed {
				t.Errorf("%+v", got.Request)
			}
			r = submitted(t, o, 0)
			r.do(model.DutyAcceptance, model.Decline, app.Doing{Note: "不全"})
			r.do(model.DutyUnit, model.Withdraw, app.Doing{})
		})
		t.Run("after acceptance with a reason", func(t *testing.T) {
			r := submitted(t, o, 0)
			r.do(model.DutyAcceptance, model.Accept, app.Doing{})
			names(t, r.refused(model.Invalid, model.DutyUnit, model.Withdraw, app.Doing{}), "note problem.opinion")
			r.do(model.DutyUnit, model.Withdraw, app.Doing{Note: "方案调整"})
		})
		t.Run("by nobody but its own unit", func(t *testing.T) {
			r := submitted(t, o, 0)
			r.refused(model.Forbidden, model.DutyAcceptance, model.Withdraw, app.Doing{Note: "x"})
			_, err := o.ClerkOf(o.Samples()[1]).Do(t.Context(), app.Doing{Request: r.id, Action: model.Withdraw})
			refusal(t, err, model.NotFound)
		})
		t.Run("a trial is given up by its unit with a reason, and the vendor takes the resources back (T7)", func(t *testing.T) {
			r := onTrial(t, o, 1, "15")
			names(t, r.refused(model.Invalid, model.DutyUnit, model.EndTrial, app.Doing{}), "note problem.opinion")
			r.refused(model.Forbidden, model.DutyApproval, model.EndTrial, app.Doing{Note: "到期"})
			if file := r.do(model.DutyUnit, model.EndTrial, app.Doing{Note: "不再实施"}); file.Request.Status != model.Reclaiming || !file.Due.None() {
				t.Errorf("%+v", file)
			}
			names(t, r.refused(model.Invalid, model.DutyDelivery, model.Reclaim, app.Doing{}), "erase_method problem.required", "reclaimed_by problem.required")
			file := r.do(model.DutyDelivery, model.Reclaim, app.Doing{Values: model.Values{"erase_method": "overwrite", "reclaimed_by": "赵磊"}})
			if file.Request.Status != model.TrialEnded || file.Urgency != model.Closed {
				t.Errorf("%+v", file.Request)
			}
		})
		t.Run("a trial that ran out is late, and stands until somebody acts (T7)", func(t *testing.T) {
			r := onTrial(t, o, 1, "15")
			r.on("2026-12-01")
			if file := r.look(); file.Request.Status != model.Trial || file.Urgency != model.Overdue || file.DaysLeft >= 0 {
				t.Errorf("%s %s %d", file.Request.Status, file.Urgency, file.DaysLeft)
			}
		})
	})
}

func TestManagementBody(t *testing.T) {
	o := apptest.New(t, "luan")
	body := o.As("yushu")
	r := submitted(t, o, 1)
	t.Run("the management body reads everything and decides nothing (T17)", func(t *testing.T) {
		for {
			file := must(body.Dossier(t.Context(), r.id))
			for _, option := range file.Options {
				if option.May {
					t.Errorf("%s offers %s", file.Request.Status, option.Action)
				}
				_, err := body.Do(t.Context(), app.Doing{Request: r.id, Action: option.Action, Note: "同意"})
				refusal(t, err, model.Forbidden)
			}
			switch file.Request.Status {
			case model.Submitted:
				r.do(model.DutyAcceptance, model.Accept, app.Doing{})
			case model.Accepted:
				r.do(model.DutyApproval, model.Approve, app.Doing{Note: "同意"})
			case model.Approved:
				r.do(model.DutyDelivery, model.Deliver, delivery("15"))
			default:
				return
			}
		}
	})
	t.Run("nor does anything wait for it", func(t *testing.T) {
		home := must(body.Home(t.Context()))
		for _, q := range home.Queues {
			if q.Waiting() {
				t.Errorf("%+v", q)
			}
		}
		if len(home.Items) != 0 {
			t.Errorf("%+v", home.Items)
		}
	})
}

func TestATrialThatRanOut(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	id := o.Filed(model.Trial)
	late := func() (n int, items []app.Item) {
		home := must(o.By(model.DutyApproval).Home(t.Context()))
		for _, q := range home.Queues {
			if q.ID == "trials_over" {
				n = q.Count
			}
		}
		return n, home.Items
	}
	t.Run("in time it is no flag to the authority (T7)", func(t *testing.T) {
		if n, _ := late(); n != 0 {
			t.Errorf("%d trials have run out", n)
		}
	})
	o.Clock.Set(o.Clock.Now().AddDate(0, 0, 60))
	t.Run("run out, it is flagged to the authority, and nothing is reclaimed (T7)", func(t *testing.T) {
		n, items := late()
		if n != 1 || len(items) != 1 || items[0].ID != id || items[0].Urgency != model.Overdue {
			t.Errorf("%d, %+v", n, items)
		}
		if status := o.Dossier(id).Request.Status; status != model.Trial {
			t.Errorf("it became %s", status)
		}
	})
}
