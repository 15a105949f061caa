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

// registerColumns are the columns of the ledger (台账), by the keys of their words.
var registerColumns = []string{"number", "kind", "title", "unit", "level", "status", "round", "filed_by", "filed",
	"since", "due", "article", "urgency"}

// ExportRegister writes the ledger of the requests that this person may read.
func (d *Desk) ExportRegister(ctx context.Context, w io.Writer, q model.Query, words Wording) error {
	head := make([]string, len(registerColumns))
	for i, c := range registerColumns {
		head[i] = words("register." + c)
	}
	q.Limit = 500
	more := true
	return d.Sheets.Register(ctx, w, head, func() ([][]string, error) {
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
		words("status." + string(it.Status)), strconv.Itoa(it.Round), it.FiledBy, workday.DateOf(it.Filed).String(),
		workday.DateOf(it.Since).String(), due, it.Due.Article, words("urgency." + string(it.Urgency))}
}
