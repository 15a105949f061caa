package app_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func idsOf(items []app.Item) []string {
	var all []string
	for _, it := range items {
		all = append(all, it.ID)
	}
	return all
}

// inQueue lists what is in one of a person's queues.
func inQueue(t *testing.T, d *app.Desk, queue string) []string {
	t.Helper()
	items, _, err := d.List(t.Context(), d.InQueue(must(d.Queue(queue))))
	if err != nil {
		t.Fatal(err)
	}
	return idsOf(items)
}

func TestWhoSeesWhat(t *testing.T) {
	ctx := t.Context()
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		a, b := submitted(t, o, 0), submitted(t, o, 1)
		t.Run("a unit sees its own requests and no other's, however it asks (R04)", func(t *testing.T) {
			for _, q := range []model.Query{{}, {Text: "系统"}, {Unit: b.clerk.Unit.ID}, {Actor: b.clerk.Person.ID}, {Status: []model.Status{model.Submitted}}} {
				items, _, err := a.clerk.List(ctx, q)
				if n := must(a.clerk.Count(ctx, q)); err != nil || slices.Contains(idsOf(items), b.id) || n != len(items) {
					t.Errorf("%+v: %v %v, counted %d", q, err, idsOf(items), n)
				}
			}
			if got := inQueue(t, a.clerk, "mine"); !slices.Equal(got, []string{a.id}) {
				t.Errorf("its own: %v", got)
			}
		})
		t.Run("a request of another unit does not exist for it", func(t *testing.T) {
			_, reading := a.clerk.Dossier(ctx, b.id)
			_, acting := a.clerk.Do(ctx, app.Doing{Request: b.id, Action: model.Withdraw})
			_, printing := a.clerk.Issue(ctx, b.id, model.PaperApplication)
			_, nowhere := a.clerk.Dossier(ctx, "no such request")
			for _, err := range []error{reading, acting, printing, nowhere} {
				if e := refusal(t, err, model.NotFound); e.Key != "error.no_request" {
					t.Error(e)
				}
			}
		})
		t.Run("a colleague of the same unit sees it and may go on with it", func(t *testing.T) {
			colleague := colleagueOf(t, o, a.clerk)
			if file := must(colleague.Dossier(ctx, a.id)); !slices.ContainsFunc(file.Options, func(o model.Option) bool { return o.Action == model.Withdraw && o.May }) {
				t.Errorf("%+v", file.Options)
			}
		})
		t.Run("whoever decides, delivers or inspects sees all", func(t *testing.T) {
			for _, duty := range []model.Duty{model.DutyAcceptance, model.DutyApproval, model.DutyFinalReview, model.DutyDelivery, model.DutyReading} {
				if n := must(o.By(duty).Count(ctx, model.Query{})); n != 2 {
					t.Errorf("%s sees %d", duty, n)
				}
			}
		})
	})
}

// piles are the queues that a request waits in, status by status, and whose they are.
var piles = []struct {
	queue string
	by    model.Duty
	next  func(r request)
}{
	{"to_accept", model.DutyAcceptance, func(r request) { r.do(model.DutyAcceptance, model.Decline, app.Doing{Note: "不全"}) }},
	{"to_mend", model.DutyUnit, func(r request) {
		must(r.clerk.Submit(r.t.Context(), must(r.clerk.NewRound(r.t.Context(), r.id))))
		r.do(model.DutyAcceptance, model.Accept, app.Doing{})
	}},
	{"to_approve", model.DutyApproval, func(r request) { r.do(model.DutyApproval, model.Approve, app.Doing{Note: "同意"}) }},
	{"to_deliver", model.DutyDelivery, func(r request) { r.do(model.DutyDelivery, model.Deliver, delivery("15")) }},
	{"to_test", model.DutyUnit, func(r request) {
		r.do(model.DutyUnit, model.AskExtension, app.Doing{Note: "复测", Values: model.Values{"days": "5"}})
	}},
	{"to_extend", model.DutyApproval, func(r request) {
		r.do(model.DutyApproval, model.RefuseExtension, app.Doing{Note: "不必"})
		for _, kind := range model.TestKinds {
			r.do(model.DutyUnit, model.RecordTest, result(r.office, kind, "passed"))
		}
		r.do(model.DutyUnit, model.SubmitTests, app.Doing{Note: "提前完成"})
	}},
	{"to_review", model.DutyFinalReview, func(r request) { r.do(model.DutyFinalReview, model.PassReview, app.Doing{Note: "同意"}) }},
	{"to_convert", model.DutyDelivery, func(r request) { r.do(model.DutyDelivery, model.GoLive, app.Doing{}) }},
}

