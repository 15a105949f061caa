package model

import (
	"slices"
	"strings"
	"time"

	"yunban/model/workday"
)

// Summary is a request in one row: what lists, queues and the register need. It can always be rebuilt from events.
type Summary struct {
	ID       string
	Number   string
	Case     Case
	Title    string // the application system's name
	Unit     string
	UnitName string
	Status   Status
	Since    time.Time
	Filed    time.Time // first submission
	Updated  time.Time
	Round    int
	Level    int
	Profile  string
	FiledBy  string
	Asks     string // extension: something waits besides the status
	// TrialBegan and TrialDays derive the end of a trial.
	TrialBegan time.Time
	TrialDays  int
	ReadOnly   bool
	System     string // the inventory's id
	Major      bool
	Assignee   string   // whom it was passed to
	Copied     []string // who got a copy
}

// Summary is the request's row.
func (r Request) Summary(updated time.Time) Summary {
	s := Summary{ID: r.ID, Number: r.Number, Case: r.Case, Title: r.Title(), Unit: r.Unit,
		UnitName: r.Values()["unit_name"], Status: r.Status, Since: r.Since, Updated: updated, Round: len(r.Rounds),
		Level: r.Level(), Profile: r.Profile, FiledBy: r.FiledBy, TrialBegan: r.Delivered, TrialDays: r.TrialDays,
		ReadOnly: r.ReadOnly, System: r.System, Major: r.Major, Assignee: r.Assignee, Copied: r.Copied}
	if len(r.Rounds) > 0 {
		s.Filed = r.Rounds[0].Submitted
	}
	if r.Extension != nil {
		s.Asks = "extension"
	}
	return s
}

// Due derives when the request must move on.
func (s Summary) Due(p *Profile, cal workday.Calendar) Deadline {
	return Request{Case: s.Case, Status: s.Status, Since: s.Since, Delivered: s.TrialBegan, TrialDays: s.TrialDays}.Due(p, cal)
}

// SearchText is everything of a request that a search should find.
func (r Request) SearchText() string {
	v := r.Values()
	parts := []string{r.Number, r.FiledBy}
	for _, id := range []string{"system_name", "unit_name", "project_name", "system_overview", "contact_name", "system_owner", "domain"} {
		parts = append(parts, v[id])
	}
	for _, l := range r.Lines {
		parts = append(parts, l.Name())
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
}

// FoundAs reports whether a search finds the request by the same text as it was before an act: hardly any changes it.
func (r Request) FoundAs(before Request) bool {
	return r.Number == before.Number && r.FiledBy == before.FiledBy && len(r.Rounds) == len(before.Rounds) &&
		slices.EqualFunc(r.Lines, before.Lines, func(a, b Line) bool { return a.Name() == b.Name() })
}

// Queue is a pile of requests that wait for the same act. It is a filter over statuses, never a list that is kept.
type Queue struct {
	ID     string
	Case   Case
	Status []Status  // any of these; none means all
	Asks   string    // and waiting for this
	By     Duty      // whom it waits for
	Mine   bool      // only those of the person's own unit
	Done   bool      // only those the person acted on
	Copied bool      // only those the person got a copy of
	Near   []Urgency // only those so urgent; without statuses: of all that waits for the person
}

// queues lists the piles in the order of a request's life.
var queues = []Queue{
	{ID: "to_mend", Case: Usage, Status: []Status{NotAccepted}, By: DutyUnit, Mine: true},
	{ID: "to_accept", Case: Usage, Status: []Status{Submitted}, By: DutyAcceptance},
	{ID: "to_approve", Case: Usage, Status: []Status{Accepted}, By: DutyApproval},
	{ID: "to_approve_change", Case: Change, Status: []Status{Submitted}, By: DutyApproval},
	{ID: "to_approve_termination", Case: Termination, Status: []Status{Submitted}, By: DutyApproval},
	{ID: "to_extend", Case: Usage, Status: []Status{Trial}, Asks: "extension", By: DutyApproval},
	{ID: "trials_over", Case: Usage, Status: []Status{Trial}, By: DutyApproval, Near: Late}, // no automatic reclaim (T7)
	{ID: "to_deliver", Case: Usage, Status: []Status{Approved}, By: DutyDelivery},
	{ID: "to_test", Case: Usage, Status: []Status{Trial}, By: DutyUnit, Mine: true},
	{ID: "to_review", Case: Usage, Status: []Status{TestsSubmitted}, By: DutyFinalReview},
	{ID: "to_convert", Case: Usage, Status: []Status{FinalReviewed}, By: DutyDelivery},
	{ID: "to_execute", Case: Change, Status: []Status{Approved}, By: DutyDelivery},
	{ID: "to_confirm", Case: Change, Status: []Status{Executed}, By: DutyUnit, Mine: true},
	{ID: "to_reclaim", Case: Usage, Status: []Status{Reclaiming}, By: DutyDelivery},
	{ID: "to_reclaim_ended", Case: Termination, Status: []Status{Approved}, By: DutyDelivery},
	{ID: "to_sign_off", Case: Termination, Status: []Status{Reclaimed}, By: DutyUnit, Mine: true},
	{ID: "due_soon", Near: Soon},
	{ID: "overdue", Near: Late},
	{ID: "mine", By: DutyUnit, Mine: true},
	{ID: "done", Done: true},
	{ID: "copied", Copied: true},
}

// Waiting reports whether the queue is of acts that wait for the person, not just a view.
func (q Queue) Waiting() bool { return len(q.Status) > 0 }

// Gathers reports whether the queue is what is urgent of the person's other queues.
func (q Queue) Gathers() bool { return len(q.Near) > 0 && !q.Waiting() }

// QueuesOf lists the queues that a person's duties give.
func (p *Profile) QueuesOf(who Person) []Queue {
	var own []Queue
	for _, q := range queues {
		switch {
		case q.Gathers() && !slices.ContainsFunc(own, Queue.Waiting): // nothing waits for this person
		case q.By == "" || p.Holds(who.Roles, q.By):
			own = append(own, q)
		}
	}
	return own
}
