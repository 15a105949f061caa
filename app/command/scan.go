package command

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/model"
)

// scanCommand files what came back from paper.
func (c *call) scanCommand() *cobra.Command {
	return &cobra.Command{Use: "scan FILE…", Short: "Scanned papers or photos: each is filed with its request or record; what cannot be placed is listed",
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.scan(cmd.Context(), d, args) })
		}}
}

// shownPlaced and shownLeft are the answer's JSON.
type (
	shownPlaced struct {
		File    string             `json:"file"`
		Pages   string             `json:"pages"`
		Request string             `json:"request,omitempty"` // the id of a request
		Kind    model.SubjectKind  `json:"kind,omitempty"`    // of a record
		Record  string             `json:"record,omitempty"`  // and its id
		Number  string             `json:"number"`
		Paper   model.DocumentKind `json:"paper"`
		Title   string             `json:"title"`
		Again   bool               `json:"again"`
	}
	shownLeft struct {
		File   string             `json:"file"`
		Pages  string             `json:"pages,omitempty"`
		Number string             `json:"number,omitempty"`
		Paper  model.DocumentKind `json:"paper,omitempty"`
		Why    saidError          `json:"why"`
	}
)

func (c *call) scan(ctx context.Context, d *app.Desk, paths []string) error {
	result, stopped := d.TakeScans(ctx, paths, func(int, int) {})
	placed, left := make([]shownPlaced, 0, len(result.Placed)), make([]shownLeft, 0, len(result.Left))
	var lines []string
	for _, p := range result.Placed {
		one := shownPlaced{File: p.File, Pages: p.Pages, Request: p.About.ID, Number: p.Number, Paper: p.Paper, Title: p.Title, Again: p.Again}
		if p.About.Kind.IsMatter() {
			one.Request, one.Kind, one.Record = "", p.About.Kind, p.About.ID
		}
		placed = append(placed, one)
		key := "command.scan_placed"
		if p.Again {
			key = "command.scan_again"
		}
		lines = append(lines, c.words.Text(key, "number", p.Number, "title", p.Title, "file", p.File, "pages", p.Pages))
	}
	for _, l := range result.Left {
		why := saidError{Kind: model.KindOf(l.Why), Text: c.words.Error(l.Why)}
		left = append(left, shownLeft{l.File, l.Pages, l.Code.Number, l.Code.Kind, why})
		key := "command.scan_left"
		if l.Pages == "" {
			key = "command.scan_left_file"
		}
		lines = append(lines, c.words.Text(key, "file", l.File, "pages", l.Pages, "why", why.Text))
	}
	if err := c.answer(map[string]any{"placed": placed, "left": left}, lines...); err != nil {
		return err
	}
	if stopped != nil {
		return stopped
	}
	if len(left) > 0 {
		return model.Errorf(model.Invalid, "error.scan_left", "count", strconv.Itoa(len(left)))
	}
	return nil
}
