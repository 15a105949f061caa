package kit

import (
	"slices"

	"fyne.io/fyne/v2"
)

// Column is one column of a table, as data.
type Column[T any] struct {
	Key      string // names the column for sorting
	Title    string
	Width    float32 // at least
	Grow     float32 // its share of the width that is left over
	Align    fyne.TextAlign
	Sortable bool
	Text     func(T) string
	Tone     func(T) Tone // a tone draws the cell as a badge; may be nil
}

// Table shows rows of data under titles that stay in place. Rows are selected whole. It is virtual: ten thousand rows
// cost what the ones in sight cost. Arrows, Page and Home/End move, Enter and a double click open, Space ticks, Ctrl+C
// copies the row.
type Table[T any] struct {
	grid
	columns []Column[T]
	rows    []T
	checked map[int]bool

	OnSelected func(row int, item T)
	OnOpen     func(row int, item T)
	OnMenu     func(row int, item T, at fyne.Position) // right click
	OnSort     func(key string, descending bool)
	OnChecked  func() // the set of ticked rows changed
	OnEnd      func() // the last row came into sight: more can be asked for and appended
}

// NewTable makes an empty table.
func NewTable[T any](columns ...Column[T]) *Table[T] {
	t := &Table[T]{}
	t.setup(t)
	t.cell = func(row, col int) (string, Tone) {
		c, item := t.columns[col], t.rows[row]
		if c.Tone == nil {
			return c.Text(item), ToneNone
		}
		return c.Text(item), c.Tone(item)
	}
	t.chosen = func(row int) {
		if t.OnSelected != nil {
			t.OnSelected(row, t.rows[row])
		}
	}
	t.opened = func(row int) {
		if t.OnOpen != nil {
			t.OnOpen(row, t.rows[row])
		}
	}
	t.menu = func(row int, at fyne.Position) {
		if t.OnMenu != nil {
			t.OnMenu(row, t.rows[row], at)
		}
	}
	t.sorted = t.sortBy
	t.ended = func() {
		if t.OnEnd != nil {
			t.OnEnd()
		}
	}
	t.SetColumns(columns...)
	return t
}

// SetColumns chooses the columns.
func (t *Table[T]) SetColumns(columns ...Column[T]) {
	t.columns = columns
	t.grid.columns = nil
	for _, c := range columns {
		t.grid.columns = append(t.grid.columns, gridColumn{c.Title, c.Width, c.Grow, c.Align, c.Sortable})
	}
	t.changed()
}

// Titles lists the columns as they stand.
func (t *Table[T]) Titles() []string {
	var titles []string
	for _, c := range t.columns {
		titles = append(titles, c.Title)
	}
	return titles
}

// SetRows shows other rows. The selection stays at its place; the ticks go.
func (t *Table[T]) SetRows(rows []T) {
	t.rows, t.count, t.endTold = rows, len(rows), 0
	clear(t.checked)
	t.changed()
}

// AppendRows shows more rows below. Selection and ticks stay.
func (t *Table[T]) AppendRows(rows []T) {
	t.rows = append(t.rows, rows...)
	t.count = len(t.rows)
	t.scroll.Refresh()
	t.body.fill()
}

// Rows gives the rows shown.
func (t *Table[T]) Rows() []T { return t.rows }

// Selected gives the selected row.
func (t *Table[T]) Selected() (row int, item T, ok bool) {
	if t.selected < 0 || t.selected >= len(t.rows) {
		return -1, item, false
	}
	return t.selected, t.rows[t.selected], true
}

// Select selects a row and brings it into sight; a negative row selects none.
func (t *Table[T]) Select(row int) {
	if row < 0 || row >= t.count {
		t.selected = -1
		t.body.paintRows()
		return
	}
	t.choose(row)
}

// SetPaste takes what is pasted while the table has the keyboard.
func (t *Table[T]) SetPaste(f func(text string)) { t.pasted = f }

// SetKeys sees each key before the table; it answers whether it used it.
func (t *Table[T]) SetKeys(f func(*fyne.KeyEvent) bool) { t.keyed = f }

// RefreshRow writes the rows in sight again after items changed in place.
func (t *Table[T]) RefreshRow() {
	t.version++
	t.body.fill()
}

// SetSort shows the arrow at a column without calling OnSort.
func (t *Table[T]) SetSort(key string, descending bool) {
	t.sortCol = slices.IndexFunc(t.columns, func(c Column[T]) bool { return c.Key == key })
	t.sortDesc = descending
	t.head.Refresh()
}

func (t *Table[T]) sortBy(col int) {
	t.sortDesc = t.sortCol == col && !t.sortDesc
	t.sortCol = col
	t.head.Refresh()
	if t.OnSort != nil {
		t.OnSort(t.columns[col].Key, t.sortDesc)
	}
}

// SetCheckable gives every row a tick box.
func (t *Table[T]) SetCheckable(on bool) {
	t.toggled, t.ticked = nil, nil
	if on {
		t.checked = map[int]bool{}
		t.ticked = func(row int) bool { return t.checked[row] }
		t.toggled = func(row int) { t.SetChecked(row, !t.checked[row]) }
	}
	t.changed()
}

// SetChecked ticks a row or not.
func (t *Table[T]) SetChecked(row int, on bool) {
	if t.checked == nil || row < 0 || row >= t.count {
		return
	}
	if on {
		t.checked[row] = true
	} else {
		delete(t.checked, row)
	}
	t.RefreshRow()
	if t.OnChecked != nil {
		t.OnChecked()
	}
}

// Checked gives the ticked items in the order of the rows.
func (t *Table[T]) Checked() []T {
	var out []T
	for row, item := range t.rows {
		if t.checked[row] {
			out = append(out, item)
		}
	}
	return out
}
