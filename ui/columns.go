package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// rowColumns are the columns of a list of requests, by their keys.
func (w *Window) rowColumns(keys ...string) []kit.Column[view.Row] {
	var columns []kit.Column[view.Row]
	for _, key := range keys {
		c := w.rowColumn(key)
		c.Key, c.Title = key, w.T("column."+key)
		columns = append(columns, c)
	}
	return columns
}

func (w *Window) rowColumn(key string) kit.Column[view.Row] {
	switch key {
	case "number":
		return kit.Column[view.Row]{Width: 130, Text: func(r view.Row) string { return r.Number }}
	case "title":
		return kit.Column[view.Row]{Width: 166, Grow: 3, Text: func(r view.Row) string { return r.Title }}
	case "unit":
		return kit.Column[view.Row]{Width: 90, Grow: 2, Text: func(r view.Row) string { return r.Unit }}
	case "level":
		return kit.Column[view.Row]{Width: 64, Align: fyne.TextAlignTrailing, Text: func(r view.Row) string { return r.Level }}
	case "status":
		return kit.Column[view.Row]{Width: w.widest(statusKeys()...),
			Text: func(r view.Row) string { return w.T(model.StatusKey(r.Case, r.Status)) },
			Tone: func(r view.Row) kit.Tone { return statusTone(r.Status) }}
	case "clock":
		return kit.Column[view.Row]{Width: kit.CellWidth(w.T("due.over_workdays", "n", "88"), true), Text: w.clock, Tone: clockTone}
	case "due":
		return kit.Column[view.Row]{Width: 94, Text: w.dueDay}
	case "article":
		return kit.Column[view.Row]{Width: 76, Text: func(r view.Row) string { return r.Article }}
	case "case":
		return kit.Column[view.Row]{Width: 84, Text: func(r view.Row) string { return w.T("case." + string(r.Case)) }}
	case "since":
		return kit.Column[view.Row]{Width: 94, Text: func(r view.Row) string { return r.Since }}
	case "round":
		return kit.Column[view.Row]{Width: 64, Align: fyne.TextAlignTrailing, Text: func(r view.Row) string { return strconv.Itoa(r.Round) }}
	case "filed":
		return kit.Column[view.Row]{Width: 94, Text: func(r view.Row) string { return r.Filed }}
	}
	return kit.Column[view.Row]{Width: 76, Text: func(r view.Row) string { return r.FiledBy }}
}

// clock says how much time is left; nothing for a request at its end.
func (w *Window) clock(r view.Row) string {
	if r.Ended {
		return ""
	}
	return w.text(r.Clock)
}

// dueDay is the day by which a request must move on, marked when holidays are not published that far (T21).
func (w *Window) dueDay(r view.Row) string {
	if r.Provisional {
		return r.Due + w.T("due.provisional_mark")
	}
	return r.Due
}

func clockTone(r view.Row) kit.Tone {
	if r.Ended {
		return kit.ToneNone
	}
	return urgencyTone(r.Urgency)
}

// widest is the width of a column of badges that holds the longest of these words, in the language of the window.
func (w *Window) widest(keys ...string) float32 {
	var width float32
	for _, key := range keys {
		width = max(width, kit.CellWidth(w.T(key), true))
	}
	return width
}

func statusKeys() []string {
	var keys []string
	for _, c := range model.Cases() {
		for _, s := range model.Statuses(c) {
			keys = append(keys, model.StatusKey(c, s))
		}
	}
	return keys
}

func systemStateKeys() []string {
	var keys []string
	for _, s := range view.SystemStates {
		keys = append(keys, "system_state."+string(s))
	}
	return keys
}
