package app

import (
	"io"
	"slices"
	"strconv"

	"yunban/model"
)

// PaperOption is a paper that a request may have, and whether it can be issued now. A paper that comes more than once,
// such as the answer to each extension asked for, is an option for each time.
type PaperOption struct {
	Kind   model.DocumentKind // what Compose and Issue take; of earlier times with their number, see model.DocumentKind.Turn
	Title  string
	Ready  bool        // what it says has happened
	Issued *model.File // the last one that was issued, if any
}

// paper is how one kind of paper is made from a request.
type paper struct {
	kind  model.DocumentKind
	turns func(Dossier) []int // the times that it has arisen; none when what it says has not happened
	write func(sheet) model.Document
}

// papers are the papers of each case, in the order of its life.
var papers = map[model.Case][]paper{
	model.Usage: {
		{model.PaperApplication, everyRound, writeApplication},
		{model.PaperNotAccepted, declinedRounds, writeNotAccepted},
		{model.PaperAcceptance, once(func(r model.Request) bool { return r.Round().Answer.Action == model.Accept }), writeAcceptance},
		{model.PaperApproval, once(decided), writeApproval},
		{model.PaperDelivery, once(func(r model.Request) bool { return !r.Delivered.IsZero() }), writeDelivery},
		{model.PaperExtension, every(model.AskExtension), writeExtension},
		{model.PaperTests, once(func(r model.Request) bool { return len(r.Tests) > 0 || r.Report != nil }), writeTests},
		{model.PaperFinalReview, every(model.ReturnTests, model.PassReview), writeFinalReview},
		{model.PaperGoLive, once(func(r model.Request) bool { return !r.LiveAt.IsZero() }), writeGoLive},
		{model.PaperTrialEnd, once(func(r model.Request) bool { return r.Status == model.TrialEnded }), writeTrialEnd},
		{model.PaperLines, everSubmitted, writeLines},
	},
	model.Change: {
		{model.PaperChange, everSubmitted, writeChange},
		{model.PaperChangeApproval, once(decided), writeChangeApproval},
		{model.PaperChangeDone, once(func(r model.Request) bool { return !r.Delivered.IsZero() }), writeChangeDone},
		{model.PaperChangeTests, once(func(r model.Request) bool { return r.Major && len(r.Tests) > 0 }), writeChangeTests},
		{model.PaperLines, everSubmitted, writeLines},
	},
	model.Termination: {
		{model.PaperTermination, everSubmitted, writeTermination},
		{model.PaperTerminationApproval, once(decided), writeTerminationApproval},
		{model.PaperReclaim, once(func(r model.Request) bool { return r.Status == model.Reclaimed || r.Status == model.Terminated }), writeReclaim},
		{model.PaperLines, everSubmitted, writeLines},
	},
}

func decided(r model.Request) bool { return r.Approval.Action != "" }

// once is the one time of a paper that comes once.
func once(happened func(model.Request) bool) func(Dossier) []int {
	return func(file Dossier) []int {
		if !happened(file.Request) {
			return nil
		}
		return []int{1}
	}
}

var everSubmitted = once(func(r model.Request) bool { return len(r.Rounds) > 0 })

// everyRound numbers the rounds that were filed (T5).
func everyRound(file Dossier) []int {
	var turns []int
	for _, round := range file.Request.Rounds {
		turns = append(turns, round.No)
	}
	return turns
}

// declinedRounds numbers the rounds that were not accepted.
func declinedRounds(file Dossier) []int {
	var turns []int
	for _, round := range file.Request.Rounds {
		if round.Answer.Action == model.Decline {
			turns = append(turns, round.No)
		}
	}
	return turns
}

// every numbers the times that one of the actions was taken.
func every(actions ...model.Action) func(Dossier) []int {
	return func(file Dossier) []int {
		var turns []int
		for range eventsOf(file.History, actions...) {
			turns = append(turns, len(turns)+1)
		}
		return turns
	}
}

// eventsOf picks the events of some actions.
func eventsOf(history []model.Event, actions ...model.Action) []model.Event {
	var found []model.Event
	for _, e := range history {
		if slices.Contains(actions, e.Action) {
			found = append(found, e)
		}
	}
	return found
}

// Papers lists the papers of a request in the order of its life, each time of those that come more than once. What can
// no longer come is left out, and so is a paper that the city's regulation has no words for.
func (d *Desk) Papers(file Dossier) []PaperOption {
	var options []PaperOption
	for _, p := range papers[file.Request.Case] {
		title := file.Profile.Papers[string(p.kind)].Title
		if title == "" {
			continue
		}
		turns := p.turns(file)
		if len(turns) == 0 && mayCome(p.kind, file.Request) {
			options = append(options, PaperOption{Kind: p.kind, Title: title})
		}
		for i, turn := range turns {
			o := PaperOption{Kind: p.kind, Title: title + turnTitle(p.kind, turn), Ready: true, Issued: lastIssued(file.History, p.kind, turn)}
			if i < len(turns)-1 {
				o.Kind = p.kind.Turn(turn)
			}
			options = append(options, o)
		}
	}
	return options
}

// mayCome reports whether what a paper says may still happen.
func mayCome(kind model.DocumentKind, r model.Request) bool {
	switch {
	case model.Ended(r.Case, r.Status):
		return false
	case kind == model.PaperTrialEnd:
		return r.Status == model.Reclaiming
	case kind == model.PaperChangeTests:
		return r.Major
	}
	return true
}

// turnTitle tells the times of one paper apart: （第2轮）. The first needs no telling.
func turnTitle(kind model.DocumentKind, turn int) string {
	switch {
	case turn < 2:
		return ""
	case kind == model.PaperApplication || kind == model.PaperNotAccepted:
		return "（第" + strconv.Itoa(turn) + "轮）"
	}
	return "（第" + strconv.Itoa(turn) + "次）"
}

// Compose writes what a paper says, without issuing it. A kind without a number is the last time of its paper.
func (d *Desk) Compose(file Dossier, kind model.DocumentKind) (model.Document, error) {
	doc, _, err := d.compose(file, kind)
	return doc, err
}

func (d *Desk) compose(file Dossier, kind model.DocumentKind) (model.Document, int, error) {
	for _, p := range papers[file.Request.Case] {
		turn, mine := kind.TurnOf(p.kind)
		title := file.Profile.Papers[string(p.kind)].Title
		if !mine || title == "" {
			continue
		}
		turns := p.turns(file)
		if turn == 0 && len(turns) > 0 {
			turn = turns[len(turns)-1]
		}
		if !slices.Contains(turns, turn) {
			return model.Document{}, 0, model.Errorf(model.Conflict, "error.paper_not_ready", "paper", title)
		}
		doc := p.write(d.sheet(file, p.kind, turn))
		doc.Sandbox = d.Sandbox
		return doc, turn, nil
	}
	return model.Document{}, 0, model.Errorf(model.NotFound, "error.no_paper", "paper", string(kind))
}

// ReadFile opens a kept file.
func (d *Desk) ReadFile(f model.File) (io.ReadCloser, error) { return d.Files.Open(f.Hash) }
