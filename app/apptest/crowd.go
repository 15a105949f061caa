package apptest

import (
	"context"
	"fmt"
	"time"

	"yunban/app"
	"yunban/model"
)

// Crowd files so many requests with the samples' content, one a minute from now on, and takes each as far as its turn
// is: the first stays submitted, the second is accepted, the fifth given up in its trial. All go through the store's
// own door and are judged by the rules; only the drafts are left out.
func (o *Office) Crowd(n int) {
	o.t.Helper()
	var drafts []model.Draft
	desks := map[string]*app.Desk{}
	for _, name := range o.Samples() {
		d := o.Draft(name)
		drafts, desks[d.Owner] = append(drafts, d), o.As(d.Owner)
	}
	officers := map[model.Duty]*app.Desk{}
	for _, a := range crowdActs {
		officers[a.by] = o.By(a.by)
	}
	for i := range n {
		o.Clock.Set(o.Clock.Now().Add(time.Minute))
		draft := drafts[i%len(drafts)]
		officers[model.DutyUnit] = desks[draft.Owner]
		if err := o.crowdOne(officers, draft, i); err != nil {
			o.t.Fatalf("request %d: %v", i+1, err)
		}
	}
}

func (o *Office) crowdOne(officers map[model.Duty]*app.Desk, draft model.Draft, i int) error {
	ctx, clerk, values := context.Background(), officers[model.DutyUnit], draft.Filling.Values.Clone()
	values["system_name"] = fmt.Sprintf("%s（%d期）", values["system_name"], i+1)
	id := fmt.Sprintf("01970000-0000-7000-8000-%012d", i)
	_, err := o.Store.Change(ctx, model.Subject{Kind: model.RequestSubject, ID: id}, func(ctx context.Context, past []model.Event) (model.Event, error) {
		now := o.Clock.Now()
		return model.Next(o.Profile(), past, model.Act{ID: id, Request: id, Case: model.Usage, Action: model.Submit, Actor: clerk.Person,
			Unit: clerk.Unit, Claimed: now, At: now, Values: values, Rows: draft.Filling.Rows, Files: draft.Filling.Files})
	})
	if err != nil {
		return err
	}
	for _, a := range crowdActs[:i%(len(crowdActs)+1)] {
		a.doing.Request = id
		if _, err := officers[a.by].Do(ctx, a.doing); err != nil {
			return err
		}
	}
	return nil
}

var crowdActs = []struct {
	by    model.Duty
	doing app.Doing
}{
	{model.DutyAcceptance, app.Doing{Action: model.Accept, Note: "材料齐全。"}},
	{model.DutyApproval, app.Doing{Action: model.Approve, Note: "同意。"}},
	{model.DutyDelivery, app.Doing{Action: model.Deliver, Values: model.Values{"trial_days": "30", "received_by": "王芳",
		"delivered_instances": "app-01  10.16.8.11"}}},
	{model.DutyUnit, app.Doing{Action: model.EndTrial, Note: "项目不再实施。"}},
}
