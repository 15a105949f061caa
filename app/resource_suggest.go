package app

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
	"yunban/model/workday"
)

// SuggestionKind says what is worth looking at.
type SuggestionKind string

// The kinds of suggestion. The first three come with a change that can be drafted.
const (
	SuggestIdle  SuggestionKind = "idle"             // 闲置: give back hosts, or take smaller ones
	SuggestOver  SuggestionKind = "over_provisioned" // 配置过度: take smaller ones
	SuggestTight SuggestionKind = "tight"            // 紧张: ask for more
	SuggestTrial SuggestionKind = "trial_forgotten"  // a trial past its end that nobody asked to prolong (T7)
	SuggestTerm  SuggestionKind = "term_ending"      // 使用期限 ends soon, or has ended
	SuggestGrant SuggestionKind = "grant_open"       // a grant that has ended and was not closed out (P 20, L 25)
)

// SuggestionKinds lists the kinds in the order in which they are shown.
var SuggestionKinds = []SuggestionKind{SuggestTrial, SuggestGrant, SuggestTerm, SuggestTight, SuggestIdle, SuggestOver}

// termSoon is how many days before its end a term is pointed out; no article says.
const termSoon = 60

// Suggestion is one thing worth looking at: a line that is not used as it was meant, a term that ends, something forgotten.
type Suggestion struct {
	Kind       SuggestionKind    `json:"kind"`
	Unit       string            `json:"unit"`
	UnitName   string            `json:"unit_name"`
	System     string            `json:"system,omitempty"`
	SystemName string            `json:"system_name,omitempty"`
	About      model.Subject     `json:"about"` // what to open
	Use        *model.LineUse    `json:"use,omitempty"`
	After      model.Amount      `json:"after"`        // what would fit; a count of 0 asks whether the line is needed at all
	Due        workday.Date      `json:"due,omitzero"` // of a trial, a term, a grant: its end
	Left       int               `json:"left"`         // days until then; negative once it has passed
	Args       map[string]string `json:"args"`         // for the words: suggestion.idle …
	Draft      bool              `json:"draft"`        // a change can be drafted of it
	Bands      model.Bands       `json:"bands,omitzero"`
}

// Suggestions lists what is worth looking at, of one unit or of all that this person may read.
func (d *Desk) Suggestions(ctx context.Context, unit string) ([]Suggestion, error) {
	h, err := d.holdingsNow(ctx, unit)
	if err != nil {
		return nil, err
	}
	names, err := d.namesOfUnits(ctx)
	if err != nil {
		return nil, err
	}
	measures, err := d.Measures(ctx)
	if err != nil {
		return nil, err
	}
	all := beside(d.suggestUses(usesOf(h.live, h.told), model.BandsOf(measures)), h.bySystem)
	all = append(all, d.suggestTerms(h.live)...)
	all = append(all, d.suggestTrials(h.bySystem)...)
	grants, err := d.suggestGrants(ctx, h.unit)
	if err != nil {
		return nil, err
	}
	all = append(all, grants...)
	for i := range all {
		all[i].UnitName = names[all[i].Unit]
	}
	slices.SortStableFunc(all, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(slices.Index(SuggestionKinds, a.Kind), slices.Index(SuggestionKinds, b.Kind)),
			cmp.Compare(a.UnitName, b.UnitName), cmp.Compare(a.SystemName, b.SystemName), cmp.Compare(a.Left, b.Left))
	})
	return all, nil
}

// beside looks at what is under way already: of a system that is being ended nothing is suggested, and while a change is
// open none can be drafted.
func beside(all []Suggestion, bySystem map[string][]model.Summary) []Suggestion {
	open := func(s Suggestion, of model.Case) bool {
		return slices.ContainsFunc(bySystem[s.System], func(r model.Summary) bool { return r.Case == of && !model.Ended(r.Case, r.Status) })
	}
	all = slices.DeleteFunc(all, func(s Suggestion) bool { return open(s, model.Termination) })
	for i, s := range all {
		all[i].Draft = s.Draft && !open(s, model.Change)
	}
	return all
}

