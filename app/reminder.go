package app

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"yunban/model"
)

// Reminder tells that a trial ends soon.
type Reminder struct {
	Item
	Days int // before the end on which it came: 7, 3 or 1; more of them may have gone since
}

// mark is what of a reminder is remembered as seen. An extension moves the end, and the reminders come anew.
func (r Reminder) mark() string { return r.Due.Due.String() + "/" + strconv.Itoa(r.Days) }

// remindersLimit bounds how many trials are looked at.
const remindersLimit = 200

// Reminders lists the trials that end soon and that this person has not put away since the last reminder came: to the
// unit its own, to the authority all. They follow from the clock alone, so none is lost while the program is closed.
func (d *Desk) Reminders(ctx context.Context) ([]Reminder, error) {
	all, err := d.reminders(ctx)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	seen, err := d.seenReminders(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(r Reminder) bool { return seen[r.ID] == r.mark() }), nil
}

func (d *Desk) reminders(ctx context.Context) ([]Reminder, error) {
	if err := d.loadPrincipals(ctx); err != nil {
		return nil, err
	}
	q := model.Query{Case: model.Usage, Status: []model.Status{model.Trial}, Near: d.nearly(model.Soon), Limit: remindersLimit}
	switch {
	case d.holds(model.DutyApproval):
	case d.holds(model.DutyUnit):
		q.Unit = d.Person.Unit
	default:
		return nil, nil
	}
	items, _, err := d.list(ctx, q)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(items, byDue)
	var found []Reminder
	for _, it := range items {
		if days := model.TrialReminder(it.DaysLeft); days > 0 {
			found = append(found, Reminder{it, days})
		}
	}
	return found, nil
}

// holds reports whether this person, or one for whom it acts, has a duty.
func (d *Desk) holds(duty model.Duty) bool {
	return slices.ContainsFunc(d.selves(), func(self model.Person) bool { return d.Profile().Holds(self.Roles, duty) })
}

// SeeReminders puts the present reminders of some requests away, for this person, until the next ones come.
func (d *Desk) SeeReminders(ctx context.Context, requests ...string) error {
	all, err := d.reminders(ctx)
	if err != nil {
		return err
	}
	before, err := d.seenReminders(ctx)
	if err != nil {
		return err
	}
	seen := map[string]string{} // only of trials that still end soon: the note does not grow
	for _, r := range all {
		if mark, known := before[r.ID]; known {
			seen[r.ID] = mark
		}
		if slices.Contains(requests, r.ID) {
			seen[r.ID] = r.mark()
		}
	}
	data, err := json.Marshal(seen)
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	return d.Settings.SaveSetting(ctx, d.remindersSetting(), string(data))
}

func (d *Desk) remindersSetting() string { return "reminders." + d.Person.ID }

func (d *Desk) seenReminders(ctx context.Context) (map[string]string, error) {
	text, err := d.Settings.Setting(ctx, d.remindersSetting())
	if err != nil || text == "" {
		return nil, err
	}
	var seen map[string]string
	if err := json.Unmarshal([]byte(text), &seen); err != nil {
		return nil, model.Wrap(model.Other, err, "error.store_broken")
	}
	return seen, nil
}
