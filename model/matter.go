package model

import (
	"slices"
	"time"
)

// A matter is a record with a short life of its own: a monthly report, a problem, an inspection, an access grant …
// Everything of chapters three to five of the regulations that is filed, answered and closed is one. Like a request it
// is folded from its events and moves by a table; unlike a request it has one form for each step and no rounds.

// The kinds of matter, each a kind of subject.
const (
	MonthlyReport   SubjectKind = "monthly_report"   // 月度报告: utilisation, operation, advice (P 15, L 19; R32)
	ProblemTicket   SubjectKind = "problem"          // 问题: from unit to vendor (P 13, L 17; R30, R33)
	FaultRecord     SubjectKind = "fault"            // 故障: of the platform, recorded by the vendor (P 15, L 19; R33)
	Consultation    SubjectKind = "consultation"     // 咨询、方案优化 (P 14, L 18; R31)
	Training        SubjectKind = "training"         // 培训 (P 14, L 18; R31)
	Inspection      SubjectKind = "inspection"       // 安全检查 and its rectification (P 17, L 21; R41)
	Bulletin        SubjectKind = "bulletin"         // 安全公告 (P 19, L 23; R43)
	Drill           SubjectKind = "drill"            // 应急演练 (P 19, L 23; R43, R45)
	ContingencyPlan SubjectKind = "contingency_plan" // 总体应急预案 in its versions (P 4, L 7; R45)
	AccessGrant     SubjectKind = "access_grant"     // 授权进入用户资源 (P 20, L 25; R44)
	Capacity        SubjectKind = "capacity"         // 平台容量, entered by the vendor (R21)
	Survey          SubjectKind = "survey"           // 满意度调查: one round (P 23, L 28; R52)
	SurveyAnswer    SubjectKind = "survey_answer"    // one unit's answer in a round
	Assessment      SubjectKind = "assessment"       // 考核, frozen when published (P 22 and 23, L 27 and 28; R51, R52)
	Measure         SubjectKind = "measure"          // weights and bands of the assessment, as they were set (R51)
)

// MatterKinds lists the kinds of matter in the order of the regulations.
var MatterKinds = []SubjectKind{ProblemTicket, Consultation, Training, MonthlyReport, FaultRecord, Inspection, Bulletin, Drill,
	ContingencyPlan, AccessGrant, Capacity, Survey, SurveyAnswer, Assessment, Measure}

// IsMatter tells the kinds of matter from the other kinds of subject.
func (k SubjectKind) IsMatter() bool { return slices.Contains(MatterKinds, k) }

// ActorUnit is the value of a step that names the unit of who took it: an addressee is known by it.
const ActorUnit = "actor_unit"

// Matter is a matter as it stands.
type Matter struct {
	Kind   SubjectKind
	ID     string
	Number string
	Unit   string // whose it is: only that unit and who reads all may see it; nothing when it is everybody's
	Status Status
	Values Values // as opened, with later corrections
	Lines  []Line // the rows of its tables; Resource is the id of the form's section
	Files  []File
	Acts   []MatterAct // every step, the opening first
}

// MatterAct is one step in a matter's life.
type MatterAct struct {
	Event  string    `json:"event"` // the event's id
	Action Action    `json:"action"`
	By     string    `json:"by"`     // as signed: the name, and for whom
	Person string    `json:"person"` // the id of who answers for it
	Unit   string    `json:"unit"`   // the unit's id: which addressee has received
	At     time.Time `json:"at"`
	Note   string    `json:"note,omitempty"`
	Values Values    `json:"values,omitempty"`
	Lines  []Line    `json:"lines,omitempty"`
	Files  []File    `json:"files,omitempty"`
}

// MatterOf reads a matter out of its record.
func MatterOf(r Record) Matter {
	return Matter{Kind: r.Subject.Kind, ID: r.Subject.ID, Number: r.Number(), Unit: r.Values["unit_id"], Status: r.Status,
		Values: r.Values, Lines: r.Lines, Files: r.Files, Acts: r.Acts}
}

// Opened is when the matter began; Last when it last moved.
func (m Matter) Opened() time.Time { return m.at(0) }

// Last is when the matter last moved.
func (m Matter) Last() time.Time { return m.at(len(m.Acts) - 1) }

func (m Matter) at(i int) time.Time {
	if i < 0 || i >= len(m.Acts) {
		return time.Time{}
	}
	return m.Acts[i].At
}

// First is the first step of an action; ok is false when there was none.
func (m Matter) First(a Action) (MatterAct, bool) {
	for _, act := range m.Acts {
		if act.Action == a {
			return act, true
		}
	}
	return MatterAct{}, false
}

// Latest is the last step of an action; ok is false when there was none.
func (m Matter) Latest(a Action) (MatterAct, bool) {
	for _, act := range slices.Backward(m.Acts) {
		if act.Action == a {
			return act, true
		}
	}
	return MatterAct{}, false
}

// ReceivedBy tells when a unit acknowledged receipt; ok is false while it has not.
func (m Matter) ReceivedBy(unit string) (MatterAct, bool) {
	for _, act := range m.Acts {
		if act.Action == Receive && act.Unit == unit {
			return act, true
		}
	}
	return MatterAct{}, false
}

// foldMatter lays one more event over a matter's record. Opening and correcting say what the matter says; every other
// step stands beside with what it says itself. A step that this program does not know leaves the record as it was.
func (r *Record) foldMatter(e Event) {
	arrow, known := stepFrom(e.Subject.Kind, r.Status, e.Action)
	if !known {
		return
	}
	switch {
	case e.Action == Replace: // it says the whole anew
		r.Values, r.Lines, r.Files = Values{"unit_id": r.Values["unit_id"], "number": r.Values["number"]}, nil, nil
		r.restate(e)
	case len(r.Acts) == 0:
		r.restate(e)
	}
	r.Status = arrow.To
	r.Acts = append(slices.Clone(r.Acts), MatterAct{Event: e.ID, Action: e.Action, By: e.By(), Person: e.Doer(), Unit: e.Values[ActorUnit],
		At: e.At, Note: e.Note, Values: e.Values, Lines: e.Lines, Files: e.Files})
}

// restate takes over what a matter says from now on.
func (r *Record) restate(e Event) {
	for k, v := range e.Values {
		if k != ActorUnit {
			r.Values[k] = v
		}
	}
	r.Lines = e.Lines
	for _, f := range e.Files {
		r.Files = putFile(r.Files, f)
	}
}
