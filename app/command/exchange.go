package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/app/wire"
	"yunban/model"
)

// joinCommand makes the folder a desk of a hub.
func (c *call) joinCommand() *cobra.Command {
	var code, fingerprint, name string
	var records, anyway, try bool
	cmd := &cobra.Command{Use: "join URL", Short: "join a hub with a one-time code", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if code == "" {
				return usageError{errors.New("join: --code is missing")}
			}
			if name == "" {
				name, _ = os.Hostname() // a desk without a name is called by its id
			}
			joining := wire.Joining{Address: args[0], Code: code, Name: name, Trust: c.trust(fingerprint)}
			if records {
				return c.joinWithRecords(cmd.Context(), joining, anyway, try)
			}
			office, err := wire.Join(cmd.Context(), c.home, wire.Options{}, joining)
			if err != nil {
				return err
			}
			state, err := office.SyncState(cmd.Context())
			if err = errors.Join(err, office.Close()); err != nil {
				return err
			}
			return c.answer(state, c.words.Text("command.joined", "city", office.Profile().City))
		}}
	cmd.Flags().StringVar(&code, "code", "", "the one-time code from the hub's administrator")
	cmd.Flags().StringVar(&fingerprint, "fingerprint", "", "the hub's fingerprint, as its administrator reads it out; without it the hub's is shown and nothing joined")
	cmd.Flags().BoolVar(&records, "with-records", false, "bring along what this desk did by itself; the code must allow that")
	cmd.Flags().BoolVar(&anyway, "anyway", false, "with --with-records: also when the hub does not take everything; what it does not take stays in the copy")
	cmd.Flags().BoolVar(&try, "try", false, "with --with-records: only enrol and say what would become of each, with its new number where it needs one")
	cmd.Flags().StringVar(&name, "name", "", "what this desk is called; the computer's name when it is not given")
	return cmd
}

// joinWithRecords joins with everything that the desk did by itself. What the hub would not take is told first, and
// nothing happens then.
func (c *call) joinWithRecords(ctx context.Context, j wire.Joining, anyway, try bool) error {
	office, err := wire.Open(ctx, c.home, wire.Options{})
	if err != nil {
		return err
	}
	moving := wire.Moving{Joining: j, Words: c.words.Text, Say: c.words.Error, Told: func(int, int) {}}
	would, err := office.TryMove(ctx, moving)
	if err == nil && try {
		return errors.Join(c.sayMoving(would, "command.move_would"), office.Close())
	}
	if err != nil || len(would.Refused()) > 0 && !anyway {
		if err == nil {
			err = errors.Join(c.sayMoving(would, "command.move_refused"), model.Errorf(model.Conflict, "error.not_moved"))
		}
		return errors.Join(err, office.Close())
	}
	joined, moved, err := office.MoveTo(ctx, wire.Options{}, moving)
	if err != nil {
		return errors.Join(err, office.Close())
	}
	return errors.Join(c.sayMoving(moved, "command.moved"), joined.Close())
}

// sayMoving tells what became of the records, and of each that is not as it was.
func (c *call) sayMoving(m app.Moving, key string) error {
	lines := []string{c.words.Text(key, "taken", fmt.Sprint(m.Taken()), "refused", fmt.Sprint(len(m.Refused())))}
	for _, i := range m.Renumbered() {
		lines = append(lines, c.words.Text("command.move_renumbered", "title", i.Title, "before", i.Before, "number", i.Number))
	}
	for _, i := range m.Refused() {
		lines = append(lines, c.words.Text("command.move_left", "title", i.Title, "why", c.words.Error(i.Err())))
	}
	return c.answer(m, lines...)
}

// trust compares the fingerprint with the one that was given. Without one nothing is joined: the hub's is shown, to be
// compared and given.
func (c *call) trust(given string) func(found string) error {
	return func(found string) error {
		switch {
		case given == "":
			return model.Errorf(model.Forbidden, "error.hub_fingerprint", "found", found)
		case !wire.SameFingerprint(found, given):
			return model.Errorf(model.Forbidden, "error.hub_untrusted", "found", found)
		}
		return nil
	}
}

