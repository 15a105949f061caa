package app

import (
	"context"
	"slices"
	"strings"

	"yunban/model"
	"yunban/model/workday"
)

// MatterFile is a matter with everything that its page shows.
type MatterFile struct {
	model.Matter
	Can    []model.Action // what this person may do now
	System string         // the name of the system that it is about, if any
	Owner  string         // the name of the unit that it belongs to
	Last   string         // the id of its last event: MatterWork.After
}

// Matters lists the matters of a kind that this person may see, the latest first.
func (d *Desk) Matters(ctx context.Context, kind model.SubjectKind) ([]model.Matter, error) {
	if !kind.IsMatter() {
		return nil, model.Errorf(model.NotFound, "error.no_record_kind", "kind", string(kind))
	}
	records, err := d.Store.Records(ctx, kind)
	if err != nil {
		return nil, err
	}
	var all []model.Matter
	for _, r := range records {
		if m := model.MatterOf(r); d.maySee(m) {
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b model.Matter) int { return b.Opened().Compare(a.Opened()) })
	return all, nil
}

func (d *Desk) maySee(m model.Matter) bool {
	return slices.ContainsFunc(d.selves(), func(self model.Person) bool { return d.Profile().MaySee(self, m) })
}

// Matter opens one matter, by its id or its official number.
func (d *Desk) Matter(ctx context.Context, kind model.SubjectKind, id string) (MatterFile, error) {
	if !kind.IsMatter() {
		return MatterFile{}, model.Errorf(model.NotFound, "error.no_record_kind", "kind", string(kind))
	}
	id, err := d.matterCalled(ctx, kind, id)
	if err != nil {
		return MatterFile{}, err
	}
	events, err := d.Store.Events(ctx, model.Subject{Kind: kind, ID: id})
	if err != nil {
		return MatterFile{}, err
	}
	m := model.MatterOf(model.ReplayRecord(events))
	if len(events) == 0 || !d.maySee(m) {
		return MatterFile{}, model.Errorf(model.NotFound, "error.no_matter", "id", id)
	}
	file := MatterFile{Matter: m, Last: events[len(events)-1].ID}
	for _, self := range d.selves() {
		for _, a := range d.Profile().CanStep(m, self) {
			if !slices.Contains(file.Can, a) {
				file.Can = append(file.Can, a)
			}
		}
	}
	return file, d.nameMatter(ctx, &file)
}

func (d *Desk) nameMatter(ctx context.Context, file *MatterFile) error {
	units, err := d.Units(ctx)
	if err != nil {
		return err
	}
	for _, u := range units {
		if u.ID == file.Unit {
			file.Owner = u.Name
		}
	}
	if id := file.Values["system_id"]; id != "" {
		events, err := d.Store.Events(ctx, model.Subject{Kind: model.SystemSubject, ID: id})
		if err != nil {
			return err
		}
		file.System = model.SystemOf(model.ReplayRecord(events)).Name()
	}
	return nil
}

// MatterWork is a step that a person takes: the opening of a new matter when ID is empty.
type MatterWork struct {
	Kind   model.SubjectKind
	ID     string
	Action model.Action
	After  string // the last event seen; nothing skips the check
	Note   string
	Values model.Values
	Lines  []model.Line
	Files  []model.File
}

// Take takes a step: judged by the same rules as everywhere, written once. It gives the matter's id with the event.
func (d *Desk) Take(ctx context.Context, w MatterWork) (model.Event, error) {
	if !w.Kind.IsMatter() {
		return model.Event{}, model.Errorf(model.NotFound, "error.no_record_kind", "kind", string(w.Kind))
	}
	if w.ID != "" {
		file, err := d.Matter(ctx, w.Kind, w.ID)
		if err != nil {
			return model.Event{}, err
		}
		w.ID = file.ID
	}
	return d.takeAmid(ctx, w, d.surroundings)
}

// gathering gives what a step is judged by besides its own past.
type gathering func(ctx context.Context, kind model.SubjectKind) (model.Surroundings, error)

// takeAmid takes a step in surroundings that are gathered when it is judged.
func (d *Desk) takeAmid(ctx context.Context, w MatterWork, gather gathering) (model.Event, error) {
	step, err := d.stepOf(w)
	if err != nil {
		return model.Event{}, err
	}
	return d.Store.Change(ctx, step.About, func(ctx context.Context, past []model.Event) (model.Event, error) {
		around, err := gather(ctx, w.Kind)
		if err != nil {
			return model.Event{}, err
		}
		return d.judgedAmid(past, step, around)
	})
}

// stepOf is a piece of work as a step of this person's, with the ids that it needs.
func (d *Desk) stepOf(w MatterWork) (model.MatterStep, error) {
	id, err := newID()
	if err != nil {
		return model.MatterStep{}, err
	}
	about := model.Subject{Kind: w.Kind, ID: w.ID}
	if about.ID == "" {
		if about.ID, err = newID(); err != nil {
			return model.MatterStep{}, err
		}
	}
	now := d.Clock()
	return model.MatterStep{ID: id, About: about, Action: w.Action, Actor: d.Person, Unit: d.Unit, Device: d.Device, Claimed: now, At: now,
		After: w.After, Note: w.Note, Values: w.Values, Lines: w.Lines, Files: w.Files}, nil
}

