package app

import (
	"context"
	"io"
	"strconv"

	"yunban/model"
	"yunban/model/workday"
)

// Wording turns a key and its arguments into words; the faces of the program have one each.
type Wording func(key string, pairs ...string) string

// registerColumns are the columns of the ledger (台账), by the keys of their words, with their widths.
var registerColumns = []struct {
	key    string
	width  float64
	number bool
}{{"number", 19, false}, {"kind", 10, false}, {"system_name", 34, false}, {"unit", 26, false}, {"level", 10, true},
	{"status", 14, false}, {"round", 7, true}, {"filed_by", 10, false}, {"filed", 12, false}, {"since", 12, false},
	{"due", 16, false}, {"article", 12, false}, {"urgency", 12, false}}

// ExportRegister writes the ledger of the requests that this person may read.
func (d *Desk) ExportRegister(ctx context.Context, w io.Writer, q model.Query, words Wording) error {
	sheet := model.Sheet{Title: words("register.title"), Note: words("register.note", "city", d.Profile().City,
		"who", d.Person.Name, "at", d.Clock().In(workday.Shanghai).Format("2006-01-02 15:04"))}
	if d.Sandbox {
		sheet.Note = words("sandbox.mark") + "　" + sheet.Note
	}
	for _, c := range registerColumns {
		sheet.Columns = append(sheet.Columns, model.SheetColumn{Title: words("register." + c.key), Width: c.width, Number: c.number})
	}
	q.Limit = 500
	more := true
	return d.Sheets.Write(ctx, w, sheet, func() ([][]string, error) {
		if !more {
			return nil, nil
		}
		items, next, err := d.List(ctx, q)
		if err != nil {
			return nil, err
		}
		q.After, more = next, next != ""
		rows := make([][]string, len(items))
		for i, it := range items {
			rows[i] = registerRow(it, words)
		}
		return rows, nil
	})
}

func registerRow(it Item, words Wording) []string {
	level := ""
	if it.Level > 0 {
		level = strconv.Itoa(it.Level)
	}
	due := it.Due.Due.String()
	if it.Due.Provisional {
		due += words("due.provisional_mark")
	}
	return []string{it.Number, words("case." + string(it.Case)), it.Title, it.UnitName, level,
		words(model.StatusKey(it.Case, it.Status)), strconv.Itoa(it.Round), it.FiledBy, workday.DateOf(it.Filed).String(),
		workday.DateOf(it.Since).String(), due, it.Due.Article, words("urgency." + string(it.Urgency))}
}
