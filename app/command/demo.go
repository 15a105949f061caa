package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/model"
	"yunban/model/workday"
)

// demoCommand tells the life of requests with no window.
func (c *call) demoCommand() *cobra.Command {
	var out, profile string
	cmd := &cobra.Command{Use: "demo --out DIR", Short: "Play the sample requests of each city in a temporary store and leave every paper and workbook", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return c.demo(cmd.Context(), out, profile) }}
	cmd.Flags().StringVar(&out, "out", "", "the folder for papers and workbooks")
	cmd.Flags().StringVar(&profile, "profile", "", "only this regulation")
	required(cmd, "out")
	return cmd
}

// demoStart is the morning on which the demonstration begins: a week before the Spring Festival, so that its clocks
// cross a holiday and a make-up Saturday.
var demoStart = time.Date(2026, time.February, 10, 9, 0, 0, 0, workday.Shanghai)

func (c *call) demo(ctx context.Context, out, only string) error {
	profiles, err := wire.Profiles()
	if err != nil {
		return err
	}
	told := map[string][]demo.Step{}
	for _, p := range profiles {
		if only != "" && p.ID != only || !demo.Has(p.ID) {
			continue
		}
		steps, err := c.demoOf(ctx, p.ID, filepath.Join(out, p.ID))
		if err != nil {
			return fmt.Errorf("demo %s: %w", p.ID, err)
		}
		told[p.ID] = steps
	}
	if len(told) == 0 {
		return model.Errorf(model.NotFound, "error.no_profile", "profile", only)
	}
	return c.answer(told, c.words.Text("command.demo_done", "path", out))
}

// demoOf plays one city in a temporary store and writes its papers to a folder.
func (c *call) demoOf(ctx context.Context, profile, out string) (steps []demo.Step, err error) {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, model.Wrap(model.Invalid, err, "error.cannot_write", "path", out)
	}
	dir, err := os.MkdirTemp("", "yunban-demo-")
	if err != nil {
		return nil, model.Wrap(model.Other, err, "error.cannot_write", "path", os.TempDir())
	}
	clock := demo.NewClock(demoStart)
	office, err := demo.Found(ctx, filepath.Join(dir, "store"), profile, wire.Options{Clock: clock.Now, OwnFonts: true})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	defer func() { err = errors.Join(err, office.Close(), os.RemoveAll(dir)) }()
	tell := func(s demo.Step) error {
		steps = append(steps, s)
		return c.tell(ctx, office.Office, s, out)
	}
	if err := demo.Tell(ctx, office.Office, clock, tell); err != nil {
		return nil, err
	}
	return steps, c.demoEnd(ctx, office, out)
}

// tell prints a step and saves its paper.
func (c *call) tell(ctx context.Context, o *app.Office, s demo.Step, out string) error {
	path := filepath.Join(out, s.File.Name)
	if s.Bound != nil {
		if err := writeFile(path, s.Bound); err != nil {
			return err
		}
	} else if s.Paper != "" {
		desk := &app.Desk{Office: o}
		if err := desk.SaveFile(ctx, s.File, path); err != nil {
			return err
		}
	}
	if c.json {
		return nil
	}
	due := c.words.Text("due.none")
	if model.Ended(s.Case, s.Status) {
		due = c.words.Text("urgency.closed")
	}
	if s.Due != "" {
		due = s.Due + "　" + s.Article
	}
	if s.Paper != "" {
		due = s.File.Name
	}
	done := c.words.Text("action." + string(s.Action))
	switch {
	case s.Record != "":
		done = c.words.Text("matter."+string(s.Record)) + "：" + done + " → " + c.words.Text("matter_status."+string(s.Status))
		due = s.System
	case s.Status != "": // an entry of a register has none
		done += " → " + c.words.Text(model.StatusKey(s.Case, s.Status))
	}
	_, err := fmt.Fprintf(c.out, "%s  %s（%s）  %s  %s  %s\n", s.At, s.Actor, s.Role, s.Number, done, due)
	return err
}

// demoEnd exports the ledgers and checks that the store is whole.
func (c *call) demoEnd(ctx context.Context, office *wire.Opened, out string) error {
	desk, err := demo.Reader(ctx, office.Office)
	if err != nil {
		return err
	}
	for _, kind := range app.Registers() {
		name := filepath.Join(out, c.words.Text("register.title_"+string(kind))+".xlsx")
		if err := writeRegister(ctx, desk, name, kind, model.Query{}, c.words.Text); err != nil {
			return err
		}
	}
	if err := demoBlanks(ctx, office.Office, out); err != nil {
		return err
	}
	broken, err := office.Store.Verify(ctx, func(int, int) {})
	if err != nil {
		return err
	}
	if len(broken) > 0 {
		return model.Errorf(model.Conflict, "error.store_broken_found")
	}
	return nil
}

// demoBlanks writes the forms to fill by hand.
func demoBlanks(ctx context.Context, office *app.Office, out string) error {
	for _, kind := range app.BlankKinds(office.Profile()) {
		doc, err := app.BlankPaper(office.Profile(), kind)
		if err != nil {
			return err
		}
		pdf, err := office.Printer.Print(ctx, doc)
		if err != nil {
			return err
		}
		if err := writeFile(filepath.Join(out, "空白 "+doc.Title+".pdf"), pdf); err != nil {
			return err
		}
	}
	return nil
}
