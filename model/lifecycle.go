package model

import "slices"

// Case is the kind of a request.
type Case string

// The three kinds of request that the regulations know (P 6, L 10).
const (
	Usage       Case = "usage"       // 使用申请
	Change      Case = "change"      // 变更申请
	Termination Case = "termination" // 终止申请
)

// Status is where a request stands. Each says who acts next.
type Status string

// The statuses of a usage request.
const (
	NoStatus       Status = ""                // nothing filed yet; the unit acts
	Submitted      Status = "submitted"       // filed; the acceptance duty acts, against a limit (P 8, L 12)
	NotAccepted    Status = "not_accepted"    // sent back with an opinion; the unit files a new round
	Accepted       Status = "accepted"        // complete; the approval duty acts, against a limit (P 8, L 12)
	Approved       Status = "approved"        // approved; the vendor delivers the trial environment, against a limit (P 9, L 13)
	Disapproved    Status = "disapproved"     // the end: not approved, with an opinion (T7)
	Trial          Status = "trial"           // on trial; the unit deploys and tests
	TestsSubmitted Status = "tests_submitted" // tested; the final review duty acts, with no limit (T8)
	FinalReviewed  Status = "final_reviewed"  // passed; the vendor turns the trial into production (P 10, L 14)
	Live           Status = "live"            // in production: the usage request is done
	Withdrawn      Status = "withdrawn"       // the end: taken back by the unit
	Reclaiming     Status = "reclaiming"      // the trial was given up; the vendor reclaims (T7)
	TrialEnded     Status = "trial_ended"     // the end: a trial given up and reclaimed
)

// The further statuses of change and termination requests. There, submitted and approved have limits of their own
// (P 11 and 12, L 15 and 16): the authority decides from the submission (T6), the vendor acts from the approval.
const (
	Executed   Status = "executed"   // changed by the vendor; the unit confirms, after a re-test if the change is major
	Done       Status = "done"       // the end: changed and confirmed
	Reclaimed  Status = "reclaimed"  // reclaimed line by line; the unit signs off
	Terminated Status = "terminated" // the end: reclaimed and signed off
)

// Action is what a person does to a request.
type Action string

// The actions on a usage request.
const (
	Submit          Action = "submit"
	Accept          Action = "accept"
	Decline         Action = "decline"
	Approve         Action = "approve"
	Disapprove      Action = "disapprove"
	Deliver         Action = "deliver"
	AskExtension    Action = "ask_extension"
	GrantExtension  Action = "grant_extension"
	RefuseExtension Action = "refuse_extension"
	RecordTest      Action = "record_test"
	FileReport      Action = "file_report"
	SubmitTests     Action = "submit_tests"
	ReturnTests     Action = "return_tests"
	PassReview      Action = "pass_review"
	GoLive          Action = "go_live"
	Withdraw        Action = "withdraw"
	EndTrial        Action = "end_trial"
	Reclaim         Action = "reclaim"
	Countersign     Action = "countersign"
	Adjust          Action = "adjust"
)

// The further actions on change and termination requests.
const (
	Execute       Action = "execute"
	FileMaterials Action = "file_materials"
	Confirm       Action = "confirm"
	SignOff       Action = "sign_off"
)

// The asides: acts that say something about a request and move nothing.
const (
	Comment  Action = "comment"
	Urge     Action = "urge"
	CC       Action = "cc"
	Transfer Action = "transfer"
)

// Arrow is one allowed move. It reads as a sentence: from submitted, accept leads to accepted, done by the
// acceptance duty, if the gate holds, with what is needed.
type Arrow struct {
	From   Status
	Action Action
	To     Status
	By     Duty
	Gate   gate // what must be on record before; nil asks nothing
	Need   need // what must come with the act; nil asks nothing
}

