package command

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/app/wire"
	"yunban/model"
)

// formCommand writes a blank form to fill in offline; with a person signed in, with what is known of him.
func (c *call) formCommand(short string, only func(kind string) bool) *cobra.Command {
	var out, profile, system string
	cmd := &cobra.Command{Use: "form KIND --out F.xlsx", Short: short, Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !only(args[0]) {
				return unknownRecord(args[0])
			}
			return c.writeForm(cmd.Context(), args[0], out, profile, system)
		}}
	cmd.Flags().StringVar(&out, "out", "", "the workbook to write")
	cmd.Flags().StringVar(&profile, "profile", "", "a shipped regulation; nothing is the office's own")
	cmd.Flags().StringVar(&system, "system", "", "the id of the system that a change or a termination is about; needs --as")
	required(cmd, "out")
	return cmd
}

func (c *call) writeForm(ctx context.Context, kind, out, profile, system string) error {
	write := func(w io.Writer) error {
		switch {
		case profile != "":
			return wire.BlankForm(ctx, w, profile, kind, c.words.Text)
		case c.as != "":
			return c.desk(ctx, func(d *app.Desk) error { return d.OfflineForm(ctx, w, kind, system, c.words.Text) })
		case system != "":
			return usageError{errors.New(c.words.Text("command.who"))}
		}
		return c.office(ctx, func(o *wire.Opened) error { return o.BlankForm(ctx, w, kind, c.words.Text) })
	}
	if err := app.WriteWhole(out, write); err != nil {
		return err
	}
	return c.answer(map[string]string{"path": out, "kind": kind}, c.words.Text("command.written", "path", out))
}

// requestNew reads filled forms into drafts.
func (c *call) requestNew() *cobra.Command {
	var from, marked string
	cmd := &cobra.Command{Use: "new --from F.xlsx|F.json|FOLDER", Short: "Read filled forms into drafts, with all their problems at once", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error {
				if info, err := os.Stat(from); err == nil && info.IsDir() {
					return c.newRequests(cmd.Context(), d, from, marked)
				}
				return c.newRequest(cmd.Context(), d, from, marked)
			})
		}}
	cmd.Flags().StringVar(&from, "from", "", "the filled form, or a folder of them")
	cmd.Flags().StringVar(&marked, "marked", "", "where to write the workbook with its faults marked; a folder for a folder")
	required(cmd, "from")
	return cmd
}

func (c *call) newRequest(ctx context.Context, d *app.Desk, from, marked string) error {
	draft, problems, err := c.takeForm(ctx, d, from, marked)
	if err != nil {
		return err
	}
	value := map[string]any{"id": draft.ID, "title": draft.Title(), "status": "draft", "problems": c.cellProblems(problems)}
	lines := []string{c.words.Text("command.draft_made", "id", draft.ID, "title", draft.Title())}
	return c.answer(value, append(lines, c.placed(problems)...)...)
}

// takeForm makes a draft of one form, and hands a faulty workbook back marked when that is asked for.
func (c *call) takeForm(ctx context.Context, d *app.Desk, from, marked string) (model.Draft, []model.CellProblem, error) {
	if strings.EqualFold(filepath.Ext(from), ".json") {
		return d.TakeFile(ctx, from)
	}
	pre, err := d.ReadFormFile(ctx, from)
	if err != nil {
		return model.Draft{}, nil, err
	}
	draft, problems, err := d.TakeForm(ctx, pre, app.Beside(from))
	if err == nil {
		pre.Problems = problems
	}
	if err == nil && len(problems) == 0 || len(pre.Problems) == 0 {
		return draft, problems, err
	}
	return draft, problems, errors.Join(err, c.mark(ctx, d, pre, marked))
}

// mark writes a form with its faults marked, when a place for it is named.
func (c *call) mark(ctx context.Context, d *app.Desk, pre app.Preview, to string) error {
	if to == "" {
		return nil
	}
	return app.WriteWhole(to, func(w io.Writer) error { return d.MarkForm(ctx, w, pre, c.words.Text) })
}

// newRequests reads a folder of forms, one answer each.
func (c *call) newRequests(ctx context.Context, d *app.Desk, folder, marked string) error {
	paths, err := app.FormsIn(folder)
	if err != nil {
		return err
	}
	if marked != "" {
		if err := os.MkdirAll(marked, 0o755); err != nil {
			return model.Wrap(model.Invalid, err, "error.cannot_write", "path", marked)
		}
	}
	items, lines, failed := []map[string]any{}, []string(nil), 0
	for _, path := range paths {
		name, to := filepath.Base(path), ""
		if marked != "" {
			to = filepath.Join(marked, name)
		}
		draft, problems, err := c.takeForm(ctx, d, path, to)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		item := map[string]any{"name": name, "id": draft.ID, "title": draft.Title(), "problems": c.cellProblems(problems)}
		if err != nil {
			failed++
			item["error"] = c.words.Error(err)
			lines = append(lines, name+"　"+c.words.Error(err))
		} else {
			lines = append(append(lines, name+"　"+c.words.Text("command.draft_made", "id", draft.ID, "title", draft.Title())), c.placed(problems)...)
		}
		items = append(items, item)
	}
	if err := c.answer(map[string]any{"items": items, "failed": failed}, lines...); err != nil || failed == 0 {
		return err
	}
	return model.Errorf(model.Invalid, "error.forms_failed", "count", strconv.Itoa(failed))
}

// placed says problems with their places, one a line.
func (c *call) placed(problems []model.CellProblem) []string {
	var lines []string
	for _, p := range problems {
		at := p.Field
		if p.Cell != "" {
			at = p.Sheet + " " + p.Cell
		}
		lines = append(lines, "· "+at+"　"+c.words.Problem(p.Problem))
	}
	return lines
}

func (c *call) cellProblems(found []model.CellProblem) []saidProblem {
	said := make([]saidProblem, len(found))
	for i, p := range found {
		said[i] = saidProblem{Field: p.Field, Text: c.words.Problem(p.Problem), Sheet: p.Sheet, Cell: p.Cell}
	}
	return said
}

// cellsError is a refused form: its problems are told with their cells.
type cellsError struct {
	error
	cells []model.CellProblem
}

func (e cellsError) Unwrap() error { return e.error }

func refusedCells(cells []model.CellProblem) error {
	return cellsError{model.Errorf(model.Invalid, "error.invalid_input"), cells}
}
