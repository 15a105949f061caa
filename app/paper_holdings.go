package app

import (
	"context"
	"strconv"
	"time"

	"yunban/model"
)

// held are the figures of hosts: how many, and what they have in all.
type held struct{ count, vcpu, memory, storage int64 }

// hostTypes are the types of resource whose figures a monthly report lists.
var hostTypes = []string{"vm", "bare_metal"}

// holdings are the hosts of a unit at the end of a month beside the end of the month before: the rows of the report's
// table of resources, counted from the log of requests and not typed by anybody (R21, R32).
func (d *Desk) holdings(ctx context.Context, unit string, month model.Period) ([]model.Values, error) {
	before, err := d.heldAt(ctx, unit, month.From.Start())
	if err != nil {
		return nil, err
	}
	now, err := d.heldAt(ctx, unit, month.To.AddDays(1).Start())
	if err != nil {
		return nil, err
	}
	lines := map[heldLine]bool{}
	for l := range before {
		lines[l] = true
	}
	for l := range now {
		lines[l] = true
	}
	var rows []model.Values
	for _, host := range hostTypes {
		for _, figure := range []struct {
			id string
			of func(held) int64
		}{{"count", func(h held) int64 { return h.count }}, {"vcpu", func(h held) int64 { return h.vcpu }},
			{"memory", func(h held) int64 { return h.memory }}, {"storage", func(h held) int64 { return h.storage }}} {
			var last, present, grown, shrunk int64
			for l := range lines {
				if l.resource != host {
					continue
				}
				was, is := figure.of(before[l]), figure.of(now[l])
				last, present = last+was, present+is
				grown, shrunk = grown+max(0, is-was), shrunk+max(0, was-is)
			}
			n := func(x int64) string { return strconv.FormatInt(x, 10) }
			rows = append(rows, model.Values{model.RowName: host + "_" + figure.id, "last": n(last), "grown": n(grown), "shrunk": n(shrunk),
				"now": n(present), "difference": n(present - last)})
		}
	}
	return rows, nil
}

// heldLine is a line of a system.
type heldLine struct{ system, line, resource string }

// heldAt is what a unit's live systems ran on at a moment.
func (d *Desk) heldAt(ctx context.Context, unit string, at time.Time) (map[heldLine]held, error) {
	requests, err := d.allRequests(ctx, model.Query{Unit: unit})
	if err != nil {
		return nil, err
	}
	by := map[string]*running{}
	for _, s := range requests {
		events, err := d.Store.Events(ctx, model.Subject{Kind: model.RequestSubject, ID: s.ID})
		if err != nil {
			return nil, err
		}
		for i, e := range events {
			if !e.At.Before(at) {
				events = events[:i]
				break
			}
		}
		if len(events) == 0 {
			continue
		}
		r, err := model.Replay(events)
		if err != nil {
			return nil, err
		}
		of := by[s.System]
		if of == nil {
			of = &running{}
			by[s.System] = of
		}
		switch {
		case s.Case != model.Usage:
			of.later = append(of.later, r)
		case r.Status == model.Live:
			of.usage = r
		}
	}
	all := map[heldLine]held{}
	for system, of := range by {
		lines, _ := model.Running(of.usage, of.later)
		for _, l := range lines {
			if a, ok := l.Amount(model.StageDelivered); ok {
				t := a.Total()
				all[heldLine{system, l.ID, l.Resource}] = held{max(a.Count, 1), t.VCPU, t.MemoryGB, t.StorageGB}
			}
		}
	}
	return all, nil
}
