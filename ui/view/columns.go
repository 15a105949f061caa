package view

import (
	"context"
	"encoding/json"
	"slices"

	"yunban/app"
	"yunban/model"
)

// listColumns are the columns that the list of requests can have, in their usual order; the usual ones are shown to
// whoever has chosen nothing.
var listColumns = []Column{{"number", true}, {"case", false}, {"title", true}, {"unit", true}, {"level", true}, {"status", true},
	{"since", false}, {"clock", true}, {"due", true}, {"article", true}, {"round", false}, {"filed", true}, {"filed_by", true}}

// Column is a column of the list, shown or not.
type Column struct {
	Key string `json:"key"`
	On  bool   `json:"on"`
}

// Columns are the columns of the list as a person wants them, in his order.
type Columns []Column

// UsualColumns are the columns of who has chosen nothing.
func UsualColumns() Columns { return slices.Clone(listColumns) }

// Keys lists the columns that are shown, in their order.
func (c Columns) Keys() []string {
	var keys []string
	for _, one := range c {
		if one.On {
			keys = append(keys, one.Key)
		}
	}
	return keys
}

// Set shows a column or hides it.
func (c Columns) Set(at int, on bool) { c[at].On = on }

// Move moves a column by so many places and tells where it is then; at an end it stays.
func (c Columns) Move(at, by int) int {
	to := min(max(at+by, 0), len(c)-1)
	one := c[at]
	copy(c, slices.Insert(slices.Delete(slices.Clone(c), at, at+1), to, one))
	return to
}

// Problems finds what is wrong with a choice: a list without columns says nothing.
func (c Columns) Problems() []model.Problem {
	if len(c.Keys()) == 0 {
		return []model.Problem{{Field: "columns", Key: "problem.no_column"}}
	}
	return nil
}

func columnsSetting(desk *app.Desk) string { return "list_columns." + desk.Person.ID }

// LoadColumns reads the person's columns. What the program has learnt since stands behind them, not shown; what it
// does not know any more is left out.
func LoadColumns(ctx context.Context, desk *app.Desk) (Columns, error) {
	text, err := desk.Settings.Setting(ctx, columnsSetting(desk))
	if err != nil || text == "" {
		return UsualColumns(), err
	}
	var kept Columns
	if err := json.Unmarshal([]byte(text), &kept); err != nil {
		return nil, model.Wrap(model.Other, err, "error.store_broken")
	}
	return complete(kept), nil
}

// complete gives each column that there is its place, once.
func complete(kept Columns) Columns {
	var all Columns
	has := func(list []Column, key string) bool {
		return slices.ContainsFunc(list, func(c Column) bool { return c.Key == key })
	}
	for _, c := range kept {
		if has(listColumns, c.Key) && !has(all, c.Key) {
			all = append(all, c)
		}
	}
	for _, c := range listColumns {
		if !has(all, c.Key) {
			all = append(all, Column{Key: c.Key})
		}
	}
	if len(all.Keys()) == 0 {
		return UsualColumns()
	}
	return all
}

// Save keeps the columns for this person; the usual ones are kept as no choice, to follow the program.
func (c Columns) Save(ctx context.Context, desk *app.Desk) error {
	if err := model.InvalidInput(c.Problems()); err != nil {
		return err
	}
	if slices.Equal(c, Columns(listColumns)) {
		return desk.Settings.SaveSetting(ctx, columnsSetting(desk), "")
	}
	data, err := json.Marshal(c)
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	return desk.Settings.SaveSetting(ctx, columnsSetting(desk), string(data))
}
