package view

import (
	"time"

	"yunban/model/workday"
)

// Moment writes an instant as the office reads it: 2026-10-10 09:30.
func Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(workday.Shanghai).Format("2006-01-02 15:04")
}

// Day writes an instant's day in the office: 2026-10-10.
func Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return workday.DateOf(t).String()
}
