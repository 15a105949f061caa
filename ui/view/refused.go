package view

import (
	"context"
	"strconv"

	"yunban/app"
	"yunban/model"
)

// Refused is the tray of acts that the hub did not take (未被接受).
type Refused struct {
	Open    []RefusedRow // to be settled
	Settled []RefusedRow // and what was, the latest first
}

// RefusedRow is one act that was not taken: what one wanted, and what happened meanwhile.
type RefusedRow struct {
	ID       string
	Subject  model.Subject
	Title    string
	Number   string
	Action   model.Action
	Who      string
	At       string // when it was wanted
	Told     string // when the desk learned of the refusal
	Note     string
	Fields   []SheetField // what was filled in
	Files    []model.File
	Lines    int // of resources
	Why      error
	Follows  bool // refused only because it followed another one
	Happened []MeanwhileRow
	Way      RedoWay
	Settled  bool
}

// MeanwhileRow is what somebody else did meanwhile.
type MeanwhileRow struct {
	At     string
	Who    string
	Action model.Action
	Note   string
}

// RedoWay is how an act can be done again.
type RedoWay string

// The ways.
const (
	RedoNone  RedoWay = ""      // somebody else's
	RedoDraft RedoWay = "draft" // a filing becomes a draft
	RedoAct   RedoWay = "act"   // the act is opened, filled as it was
	RedoNow   RedoWay = "now"   // what stands beside is sent once more
	RedoOpen  RedoWay = "open"  // only on the page of what it is about
)

// LoadRefused reads the tray.
func LoadRefused(ctx context.Context, desk *app.Desk) (Refused, error) {
	open, err := desk.RefusedActs(ctx)
	if err != nil {
		return Refused{}, err
	}
	settled, err := desk.SettledActs(ctx)
	return Refused{refusedRows(desk, open), refusedRows(desk, settled)}, err
}

func refusedRows(desk *app.Desk, acts []app.Unaccepted) []RefusedRow {
	var rows []RefusedRow
	for _, a := range acts {
		e := a.Event
		row := RefusedRow{ID: e.ID, Subject: e.Subject, Title: a.Title, Number: a.Number, Action: e.Action, Who: e.By(), At: Moment(e.Claimed),
			Told: Moment(a.At), Note: e.Note, Lines: len(e.Lines), Files: e.Files, Why: a.Answer.Err(), Follows: a.Answer.Verdict == model.Blocked,
			Settled: a.Settled, Way: wayOf(desk, e), Fields: wantedFields(desk, e)}
		for _, m := range a.Answer.Meanwhile {
			row.Happened = append(row.Happened, MeanwhileRow{At: Moment(m.At), Who: m.By(), Action: m.Action, Note: m.Note})
		}
		rows = append(rows, row)
	}
	return rows
}

// wayOf is how this person can do an act again.
func wayOf(desk *app.Desk, e model.Event) RedoWay {
	switch {
	case e.Actor != desk.Person.ID:
		return RedoNone
	case e.Subject.Kind != model.RequestSubject, model.AboutPaper(e.Action):
		return RedoOpen
	case e.Action == model.Submit:
		return RedoDraft
	case model.Beside(e.Action):
		return RedoNow
	}
	return RedoAct
}

// wantedFields is what the act's form was filled with, in the city's words.
func wantedFields(desk *app.Desk, e model.Event) []SheetField {
	p := desk.ProfileOf(e.Profile)
	var form model.Form
	switch {
	case e.Subject.Kind == model.SystemSubject:
		form = p.Forms[systemForm]
	case e.Subject.Kind == model.FilingSubject:
		form = p.Forms[filingForm]
	case e.Subject.Kind == model.RequestSubject && e.Action != model.Submit:
		for _, c := range model.Cases() {
			if f, ok := p.ActForm(c, e.Action); ok {
				form = f
			}
		}
	}
	var fields []SheetField
	for _, f := range form.Fields() {
		if e.Values[f.ID] != "" {
			fields = append(fields, SheetField{ID: f.ID, Label: f.Label, Value: f.Display(p, e.Values[f.ID]), Unit: f.Unit, Long: true})
		}
	}
	return fields
}

// Redoing is an act that is being done again.
type Redoing struct {
	ID      string
	Draft   string     // the draft that a filing became
	Done    bool       // it was sent once more
	Request string     // where the act is to be taken
	Doing   *app.Doing // as it was meant
}

// Redo makes a refused act ready on the present state.
func (r RefusedRow) Redo(ctx context.Context, desk *app.Desk) (Redoing, error) {
	again, err := desk.Redo(ctx, r.ID)
	if err != nil {
		return Redoing{}, err
	}
	redoing := Redoing{ID: r.ID, Request: r.Subject.ID, Doing: again.Doing}
	if again.Draft != nil {
		redoing.Draft = again.Draft.ID
		return redoing, nil
	}
	if r.Way == RedoNow {
		_, err = desk.DoAgain(ctx, r.ID, *again.Doing)
		redoing.Done = true
	}
	return redoing, err
}

// Again prepares the act that is done again on the request as it is now, filled as it was meant. ok is false when the
// request has come to where the act is not possible any more; why says so when a rule does.
func (r *Request) Again(redoing Redoing) (a *Act, why error, ok bool) {
	for _, o := range r.Options {
		if o.Action != redoing.Doing.Action {
			continue
		}
		if !o.May {
			if o.Why == nil {
				return nil, nil, false
			}
			return nil, o.Why, false
		}
		a := r.NewAct(o.Action)
		a.refill(redoing.ID, *redoing.Doing)
		return a, nil, true
	}
	return nil, nil, false
}

// refill puts what was meant into the act. Figures are kept where their lines are still here.
func (a *Act) refill(refused string, d app.Doing) {
	a.again, a.note, a.files = refused, d.Note, d.Files
	for _, f := range a.form.Fields() {
		if v, ok := d.Values[f.ID]; ok {
			a.values[f.ID] = v
		}
	}
	stage, _ := a.stages()
	for i, line := range a.figures {
		for _, meant := range d.Lines {
			amount, ok := meant.Amount(stage)
			if meant.ID != line.ID || !ok {
				continue
			}
			for j, f := range line.Figures {
				a.figures[i].Figures[j].Typed = strconv.FormatInt(amount.Get(f.ID), 10)
			}
		}
	}
}
