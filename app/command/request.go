package command

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/model"
)

// requestCommand files, moves and reads requests.
func (c *call) requestCommand() *cobra.Command {
	forms := c.formCommand("The blank form of an application, to fill in offline", func(kind string) bool { return !isRecord(kind) })
	return group("request", "Requests", forms, c.requestNew(), c.requestDo(), c.requestList(), c.requestShow(), c.requestReminders(), c.requestBatch())
}

func (c *call) requestDo() *cobra.Command {
	var note, after string
	var set, files []string
	cmd := &cobra.Command{Use: "do ACTION ID", Short: "One act of the lifecycle, by the signed-in person", Args: usageArgs(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			act := typedAct{model.Action(args[0]), args[1], after, note, set, files}
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.do(cmd.Context(), d, act) })
		}}
	cmd.Flags().StringVar(&note, "note", "", "the opinion or the reason")
	cmd.Flags().StringVar(&after, "after", "", "the last act that you saw; a newer one is a conflict")
	cmd.Flags().StringArrayVar(&set, "set", nil, "a field, k=v; a figure of a resource line, lines.ID.count=2")
	cmd.Flags().StringArrayVar(&files, "file", nil, "an attachment, ROLE=PATH")
	return cmd
}

// typedAct is an act as it was typed.
type typedAct struct {
	action     model.Action
	id         string
	after      string
	note       string
	set, files []string
}

func (c *call) do(ctx context.Context, d *app.Desk, a typedAct) error {
	values, figures, err := split(a.set)
	if err != nil {
		return err
	}
	attached, err := attach(ctx, d, a.files)
	if err != nil {
		return err
	}
	request, event, err := c.take(ctx, d, a, values, figures, attached)
	if err != nil {
		return err
	}
	file, err := d.Dossier(ctx, request)
	if err != nil {
		return err
	}
	r := file.Request
	value := map[string]any{"id": r.ID, "number": r.Number, "status": r.Status, "event": event.ID, "at": event.At.Format(timeForm),
		"due": dueOrNull(file.Due)}
	return c.answer(value, c.words.Text("command.done", "action", string(a.action), "number", c.numbered(r.Number), "status", string(r.Status)))
}

// take files a draft, answers a non-acceptance, or takes any other act.
func (c *call) take(ctx context.Context, d *app.Desk, a typedAct, values model.Values, figures []figure, files []model.File) (string, model.Event, error) {
	if a.action == model.Submit {
		draft, err := d.Draft(ctx, a.id)
		if model.KindOf(err) == model.NotFound {
			var id string
			if id, err = c.requestCalled(ctx, d, a.id); err == nil {
				draft, err = d.NewRound(ctx, id)
			}
		}
		if err != nil {
			return "", model.Event{}, err
		}
		if err := untaken(d.Profile(), draft.Case, a.action, values, figures); err != nil {
			return "", model.Event{}, err
		}
		for k, v := range values {
			draft.Filling.Values[k] = v
		}
		draft.Filling.Files = append(draft.Filling.Files, files...)
		event, err := d.Submit(ctx, draft)
		return event.Subject.ID, event, err
	}
	id, err := c.requestCalled(ctx, d, a.id)
	if err != nil {
		return "", model.Event{}, err
	}
	file, err := d.Dossier(ctx, id)
	if err != nil {
		return "", model.Event{}, err
	}
	if err := untaken(file.Profile, file.Request.Case, a.action, values, figures); err != nil {
		return "", model.Event{}, err
	}
	lines, err := figured(file.Request, a.action, figures)
	if err != nil {
		return "", model.Event{}, err
	}
	event, err := d.Do(ctx, app.Doing{Request: id, Action: a.action, After: a.after, Note: a.note, Values: values, Lines: lines, Files: files})
	return id, event, err
}

// requestCalled finds a request by its id or its official number: PJ-BG-2026-0003 has capitals, an id has none.
func (c *call) requestCalled(ctx context.Context, d *app.Desk, called string) (string, error) {
	if strings.ToLower(called) == called {
		return called, nil
	}
	about, err := d.Numbered(ctx, called)
	return about.ID, err
}

// figure is one figure of a resource line, lines.1.count=2.
type figure struct {
	line, name string
	n          int64
}

// split parts the typed fields from the figures of lines.
func split(set []string) (model.Values, []figure, error) {
	values := model.Values{}
	var figures []figure
	for _, s := range set {
		k, v, ok := strings.Cut(s, "=")
		if !ok {
			return nil, nil, usageError{errors.New("--set " + s + ": k=v")}
		}
		rest, isLine := strings.CutPrefix(k, "lines.")
		if !isLine {
			values[k] = v
			continue
		}
		line, name, _ := strings.Cut(rest, ".")
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return nil, nil, model.InvalidInput([]model.Problem{{Field: k, Key: "problem.not_integer", Args: map[string]string{"label": k}}})
		}
		figures = append(figures, figure{line, name, n})
	}
	return values, figures, nil
}

// figured lays typed figures over the ones that hold so far.
func figured(r model.Request, action model.Action, figures []figure) ([]model.Line, error) {
	var lines []model.Line
	for _, f := range figures {
		var amount model.Amount
		known := false
		for _, l := range slices.Concat(r.RunningLines(), lines) {
			if l.ID != f.line {
				continue
			}
			known, amount = true, l.Asked
			if l.Approved != nil {
				amount = *l.Approved
			}
			if l.Delivered != nil {
				amount = *l.Delivered
			}
		}
		if !known {
			return nil, model.InvalidInput([]model.Problem{{Field: "lines." + f.line, Key: "problem.unknown_line", Args: map[string]string{"line": f.line}}})
		}
		amount = amount.With(f.name, f.n)
		line := model.Line{ID: f.line, Approved: &amount}
		if action == model.Deliver || action == model.Execute || action == model.Adjust {
			line = model.Line{ID: f.line, Delivered: &amount}
		}
		lines = append(without(lines, f.line), line)
	}
	return lines, nil
}

func without(lines []model.Line, id string) []model.Line {
	var kept []model.Line
	for _, l := range lines {
		if l.ID != id {
			kept = append(kept, l)
		}
	}
	return kept
}

func attach(ctx context.Context, d *app.Desk, files []string) ([]model.File, error) {
	var kept []model.File
	for _, s := range files {
		role, path, ok := strings.Cut(s, "=")
		if !ok {
			return nil, usageError{errors.New("--file " + s + ": ROLE=PATH")}
		}
		f, err := d.Attach(ctx, role, path)
		if err != nil {
			return nil, err
		}
		kept = append(kept, f)
	}
	return kept, nil
}

// raw keeps a value that is JSON already.
func raw(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null")
	}
	return data
}
