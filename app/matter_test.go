package app_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// taken takes a step that must be taken, and gives the matter's id.
func taken(t *testing.T, d *app.Desk, w app.MatterWork) string {
	t.Helper()
	e, err := d.Take(context.Background(), w)
	if err != nil {
		t.Fatalf("%s %s: %v", w.Kind, w.Action, err)
	}
	return e.Subject.ID
}

// refusedAt takes a step that must be refused at a field.
func refusedAt(t *testing.T, d *app.Desk, w app.MatterWork, field, key string) {
	t.Helper()
	_, err := d.Take(context.Background(), w)
	for _, p := range problemList(err) {
		if p.Field == field && p.Key == key {
			return
		}
	}
	t.Errorf("%s %s: %v; want %s at %s", w.Kind, w.Action, err, key, field)
}

func TestProblemTickets(t *testing.T) {
	o := apptest.New(t, "luan")
	clerk, vendor := o.ClerkOf(o.Samples()[0]), o.By(model.DutyDelivery)
	report := app.MatterWork{Kind: model.ProblemTicket, Action: model.ReportProblem, Values: model.Values{"problem_title": "页面打不开",
		"symptom": "今早起办事页面打不开", "severity": "three", "contact": "王芳 0564-1234567"}}
	id := taken(t, clerk, report)
	t.Run("the vendor responds and solves, the unit opens it again and then agrees (R30)", func(t *testing.T) {
		for _, step := range []struct {
			by     *app.Desk
			action model.Action
			note   string
			values model.Values
		}{
			{vendor, model.Respond, "", model.Values{"handler": "赵磊"}},
			{vendor, model.Solve, "重启了负载均衡", model.Values{"cause": "platform"}},
			{clerk, model.Reopen, "下午又打不开了", nil},
			{vendor, model.Respond, "", model.Values{"handler": "赵磊"}},
			{vendor, model.Solve, "更换了网卡", model.Values{"cause": "platform"}},
			{clerk, model.Settle, "", model.Values{"rating": "3"}},
		} {
			o.Clock.Set(o.Clock.Now().Add(time.Hour))
			taken(t, step.by, app.MatterWork{Kind: model.ProblemTicket, ID: id, Action: step.action, Note: step.note, Values: step.values})
		}
		file, err := clerk.Matter(context.Background(), model.ProblemTicket, id)
		if err != nil {
			t.Fatal(err)
		}
		if file.Status != model.ClosedStatus || len(file.Acts) != 7 || file.Number == "" || len(file.Can) != 0 {
			t.Errorf("stands at %s after %d steps, number %q, can %v", file.Status, len(file.Acts), file.Number, file.Can)
		}
	})
	t.Run("the vendor cannot report a unit's problem, nor a unit solve it (R30)", func(t *testing.T) {
		if _, err := vendor.Take(context.Background(), report); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
		other := taken(t, clerk, report)
		if _, err := clerk.Take(context.Background(), app.MatterWork{Kind: model.ProblemTicket, ID: other, Action: model.Solve, Note: "好了"}); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
	})
}

func TestAccessGrants(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	ctx := context.Background()
	clerk, vendor := o.ClerkOf(o.Samples()[0]), o.By(model.DutyDelivery)
	from := o.Clock.Now().Add(time.Hour)
	ask := app.MatterWork{Kind: model.AccessGrant, Action: model.Ask, Values: model.Values{"unit_id": clerk.Person.Unit, "resources": "审批应用 01",
		"entrant_body": "云服务商", "entrant": "赵磊", "purpose": "例行补丁", "from": model.Moment(from), "to": model.Moment(from.Add(4 * time.Hour))}}
	id := taken(t, vendor, ask)
	grant := app.MatterWork{Kind: model.AccessGrant, ID: id, Action: model.Grant}
	t.Run("the vendor's routine work needs the unit's grant, which it cannot give itself (R44, T20)", func(t *testing.T) {
		if _, err := vendor.Take(ctx, grant); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
		entry := app.MatterWork{Kind: model.AccessGrant, ID: id, Action: model.Enter}
		if _, err := vendor.Take(ctx, entry); model.KindOf(err) != model.Conflict {
			t.Error(err)
		}
		taken(t, clerk, grant)
	})
	t.Run("a second grant of the same person to the same resource at the same time is refused (R44)", func(t *testing.T) {
		refusedAt(t, vendor, ask, "from", "problem.grant_overlaps")
	})
	t.Run("a grant that ends in the past is refused (R44)", func(t *testing.T) {
		past := ask
		past.Values = ask.Values.Clone()
		past.Values["from"], past.Values["to"] = "2020-01-01 09:00", "2020-01-01 10:00"
		refusedAt(t, vendor, past, "to", "problem.grant_past")
	})
	t.Run("entries are logged within the grant only, and it expires by itself (R44, T20)", func(t *testing.T) {
		o.Clock.Set(from.Add(time.Hour))
		enter := app.MatterWork{Kind: model.AccessGrant, ID: id, Action: model.Enter, Values: model.Values{"entered": model.Moment(from.Add(10 * time.Minute)),
			"left": model.Moment(from.Add(30 * time.Minute)), "person": "赵磊", "resource": "审批应用 01", "did": "打补丁"}}
		taken(t, vendor, enter)
		early := enter
		early.Values = enter.Values.Clone()
		early.Values["entered"] = model.Moment(from.Add(-time.Hour))
		refusedAt(t, vendor, early, "entered", "problem.outside_grant")
		file, err := vendor.Matter(ctx, model.AccessGrant, id)
		if err != nil {
			t.Fatal(err)
		}
		if s := file.GrantStands(o.Clock.Now()); s != model.GrantHolds {
			t.Errorf("in its time it %s", s)
		}
		if s := file.GrantStands(from.Add(5 * time.Hour)); s != model.GrantExpired {
			t.Errorf("after its end it %s", s)
		}
	})
	t.Run("another unit does not see the grant (R44)", func(t *testing.T) {
		other := o.ClerkOf(o.Samples()[1])
		all, err := other.Matters(ctx, model.AccessGrant)
		if err != nil || other.Person.Unit != clerk.Person.Unit && slices.ContainsFunc(all, func(m model.Matter) bool { return m.ID == id }) {
			t.Errorf("%d seen, %v", len(all), err)
		}
	})
}

// problemList are the problems that a refusal names.
func problemList(err error) []model.Problem {
	var refused *model.Error
	if !errors.As(err, &refused) {
		return nil
	}
	return refused.Problems
}