func TestQueues(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	r := submitted(t, o, 1)
	for _, pile := range piles {
		t.Run("a request waits in "+pile.queue+" until that is done", func(t *testing.T) {
			d := r.desk(pile.by)
			if got := inQueue(t, d, pile.queue); !slices.Contains(got, r.id) {
				t.Fatalf("it is not there: %v, %s", got, r.look().Request.Status)
			}
			home := must(d.Home(t.Context()))
			if !slices.Contains(idsOf(home.Items), r.id) {
				t.Errorf("it is not at home: %v", idsOf(home.Items))
			}
			for _, q := range home.Queues {
				if q.ID == pile.queue && q.Count != 1 {
					t.Errorf("%s counts %d", q.ID, q.Count)
				}
			}
			pile.next(r)
			if got := inQueue(t, d, pile.queue); pile.queue != "to_test" && slices.Contains(got, r.id) {
				t.Errorf("it is there still: %v", got)
			}
		})
	}
	t.Run("afterwards it is among what each of them has done, and waits for nobody", func(t *testing.T) {
		for _, pile := range piles {
			d := r.desk(pile.by)
			if got := inQueue(t, d, "done"); !slices.Equal(got, []string{r.id}) {
				t.Errorf("%s has done %v", pile.by, got)
			}
			if home := must(d.Home(t.Context())); len(home.Items) != 0 {
				t.Errorf("%+v", home.Items)
			}
		}
	})
	t.Run("a queue of another duty is not found", func(t *testing.T) {
		for _, id := range []string{"to_accept", "nonsense", ""} {
			_, err := r.clerk.Queue(id)
			refusal(t, err, model.NotFound)
		}
	})
}

func TestHome(t *testing.T) {
	o := apptest.New(t, "panjin-2016")
	// The first officer accepts and reviews as well, so that one home has what has a limit and what has none.
	officer := o.As("chenkun").Person
	officer.Roles = append(officer.Roles, model.RoleFinalReviewer)
	if err := o.By(model.DutyAdministration).SavePerson(t.Context(), officer); err != nil {
		t.Fatal(err)
	}
	on(t, o, "2026-03-02")
	review := tested(t, o)
	var filed []request
	for _, day := range []string{"2026-03-17", "2026-03-19", "2026-03-20", "2026-03-24"} { // due 20, 24, 25, 27 March
		on(t, o, day)
		filed = append(filed, submitted(t, o, 0))
	}
	on(t, o, "2026-03-24")
	home := must(o.As("chenkun").Home(t.Context()))
	t.Run("the first due comes first, and what has no limit last (T8)", func(t *testing.T) {
		want := []string{filed[0].id, filed[1].id, filed[2].id, filed[3].id, review.id}
		if got := idsOf(home.Items); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	t.Run("how near each is, in working days", func(t *testing.T) {
		want := []struct {
			urgency model.Urgency
			left    int
		}{{model.Overdue, -2}, {model.DueToday, 0}, {model.DueSoon, 1}, {model.InTime, 3}, {model.NoLimit, 0}}
		for i, it := range home.Items {
			if it.Urgency != want[i].urgency || it.DaysLeft != want[i].left {
				t.Errorf("%d: %s %d, want %+v", i, it.Urgency, it.DaysLeft, want[i])
			}
		}
		for queue, want := range map[string]int{"overdue": 1, "due_soon": 2} {
			if i := slices.IndexFunc(home.Queues, func(q app.QueueCount) bool { return q.ID == queue }); home.Queues[i].Count != want {
				t.Errorf("%s counts %d, want %d", queue, home.Queues[i].Count, want)
			}
			if got := inQueue(t, o.As("chenkun"), queue); len(got) != want {
				t.Errorf("%s lists %v", queue, got)
			}
		}
	})
	t.Run("what waits in two queues of one person is at home once", func(t *testing.T) {
		both := o.By(model.DutyApproval).Person
		both.Roles, both.Unit = append(both.Roles, model.RoleClerk), review.clerk.Unit.ID
		if err := o.By(model.DutyAdministration).SavePerson(t.Context(), both); err != nil {
			t.Fatal(err)
		}
		r := onTrial(t, o, 1, "15")
		r.do(model.DutyUnit, model.AskExtension, app.Doing{Note: "复测", Values: model.Values{"days": "5"}})
		d := o.As(both.ID)
		for _, q := range []string{"to_extend", "to_test"} {
			if !slices.Contains(inQueue(t, d, q), r.id) {
				t.Errorf("not in %s", q)
			}
		}
		if got := idsOf(must(d.Home(t.Context())).Items); !slices.Equal(got, []string{r.id}) {
			t.Error(got)
		}
	})
}

func TestPages(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "luan")
	var want []string
	for n := range 7 {
		o.Clock.Set(o.Clock.Now().Add(time.Minute))
		draft := draftWith(o, func(f *model.Filling) { f.Values["system_name"] = fmt.Sprintf("第%d套审批系统", n) })
		must(o.As(draft.Owner).Submit(ctx, draft))
		want = append(want, draft.ID)
	}
	officer := o.By(model.DutyAcceptance)
	for _, c := range []struct {
		name  string
		q     model.Query
		first string
	}{{"latest first", model.Query{Limit: 3}, want[6]}, {"longest waiting first", model.Query{Limit: 2, Order: model.BySince}, want[0]},
		{"found by words", model.Query{Limit: 2, Text: "审批"}, want[6]}} {
		t.Run("pages "+c.name+" give each request once", func(t *testing.T) {
			var got []string
			q := c.q
			for {
				items, next, err := officer.List(ctx, q)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, idsOf(items)...)
				if q.After = next; next == "" {
					break
				}
			}
			if got[0] != c.first {
				t.Errorf("the first is %s", got[0])
			}
			slices.Sort(got)
			if !slices.Equal(got, want) { // ids sort by the time they were made
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
	t.Run("a place that is none is refused", func(t *testing.T) {
		_, _, err := officer.List(ctx, model.Query{After: "nonsense"})
		refusal(t, err, model.Invalid)
	})
}
