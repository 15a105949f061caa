package app_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// changeDraft is a complete draft of a change of a live system: one host more on its first line.
func changeDraft(t *testing.T, clerk *app.Desk, system string) model.Draft {
	t.Helper()
	draft, err := clerk.NewChange(context.Background(), system)
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(draft.Filling.Values, changeDraftValues)
	draft.Filling.Rows[0].Values["count"] = "9"
	return draft
}

// changeDraftValues is a complete form of a change.
var changeDraftValues = model.Values{"categories": "expand", "reason": "业务量增长", "planned_start": "2026-06-01", "planned_end": "2026-06-02",
	"change_plan": "夜间实施", "effect": "无", "rollback": "恢复原数量", "contact_name": "王芳", "contact_phone": "0427-2823456"}

// carryOut files a change and brings it to its end.
func carryOut(t *testing.T, o *apptest.Office, clerk *app.Desk, draft model.Draft) {
	t.Helper()
	e, err := clerk.Submit(context.Background(), draft)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		by *app.Desk
		do app.Doing
	}{
		{o.By(model.DutyApproval), app.Doing{Action: model.Approve, Note: "同意", Values: model.Values{"major": "false"}}},
		{o.By(model.DutyDelivery), app.Doing{Action: model.Execute, Values: model.Values{"executed_by": "赵磊", "result": "完成"}}},
		{clerk, app.Doing{Action: model.Confirm, Values: model.Values{"confirmed_by": "王芳"}}},
	} {
		o.Clock.Set(o.Clock.Now().Add(time.Hour)) // what was done later holds
		step.do.Request = e.Subject.ID
		if _, err := step.by.Do(context.Background(), step.do); err != nil {
			t.Fatal(step.do.Action, err)
		}
	}
}

