package app

import (
	"strconv"

	"yunban/model"
	"yunban/model/workday"
)

// requestColumns are the columns of the ledger of requests.
var requestColumns = []column{{"number", 19, false}, {"kind", 12, false}, {"system_name", 34, false}, {"unit", 26, false},
	{"level", 10, true}, {"status", 22, false}, {"round", 7, true}, {"filed_by", 12, false}, {"filed", 13, false},
	{"since", 13, false}, {"due", 16, false}, {"article", 12, false}, {"urgency", 13, false}}

func requestSheets(x *export) ([]model.Sheet, error) {
	return []model.Sheet{x.sheet("register.title_requests", requestColumns, x.each(x.query, func(it Item) ([][]string, error) {
		return [][]string{requestRow(it, x.words)}, nil
	}))}, nil
}

func requestRow(it Item, words Wording) []string {
	return []string{it.Number, words("case." + string(it.Case)), it.Title, it.UnitName, unlessZero(it.Level),
		words(model.StatusKey(it.Case, it.Status)), strconv.Itoa(it.Round), it.FiledBy, workday.DateOf(it.Filed).String(),
		workday.DateOf(it.Since).String(), dueText(it.Due, words), it.Due.Article, words("urgency." + string(it.Urgency))}
}

// dueText writes a due day, with a mark where no notice covers it yet (T21).
func dueText(d model.Deadline, words Wording) string {
	if d.Provisional {
		return d.Due.String() + words("due.provisional_mark")
	}
	return d.Due.String()
}

// unlessZero writes a figure, and nothing for 0.
func unlessZero[N int | int64](n N) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}
