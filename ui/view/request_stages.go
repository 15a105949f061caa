package view

import (
	"time"

	"yunban/model"
)

// StageState is how far a stage of the line is.
type StageState string

// The states of a stage.
const (
	StageDone    StageState = "done"
	StageNow     StageState = "now"
	StageAhead   StageState = "ahead"
	StageRefused StageState = "refused" // not accepted, not approved
	StageStopped StageState = "stopped" // withdrawn, trial given up
)

// Stage is one stage of a request's life: 申请 → 受理 → 审批 → 试用 → 终审 → 开通.
type Stage struct {
	Key   string
	State StageState
	At    time.Time
	By    string
	Due   model.Deadline // of the present stage
}

// stageKeys are the stages of each kind of request (P 6, L 10; P 11 and 12, L 15 and 16).
var stageKeys = map[model.Case][]string{
	model.Usage:       {"stage.submit", "stage.accept", "stage.approve", "stage.trial", "stage.review", "stage.live"},
	model.Change:      {"stage.submit", "stage.approve", "stage.execute", "stage.confirm"},
	model.Termination: {"stage.submit", "stage.examine", "stage.reclaim", "stage.sign_off"},
}

// mark says which stage an action settles, and how.
type mark struct {
	stage int
	state StageState
}

var marks = map[model.Case]map[model.Action]mark{
	model.Usage: {
		model.Submit:      {0, StageDone},
		model.Accept:      {1, StageDone},
		model.Decline:     {1, StageRefused},
		model.Approve:     {2, StageDone},
		model.Disapprove:  {2, StageRefused},
		model.Deliver:     {3, StageNow},
		model.SubmitTests: {3, StageDone},
		model.ReturnTests: {3, StageNow},
		model.EndTrial:    {3, StageStopped},
		model.Reclaim:     {3, StageStopped},
		model.PassReview:  {4, StageDone},
		model.GoLive:      {5, StageDone},
	},
	model.Change: {
		model.Submit:     {0, StageDone},
		model.Approve:    {1, StageDone},
		model.Disapprove: {1, StageRefused},
		model.Execute:    {2, StageDone},
		model.Confirm:    {3, StageDone},
	},
	model.Termination: {
		model.Submit:     {0, StageDone},
		model.Approve:    {1, StageDone},
		model.Disapprove: {1, StageRefused},
		model.Reclaim:    {2, StageDone},
		model.SignOff:    {3, StageDone},
	},
}

// Stages is the stage line, read from the history: a new round or returned tests set later stages back.
func (r *Request) Stages() []Stage {
	keys, marks := stageKeys[r.Request.Case], marks[r.Request.Case]
	line := make([]Stage, len(keys))
	for i, key := range keys {
		line[i] = Stage{Key: key, State: StageAhead}
	}
	at := -1
	for _, e := range r.History {
		m, known := marks[e.Action]
		if e.Action == model.Withdraw {
			m, known = mark{min(at+1, len(line)-1), StageStopped}, true
		}
		if !known {
			continue
		}
		for i := m.stage + 1; i < len(line); i++ {
			line[i] = Stage{Key: keys[i], State: StageAhead}
		}
		at = m.stage
		line[at].State, line[at].At, line[at].By = m.state, e.At, e.By()
	}
	if at >= 0 && line[at].State == StageDone && at+1 < len(line) {
		at++
		line[at].State = StageNow
	}
	if at >= 0 && line[at].State == StageNow {
		line[at].Due = r.Due
	}
	return line
}
