package command

import (
	"context"

	"yunban/app"
	"yunban/model"
)

// usualPrinter stands for the flag without a name.
const usualPrinter = "usual"

// toPrinter issues a paper and hands it to a printer. What the printer makes of it nobody knows.
func (c *call) toPrinter(ctx context.Context, d *app.Desk, kind model.DocumentKind, called, printer string) error {
	if printer == usualPrinter {
		printer = ""
	}
	file, how, err := sendPaper(ctx, d, kind, called, printer)
	if err != nil {
		return err
	}
	said := "command.sent_to_printer"
	if how == app.OpenedForPrinting {
		said = "command.opened_for_printing"
	}
	return c.answer(map[string]any{"document": kind, "name": file.Name, "hash": file.Hash, "outcome": how}, c.words.Text(said, "name", file.Name))
}

func sendPaper(ctx context.Context, d *app.Desk, kind model.DocumentKind, called, printer string) (file model.File, how app.HandedOver, err error) {
	if app.IsMatterPaper(kind) {
		if file, err = d.IssueMatter(ctx, kind, called); err == nil {
			how, err = d.SendMatterPaper(ctx, kind, called, file, printer)
		}
		return file, how, err
	}
	id, err := requestNumbered(ctx, d, called)
	if err != nil {
		return file, how, err
	}
	if file, err = d.Issue(ctx, id, kind); err == nil {
		how, err = d.SendToPrinter(ctx, id, file, printer)
	}
	return file, how, err
}
