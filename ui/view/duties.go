package view

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// HasDuties reports whether the person files what is due again and again, or is owed it.
func HasDuties(desk *app.Desk) bool { return desk.Unit.ID != "" || desk.ReadsAll() }

// Duties is the board of what the regulation wants filed again and again (应办事项).
type Duties struct {
	desk *app.Desk
	year int
	rows []DutyRow
}

// DutyRow is one period of an obligation.
type DutyRow struct {
	ID        string // the obligation's
	Name      string
	Period    string
	UnitID    string
	Unit      string
	Article   string
	OurPeriod bool // the text says only 定期: the rhythm is our default (T22)
	Due       string
	Doubtful  bool // past the last published calendar (T21)
	Owner     string
	StateID   model.ObligationState
	State     Text
	Mood      Mood
	Mine      bool
	Kind      model.SubjectKind
	Filed     string // the id of what fulfilled it
	Number    string
}

// DutyFilter is what the board is narrowed to. Empty fields narrow nothing.
type DutyFilter struct {
	State string
	Unit  string
	Duty  string
	Mine  bool
}

var dutyMoods = map[model.ObligationState]Mood{model.NotDueYet: MoodRests, model.DueNow: MoodWaits, model.Missing: MoodLate,
	model.Fulfilled: MoodGood, model.LateDone: MoodRuns}

// LoadDuties reads the board of a year, or without one of the twelve months behind us: what is missing first.
func LoadDuties(ctx context.Context, desk *app.Desk, year int) (*Duties, error) {
	from, to := desk.Today().AddDays(-366), desk.Today()
	if year > 0 {
		from, to = workday.Date{Year: year, Month: 1, Day: 1}, workday.Date{Year: year, Month: 12, Day: 31}
	}
	found, err := desk.Obligations(ctx, from, to)
	if err != nil {
		return nil, err
	}
	d := &Duties{desk: desk, year: year}
	for _, o := range found {
		d.rows = append(d.rows, dutyRow(desk, o))
	}
	return d, nil
}

func dutyRow(desk *app.Desk, o app.Owed) DutyRow {
	return DutyRow{ID: o.ID, Name: o.Name, Period: o.Period.String(), UnitID: o.Unit, Unit: o.UnitName,
		Article: o.Article, OurPeriod: o.OurPeriod, Due: o.Due.String(), Doubtful: o.Provisional,
		Owner: ownerOf(desk.Profile(), o.By), StateID: o.State, State: Say("obligation_state." + string(o.State)),
		Mood: dutyMoods[o.State], Mine: o.Mine, Kind: o.Matter, Filed: o.Filed.ID, Number: o.Filed.Number}
}

// ownerOf names the role whose duty it is first.
func ownerOf(p *model.Profile, d model.Duty) string {
	if len(p.Duties[d]) == 0 {
		return ""
	}
	return p.RoleName(p.Duties[d][0])
}

// Year is the year that the board shows, as it is offered; nothing is the last twelve months.
func (d *Duties) Year() string {
	if d.year == 0 {
		return ""
	}
	return strconv.Itoa(d.year)
}

// Years offers the years to look back on.
func (d *Duties) Years() []Offer {
	return append([]Offer{{Text: Say("duties.last_year")}}, YearOffers(d.desk)...)
}

// DutyStates are the states in the order in which they are counted.
var DutyStates = []model.ObligationState{model.Missing, model.DueNow, model.NotDueYet, model.Fulfilled, model.LateDone}

// Count counts the periods of a state.
func (d *Duties) Count(state model.ObligationState) int {
	n := 0
	for _, r := range d.rows {
		if r.StateID == state {
			n++
		}
	}
	return n
}

// Find narrows the board.
func (d *Duties) Find(f DutyFilter) []DutyRow {
	return slices.DeleteFunc(slices.Clone(d.rows), func(r DutyRow) bool {
		return f.State != "" && f.State != string(r.StateID) || f.Unit != "" && f.Unit != r.UnitID || f.Duty != "" && f.Duty != r.ID || f.Mine && !r.Mine
	})
}

// Duties offers the obligations to narrow to.
func (d *Duties) Duties() []Offer {
	var offers []Offer
	for _, o := range d.desk.Profile().Obligations {
		offers = append(offers, Offer{Code: o.ID, Label: o.Name})
	}
	return offers
}

// Units offers the units to narrow to.
func (d *Duties) Units() []Offer {
	return unitsOf(d.rows, func(r DutyRow) (id, name string) { return r.UnitID, r.Unit })
}

// MayFile reports whether the person can file what a row asks for now: it is the own duty, and not filed yet.
func (d *Duties) MayFile(r DutyRow) bool {
	return r.Mine && r.Filed == "" && len(d.desk.MayBegin(r.Kind)) > 0
}

// Offered are the first values of the form that fulfils a row.
func (r DutyRow) Offered() model.Values {
	v := model.Values{"unit_id": r.UnitID}
	if strings.Contains(r.Period, "-Q") || len(r.Period) == 4 {
		v["period"] = r.Period
	} else {
		v["month"] = r.Period
	}
	return v
}

// Errand is something besides the requests that waits for this person: how many, and where it is.
type Errand struct {
	ID    string
	Count int
	Mood  Mood
	Kind  model.SubjectKind // the register; nothing leads to the board
}

// LoadErrands counts what of the later chapters waits for a person: what is missing or due of the duties, and the matters
// whose next step is his.
func LoadErrands(ctx context.Context, desk *app.Desk) ([]Errand, error) {
	if !HasDuties(desk) {
		return nil, nil
	}
	errands, err := dutyErrands(ctx, desk)
	if err != nil {
		return nil, err
	}
	for _, e := range matterErrands {
		if e.asks != nil && !e.asks(desk) {
			continue
		}
		found, err := desk.Matters(ctx, e.kind)
		if err != nil {
			return nil, err
		}
		if e.id == "answer" {
			if found, err = unanswered(ctx, desk, found); err != nil {
				return nil, err
			}
		}
		n, mood := 0, MoodWaits
		for _, m := range found {
			n += e.count(desk, m)
			if e.late != nil && e.late(desk, m) {
				mood = MoodLate
			}
		}
		if n > 0 {
			errands = append(errands, Errand{e.id, n, mood, e.kind})
		}
	}
	return errands, nil
}

// soon is how many days ahead what is due is said on the home page.
const soon = 7

func dutyErrands(ctx context.Context, desk *app.Desk) ([]Errand, error) {
	today := desk.Today()
	found, err := desk.Obligations(ctx, today.AddDays(-366), today)
	if err != nil {
		return nil, err
	}
	missing, due := Errand{ID: "missing", Mood: MoodLate}, Errand{ID: "due_soon", Mood: MoodWaits}
	for _, o := range found {
		switch {
		case !o.Mine && !isUnit(desk): // who only watches has the board
		case !o.Mine && o.Unit == "":
		case o.State == model.Missing:
			missing.Count++
		case o.State == model.DueNow, o.State == model.NotDueYet && !o.Due.After(today.AddDays(soon)):
			due.Count++
		}
	}
	return slices.DeleteFunc([]Errand{missing, due}, func(e Errand) bool { return e.Count == 0 }), nil
}

// DutyMood is how a state is coloured.
func DutyMood(s model.ObligationState) Mood { return dutyMoods[s] }