// suggestUses points out the lines that are idle, over-provisioned or tight.
func (d *Desk) suggestUses(uses []model.LineUse, bands model.Bands) []Suggestion {
	kinds := map[model.UseState]SuggestionKind{model.UseIdle: SuggestIdle, model.UseOver: SuggestOver, model.UseTight: SuggestTight}
	var all []Suggestion
	for _, u := range uses {
		state, after := d.Profile().JudgeUse(u, bands)
		kind, worth := kinds[state]
		if !worth {
			continue
		}
		resource, _ := d.Profile().Resource(u.Line.Resource)
		use := u
		all = append(all, Suggestion{Kind: kind, Unit: u.Unit, System: u.System, SystemName: u.Title, About: model.Subject{Kind: model.SystemSubject, ID: u.System},
			Use: &use, After: after, Bands: bands, Draft: true, Args: map[string]string{"system": u.Title, "line": cmp.Or(u.Line.Name(), resource.Name), "month": u.Month,
				"cpu": model.PercentText(u.CPU), "memory": model.PercentText(u.Memory), "before": specOf(resource, u.Amount()), "after": specOf(resource, after)}})
	}
	return all
}

// specOf writes a line's figures: 3 × vCPU 8核，内存 32GB.
func specOf(r model.Resource, a model.Amount) string {
	return strconv.FormatInt(a.Count, 10) + " × " + r.Spec(a)
}

// suggestTerms points out the live systems whose term ends soon, or has ended.
func (d *Desk) suggestTerms(live []onCloud) []Suggestion {
	var all []Suggestion
	for _, one := range live {
		end, ok := termEnd(one.usage)
		if !ok || d.Today().DaysUntil(end) > termSoon {
			continue
		}
		all = append(all, d.ending(Suggestion{Kind: SuggestTerm, Unit: one.Unit, System: one.ID, SystemName: one.Name(),
			About: model.Subject{Kind: model.SystemSubject, ID: one.ID}}, end))
	}
	return all
}

// termEnd is the last day of the term that a usage request asked for: the day that it names, or so many years from the
// day that it went live; ok is false for one without an end.
func termEnd(r model.Request) (workday.Date, bool) {
	v := r.Values()
	years := map[string]int{"one_year": 1, "two_years": 2, "three_years": 3}[v["term"]]
	if v["term"] == "until" {
		end, err := workday.ParseDate(v["term_until"])
		return end, err == nil
	}
	if years == 0 || r.LiveAt.IsZero() {
		return workday.Date{}, false
	}
	began := workday.DateOf(r.LiveAt)
	return workday.DateOf(began.Start().AddDate(years, 0, 0)).AddDays(-1), true
}

// ending completes a suggestion about something that ends on a day.
func (d *Desk) ending(s Suggestion, end workday.Date) Suggestion {
	s.Due, s.Left = end, d.Today().DaysUntil(end)
	s.Args = map[string]string{"system": s.SystemName, "due": end.String(), "days": strconv.Itoa(max(s.Left, -s.Left))}
	return s
}

// suggestTrials points out the trials past their end that nobody asked to prolong.
func (d *Desk) suggestTrials(bySystem map[string][]model.Summary) []Suggestion {
	var all []Suggestion
	for system, requests := range bySystem {
		for _, s := range requests {
			if s.Status != model.Trial || s.Asks == "extension" {
				continue
			}
			due := s.Due(d.ProfileOf(s.Profile), d.Workdays())
			if due.Overdue(d.Today()) {
				all = append(all, d.ending(Suggestion{Kind: SuggestTrial, Unit: s.Unit, System: system, SystemName: s.Title,
					About: model.Subject{Kind: model.RequestSubject, ID: s.ID}}, due.Due))
			}
		}
	}
	return all
}

