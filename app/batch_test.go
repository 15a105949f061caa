package app_test

import (
	"context"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestBatch(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	officer := o.By(model.DutyAcceptance)
	first, second, other := o.Filed(model.Submitted), o.Filed(model.Submitted), o.Filed(model.Accepted)
	told := 0
	batch := app.Batch{Requests: []string{first, other, second}, Action: model.Accept, Note: "材料齐全", Complete: true}
	t.Run("a batch is not accepted before its files have been checked, and nothing is touched (R12)", func(t *testing.T) {
		unchecked := batch
		unchecked.Complete = false
		outcomes, err := officer.DoAll(ctx, unchecked, func(int, int) { told++ })
		names(t, refusal(t, err, model.Invalid), "complete problem.batch_unchecked")
		if len(outcomes) > 0 || told > 0 || o.Dossier(first).Request.Status != model.Submitted {
			t.Errorf("%+v, told %d", outcomes, told)
		}
	})
	outcomes, err := officer.DoAll(ctx, batch, func(int, int) { told++ })
	if err != nil {
		t.Fatal(err)
	}
	t.Run("each request of a batch is checked and answered by itself", func(t *testing.T) {
		if outcomes[0].Err != nil || outcomes[2].Err != nil || model.KindOf(outcomes[1].Err) != model.Conflict || told != 3 {
			t.Errorf("%+v, told %d", outcomes, told)
		}
		for _, id := range []string{first, second} {
			if file := o.Dossier(id); file.Request.Status != model.Accepted || file.Request.Round().Answer.Note != "材料齐全" {
				t.Error(file.Request.Status)
			}
		}
	})
	t.Run("the completeness of each file is on record, material by material (R12)", func(t *testing.T) {
		file := o.Dossier(first)
		for _, m := range file.Profile.Checklist(file.Request) {
			if complete, known := file.Request.Round().Complete(m.ID); !known || complete != m.Filed {
				t.Errorf("%s: %t, known %t", m.ID, complete, known)
			}
		}
	})
	t.Run("what somebody changed since it was looked at is a conflict of its own", func(t *testing.T) {
		third := o.Filed(model.Submitted)
		seen := map[string]string{third: "another act"}
		got := must(officer.DoAll(ctx, app.Batch{Requests: []string{third}, Action: model.Accept, Complete: true, Seen: seen}, func(int, int) {}))
		refusal(t, got[0].Err, model.Conflict)
	})
	t.Run("a batch that is called off says what was done", func(t *testing.T) {
		ctx, cancel := context.WithCancel(ctx)
		cancel()
		if done, err := officer.DoAll(ctx, batch, func(int, int) {}); err == nil || len(done) != 0 {
			t.Error(err, done)
		}
	})
}

func TestBatchOfChanges(t *testing.T) {
	for _, city := range cities {
		t.Run(city, func(t *testing.T) {
			ctx := t.Context()
			o := apptest.New(t, city)
			clerk := o.ClerkOf(o.Samples()[0])
			var changes []string
			for _, reasons := range []string{"", o.Profile().Lists["major_reasons"][0].ID} {
				draft := changeDraft(t, clerk, o.Filed(model.Live))
				draft.Filling.Values["major_reasons"] = reasons
				e, err := clerk.Submit(ctx, draft)
				if err != nil {
					t.Fatal(err)
				}
				changes = append(changes, e.Subject.ID)
			}
			outcomes := must(o.By(model.DutyApproval).DoAll(ctx, app.Batch{Requests: changes, Action: model.Approve, Note: "同意，均为扩容"}, func(int, int) {}))
			t.Run("a change that nobody proposed as major is approved with others, as not major (R23, T11)", func(t *testing.T) {
				file := o.Dossier(changes[0])
				if outcomes[0].Err != nil || file.Request.Status != model.Approved || file.Request.Major || file.Request.Approval.Note != "同意，均为扩容" {
					t.Errorf("%v: %+v", outcomes[0].Err, file.Request.Approval)
				}
				if last := file.History[len(file.History)-1]; last.Values["major"] != "false" {
					t.Errorf("on record: %v", last.Values)
				}
			})
			t.Run("one that the unit proposed as major needs its own decision, and says why (T11)", func(t *testing.T) {
				if e := refusal(t, outcomes[1].Err, model.Invalid); e.Key != "error.own_decision_major" || e.Args["reasons"] == "" {
					t.Error(e)
				}
				if got := o.Dossier(changes[1]).Request.Status; got != model.Submitted {
					t.Error(got)
				}
			})
		})
	}
}
