package model

import "slices"

// folds says what an action leaves on the request besides its new status.
var folds = map[Action]func(*Request, Event){
	Submit: func(r *Request, e Event) {
		r.FiledBy = e.By()
		r.System, r.Usage = e.Values["system_id"], e.Values["usage_id"]
		if r.Case != Usage {
			r.Lines = slices.Clone(e.Lines)
		}
		values := e.Values.Clone()
		for _, own := range []string{"case", "unit_id", "system_id", "usage_id"} { // the program's, not the form's
			delete(values, own)
		}
		r.Rounds = append(slices.Clone(r.Rounds), Round{No: len(r.Rounds) + 1, Submitted: e.At, By: e.By(),
			Values: values, Lines: e.Lines, Files: e.Files})
		r.Lines = slices.Clone(e.Lines)
	},
	Accept:  answer,
	Decline: answer,
	Countersign: func(r *Request, e Event) {
		r.Countersigned = append(slices.Clone(r.Countersigned), Countersignature{e.Doer(), opinionOf(e)})
	},
	Approve: func(r *Request, e Event) {
		r.Approval = opinionOf(e)
		r.Major = e.Values["major"] == True
		r.Lines = withFigures(r.Lines, e.Lines)
	},
	Disapprove: func(r *Request, e Event) { r.Approval = opinionOf(e) },
	Deliver: func(r *Request, e Event) {
		r.Delivered, r.Delivery = e.At, e.Values
		if n, ok := e.Values.Int("trial_days"); ok {
			r.TrialDays = int(n)
		}
		r.Lines = withFigures(r.Lines, e.Lines)
	},
	AskExtension: func(r *Request, e Event) {
		n, _ := e.Values.Int("days")
		r.Extension = &Extension{Days: int(n), Reason: e.Note, By: e.By(), At: e.At}
	},
	GrantExtension: func(r *Request, e Event) {
		if r.Extension != nil { // the log is replayed without its gates
			r.TrialDays += r.Extension.Days
		}
		r.Extension = nil
	},
	RefuseExtension: func(r *Request, e Event) { r.Extension = nil },
	RecordTest: func(r *Request, e Event) {
		tests := map[string]Values{}
		for k, v := range r.Tests {
			tests[k] = v
		}
		tests[e.Values["test_kind"]] = e.Values
		r.Tests = tests
	},
	FileReport: func(r *Request, e Event) { r.Report, r.ReportFiles = e.Values, e.Files },
	PassReview: func(r *Request, e Event) { r.Review = opinionOf(e) },
	GoLive:     func(r *Request, e Event) { r.LiveAt = e.At },
	Adjust: func(r *Request, e Event) {
		r.Adjustments = append(slices.Clone(r.Adjustments), Adjustment{Lines: e.Lines, Note: e.Note, By: e.By(), At: e.At})
	},
	Execute: func(r *Request, e Event) {
		r.Delivered, r.Delivery = e.At, e.Values
		r.Lines = withFigures(r.Lines, e.Lines)
	},
	FileMaterials: func(r *Request, e Event) { r.Refiled = append(slices.Clone(r.Refiled), e.Files...) },
	Reclaim:       func(r *Request, e Event) { r.Delivery = e.Values },
}

func answer(r *Request, e Event) {
	r.Rounds = slices.Clone(r.Rounds)
	last := &r.Rounds[len(r.Rounds)-1]
	last.Answer, last.Check = opinionOf(e), checkOf(e.Values)
}

func opinionOf(e Event) Opinion { return Opinion{e.Action, e.Note, e.By(), e.At} }

// withFigures lays decided figures over the lines they belong to.
func withFigures(lines, decided []Line) []Line {
	out := slices.Clone(lines)
	for i := range out {
		d, ok := findLine(decided, out[i].ID)
		if !ok {
			continue
		}
		if d.Approved != nil {
			out[i].Approved = d.Approved
		}
		if d.Delivered != nil {
			out[i].Delivered = d.Delivered
		}
	}
	return out
}
