package view

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// Matters is a register of matters of one kind, as a person may read it.
type Matters struct {
	Kind  model.SubjectKind
	desk  *app.Desk
	rows  []MatterRow
	units []model.Unit
}

// MatterRow is a matter in its register.
type MatterRow struct {
	ID       string
	Number   string
	Title    Text
	UnitID   string
	Unit     string
	StatusID string
	Status   Text
	Mood     Mood
	Day      string
	Next     string // who acts next; nothing when nobody must

	receivable bool // it waits for this person's receipt
}

// Mood is how a matter stands, for its colour; its words say the same.
type Mood int

// The moods.
const (
	MoodRests Mood = iota // ended, or nobody must act
	MoodRuns
	MoodWaits // somebody must act
	MoodLate
	MoodGood
)

// MatterFilter is what a register is narrowed to. Empty fields narrow nothing.
type MatterFilter struct {
	Text   string
	Status string
	Unit   string
}

// Empty reports whether the filter narrows nothing.
func (f MatterFilter) Empty() bool { return f == MatterFilter{} }

// LoadMatters reads the register of a kind, the latest first.
func LoadMatters(ctx context.Context, desk *app.Desk, kind model.SubjectKind) (*Matters, error) {
	found, err := desk.Matters(ctx, kind)
	if err != nil {
		return nil, err
	}
	m := &Matters{Kind: kind, desk: desk}
	if m.units, err = desk.Units(ctx); err != nil {
		return nil, err
	}
	for _, one := range found {
		m.rows = append(m.rows, rowOf(desk, m.units, one))
	}
	return m, nil
}

func rowOf(desk *app.Desk, units []model.Unit, m model.Matter) MatterRow {
	s := standingOf(desk, m)
	_, received := m.ReceivedBy(desk.Unit.ID)
	receivable := m.Kind == model.MonthlyReport && !received && slices.Contains(desk.Profile().CanStep(m, desk.Person), model.Receive)
	return MatterRow{receivable: receivable, ID: m.ID, Number: m.Number, Title: matterTitle(desk.Profile(), m), UnitID: m.Unit, Unit: unitName(units, m.Unit),
		StatusID: s.ID, Status: s.Text, Mood: s.Mood, Day: Day(m.Opened()), Next: nextOf(desk, units, m)}
}

// matterTitle is what a matter is called: of an assessment also whom it is of.
func matterTitle(p *model.Profile, m model.Matter) Text {
	n := app.NamingOf(p, m)
	switch {
	case n.Words != "":
		return Quoted(n.Words)
	case n.Period.From.IsZero():
		return Quoted(n.Day.String())
	case m.Kind == model.Assessment:
		return Say("matters.assessed", "period", n.Period.String(), "whom", p.LabelIn("assessed", m.Values["subject"]))
	case n.Additional:
		return Say("matters.additional", "period", n.Period.String())
	}
	return PeriodText(n.Period)
}

// Find narrows the register. Every typed word must be in number, title, unit or day.
func (m *Matters) Find(f MatterFilter, say func(Text) string) []MatterRow {
	words := strings.Fields(strings.ToLower(f.Text))
	return slices.DeleteFunc(slices.Clone(m.rows), func(r MatterRow) bool {
		text := strings.ToLower(strings.Join([]string{r.Number, say(r.Title), r.Unit, r.Day, r.Next}, " "))
		return f.Status != "" && f.Status != r.StatusID || f.Unit != "" && f.Unit != r.UnitID ||
			slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	})
}

// Statuses offers the statuses that occur to narrow to.
func (m *Matters) Statuses() []Offer {
	var offers []Offer
	for _, r := range m.rows {
		if !slices.ContainsFunc(offers, func(o Offer) bool { return o.Code == r.StatusID }) {
			offers = append(offers, Offer{Code: r.StatusID, Text: r.Status})
		}
	}
	return offers
}

// Units offers the units that occur to narrow to.
func (m *Matters) Units() []Offer {
	return unitsOf(m.rows, func(r MatterRow) (id, name string) { return r.UnitID, r.Unit })
}

// unitsOf offers the units of some rows, each once, by name.
func unitsOf[R any](rows []R, unit func(R) (id, name string)) []Offer {
	var offers []Offer
	for _, r := range rows {
		id, name := unit(r)
		if id != "" && !slices.ContainsFunc(offers, func(o Offer) bool { return o.Code == id }) {
			offers = append(offers, Offer{Code: id, Label: name})
		}
	}
	slices.SortFunc(offers, func(a, b Offer) int { return cmp.Compare(a.Label, b.Label) })
	return offers
}

// OfUnits reports whether the register's matters belong to units: then it has a column that names them.
func (m *Matters) OfUnits() bool {
	return !m.desk.Profile().MaySee(model.Person{}, model.Matter{Kind: m.Kind}) && m.Kind != model.FaultRecord && m.Kind != model.Capacity
}

// MayOpen lists the steps by which this person may open a matter here.
func (m *Matters) MayOpen() []model.Action { return m.desk.MayBegin(m.Kind) }