// suggestGrants points out the grants that have ended or were taken back and are not closed out.
func (d *Desk) suggestGrants(ctx context.Context, unit string) ([]Suggestion, error) {
	grants, err := d.Matters(ctx, model.AccessGrant)
	var all []Suggestion
	for _, m := range grants {
		if unit != "" && m.Unit != unit || m.GrantStands(d.Clock()) != model.GrantExpired && m.Status != model.RevokedStatus {
			continue
		}
		to, _ := model.ParseMoment(m.Granted()["to"])
		if act, ok := m.Latest(model.Revoke); ok {
			to = act.At
		}
		s := d.ending(Suggestion{Kind: SuggestGrant, Unit: m.Unit, System: m.Values["system_id"],
			About: model.Subject{Kind: model.AccessGrant, ID: m.ID}}, workday.DateOf(to))
		s.Args["entrant"], s.Args["number"] = strings.TrimSpace(m.Values["entrant_body"]+" "+m.Values["entrant"]), m.Number
		all = append(all, s)
	}
	return all, err
}

// DraftFor begins the change that a suggestion proposes: the line with what would fit, and the figures as the reason. It
// is a draft like any other; the unit completes it, or throws it away.
func (d *Desk) DraftFor(ctx context.Context, s Suggestion) (model.Draft, error) {
	if !s.Draft || s.Use == nil {
		return model.Draft{}, model.Errorf(model.Invalid, "error.no_change_of_it")
	}
	draft, err := d.NewChange(ctx, s.System)
	if err != nil {
		return model.Draft{}, err
	}
	i := slices.IndexFunc(draft.Filling.Rows, func(r model.Row) bool { return r.ID == s.Use.Line.ID })
	if i < 0 { // it went meanwhile
		return model.Draft{}, errorsWith(d.DropDraft(ctx, draft.ID), model.Errorf(model.Conflict, "error.line_gone", "line", s.Args["line"]))
	}
	row := &draft.Filling.Rows[i]
	if s.After.Count == 0 {
		row.Values[model.RemoveLine] = model.True
	} else {
		for id, n := range map[string]int64{"count": s.After.Count, "vcpu": s.After.VCPU, "memory_gb": s.After.MemoryGB} {
			row.Values[id] = strconv.FormatInt(n, 10)
		}
	}
	v := draft.Filling.Values
	v["categories"] = "shrink"
	if s.Kind == SuggestTight {
		v["categories"] = "expand"
	}
	v["reason"] = s.reason(d.Profile())
	return draft, d.SaveDraft(ctx, &draft)
}

// Key is the key of the words that say the suggestion, with Args.
func (s Suggestion) Key() string {
	switch {
	case s.Use != nil && s.After.Count == 0:
		return "suggestion." + string(s.Kind) + "_remove"
	case s.Kind == SuggestTerm && s.Left < 0:
		return "suggestion.term_ended"
	}
	return "suggestion." + string(s.Kind)
}

// reason is what the change's form says, in the words of the city's profile.
func (s Suggestion) reason(p *model.Profile) string {
	args := model.Values{"cpu_low": strconv.Itoa(s.Bands.CPULow), "cpu_high": strconv.Itoa(s.Bands.CPUHigh),
		"memory_low": strconv.Itoa(s.Bands.MemoryLow), "memory_high": strconv.Itoa(s.Bands.MemoryHigh)}
	for k, v := range s.Args {
		args[k] = v
	}
	if month, ok := model.ParsePeriod(args["month"]); ok {
		args["month"] = month.Chinese()
	}
	id := string(s.Kind)
	if s.After.Count == 0 {
		id += "_remove"
	}
	return p.ScoreText("change."+id, args)
}

// errorsWith is the refusal, unless undoing what was begun failed too.
func errorsWith(undoing, refusal error) error {
	if undoing != nil {
		return undoing
	}
	return refusal
}
