package main

import (
	"encoding/pem"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yunban/app/hub"
	"yunban/model"
)

// tokenCommand keeps the tokens by which a city's own portal files and reads requests.
func (c *call) tokenCommand() *cobra.Command {
	var ask hub.PortalToken
	add := &cobra.Command{Use: "add NAME --unit UNIT", Short: "Make a token for a portal of a unit; it is shown this once", Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ask.Name = args[0]
			return c.operate(cmd.Context(), func(o hub.Operator) error {
				token, err := o.AddPortal(cmd.Context(), ask)
				if err != nil {
					return err
				}
				return c.answer(map[string]string{"token": token}, token, c.words.Text("hub.token_once"))
			})
		}}
	add.Flags().StringVar(&ask.Unit, "unit", "", "the unit in whose name it files and whose requests it reads")
	add.Flags().StringVar(&ask.Person, "person", "", "the account of that unit that it acts as (default: one of its own)")
	add.Flags().StringSliceVar(&ask.May, "may", []string{hub.MayFile, hub.MayRead}, "what it may do: file, read")
	if err := add.MarkFlagRequired("unit"); err != nil {
		panic(err) // the flag is named four lines above
	}
	list := &cobra.Command{Use: "list", Short: "The tokens, without what is secret of them", Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.operate(cmd.Context(), func(o hub.Operator) error {
				tokens, err := o.ListPortals(cmd.Context())
				if err != nil {
					return err
				}
				return c.answer(tokens, c.tokenLines(tokens)...)
			})
		}}
	revoke := &cobra.Command{Use: "revoke ID", Short: "End a token at once", Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.operate(cmd.Context(), func(o hub.Operator) error {
				if err := o.RevokePortal(cmd.Context(), args[0]); err != nil {
					return err
				}
				return c.answer(map[string]string{"revoked": args[0]}, c.words.Text("hub.token_revoked", "id", args[0]))
			})
		}}
	cmd := &cobra.Command{Use: "token", Short: "Tokens for a city's own portal", Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return usageError{errors.New(cmd.UsageString())} }}
	cmd.AddCommand(add, list, revoke)
	return cmd
}

func (c *call) tokenLines(tokens []hub.PortalToken) []string {
	if len(tokens) == 0 {
		return []string{c.words.Text("hub.no_tokens")}
	}
	lines := make([]string, len(tokens))
	for i, t := range tokens {
		key := "hub.token"
		if t.Revoked {
			key = "hub.token_over"
		}
		lines[i] = c.words.Text(key, "id", t.ID, "name", t.Name, "unit", t.Unit, "person", t.Person, "may", strings.Join(t.May, ","), "made", t.Made.Format(time.DateOnly))
	}
	return lines
}

// certificateCommand writes what a portal has to trust to know the hub.
func (c *call) certificateCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{Use: "certificate", Short: "The hub's public certificate, PEM, for portals to trust", Args: exactly(0),
		RunE: func(*cobra.Command, []string) error {
			der, err := c.pinned()
			if err != nil {
				return err
			}
			text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
			if out == "" {
				_, err := c.out.Write(text)
				return err
			}
			if err := os.WriteFile(out, text, 0o644); err != nil {
				return model.Wrap(model.Invalid, err, "error.cannot_write", "path", out)
			}
			return c.answer(map[string]string{"path": out}, c.words.Text("command.written", "path", out))
		}}
	cmd.Flags().StringVar(&out, "out", "", "the file to write (default: standard output)")
	return cmd
}

// pinned is the certificate that the hub's must be signed by: of the running hub, or of the hub's own authority.
func (c *call) pinned() ([]byte, error) {
	serving, err := hub.ReadServing(c.hubDir())
	if err == nil {
		return serving.Pin, nil
	}
	authority, err := hub.OpenAuthority(c.hubDir(), time.Now())
	if err != nil {
		return nil, err
	}
	return authority.Certificate(), nil
}
