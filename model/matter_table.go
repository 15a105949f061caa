package model

import "slices"

// The actions on matters. Their opening action says how a matter of a kind comes to be.
const (
	Lodge         Action = "lodge"     // files what is complete at once
	ReportProblem Action = "report"    // a unit tells of a problem
	Ask           Action = "ask"       // asks for advice, for access
	Release       Action = "release"   // makes public to those concerned
	Plan          Action = "plan"      // plans an inspection
	Replace       Action = "replace"   // corrects what was filed, with the reason; the earlier text stays in the history
	Receive       Action = "receive"   // an addressee acknowledges receipt
	Respond       Action = "respond"   // the vendor has taken a problem up
	Solve         Action = "solve"     // the vendor says that it is solved
	Settle        Action = "settle"    // the unit agrees that it is
	Reopen        Action = "reopen"    // the unit does not
	Reply         Action = "reply"     // answers a question
	Inspect       Action = "inspect"   // records what an inspection found
	Rectify       Action = "rectify"   // reports that a finding is rectified
	Recheck       Action = "recheck"   // checks a rectification
	Close         Action = "close"     // ends it
	Grant         Action = "grant"     // the unit lets somebody in
	RefuseGrant   Action = "refuse"    // or does not
	Enter         Action = "enter"     // logs an entry against a grant
	Revoke        Action = "revoke"    // takes a grant back before its end
	TakeBack      Action = "take_back" // takes back what one asked
	TakePart      Action = "take_part" // a unit says how it took part
)

// The statuses of matters. Each says who acts next.
const (
	LodgedStatus    Status = "lodged"    // filed: nobody must act; addressees acknowledge
	ReleasedStatus  Status = "released"  // published: those concerned acknowledge
	ReportedStatus  Status = "reported"  // a problem: the vendor responds
	RespondedStatus Status = "responded" // the vendor solves
	SolvedStatus    Status = "solved"    // the unit confirms, or opens it again
	AskedStatus     Status = "asked"     // a question: who is asked replies; a grant: the unit decides
	RepliedStatus   Status = "replied"   // who asked closes it
	PlannedStatus   Status = "planned"   // an inspection: the inspectors record what they found
	InspectedStatus Status = "inspected" // findings are open: those responsible rectify, the inspectors check again
	GrantedStatus   Status = "granted"   // entries may be made until it ends, then it is closed
	RefusedStatus   Status = "refused"   // the end: no entry
	RevokedStatus   Status = "revoked"   // no entry any more; who had it closes it out
	TakenBackStatus Status = "taken_back"
	ClosedStatus    Status = "closed" // the end
)

// MatterArrow is one allowed step. It reads as a sentence: from reported, respond leads to responded, done by the
// delivery duty, with what is needed. A step by the unit's duty is done by the matter's own unit.
type MatterArrow struct {
	From   Status
	Action Action
	To     Status
	By     []Duty // any of them; nothing is anybody with an account
	Need   matterNeed
}

