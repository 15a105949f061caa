package command

import (
	"context"
	"path/filepath"
	"strings"

	"yunban/app"
	"yunban/model"
)

// takeRecords takes in a record that was filled in as a workbook: a whole inventory of systems, or one proposal.
func (c *call) takeRecords(ctx context.Context, d *app.Desk, kind, from, unit, marked string) error {
	pre, err := d.ReadFormFile(ctx, from)
	if err != nil {
		return err
	}
	if pre.Kind != kind {
		return model.Errorf(model.Invalid, "error.form_kind", "kind", pre.Kind)
	}
	if len(pre.Problems) > 0 {
		if err := c.mark(ctx, d, pre, marked); err != nil {
			return err
		}
		return refusedCells(pre.Problems)
	}
	switch kind {
	case systemRecord:
		return c.takeInventory(ctx, d, pre, unit)
	case filingRecord:
		return c.fileFiling(ctx, d, filledRecord{Values: pre.Draft.Filling.Values}, filepath.Dir(from))
	}
	return unknownRecord(kind)
}

func (c *call) takeInventory(ctx context.Context, d *app.Desk, pre app.Preview, unit string) error {
	taken, err := d.TakeInventory(ctx, pre, unit, nil)
	if err != nil {
		return err
	}
	items, lines := []map[string]any{}, []string(nil)
	for _, s := range taken {
		items = append(items, map[string]any{"id": s.ID, "name": s.Name, "already": s.Already})
		key := "command.system_saved"
		if s.Already {
			key = "command.system_already"
		}
		lines = append(lines, c.words.Text(key, "name", s.Name, "id", s.ID))
	}
	return c.answer(map[string]any{"items": items}, lines...)
}

func isWorkbook(path string) bool { return strings.EqualFold(filepath.Ext(path), ".xlsx") }
