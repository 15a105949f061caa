package command

import (
	"strconv"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/app/wire"
	"yunban/model"
)

// carryCommand exchanges with the hub by files, where there is no network.
func (c *call) carryCommand() *cobra.Command {
	var room int64
	out := &cobra.Command{Use: "out FILE|FOLDER", Short: "Write what waits for the hub as a parcel that only it can open", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.office(cmd.Context(), func(o *wire.Opened) error {
				report, err := o.CarryOutTo(cmd.Context(), args[0], room<<20, nil)
				if err != nil {
					return err
				}
				lines := []string{c.words.Text("command.carried_out", "path", report.Name, "acts", strconv.Itoa(report.Acts), "files", strconv.Itoa(report.Files))}
				return c.answer(report, append(lines, c.carryNotes(report)...)...)
			})
		}}
	out.Flags().Int64Var(&room, "files", app.CarryRoom>>20, "how many megabytes of files that are not here yet to ask for")
	in := &cobra.Command{Use: "in FILE|FOLDER", Short: "Take the hub's answer in", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.office(cmd.Context(), func(o *wire.Opened) error { return c.carryIn(cmd, o, args[0]) })
		}}
	return group("carry", "The exchange with the hub by a stick or a shared folder", out, in)
}

// carryIn takes the answers in that lie in a folder and that are new, or one that was named.
func (c *call) carryIn(cmd *cobra.Command, o *wire.Opened, path string) error {
	found, ignored, err := app.FindParcels(path, app.ParcelAnswer, o.Device)
	if err != nil {
		return err
	}
	last, err := o.CarriedIn(cmd.Context())
	if err != nil {
		return err
	}
	reports, lines := []model.CarryReport{}, []string{}
	for _, p := range found {
		if p.Device != "" && p.No <= last {
			continue
		}
		report, err := o.CarryInFrom(cmd.Context(), p.Path, nil)
		if err != nil && p.Device == "" {
			return err
		}
		if err != nil {
			ignored = append(ignored, p.Path+"："+c.words.Error(err))
			continue
		}
		reports = append(reports, report)
		lines = append(lines, c.words.Text("command.carried_in", "path", report.Name, "taken", strconv.Itoa(report.Taken), "refused", strconv.Itoa(report.Refused),
			"received", strconv.Itoa(report.Received), "files", strconv.Itoa(report.Files)))
		lines = append(lines, c.carryNotes(report)...)
	}
	return c.sayCarried(reports, ignored, lines)
}

func (c *call) sayCarried(reports []model.CarryReport, ignored, lines []string) error {
	for _, name := range ignored {
		lines = append(lines, c.words.Text("command.carry_ignored", "name", name))
	}
	if len(reports) == 0 {
		lines = append(lines, c.words.Text("command.carry_nothing"))
	}
	return c.answer(map[string]any{"items": reports, "ignored": append([]string{}, ignored...)}, lines...)
}

// carryNotes say what still waits, and for whom.
func (c *call) carryNotes(r model.CarryReport) []string {
	var notes []string
	for _, who := range r.SignIn {
		notes = append(notes, c.words.Text("command.sync_sign_in", "who", who))
	}
	if r.More {
		notes = append(notes, c.words.Text("command.carry_more"))
	}
	return notes
}