// syncCommand exchanges with the hub, once or until it is stopped.
func (c *call) syncCommand() *cobra.Command {
	var watch bool
	cmd := &cobra.Command{Use: "sync", Short: "send what waits and receive what is new", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.office(cmd.Context(), func(o *wire.Opened) error {
				if watch {
					return c.watch(cmd.Context(), o)
				}
				report, err := o.Sync(cmd.Context())
				if err != nil {
					return err
				}
				return c.saySync(report)
			})
		}}
	cmd.Flags().BoolVar(&watch, "watch", false, "go on until interrupted, within seconds of each change")
	return cmd
}

func (c *call) watch(ctx context.Context, o *wire.Opened) error {
	if state, err := o.SyncState(ctx); err != nil || !state.Joined {
		return errors.Join(err, model.Errorf(model.NotFound, "error.not_joined"))
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	var failed error
	err := o.Watch(ctx, func(report app.SyncReport, err error) {
		switch {
		case err != nil:
			c.sayError(err)
		case report.Taken+report.Refused+report.Received+len(report.SignIn) > 0:
			failed = errors.Join(failed, c.saySync(report))
		}
	})
	return errors.Join(failed, err)
}

func (c *call) saySync(r app.SyncReport) error {
	lines := []string{c.words.Text("command.synced", "taken", fmt.Sprint(r.Taken), "refused", fmt.Sprint(r.Refused), "received", fmt.Sprint(r.Received))}
	for _, who := range r.SignIn {
		lines = append(lines, c.words.Text("command.sync_sign_in", "who", who))
	}
	return c.answer(r, lines...)
}

// refusedCommand lists the acts that the hub did not take, and settles them.
func (c *call) refusedCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "refused", Short: "acts that the hub did not take", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.listRefused(cmd.Context(), d) })
		}}
	cmd.AddCommand(
		&cobra.Command{Use: "dismiss ID", Short: "settle one without doing it again", Args: usageArgs(cobra.ExactArgs(1)),
			RunE: func(cmd *cobra.Command, args []string) error {
				return c.desk(cmd.Context(), func(d *app.Desk) error {
					if err := d.Dismiss(cmd.Context(), args[0]); err != nil {
						return err
					}
					return c.answer(map[string]string{"id": args[0]}, c.words.Text("command.dismissed", "id", args[0]))
				})
			}},
		&cobra.Command{Use: "redo ID", Short: "do one again on the present state; a filing becomes a draft", Args: usageArgs(cobra.ExactArgs(1)),
			RunE: func(cmd *cobra.Command, args []string) error {
				return c.desk(cmd.Context(), func(d *app.Desk) error { return c.redo(cmd.Context(), d, args[0]) })
			}})
	return cmd
}

func (c *call) listRefused(ctx context.Context, d *app.Desk) error {
	refused, err := d.RefusedActs(ctx)
	if err != nil {
		return err
	}
	lines := []string{}
	for _, r := range refused {
		lines = append(lines, c.words.Text("command.refused_act", "id", r.Event.ID, "number", r.Number, "title", r.Title,
			"action", string(r.Event.Action), "why", c.words.Error(r.Answer.Err())))
	}
	if len(refused) == 0 {
		lines = append(lines, c.words.Text("command.refused_none"))
	}
	return c.answer(append([]app.Unaccepted{}, refused...), lines...)
}

func (c *call) redo(ctx context.Context, d *app.Desk, id string) error {
	again, err := d.Redo(ctx, id)
	if err != nil {
		return err
	}
	if again.Draft != nil {
		return c.answer(again.Draft, c.words.Text("command.draft_made", "id", again.Draft.ID, "title", again.Draft.Filling.Values["system_name"]))
	}
	e, err := d.DoAgain(ctx, id, *again.Doing)
	if err != nil {
		return err
	}
	return c.answer(e, c.words.Text("command.redone", "action", string(e.Action)))
}
