package app

import (
	"strconv"

	"yunban/model"
)

// useColumns are the columns of the ledger of use: what systems have by zone, and how much of it is used.
func useColumns() []column {
	columns := []column{{"unit", 26, false}, {"system_name", 30, false}, {"state", 12, false}, {"zone", 16, false}}
	for _, s := range stages {
		for _, figure := range []string{"vcpu", "memory", "storage", "bandwidth"} {
			columns = append(columns, column{string(s) + "_" + figure, figureWidths[figure], true})
		}
	}
	return append(columns, column{"used_cpu", 12, true}, column{"used_memory", 12, true}, column{"used_disk", 12, true}, column{"used_month", 12, false})
}

// useSheets tells what systems have and use by zone, what is worth looking at, and to who reads all the platform's pool.
func useSheets(x *export) ([]model.Sheet, error) {
	rows, err := x.useRows()
	if err != nil {
		return nil, err
	}
	suggestions, err := x.desk.Suggestions(x.ctx, x.query.Unit)
	if err != nil {
		return nil, err
	}
	sheet := func(name string, columns []column, rows [][]string) model.Sheet {
		made := x.sheet("register.title_use", columns, onePage(rows))
		made.Name = x.words("register.tab_" + name)
		made.Title += "　" + made.Name
		return made
	}
	sheets := []model.Sheet{sheet("use", useColumns(), rows),
		sheet("suggestions", []column{{"unit", 26, false}, {"suggestion", 90, false}}, x.suggestionRows(suggestions))}
	if !x.desk.ReadsAll() {
		return sheets, nil
	}
	pool, err := x.desk.Pool(x.ctx)
	if err != nil {
		return nil, err
	}
	columns := []column{{"zone", 18, false}}
	for _, of := range []string{"pool", "given", "left"} {
		for _, figure := range []string{"vcpu", "memory", "storage", "bandwidth"} {
			columns = append(columns, column{of + "_" + figure, figureWidths[figure], true})
		}
	}
	return append(sheets, sheet("pool", columns, poolSheet(pool))), nil
}

func (x *export) useRows() ([][]string, error) {
	ledger, err := x.desk.ResourceLedger(x.ctx, x.query.Unit)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for i, r := range ledger {
		row := []string{r.UnitName, r.SystemName, x.words("system_state." + string(r.State)), r.ZoneName}
		for _, sum := range []model.Totals{r.Asked, r.Approved, r.Delivered} {
			row = append(row, totalCells(sum)...)
		}
		rows = append(rows, append(row, useText(r.CPU), useText(r.Memory), useText(r.Disk), r.Month))
		x.progress(i+1, len(ledger))
	}
	return rows, nil
}

// useText writes a use; nothing where no report tells.
func useText(f *float64) string {
	if f == nil {
		return ""
	}
	return model.PercentText(f)
}

func (x *export) suggestionRows(all []Suggestion) [][]string {
	var rows [][]string
	for _, s := range all {
		var args []string
		for k, v := range s.Args {
			args = append(args, k, v)
		}
		rows = append(rows, []string{s.UnitName, x.words(s.Key(), args...)})
	}
	return rows
}

// poolSheet has what the platform holds, what is given away and what is left; of a zone that the vendor entered nothing
// for only what is given away.
func poolSheet(pool Pool) [][]string {
	var rows [][]string
	for _, r := range pool.Rows {
		row := append([]string{r.ZoneName}, "", "", "", "")
		left := []string{"", "", "", ""}
		if c := r.Capacity; c != nil {
			row = append([]string{r.ZoneName}, totalCells(*c)...)
			for i, n := range []int64{c.VCPU - r.Before.VCPU, c.MemoryGB - r.Before.MemoryGB, c.StorageGB - r.Before.StorageGB, c.BandwidthMbps - r.Before.BandwidthMbps} {
				left[i] = strconv.FormatInt(n, 10)
			}
		}
		rows = append(rows, append(append(row, totalCells(r.Before)...), left...))
	}
	return rows
}