// matterLives is every matter's life: what is not listed is forbidden.
var matterLives = map[SubjectKind][]MatterArrow{
	ProblemTicket: { // 监控运行状况，及时发现问题并向供应商反映 (P 13, L 17)
		{NoStatus, ReportProblem, ReportedStatus, unitDuty, ownSystem},
		{ReportedStatus, Respond, RespondedStatus, delivery, nil},
		{ReportedStatus, Solve, SolvedStatus, delivery, said},
		{ReportedStatus, TakeBack, TakenBackStatus, unitDuty, said},
		{RespondedStatus, Solve, SolvedStatus, delivery, said},
		{SolvedStatus, Settle, ClosedStatus, unitDuty, nil},
		{SolvedStatus, Reopen, ReportedStatus, unitDuty, said},
	},
	FaultRecord: { // 及时解决云故障 (P 15, L 19)
		{NoStatus, Lodge, LodgedStatus, delivery, ordered("began", "ended")},
		{LodgedStatus, Replace, LodgedStatus, delivery, bothMatters(said, ordered("began", "ended"))},
	},
	Consultation: { // 云技术咨询和方案优化 (P 14, L 18)
		{NoStatus, Ask, AskedStatus, unitDuty, nil},
		{NoStatus, Lodge, RepliedStatus, delivery, forUnit}, // advice that nobody asked for
		{AskedStatus, Reply, RepliedStatus, delivery, said},
		{AskedStatus, TakeBack, TakenBackStatus, unitDuty, nil},
		{RepliedStatus, Ask, AskedStatus, unitDuty, said},
		{RepliedStatus, Close, ClosedStatus, unitDuty, nil},
	},
	Training: { // 定期开展培训 (P 14, L 18)
		{NoStatus, Lodge, LodgedStatus, []Duty{DutyDelivery, DutyApproval, DutyAssessment}, attended},
		{LodgedStatus, Replace, LodgedStatus, []Duty{DutyDelivery, DutyApproval, DutyAssessment}, bothMatters(said, attended)},
	},
	MonthlyReport: { // 每月不少于1次 (P 15, L 19)
		{NoStatus, Lodge, LodgedStatus, delivery, reportFits},
		{LodgedStatus, Replace, LodgedStatus, delivery, bothMatters(said, reportFits)},
		{LodgedStatus, Receive, LodgedStatus, []Duty{DutyUnit, DutyAcceptance, DutyApproval}, receivedOnce},
	},
	Inspection: { // 安全检查，督促及时整改 (P 17, L 21)
		{NoStatus, Plan, PlannedStatus, inspecting, inspected},
		{PlannedStatus, Replace, PlannedStatus, inspecting, bothMatters(said, inspected)},
		{PlannedStatus, Inspect, InspectedStatus, inspecting, findings},
		{PlannedStatus, TakeBack, TakenBackStatus, inspecting, said},
		{InspectedStatus, Rectify, InspectedStatus, []Duty{DutyUnit, DutyDelivery}, rectified},
		{InspectedStatus, Recheck, InspectedStatus, inspecting, rechecked},
		{InspectedStatus, Close, ClosedStatus, inspecting, allRectified},
	},
	Bulletin: { // 每月定期发布安全公告 (P 19, L 23)
		{NoStatus, Release, ReleasedStatus, delivery, monthCome},
		{ReleasedStatus, Replace, ReleasedStatus, delivery, bothMatters(said, monthCome)},
		{ReleasedStatus, Receive, ReleasedStatus, []Duty{DutyUnit, DutyAcceptance, DutyApproval}, receivedOnce},
	},
	Drill: { // 每年开展应急演练 (P 19, L 23)
		{NoStatus, Lodge, LodgedStatus, delivery, nil},
		{LodgedStatus, Replace, LodgedStatus, delivery, said},
		{LodgedStatus, TakePart, LodgedStatus, unitDuty, oncePerUnit}, // 配合应急演练 (L 8)
	},
	ContingencyPlan: { // 总体应急预案 (L 7), kept by the management body
		{NoStatus, Release, ReleasedStatus, []Duty{DutyContingency}, withFile},
		{ReleasedStatus, Replace, ReleasedStatus, []Duty{DutyContingency}, bothMatters(said, withFile)},
	},
	AccessGrant: { // 未经使用单位授权，任何单位和个人不得进入 (P 20, L 25)
		{NoStatus, Ask, AskedStatus, nil, grantFits},
		{AskedStatus, Grant, GrantedStatus, unitDuty, grantFits},
		{AskedStatus, RefuseGrant, RefusedStatus, unitDuty, said},
		{AskedStatus, TakeBack, TakenBackStatus, nil, byAsker},
		{GrantedStatus, Enter, GrantedStatus, nil, entryFits},
		{GrantedStatus, Revoke, RevokedStatus, unitDuty, said},
		{GrantedStatus, Close, ClosedStatus, nil, byAskerOrUnit},
		{RevokedStatus, Close, ClosedStatus, nil, byAskerOrUnit},
	},
	Capacity: {
		{NoStatus, Lodge, LodgedStatus, delivery, capacityRows},
		{LodgedStatus, Replace, LodgedStatus, delivery, bothMatters(said, capacityRows)},
	},
	Survey: {
		{NoStatus, Release, ReleasedStatus, assessing, surveyFits},
		{ReleasedStatus, Close, ClosedStatus, assessing, nil},
	},
	SurveyAnswer: {
		{NoStatus, Lodge, LodgedStatus, unitDuty, answerFits},
	},
	Assessment: {
		{NoStatus, Release, ReleasedStatus, assessing, assessmentFits},
		{ReleasedStatus, Receive, ReleasedStatus, []Duty{DutyUnit, DutyDelivery}, receivedOnce},
	},
	Measure: {
		{NoStatus, Release, ReleasedStatus, assessing, measureFits},
		{ReleasedStatus, Replace, ReleasedStatus, assessing, bothMatters(said, measureFits)},
	},
}

var (
	unitDuty   = []Duty{DutyUnit}
	delivery   = []Duty{DutyDelivery}
	inspecting = []Duty{DutyInspection}
	assessing  = []Duty{DutyAssessment}
)

// MatterArrows gives the life of a kind of matter.
func MatterArrows(k SubjectKind) []MatterArrow { return slices.Clone(matterLives[k]) }

func stepFrom(k SubjectKind, from Status, a Action) (MatterArrow, bool) {
	for _, arrow := range matterLives[k] {
		if arrow.From == from && arrow.Action == a {
			return arrow, true
		}
	}
	return MatterArrow{}, false
}

// publishedToAll tells the kinds of matter that every desk holds.
func (k SubjectKind) publishedToAll() bool {
	switch k {
	case Training, Bulletin, Drill, ContingencyPlan, Survey, Measure:
		return true
	}
	return false
}
