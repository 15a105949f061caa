package demo

import (
	"context"
	"fmt"
	"strings"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// Step is one thing that happened in the story.
type Step struct {
	At      string             `json:"at"`
	Actor   string             `json:"actor"`
	Role    string             `json:"role"`
	Case    model.Case         `json:"kind"`
	Action  model.Action       `json:"action"`
	Number  string             `json:"number"`
	System  string             `json:"system"`
	Status  model.Status       `json:"status"` // afterwards
	Due     string             `json:"due,omitempty"`
	Limit   string             `json:"limit"` // "none" where the text gives no limit
	Article string             `json:"article,omitempty"`
	Note    string             `json:"note,omitempty"`
	Record  model.SubjectKind  `json:"record,omitempty"` // what the act is about, when it is no request
	Paper   model.DocumentKind `json:"paper,omitempty"`  // issued after the act
	File    model.File         `json:"-"`
	Bound   []byte             `json:"-"` // the case file, which is bound from kept papers and kept nowhere
}

// act is one line of a script: who does what, how many working days after the line before.
type act struct {
	after  int
	by     model.Duty
	action model.Action
	note   string
	values model.Values
}

// Play files a sample request under a title of its own, or its own title when that is empty, and plays a script on
// it up to the act that leads to a status; the whole script when the status is empty.
func (s *Stage) Play(ctx context.Context, name, title string, script Script, until model.Status) (request string, err error) {
	sample, err := readSample(s.Office.Profile().ID, name)
	if err != nil {
		return "", err
	}
	request, err = s.file(ctx, sample, title)
	if err != nil {
		return "", fmt.Errorf("file %s: %w", name, err)
	}
	return request, s.run(ctx, sample, request, script, until)
}

// PlayOn files one of the further forms of a sample on its live system and plays a script on it.
func (s *Stage) PlayOn(ctx context.Context, name, form, system string, script Script, until model.Status) (request string, err error) {
	first, err := readSample(s.Office.Profile().ID, name)
	if err != nil {
		return "", err
	}
	further, err := readForm(s.Office.Profile().ID, name, form)
	if err != nil {
		return "", err
	}
	further.form.System = system
	further.unit = first.unit
	request, err = s.file(ctx, further, "")
	if err != nil {
		return "", fmt.Errorf("file %s of %s: %w", form, name, err)
	}
	return request, s.run(ctx, first, request, script, until)
}

// run plays a script on a filed request, up to a status.
func (s *Stage) run(ctx context.Context, sample sample, request string, script Script, until model.Status) error {
	for _, a := range script {
		status, err := s.status(ctx, request)
		if err != nil {
			return err
		}
		if until != "" && status == until {
			return nil
		}
		if err := s.do(ctx, sample, request, a); err != nil {
			return fmt.Errorf("%s %s: %w", sample.folder, a.action, err)
		}
	}
	return s.archive(ctx, request)
}

func (s *Stage) status(ctx context.Context, request string) (model.Status, error) {
	file, err := s.actors[model.DutyAcceptance].Dossier(ctx, request)
	return file.Request.Status, err
}

// Leave takes a sample in as a draft for the second stage of its system and leaves it to be finished.
func (s *Stage) Leave(ctx context.Context, name string) error {
	sample, err := readSample(s.Office.Profile().ID, name)
	if err != nil {
		return err
	}
	clerk, draft, err := s.draft(ctx, sample, sample.form.Values["system_name"]+"（二期）")
	if err != nil {
		return fmt.Errorf("draft %s: %w", name, err)
	}
	for _, id := range []string{"planned_live", "pledge_use"} {
		delete(draft.Filling.Values, id)
	}
	return clerk.SaveDraft(ctx, &draft)
}

// draft takes a sample in as a draft of its unit's clerk.
func (s *Stage) draft(ctx context.Context, sample sample, title string) (*app.Desk, model.Draft, error) {
	clerk, err := s.actor(model.DutyUnit, sample)
	if err != nil {
		return nil, model.Draft{}, err
	}
	sample.movedTo(workday.DateOf(s.Clock.Now()))
	s.inPast(sample.form)
	draft, problems, err := clerk.TakeIn(ctx, sample.form, sample.open)
	if err != nil {
		return nil, model.Draft{}, err
	}
	if title != "" {
		draft.Filling.Values["system_name"] = title
		s.renumber(draft.Filling.Values)
	}
	return clerk, draft, model.InvalidInput(problems)
}

// renumber gives another system its own number of the public security bureau's register (等保备案号).
func (s *Stage) renumber(v model.Values) {
	if n := v["mlps_number"]; len(n) > 2 {
		s.systems++
		v["mlps_number"] = n[:len(n)-2] + fmt.Sprintf("%02d", 10+s.systems%90)
	}
}

// inPast brings the days of what has happened to the stage's own time, their order kept.
func (s *Stage) inPast(form app.FilledForm) {
	today := workday.DateOf(s.Clock.Now()).String()
	for _, f := range s.Office.Profile().Forms[string(form.Kind)].Fields() {
		if v := form.Values[f.ID]; f.Past && v > today {
			form.Values[f.ID] = today
		}
	}
}

// file drafts and submits the first round.
func (s *Stage) file(ctx context.Context, sample sample, title string) (string, error) {
	clerk, draft, err := s.draft(ctx, sample, title)
	if err != nil {
		return "", err
	}
	if err := s.forward(ctx, 1); err != nil {
		return "", err
	}
	if _, err := clerk.Submit(ctx, draft); err != nil {
		return "", err
	}
	return draft.ID, s.told(ctx, clerk, draft.ID, act{action: model.Submit})
}

// do plays one line.
func (s *Stage) do(ctx context.Context, sample sample, request string, a act) error {
	desk, err := s.actor(a.by, sample)
	if err != nil {
		return err
	}
	if err := s.forward(ctx, a.after); err != nil {
		return err
	}
	if a.action == model.Submit {
		return s.again(ctx, desk, request, a)
	}
	file, err := desk.Dossier(ctx, request)
	if err != nil {
		return err
	}
	doing := app.Doing{Request: request, Action: a.action, After: file.Request.Last, Note: a.note, Values: a.values.Clone()}
	if err := s.complete(ctx, desk, sample, file.Request, &doing); err != nil {
		return err
	}
	if _, err := desk.Do(ctx, doing); err != nil {
		return err
	}
	return s.told(ctx, desk, request, a)
}

// complete adds what a script cannot know beforehand: figures, files, dates, persons.
func (s *Stage) complete(ctx context.Context, desk *app.Desk, sample sample, r model.Request, doing *app.Doing) (err error) {
	for field, by := range doing.Values {
		if by == theClerk {
			doing.Values[field] = s.clerks[sample.unit].Person.Name
		}
	}
	switch doing.Action {
	case model.Accept, model.Decline:
		check(desk.Profile(), r, doing)
	case model.Approve:
		if r.Case == model.Usage {
			doing.Lines = lessOf(r.Lines)
		}
	case model.FileReport:
		doing.Values["issued_on"] = workday.DateOf(s.Clock.Now()).String()
		doing.Files, err = sample.report(ctx, desk)
	case model.FileMaterials:
		doing.Files, err = sample.again(ctx, desk)
	case model.RecordTest:
		doing.Values["tested_on"] = workday.DateOf(s.Clock.Now()).String()
	case model.Adjust:
		doing.Lines = moreOf(r.Lines)
	case model.CC, model.Transfer:
		doing.Values["to"] = s.actors[model.DutyApproval].Person.ID
	case model.Reclaim:
		if r.Case == model.Termination {
			var ids []string
			for _, l := range r.Lines {
				ids = append(ids, l.ID)
			}
			doing.Values["reclaimed_lines"] = strings.Join(ids, model.ChoiceSeparator)
		}
	}
	return err
}

// moreOf scales the first elastic line up to its bound (R22).
func moreOf(lines []model.Line) []model.Line {
	for _, l := range lines {
		upper, ok := l.Values.Int("elastic_max")
		if l.Values["elastic"] == model.True && ok && l.Delivered != nil {
			more := l.Delivered.With("count", upper)
			return []model.Line{{ID: l.ID, Delivered: &more}}
		}
	}
	return nil
}

// again answers a non-acceptance with a new round.
func (s *Stage) again(ctx context.Context, clerk *app.Desk, request string, a act) error {
	draft, err := clerk.NewRound(ctx, request)
	if err != nil {
		return err
	}
	for k, v := range a.values {
		draft.Filling.Values[k] = v
	}
	if _, err := clerk.Submit(ctx, draft); err != nil {
		return err
	}
	return s.told(ctx, clerk, request, a)
}

// lessOf approves one host less of the first line that asks for more than two (T15).
func lessOf(lines []model.Line) []model.Line {
	for _, l := range lines {
		if l.Asked.Count > 2 {
			fewer := l.Asked
			fewer.Count--
			return []model.Line{{ID: l.ID, Approved: &fewer}}
		}
	}
	return nil
}

// told reports a step and issues the papers that it made ready.
func (s *Stage) told(ctx context.Context, desk *app.Desk, request string, a act) error {
	if s.silent {
		return nil
	}
	file, err := desk.Dossier(ctx, request)
	if err != nil {
		return err
	}
	step := s.step(desk, file, a)
	if err := s.Tell(step); err != nil {
		return err
	}
	return s.issue(ctx, desk, file, step, func(o app.PaperOption) bool {
		return !grows[o.Kind] && (o.Issued == nil || answers[a.action] == o.Kind)
	})
}

// step describes a request after an act.
func (s *Stage) step(desk *app.Desk, file app.Dossier, a act) Step {
	r := file.Request
	step := Step{At: s.Clock.Now().In(workday.Shanghai).Format("2006-01-02 15:04"), Actor: desk.Person.Name,
		Role: file.Profile.RoleName(desk.Person.Roles[0]), Case: r.Case, Action: a.action, Number: r.Number, System: r.Title(),
		Status: r.Status, Note: a.note, Limit: "none"}
	if !file.Due.None() {
		step.Due, step.Article = file.Due.Due.String(), file.Due.Article
		step.Limit = fmt.Sprintf("%d %s", file.Due.Days, file.Due.Unit)
	}
	return step
}
