package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/app/hub"
	"yunban/model"
)

// carryCommand exchanges with desks by files, where there is no network.
func (c *call) carryCommand() *cobra.Command {
	var out string
	in := &cobra.Command{Use: "in FILE|FOLDER --out FILE|FOLDER", Short: "Take desks' parcels in and write the answers for them", Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.operate(cmd.Context(), func(o hub.Operator) error { return c.carryIn(cmd.Context(), o, args[0], out) })
		}}
	in.Flags().StringVar(&out, "out", "", "where the answers go: a folder, which may be the same, or a file for one parcel")
	if err := in.MarkFlagRequired("out"); err != nil {
		panic(err) // the flag is named two lines above
	}
	cmd := &cobra.Command{Use: "carry", Short: "The exchange with desks by a stick or a shared folder", Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return usageError{errors.New(cmd.UsageString())} }}
	cmd.AddCommand(in)
	return cmd
}

// carryIn takes every parcel in that has no answer yet.
func (c *call) carryIn(ctx context.Context, o hub.Operator, path, out string) error {
	found, ignored, err := app.FindParcels(path, app.ParcelToHub, "")
	if err != nil {
		return err
	}
	reports, lines := []model.CarryReport{}, []string{}
	for _, p := range found {
		if done, err := app.AnsweredIn(out, p); err != nil || done {
			continue
		}
		report, err := carryOne(ctx, o, p.Path, out)
		if err != nil && p.Device == "" {
			return err
		}
		if err != nil {
			ignored = append(ignored, filepath.Base(p.Path)+"："+c.words.Error(err))
			continue
		}
		reports = append(reports, report)
		lines = append(lines, c.words.Text("hub.carried", "device", report.Device, "taken", strconv.Itoa(report.Taken), "refused", strconv.Itoa(report.Refused), "path", report.Name))
	}
	for _, name := range ignored {
		lines = append(lines, c.words.Text("command.carry_ignored", "name", name))
	}
	if len(reports) == 0 {
		lines = append(lines, c.words.Text("command.carry_nothing"))
	}
	return c.answer(map[string]any{"items": reports, "ignored": append([]string{}, ignored...)}, lines...)
}

func carryOne(ctx context.Context, o hub.Operator, path, out string) (report model.CarryReport, err error) {
	parcel, err := os.Open(path)
	if err != nil {
		return report, model.Wrap(model.Invalid, err, "error.file_unreadable", "name", path)
	}
	defer func() { err = errors.Join(err, parcel.Close()) }()
	return app.WriteParcel(out, app.ParcelAnswer, func(w io.Writer) (model.CarryReport, error) { return o.Carry(ctx, parcel, w) })
}
