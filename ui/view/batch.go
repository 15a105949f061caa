package view

import (
	"context"
	"slices"
	"strings"

	"yunban/app"
	"yunban/model"
)

// batchQueues are the queues whose requests can be answered together, and by what.
var batchQueues = []struct {
	queue  string
	action model.Action
}{
	{"to_accept", model.Accept}, {"to_approve", model.Approve},
	{"to_approve_change", model.Approve}, {"to_approve_termination", model.Approve},
}

// MayBatch reports whether this person has a queue whose requests can be answered together.
func MayBatch(desk *app.Desk) bool {
	return slices.ContainsFunc(batchQueues, func(b struct {
		queue  string
		action model.Action
	}) bool {
		_, err := desk.Queue(b.queue)
		return err == nil
	})
}

// BatchActions lists what can be done with all of some requests at once: only what each of them waits for. An act
// whose form asks more than an opinion is done request by request.
func BatchActions(desk *app.Desk, rows []Row) []model.Action {
	var common []model.Action
	for i, row := range rows {
		action := batchAction(desk, row)
		if action == "" || i > 0 && !slices.Contains(common, action) {
			return nil
		}
		common = []model.Action{action}
	}
	return common
}

func batchAction(desk *app.Desk, row Row) model.Action {
	for _, b := range batchQueues {
		q, err := desk.Queue(b.queue)
		if err != nil || q.Case != row.Case || !slices.Contains(q.Status, row.Status) {
			continue
		}
		if form, ok := desk.Profile().ActForm(row.Case, b.action); ok && len(form.Check(desk.Profile(), model.Values{}, desk.Today())) > 0 {
			continue
		}
		return b.action
	}
	return ""
}

// Batch is one act with one opinion on several requests, as typed.
type Batch struct {
	Action   model.Action
	Requests []Row
	Note     string
}

// NeedsNote reports whether an opinion must be written.
func (b Batch) NeedsNote() bool { return b.Action != model.Accept }

// Check finds what is wrong before any of the requests is touched.
func (b Batch) Check() []model.Problem {
	if b.NeedsNote() && strings.TrimSpace(b.Note) == "" {
		return []model.Problem{{Field: "note", Key: "problem.opinion", Args: map[string]string{"action": string(b.Action)}}}
	}
	return nil
}

// BatchResult is what became of a batch.
type BatchResult struct {
	Outcomes []app.Outcome
	Done     int // answered
	Failed   int // refused, each with its reason
	Left     int // not reached when the work was stopped
}

// Do answers each request by itself. Stopped in the middle, it tells how far it came.
func (b Batch) Do(ctx context.Context, desk *app.Desk, progress func(done, all int)) (BatchResult, error) {
	ids := make([]string, len(b.Requests))
	for i, r := range b.Requests {
		ids[i] = r.ID
	}
	outcomes, err := desk.DoAll(ctx, ids, b.Action, b.Note, progress)
	result := BatchResult{Outcomes: outcomes, Left: len(ids) - len(outcomes)}
	for i, o := range outcomes {
		if o.Err == nil {
			result.Done++
			continue
		}
		result.Failed++
		if o.Number == "" { // it could not even be read
			outcomes[i].Number, outcomes[i].Title = b.Requests[i].Number, b.Requests[i].Title
		}
	}
	return result, err
}