// may reports whether an action is offered at a desk.
func may(t *testing.T, desk *app.Desk, request string, a model.Action) bool {
	t.Helper()
	file, err := desk.Dossier(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(file.Options, func(o model.Option) bool { return o.Action == a && o.May })
}

func TestChangeOfALiveSystem(t *testing.T) {
	for _, city := range cities {
		t.Run(city, func(t *testing.T) {
			ctx := context.Background()
			o := apptest.New(t, city)
			system := o.Filed(model.Live)
			clerk := o.ClerkOf(o.Samples()[0])
			var change string
			t.Run("a request adds its system to the inventory (R01)", func(t *testing.T) {
				file, err := clerk.System(ctx, system)
				if err != nil || file.State != model.OnCloud || len(file.Lines) == 0 || file.Name() == "" {
					t.Fatal(err, file.State, len(file.Lines))
				}
			})
			t.Run("a change is filed with the lines that differ, before and after (R23)", func(t *testing.T) {
				e, err := clerk.Submit(ctx, changeDraft(t, clerk, system))
				if err != nil {
					t.Fatal(err)
				}
				if len(e.Lines) != 1 || e.Lines[0].Before == nil || e.Lines[0].Asked.Count != 9 {
					t.Fatalf("%+v", e.Lines)
				}
				change = e.Subject.ID
				due := o.Dossier(change).Due
				if due.Days != 5 || due.Unit != model.WorkingDay {
					t.Errorf("%+v", due)
				}
			})
			t.Run("a second change or a termination waits until the first is done (R23)", func(t *testing.T) {
				if _, err := clerk.NewChange(ctx, system); model.KindOf(err) != model.Conflict {
					t.Error(err)
				}
				if _, err := clerk.NewTermination(ctx, system); model.KindOf(err) != model.Conflict {
					t.Error(err)
				}
			})
			t.Run("once done, it is what the system runs on (R24)", func(t *testing.T) {
				for _, step := range []struct {
					by model.Duty
					do app.Doing
				}{
					{model.DutyApproval, app.Doing{Action: model.Approve, Note: "同意", Values: model.Values{"major": "false"}}},
					{model.DutyDelivery, app.Doing{Action: model.Execute, Values: model.Values{"executed_by": "赵磊", "result": "完成"}}},
				} {
					step.do.Request = change
					if _, err := o.By(step.by).Do(ctx, step.do); err != nil {
						t.Fatal(step.do.Action, err)
					}
				}
				if _, err := clerk.Do(ctx, app.Doing{Request: change, Action: model.Confirm, Values: model.Values{"confirmed_by": "王芳"}}); err != nil {
					t.Fatal(err)
				}
				file, err := clerk.System(ctx, system)
				if err != nil || file.Lines[0].Delivered.Count != 9 {
					t.Error(err, file.Lines[0].Delivered)
				}
			})
			t.Run("a line that the change left elastic is scaled, and the log names it (R22)", func(t *testing.T) {
				vendor := o.By(model.DutyDelivery)
				if may(t, vendor, system, model.Adjust) {
					t.Fatal("no line is elastic yet")
				}
				draft, err := clerk.NewChange(ctx, system)
				if err != nil {
					t.Fatal(err)
				}
				maps.Copy(draft.Filling.Values, changeDraftValues)
				draft.Filling.Values["categories"] = "other"
				maps.Copy(draft.Filling.Rows[0].Values, model.Values{"elastic": model.True, "elastic_min": "2", "elastic_max": "12"})
				carryOut(t, o, clerk, draft)
				if !may(t, vendor, system, model.Adjust) {
					t.Fatal("the vendor may not scale it")
				}
				file, err := vendor.Dossier(ctx, system)
				if err != nil {
					t.Fatal(err)
				}
				l := file.Request.RunningLines()[0]
				o.Clock.Set(o.Clock.Now().Add(time.Hour))
				for count, want := range map[int64]string{13: "problem.beyond_bounds", 1: "problem.beyond_bounds"} {
					amount := l.Delivered.With("count", count)
					_, err := vendor.Do(ctx, app.Doing{Request: system, Action: model.Adjust, Lines: []model.Line{{ID: l.ID, Delivered: &amount}}})
					if e := invalid(t, err); e.Problems[0].Key != want {
						t.Error(count, e.Problems)
					}
				}
				more := l.Delivered.With("count", 12)
				if _, err := vendor.Do(ctx, app.Doing{Request: system, Action: model.Adjust, Note: "高峰", Lines: []model.Line{{ID: l.ID, Delivered: &more}}}); err != nil {
					t.Fatal(err)
				}
				shown, err := clerk.System(ctx, system)
				if err != nil || len(shown.Log) != 1 || shown.Log[0].Lines[0].Name() != l.Name() || shown.Lines[0].Delivered.Count != 12 {
					t.Errorf("%v: log %+v", err, shown.Log)
				}
			})
			t.Run("a termination cannot be filed before off-line, migration and backup are declared (R26, T10)", func(t *testing.T) {
				draft, err := clerk.NewTermination(ctx, system)
				if err != nil {
					t.Fatal(err)
				}
				_, err = clerk.Submit(ctx, draft)
				e := invalid(t, err)
				for _, field := range []string{"offline_done", "data_migrated", "offline_date", "backup_place"} {
					if !slices.ContainsFunc(e.Problems, func(p model.Problem) bool { return p.Field == field }) {
						t.Errorf("%s is not asked for", field)
					}
				}
			})
			t.Run("another unit's clerk neither sees nor changes the system (T9)", func(t *testing.T) {
				stranger := o.ClerkOf(o.Samples()[1])
				if _, err := stranger.System(ctx, system); model.KindOf(err) != model.NotFound {
					t.Error(err)
				}
				if _, err := stranger.NewTermination(ctx, system); err == nil {
					t.Error("began a termination of another unit's system")
				}
			})
		})
	}
}

// invalid reads the problems of a refusal.
func invalid(t *testing.T, err error) *model.Error {
	t.Helper()
	return refusal(t, err, model.Invalid)
}

func TestDelegation(t *testing.T) {
	ctx := context.Background()
	o := apptest.New(t, "luan")
	request := o.Filed(model.Accepted)
	approver, deputy := o.By(model.DutyApproval), o.By(model.DutyAcceptance)
	today := o.Today()
	t.Run("without a delegation the deputy may not decide", func(t *testing.T) {
		if _, err := deputy.Do(ctx, app.Doing{Request: request, Action: model.Approve, Note: "同意"}); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
	})
	t.Run("nobody delegates to himself, to nobody, or backwards", func(t *testing.T) {
		for _, d := range [][3]string{{approver.Person.ID, today.String(), today.String()}, {"nobody", today.String(), today.String()},
			{deputy.Person.ID, today.String(), today.AddDays(-1).String()}, {deputy.Person.ID, "gestern", today.String()}} {
			if err := approver.Delegate(ctx, d[0], d[1], d[2]); model.KindOf(err) != model.Invalid {
				t.Error(d, err)
			}
		}
	})
	if err := approver.Delegate(ctx, deputy.Person.ID, today.String(), today.AddDays(7).String()); err != nil {
		t.Fatal(err)
	}
	deputy = o.As(deputy.Person.ID)
	t.Run("the deputy has the queue of whom it acts for", func(t *testing.T) {
		home, err := deputy.Home(ctx)
		if err != nil || !slices.ContainsFunc(home.Queues, func(q app.QueueCount) bool { return q.ID == "to_approve" && q.Count == 1 }) {
			t.Error(err, home.Queues)
		}
	})
	t.Run("a decision for another bears both names", func(t *testing.T) {
		e, err := deputy.Do(ctx, app.Doing{Request: request, Action: model.Approve, Note: "同意"})
		if err != nil {
			t.Fatal(err)
		}
		by := deputy.Person.Name + "（代" + approver.Person.Name + "）"
		if e.By() != by || o.Dossier(request).Request.Approval.By != by {
			t.Error(e.By())
		}
	})
	t.Run("a revoked delegation gives nothing any more", func(t *testing.T) {
		all, err := approver.Delegations(ctx)
		if err != nil || len(all) != 1 {
			t.Fatal(err, all)
		}
		if err := approver.Revoke(ctx, all[0].ID); err != nil {
			t.Fatal(err)
		}
		home, err := o.As(deputy.Person.ID).Home(ctx)
		if err != nil || slices.ContainsFunc(home.Queues, func(q app.QueueCount) bool { return q.ID == "to_approve" }) {
			t.Error(err, home.Queues)
		}
	})
}

func TestAsides(t *testing.T) {
	ctx := context.Background()
	o := apptest.New(t, "panjin-2016")
	request := o.Filed(model.Submitted)
	officer, clerk, vendor := o.By(model.DutyAcceptance), o.ClerkOf(o.Samples()[0]), o.By(model.DutyDelivery)
	say := func(d *app.Desk, a app.Doing) {
		t.Helper()
		a.Request = request
		if _, err := d.Do(ctx, a); err != nil {
			t.Fatal(err)
		}
	}
	before := o.Dossier(request).Request
	say(officer, app.Doing{Action: model.Comment, Note: "先核对测算", Values: model.Values{"visible": "own_side"}})
	say(clerk, app.Doing{Action: model.Comment, Note: "补充说明见附件"})
	say(clerk, app.Doing{Action: model.Urge})
	say(officer, app.Doing{Action: model.CC, Values: model.Values{"to": vendor.Person.ID}})
	say(officer, app.Doing{Action: model.Transfer, Values: model.Values{"to": o.By(model.DutyApproval).Person.ID}})
	t.Run("comments, copies, urges and transfers move nothing", func(t *testing.T) {
		after := o.Dossier(request).Request
		if after.Status != before.Status || !after.Since.Equal(before.Since) || after.Last != before.Last || after.Urged != 1 || after.Assignee == "" {
			t.Errorf("%+v", after)
		}
	})
	t.Run("what one side keeps to itself the other does not read", func(t *testing.T) {
		heard := func(d *app.Desk) int {
			file, err := d.Dossier(ctx, request)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, e := range file.History {
				if e.Action == model.Comment {
					n++
				}
			}
			return n
		}
		if heard(officer) != 2 || heard(clerk) != 1 {
			t.Error(heard(officer), heard(clerk))
		}
	})
	t.Run("who got a copy finds it", func(t *testing.T) {
		q, err := vendor.Queue("copied")
		if err != nil {
			t.Fatal(err)
		}
		items, _, err := vendor.List(ctx, vendor.InQueue(q))
		if err != nil || len(items) != 1 {
			t.Error(err, items)
		}
	})
	t.Run("a comment without words and a copy to nobody are refused", func(t *testing.T) {
		for _, a := range []app.Doing{{Action: model.Comment}, {Action: model.CC}} {
			a.Request = request
			if _, err := officer.Do(ctx, a); model.KindOf(err) != model.Invalid {
				t.Error(a.Action, err)
			}
		}
	})
	t.Run("an earlier request is copied as a new one, to be declared again", func(t *testing.T) {
		draft, err := clerk.CopyDraft(ctx, request)
		if err != nil || draft.Title() != before.Title() || draft.Filling.Values["non_classified"] != "" || len(draft.Filling.Files) == 0 {
			t.Error(err, draft.Filling.Values["non_classified"])
		}
	})
}
