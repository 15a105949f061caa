package main

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"yunban/app/hub"
	"yunban/app/wire"
	"yunban/model"
)

// operate does something as the hub's operator: through the running hub, or in its place when none runs.
func (c *call) operate(ctx context.Context, do func(hub.Operator) error) (err error) {
	office, err := wire.Open(ctx, c.store, c.opts)
	if model.KindOf(err) == model.Conflict {
		remote, broken := hub.Operate(c.hubDir(), time.Now())
		if broken != nil {
			return errors.Join(err, broken) // somebody else has the store
		}
		return do(remote)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, office.Close()) }()
	if err := c.owned(); err != nil {
		return err
	}
	server, err := newServer(ctx, office, c.hubDir(), slog.New(slog.NewJSONHandler(c.errs, nil)))
	if err != nil {
		return err
	}
	return do(server)
}

// owned refuses to write into a folder of another user: the hub, which runs as that one, could not read it.
func (c *call) owned() error {
	if owner := ownerOf(c.store); owner != "" {
		return model.Errorf(model.Forbidden, "error.store_owner", "dir", c.store, "user", owner)
	}
	return nil
}

// fingerprint is the one that desks will be shown: of the running hub, or of the hub's own authority.
func (c *call) fingerprint() (string, error) {
	der, err := c.pinned()
	if err != nil {
		return "", err
	}
	return hub.Fingerprint(der), nil
}

func (c *call) enrolCommand() *cobra.Command {
	var leave hub.Leave
	cmd := &cobra.Command{Use: "enrol", Short: "A one-time code for a desk, and the fingerprint to read out with it", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.operate(cmd.Context(), func(o hub.Operator) error {
				code, err := o.Enrol(cmd.Context(), leave)
				if err != nil {
					return err
				}
				print, err := c.fingerprint()
				if err != nil {
					return err
				}
				return c.answer(map[string]string{"code": code, "fingerprint": print},
					c.words.Text("hub.code", "code", code), c.words.Text("hub.fingerprint", "fingerprint", print))
			})
		}}
	cmd.Flags().StringVar(&leave.Unit, "unit", "", "whose desk it will be, by id or name")
	cmd.Flags().StringVar((*string)(&leave.Role), "role", "", "who will work at it: one whose duties need every unit's requests gets them")
	cmd.Flags().BoolVar(&leave.All, "all", false, "it may hold the requests of every unit (authority, vendor)")
	cmd.Flags().BoolVar(&leave.Import, "import", false, "a desk that worked by itself may bring its records along (join --with-records)")
	if err := cmd.MarkFlagRequired("unit"); err != nil {
		panic(err) // the flag is named three lines above
	}
	return cmd
}

func (c *call) devicesCommand() *cobra.Command {
	return &cobra.Command{Use: "devices", Short: "The enrolled desks", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.operate(cmd.Context(), func(o hub.Operator) error {
				devices, err := o.ListDevices(cmd.Context())
				if err != nil {
					return err
				}
				return c.answer(devices, c.deviceLines(devices)...)
			})
		}}
}

func (c *call) deviceLines(devices []model.Device) []string {
	if len(devices) == 0 {
		return []string{c.words.Text("hub.no_devices")}
	}
	lines := make([]string, len(devices))
	for i, d := range devices {
		key := "hub.device"
		if d.Revoked {
			key = "hub.device_revoked"
		}
		lines[i] = c.words.Text(key, "id", d.ID, "name", d.Name, "unit", d.Unit, "seen", d.Seen.Format(time.DateTime))
	}
	return lines
}

func (c *call) revokeCommand() *cobra.Command {
	return &cobra.Command{Use: "revoke DEVICE", Short: "Lock a desk out for good", Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.ExactArgs(1)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.operate(cmd.Context(), func(o hub.Operator) error {
				if err := o.Revoke(cmd.Context(), args[0]); err != nil {
					return err
				}
				return c.answer(map[string]string{"revoked": args[0]}, c.words.Text("hub.revoked", "id", args[0]))
			})
		}}
}

func (c *call) verifyCommand() *cobra.Command {
	return &cobra.Command{Use: "verify", Short: "Replay every event; check the hash chain, the summaries and each file", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.operate(cmd.Context(), func(o hub.Operator) error {
				broken, err := o.Check(cmd.Context())
				if err != nil {
					return err
				}
				if len(broken) == 0 {
					return c.answer(map[string]any{"ok": true, "broken": []model.Broken{}}, c.words.Text("command.store_good"))
				}
				lines := make([]string, len(broken))
				for i, b := range broken {
					lines[i] = "· " + b.Subject + "　" + c.words.Text(b.What) + "　" + b.Detail
				}
				if err := c.answer(map[string]any{"ok": false, "broken": broken}, lines...); err != nil {
					return err
				}
				return model.Errorf(model.Conflict, "error.store_broken_found")
			})
		}}
}

func (c *call) statsCommand() *cobra.Command {
	return &cobra.Command{Use: "stats", Short: "What the hub holds and does", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.operate(cmd.Context(), func(o hub.Operator) error {
				s, err := o.Stats(cmd.Context())
				if err != nil {
					return err
				}
				return c.answer(s, c.words.Text("hub.stats", "head", strconv.FormatInt(s.Head, 10), "devices", strconv.Itoa(s.Devices),
					"revoked", strconv.Itoa(s.Revoked), "watching", strconv.Itoa(s.Watching)))
			})
		}}
}