// What says what the register is for, and by which article.
func (m *Matters) What() Text {
	p := m.desk.Profile()
	return Say("matters.what_"+string(m.Kind), "article", MatterArticle(p, m.Kind), "vendor", p.Word("vendor"))
}

// MatterStanding is where a matter stands in words.
type MatterStanding struct {
	ID   string
	Text Text
	Mood Mood
}

// moods are how the statuses are coloured; the rest rest.
var moods = map[model.Status]Mood{model.ReportedStatus: MoodWaits, model.RespondedStatus: MoodRuns, model.SolvedStatus: MoodWaits,
	model.AskedStatus: MoodWaits, model.RepliedStatus: MoodRuns, model.PlannedStatus: MoodRuns, model.InspectedStatus: MoodWaits,
	model.RefusedStatus: MoodRests, model.RevokedStatus: MoodWaits, model.LodgedStatus: MoodGood, model.ReleasedStatus: MoodGood, model.ClosedStatus: MoodGood}

// standingOf says how a matter stands now: a grant by the clock, an inspection by its findings, a survey by its days.
func standingOf(desk *app.Desk, m model.Matter) MatterStanding {
	s := MatterStanding{string(m.Status), Say("matter_status." + string(m.Status)), moods[m.Status]}
	switch m.Kind {
	case model.AccessGrant:
		if stands := m.GrantStands(desk.Clock()); stands != model.GrantOver {
			s = MatterStanding{string(stands), Say("grant." + string(stands)), map[model.GrantStanding]Mood{model.GrantWaits: MoodWaits,
				model.GrantAhead: MoodRuns, model.GrantHolds: MoodGood, model.GrantExpired: MoodLate}[stands]}
		}
	case model.Inspection:
		if m.Status != model.InspectedStatus {
			break
		}
		open, all := openFindings(m), len(m.Findings())
		if open == 0 {
			return MatterStanding{string(m.Status), Say("findings.all_closed"), MoodRuns}
		}
		s.Text = Say("findings.open", "n", strconv.Itoa(open), "all", strconv.Itoa(all))
		if slices.ContainsFunc(m.Findings(), func(f model.Finding) bool { return f.Overdue(desk.Today()) }) {
			s.Mood = MoodLate
		}
	case model.Survey:
		s = surveyStanding(m, desk.Today())
	}
	return s
}

func surveyStanding(m model.Matter, today workday.Date) MatterStanding {
	switch {
	case m.SurveyOpen(today):
		return MatterStanding{"open", Say("survey.open"), MoodRuns}
	case m.Status == model.ReleasedStatus && today.String() < m.Values["from"]:
		return MatterStanding{"ahead", Say("survey.ahead"), MoodRests}
	}
	return MatterStanding{"over", Say("survey.over"), MoodRests}
}

func openFindings(m model.Matter) int {
	n := 0
	for _, f := range m.Findings() {
		if f.State != model.FindingClosed {
			n++
		}
	}
	return n
}

// steered are the steps that lead a matter on; the rest can be taken or left.
var steered = []model.Action{model.Respond, model.Solve, model.Settle, model.Reply, model.Close, model.Inspect, model.Grant}

// nextOf names who acts next: a unit by its name, others by their roles. Nothing when nobody must.
func nextOf(desk *app.Desk, units []model.Unit, m model.Matter) string {
	p := desk.Profile()
	if m.Kind == model.Survey || m.Kind == model.Inspection && m.Status == model.InspectedStatus {
		return nextSpecial(desk, units, m)
	}
	for _, arrow := range model.MatterArrows(m.Kind) {
		if arrow.From != m.Status || !slices.Contains(steered, arrow.Action) {
			continue
		}
		if len(arrow.By) == 0 { // who asked for it
			return m.Acts[0].By
		}
		return holderOf(p, units, m, arrow.By[0])
	}
	if m.Kind == model.MonthlyReport {
		if _, received := m.ReceivedBy(m.Unit); !received {
			return unitName(units, m.Unit)
		}
	}
	return ""
}

func nextSpecial(desk *app.Desk, units []model.Unit, m model.Matter) string {
	p := desk.Profile()
	if m.Kind == model.Survey {
		if m.SurveyOpen(desk.Today()) {
			return p.Word("unit_term")
		}
		return ""
	}
	for _, f := range m.Findings() {
		if f.State == model.FindingOpen {
			if m.Unit == "" {
				return holderOf(p, units, m, model.DutyDelivery)
			}
			return unitName(units, m.Unit)
		}
	}
	return holderOf(p, units, m, model.DutyInspection)
}

func holderOf(p *model.Profile, units []model.Unit, m model.Matter, d model.Duty) string {
	if d == model.DutyUnit && m.Unit != "" {
		return unitName(units, m.Unit)
	}
	var names []string
	for _, r := range p.Duties[d] {
		names = append(names, p.RoleName(r))
	}
	return strings.Join(names, "、")
}