// lifecycles is every state machine of the office: what is not listed is forbidden.
var lifecycles = map[Case][]Arrow{
	Usage: {
		{NoStatus, Submit, Submitted, DutyUnit, nil, complete},
		{Submitted, Accept, Accepted, DutyAcceptance, nil, both(checked, completeFile)},
		{Submitted, Decline, NotAccepted, DutyAcceptance, nil, both(refusal, checked)}, // 应当提出不予受理意见 (P 8, L 12)
		{Submitted, Withdraw, Withdrawn, DutyUnit, nil, nil},
		{NotAccepted, Submit, Submitted, DutyUnit, nil, complete}, // a new round of the same case (T5)
		{NotAccepted, Withdraw, Withdrawn, DutyUnit, nil, nil},
		{Accepted, Countersign, Accepted, DutyApproval, countersigning, opinion},
		{Accepted, Approve, Approved, DutyApproval, countersigned, both(opinion, quantities)},
		{Accepted, Disapprove, Disapproved, DutyApproval, nil, opinion},
		{Accepted, Withdraw, Withdrawn, DutyUnit, nil, opinion},
		{Approved, Deliver, Trial, DutyDelivery, nil, both(trialDays, quantities)},
		{Approved, Withdraw, Withdrawn, DutyUnit, nil, opinion},
		{Trial, AskExtension, Trial, DutyUnit, noExtensionAsked, opinion},
		{Trial, GrantExtension, Trial, DutyApproval, extensionAsked, opinion},
		{Trial, RefuseExtension, Trial, DutyApproval, extensionAsked, opinion},
		{Trial, RecordTest, Trial, DutyUnit, nil, onDelivered},
		{Trial, FileReport, Trial, DutyUnit, nil, reportFile},
		{Trial, SubmitTests, TestsSubmitted, DutyUnit, tested, earlyReason},
		{Trial, EndTrial, Reclaiming, DutyUnit, nil, opinion},
		{TestsSubmitted, ReturnTests, Trial, DutyFinalReview, nil, opinion},
		{TestsSubmitted, PassReview, FinalReviewed, DutyFinalReview, nil, opinion},
		{TestsSubmitted, EndTrial, Reclaiming, DutyUnit, nil, opinion},
		{FinalReviewed, GoLive, Live, DutyDelivery, nil, nil},
		{Reclaiming, Reclaim, TrialEnded, DutyDelivery, nil, nil},
		{Live, Adjust, Live, DutyDelivery, elastic, withinBounds}, // 动态弹性调整 without a change case (P 10, L 14)
	},
	Change: {
		{NoStatus, Submit, Submitted, DutyUnit, nil, changeComplete},
		{Submitted, Withdraw, Withdrawn, DutyUnit, nil, nil},
		{Submitted, Countersign, Submitted, DutyApproval, countersigning, opinion},
		{Submitted, Approve, Approved, DutyApproval, countersigned, both(opinion, quantities)},
		{Submitted, Disapprove, Disapproved, DutyApproval, nil, opinion},
		{Approved, FileMaterials, Approved, DutyUnit, major, someFile},
		{Approved, Withdraw, Withdrawn, DutyUnit, nil, opinion},
		{Approved, Execute, Executed, DutyDelivery, nil, quantities},
		{Executed, FileMaterials, Executed, DutyUnit, major, someFile},
		{Executed, RecordTest, Executed, DutyUnit, major, onDelivered},
		{Executed, Confirm, Done, DutyUnit, retested, nil}, // 重大变更: materials again, tests again (P 11, L 15)
	},
	Termination: {
		{NoStatus, Submit, Submitted, DutyUnit, nil, terminationComplete}, // only the unit applies (T9)
		{Submitted, Withdraw, Withdrawn, DutyUnit, nil, nil},
		{Submitted, Countersign, Submitted, DutyApproval, countersigning, opinion},
		{Submitted, Approve, Approved, DutyApproval, countersigned, opinion},
		{Submitted, Disapprove, Disapproved, DutyApproval, nil, opinion},
		{Approved, Withdraw, Withdrawn, DutyUnit, nil, opinion},
		{Approved, Reclaim, Reclaimed, DutyDelivery, nil, everyLine},
		{Reclaimed, SignOff, Terminated, DutyUnit, nil, nil},
	},
}

// asides may be added to any request that has begun, by whoever may read it.
var asides = map[Action]need{Comment: opinion, Urge: nil, CC: recipient, Transfer: recipient}

// caseStatuses lists the statuses that limits may hang on, kind by kind.
var caseStatuses = map[Case][]Status{
	Usage: {Submitted, NotAccepted, Accepted, Approved, Disapproved, Trial, TestsSubmitted, FinalReviewed, Live,
		Withdrawn, Reclaiming, TrialEnded},
	Change:      {Submitted, Approved, Disapproved, Executed, Done, Withdrawn},
	Termination: {Submitted, Approved, Disapproved, Reclaimed, Terminated, Withdrawn},
}

// Statuses lists a case's statuses in the order of its life.
func Statuses(c Case) []Status { return caseStatuses[c] }

// Arrows lists a case's allowed moves.
func Arrows(c Case) []Arrow { return lifecycles[c] }

// StatusKey is the key of a status's words: what submitted and approved wait for differs from case to case.
func StatusKey(c Case, s Status) string {
	if c != Usage && c != "" && (s == Submitted || s == Approved || s == Disapproved) {
		return "status." + string(c) + "." + string(s)
	}
	return "status." + string(s)
}

// KnownStatus reports whether a case has that status.
func KnownStatus(c Case, s Status) bool {
	for _, known := range caseStatuses[c] {
		if s == known {
			return true
		}
	}
	return false
}

// KnownAction reports whether requests of a case have such an action, now or later.
func KnownAction(c Case, a Action) bool {
	_, aside := asides[a]
	return aside || slices.ContainsFunc(lifecycles[c], func(move Arrow) bool { return move.Action == a })
}

// Cases lists the kinds of request.
func Cases() []Case { return []Case{Usage, Change, Termination} }

// Ended reports whether no action leads out of a status any more.
func Ended(c Case, s Status) bool {
	for _, a := range lifecycles[c] {
		if a.From == s && a.To != s {
			return false
		}
	}
	return true
}

// arrow finds the move of an action out of a status.
func arrow(c Case, from Status, action Action) (Arrow, bool) {
	for _, a := range lifecycles[c] {
		if a.From == from && a.Action == action {
			return a, true
		}
	}
	return Arrow{}, false
}
