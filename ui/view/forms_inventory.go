package view

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"yunban/model"
)

// FilledInventory is a filled inventory of systems, row by row.
type FilledInventory struct {
	*FilledForm
	Unit  string       // whose systems they are
	Units []model.Unit // to choose from; none for a clerk, whose systems are the own unit's
	known map[string]bool
}

// InventoryState is what becomes of a row.
type InventoryState string

// The states of a row.
const (
	InventoryNew    InventoryState = "new"
	InventoryKnown  InventoryState = "known"  // there already by its name: it stays as it is
	InventoryFaulty InventoryState = "faulty" // nothing is imported while there is one
)

// InventoryRow is a row of the inventory.
type InventoryRow struct {
	Row      int // of the sheet; 0 for what stands in no row
	Name     string
	Level    string // in the city's words
	State    InventoryState
	Problems []model.CellProblem
}

// ReadInventory reads the inventory that a form holds.
func ReadInventory(ctx context.Context, f *FilledForm) (*FilledInventory, error) {
	files, err := f.desk.Systems(ctx)
	if err != nil {
		return nil, err
	}
	inv := &FilledInventory{FilledForm: f, Unit: f.desk.Unit.ID, known: map[string]bool{}}
	for _, s := range files {
		inv.known[s.Unit+"\x00"+s.Name()] = true
	}
	if keepsAllSystems(f.desk) {
		if inv.Units, err = f.desk.Units(ctx); err != nil {
			return nil, err
		}
		inv.Units = slices.Clone(inv.Units)
		slices.SortFunc(inv.Units, func(a, b model.Unit) int { return cmp.Compare(a.Name, b.Name) })
	}
	return inv, nil
}

// Rows lists the rows with what becomes of each; what is wrong elsewhere is a row without a number at the end.
func (inv *FilledInventory) Rows() []InventoryRow {
	p, at := inv.desk.Profile(), map[int]int{}
	var rows []InventoryRow
	for i, s := range inv.Systems {
		row := InventoryRow{Row: s.Row, Name: s.Name, State: InventoryNew}
		if level := s.Values["mlps_level"]; level != "" {
			row.Level = p.LabelIn("mlps_levels", level)
		}
		if inv.known[inv.Unit+"\x00"+s.Name] {
			row.State = InventoryKnown
		}
		rows, at[s.Row] = append(rows, row), i
	}
	elsewhere := InventoryRow{State: InventoryFaulty}
	for _, problem := range inv.Problems {
		row := &elsewhere
		if i, ok := at[rowOfCell(problem.Cell)]; ok {
			row = &rows[i]
		}
		row.State, row.Problems = InventoryFaulty, append(row.Problems, problem)
	}
	if len(elsewhere.Problems) > 0 {
		rows = append(rows, elsewhere)
	}
	return rows
}

// rowOfCell is the row of a cell: 9 of B9.
func rowOfCell(cell string) int {
	n := 0
	for _, r := range strings.TrimLeft(cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		n = 10*n + int(r-'0')
	}
	return n
}

// Count counts the rows of a state.
func (inv *FilledInventory) Count(state InventoryState) int {
	n := 0
	for _, r := range inv.Rows() {
		if r.State == state && r.Row > 0 {
			n++
		}
	}
	return n
}

// Ready reports whether the inventory can be imported.
func (inv *FilledInventory) Ready() bool {
	return len(inv.Problems) == 0 && inv.Unit != "" && inv.MayTake().Key == ""
}

// InventoryResult is what became of an inventory.
type InventoryResult struct {
	Added   int
	Already int
	Left    int // not reached when the work was stopped
}

// Take puts the systems into the inventory, one act each. Stopped in the middle, it tells how far it came; done again, it
// goes on where it stopped.
func (inv *FilledInventory) Take(ctx context.Context, progress func(done, all int)) (InventoryResult, error) {
	taken, err := inv.desk.TakeInventory(ctx, inv.Preview, inv.Unit, progress)
	result := InventoryResult{Left: len(inv.Systems) - len(taken)}
	for _, s := range taken {
		if s.Already {
			result.Already++
		} else {
			result.Added++
		}
	}
	return result, err
}
