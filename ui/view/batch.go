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

// BatchActions lists what can be done with all of some requests at once: only what each of them waits for.
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
		return b.action
	}
	return ""
}

// Batch is one act with one opinion on several requests, as typed.
type Batch struct {
	Action   model.Action
	Requests []BatchItem
	Note     string
	Complete bool // the officer has checked each against its list of materials (R12)
}

// BatchItem is one request of a batch, as the officer sees it before the act.
type BatchItem struct {
	Row     Row
	Listed  int      // materials that it needs or brought
	Missing []string // those that it needs and did not bring
	Own     error    // why it must be decided by itself; nil when it need not
	last    string   // the last act seen
}

// Fit reports whether the request can be answered with others.
func (i BatchItem) Fit() bool { return i.Own == nil && len(i.Missing) == 0 }

// LoadBatch looks at each request before they are answered together.
func LoadBatch(ctx context.Context, desk *app.Desk, action model.Action, rows []Row) (Batch, error) {
	b := Batch{Action: action}
	for _, row := range rows {
		file, err := desk.Dossier(ctx, row.ID)
		if err != nil {
			return b, err
		}
		item := BatchItem{Row: row, Own: desk.OwnDecision(file, action), last: file.Request.Last}
		if action == model.Accept {
			item.check(file)
		}
		b.Requests = append(b.Requests, item)
	}
	return b, nil
}

func (i *BatchItem) check(file app.Dossier) {
	for _, m := range file.Profile.Checklist(file.Request) {
		i.Listed++
		if m.Needed && !m.Filed {
			i.Missing = append(i.Missing, m.Name)
		}
	}
}

// NeedsNote reports whether an opinion must be written.
func (b Batch) NeedsNote() bool { return b.Action != model.Accept }

// NeedsCheck reports whether the completeness of each must be confirmed.
func (b Batch) NeedsCheck() bool { return b.Action == model.Accept }

// Changes reports whether changes are among them: those that are approved together are found not to be major (T11).
func (b Batch) Changes() bool {
	return slices.ContainsFunc(b.Requests, func(i BatchItem) bool { return i.Row.Case == model.Change })
}

// Check finds what is wrong before any of the requests is touched.
func (b Batch) Check() []model.Problem {
	found := b.doing().Check()
	if b.NeedsNote() && strings.TrimSpace(b.Note) == "" {
		found = append(found, model.Problem{Field: "note", Key: "problem.opinion", Args: map[string]string{"action": string(b.Action)}})
	}
	return found
}

// doing is the batch as the desk takes it.
func (b Batch) doing() app.Batch {
	doing := app.Batch{Action: b.Action, Note: b.Note, Complete: b.Complete, Seen: map[string]string{}}
	for _, i := range b.Requests {
		doing.Requests = append(doing.Requests, i.Row.ID)
		doing.Seen[i.Row.ID] = i.last
	}
	return doing
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
	outcomes, err := desk.DoAll(ctx, b.doing(), progress)
	result := BatchResult{Outcomes: outcomes, Left: len(b.Requests) - len(outcomes)}
	for i, o := range outcomes {
		if o.Err == nil {
			result.Done++
			continue
		}
		result.Failed++
		if o.Number == "" { // it could not even be read
			outcomes[i].Number, outcomes[i].Title = b.Requests[i].Row.Number, b.Requests[i].Row.Title
		}
	}
	return result, err
}
