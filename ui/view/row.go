package view

import (
	"strconv"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// Row is a request in a list, ready to be shown.
type Row struct {
	ID          string
	Number      string
	Title       string
	Unit        string
	Level       string
	Case        model.Case
	Status      model.Status
	FiledBy     string
	Filed       string // the day
	Since       string // the day
	Due         string // the day; nothing without a limit
	Article     string
	Clock       Text // 剩余 2 个工作日
	Urgency     model.Urgency
	Asks        string
	Round       int
	Ended       bool // nothing can happen any more: no clock runs
	Provisional bool // the due day lies past the last published holiday notice (T21)
}

// RowOf reads a request's row out of the list.
func RowOf(it app.Item) Row {
	r := Row{ID: it.ID, Number: it.Number, Title: it.Title, Unit: it.UnitName, Case: it.Case, Status: it.Status, FiledBy: it.FiledBy,
		Filed: Day(it.Filed), Since: Day(it.Since), Due: it.Due.Due.String(), Article: it.Due.Article,
		Clock: DueText(it.Due, it.Urgency, it.DaysLeft), Urgency: it.Urgency, Asks: it.Asks, Round: it.Round,
		Ended: model.Ended(it.Case, it.Status), Provisional: it.Due.Provisional}
	if it.Level > 0 {
		r.Level = strconv.Itoa(it.Level)
	}
	return r
}

// Rows reads a page of the list.
func Rows(items []app.Item) []Row {
	rows := make([]Row, len(items))
	for i, it := range items {
		rows[i] = RowOf(it)
	}
	return rows
}

func isDate(text string) bool {
	_, err := workday.ParseDate(text)
	return err == nil
}