// nextStep judges a step as this person's own and, where the duty is missing, for each who delegated.
func (d *Desk) nextStep(ctx context.Context, past []model.Event, step model.MatterStep) (model.Event, error) {
	around, err := d.surroundings(ctx, step.About.Kind)
	if err != nil {
		return model.Event{}, err
	}
	return d.judgedAmid(past, step, around)
}

func (d *Desk) judgedAmid(past []model.Event, step model.MatterStep, around model.Surroundings) (model.Event, error) {
	e, refused := model.NextStep(d.Profile(), past, step, around)
	if model.KindOf(refused) != model.Forbidden {
		return e, refused
	}
	for _, principal := range d.selves()[1:] {
		step.For = &principal
		if e, err := model.NextStep(d.Profile(), past, step, around); model.KindOf(err) != model.Forbidden {
			return e, err
		}
	}
	return model.Event{}, refused
}

// surroundings gathers what the judgement of a step rests on, the whole office's: not only what this person may see.
func (d *Desk) surroundings(ctx context.Context, kind model.SubjectKind) (model.Surroundings, error) {
	var around model.Surroundings
	kinds := []model.SubjectKind{kind}
	if kind == model.SurveyAnswer {
		kinds = append(kinds, model.Survey)
	}
	for _, k := range kinds {
		records, err := d.Store.Records(ctx, k)
		if err != nil {
			return around, err
		}
		for _, r := range records {
			around.Others = append(around.Others, model.MatterOf(r))
		}
	}
	var err error
	if around.Units, err = d.Units(ctx); err != nil {
		return around, err
	}
	around.Systems, err = d.inventoried(ctx)
	return around, err
}

// inventoried lists every system of the office and where it stands.
func (d *Desk) inventoried(ctx context.Context) ([]model.Inventoried, error) {
	records, err := d.Store.Records(ctx, model.SystemSubject)
	if err != nil {
		return nil, err
	}
	requests, err := d.allRequests(ctx, model.Query{})
	if err != nil {
		return nil, err
	}
	by := map[string][]model.Summary{}
	for _, s := range requests {
		by[s.System] = append(by[s.System], s)
	}
	all := make([]model.Inventoried, len(records))
	for i, r := range records {
		s := model.SystemOf(r)
		all[i] = model.Inventoried{System: s, State: s.State(by[s.ID])}
	}
	return all, nil
}

// judgeMatter judges a step again at the hub.
func (d *Desk) judgeMatter(ctx context.Context, past []model.Event, sent, e model.Event) (model.Event, error) {
	if model.AboutPaper(sent.Action) {
		if len(past) == 0 {
			return e, model.Errorf(model.NotFound, "error.no_matter", "id", sent.Subject.ID)
		}
		if err := d.mayKnow(ctx, past); err != nil || sent.Action != model.FileCopy {
			return e, err
		}
	}
	step := model.MatterStep{ID: e.ID, About: e.Subject, Action: e.Action, Actor: d.Person, Unit: d.Unit, Device: e.Device, Claimed: e.Claimed,
		At: e.At, Note: e.Note, Values: e.Values, Lines: sent.Lines, Files: e.Files}
	return d.nextStep(ctx, past, step)
}

// Naming is what a matter is called: words of its own, or the period or the day that it is of, each of which a window says
// in its language.
type Naming struct {
	Words      string
	Period     model.Period
	Additional bool // beside the period's first
	Day        workday.Date
}

// TitleOf is what a matter is called on papers and in ledgers.
func TitleOf(p *model.Profile, m model.Matter) string {
	n := NamingOf(p, m)
	switch {
	case n.Words != "":
		return n.Words
	case n.Period.From.IsZero():
		return n.Day.Chinese()
	case n.Additional:
		return n.Period.Chinese() + "（补充）"
	}
	return n.Period.Chinese()
}

// NamingOf names a matter by its own title or its kind's main field, else by its period, else by the day it was opened.
func NamingOf(p *model.Profile, m model.Matter) Naming {
	n := Naming{Words: ownWords(p, m), Additional: m.Values["additional"] == model.True, Day: workday.DateOf(m.Opened())}
	for _, id := range []string{"period", "month"} {
		if period, ok := model.ParsePeriod(m.Values[id]); ok {
			n.Period = period
		}
	}
	return n
}

func ownWords(p *model.Profile, m model.Matter) string {
	for _, id := range []string{"problem_title", "fault_title", "topic", "bulletin_title", "drill_title", "plan_title"} {
		if m.Values[id] != "" {
			return m.Values[id]
		}
	}
	switch m.Kind {
	case model.AccessGrant:
		resource, _, _ := strings.Cut(m.Granted()["resources"], "\n")
		return joined("　", shortened(resource, 16), shortened(strings.Join(strings.Fields(m.Values["purpose"]), " "), 16), m.Values["entrant"], m.Values["entrant_body"])
	case model.Inspection:
		return m.Values["inspection_scope"]
	case model.SurveyAnswer:
		return p.LabelIn("satisfactions", m.Values["satisfaction"])
	case model.Capacity:
		return m.Values["as_of"]
	}
	return ""
}
