package view

import (
	"context"
	"maps"
	"slices"

	"yunban/app"
	"yunban/model"
)

// Resources is what the units have of the platform and what is worth looking at (R21, R51).
type Resources struct {
	Rows    []ResourceUse
	Ideas   []Idea
	Pool    *app.Pool // nil for who reads only the own unit
	desk    *app.Desk
	applies bool
}

// ResourceUse is what a system has in a zone, in words.
type ResourceUse struct {
	app.ResourceRow
	VCPU, Memory, Storage string // asked / approved / delivered
	CPU, Mem, Disk        string // used, in per cent
}

// Idea is something worth looking at.
type Idea struct {
	app.Suggestion
	Words Text
	Mood  Mood
}

// LoadResources reads the ledger of resources of all units that the person may read.
func LoadResources(ctx context.Context, desk *app.Desk) (*Resources, error) {
	r := &Resources{desk: desk, applies: desk.MayApply()}
	rows, err := desk.ResourceLedger(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		three := func(of func(model.Totals) int64) string {
			return Grouped(of(row.Asked)) + " / " + Grouped(of(row.Approved)) + " / " + Grouped(of(row.Delivered))
		}
		r.Rows = append(r.Rows, ResourceUse{row, three(func(t model.Totals) int64 { return t.VCPU }), three(func(t model.Totals) int64 { return t.MemoryGB }),
			three(func(t model.Totals) int64 { return t.StorageGB }), model.PercentText(row.CPU), model.PercentText(row.Memory), model.PercentText(row.Disk)})
	}
	found, err := desk.Suggestions(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, s := range found {
		r.Ideas = append(r.Ideas, Idea{s, Say(s.Key(), flat(s.Args)...), ideaMoods[s.Kind]})
	}
	if desk.ReadsAll() {
		pool, err := desk.Pool(ctx)
		if err != nil {
			return nil, err
		}
		r.Pool = &pool
	}
	return r, nil
}

var ideaMoods = map[app.SuggestionKind]Mood{app.SuggestIdle: MoodWaits, app.SuggestOver: MoodWaits, app.SuggestTight: MoodLate,
	app.SuggestTrial: MoodLate, app.SuggestTerm: MoodWaits, app.SuggestGrant: MoodLate}

func flat(args map[string]string) []string {
	var pairs []string
	for _, k := range slices.Sorted(maps.Keys(args)) {
		pairs = append(pairs, k, args[k])
	}
	return pairs
}

// MayDraft reports whether the person can draft the change that an idea proposes: for the own unit's systems.
func (r *Resources) MayDraft(i Idea) bool { return r.applies && i.Draft && i.Unit == r.desk.Unit.ID }

// Draft begins the change that an idea proposes.
func (r *Resources) Draft(ctx context.Context, i Idea) (string, error) {
	d, err := r.desk.DraftFor(ctx, i.Suggestion)
	return d.ID, err
}

// PoolLine is a zone of the platform in words.
type PoolLine struct {
	Zone  string
	Text  Text
	Short bool
}

// PoolLines writes the platform's zones; with a request what it would take.
func PoolLines(p app.Pool, request bool) []PoolLine {
	var lines []PoolLine
	for _, r := range p.Rows {
		capacity := model.NoData
		if r.Capacity != nil {
			capacity = shortTotals(*r.Capacity)
		}
		text := Say("pool.zone", "capacity", capacity, "before", shortTotals(r.Before))
		if request {
			text = Say("pool.request", "capacity", capacity, "before", shortTotals(r.Before), "after", shortTotals(r.After))
		}
		lines = append(lines, PoolLine{r.ZoneName, text, r.Short})
	}
	return lines
}

// shortTotals writes sums short: 24C / 96G / 1,200G.
func shortTotals(t model.Totals) string {
	return Grouped(t.VCPU) + "C / " + Grouped(t.MemoryGB) + "G / " + Grouped(t.StorageGB) + "G"
}

// TakesFromPool reports whether the request is one whose resources are still to be decided on or delivered.
func (r *Request) TakesFromPool() bool {
	return r.Request.Case != model.Termination && slices.Contains([]model.Status{model.Submitted, model.Accepted}, r.Request.Status)
}
