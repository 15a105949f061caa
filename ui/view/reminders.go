package view

import (
	"context"
	"strconv"

	"yunban/app"
)

// TrialEnding reminds of a trial that ends soon.
type TrialEnding struct {
	ID   string // the request's
	Text Text
}

// loadEnding reads what the person is to be reminded of.
func loadEnding(ctx context.Context, desk *app.Desk) ([]TrialEnding, error) {
	found, err := desk.Reminders(ctx)
	if err != nil {
		return nil, err
	}
	var all []TrialEnding
	for _, r := range found {
		all = append(all, TrialEnding{r.ID, endingText(r)})
	}
	return all, nil
}

// endingText says how many days are left; where the program was closed on the day of the reminder, which one it is.
func endingText(r app.Reminder) Text {
	key := "reminder.trial"
	switch {
	case r.DaysLeft == 0:
		key = "reminder.trial_today"
	case r.DaysLeft < r.Days:
		key = "reminder.trial_late"
	}
	return Say(key, "unit", r.UnitName, "title", r.Title, "n", strconv.Itoa(r.DaysLeft), "days", strconv.Itoa(r.Days), "end", r.Due.Due.String())
}

// SeeEnding puts reminders away until the next ones come.
func SeeEnding(ctx context.Context, desk *app.Desk, some []TrialEnding) error {
	var ids []string
	for _, e := range some {
		ids = append(ids, e.ID)
	}
	return desk.SeeReminders(ctx, ids...)
}
