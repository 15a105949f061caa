// Yunban-hub 云办共享主机 keeps the one log that the desks of a city share. It has no window.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"yunban/app/wire"
	"yunban/app/words"
	"yunban/model"
)

// Exit statuses.
const (
	exitDone    = 0
	exitRefused = 1 // refused or failed; the message is on standard error
	exitUsage   = 2 // wrong usage
)

func main() {
	if status, ok := asService(func(ctx context.Context, errs io.Writer, ready func(string) error) int {
		return (&call{out: io.Discard, errs: errs, ready: ready}).run(ctx, os.Args[1:])
	}); ok {
		os.Exit(status)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// call is one run of the program.
type call struct {
	out, errs io.Writer
	store     string // the hub's folder
	files     string // the bucket of attachments
	opts      wire.Options
	drop      func() error // lets go of the bucket
	json      bool
	language  string
	words     *words.Words
	ready     func(status string) error // tells whoever started the hub that it serves
}

// usageError is a wrong use of the command line.
type usageError struct{ error }

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	return (&call{out: out, errs: errs, ready: tellSystemd}).run(ctx, args)
}

func (c *call) run(ctx context.Context, args []string) int {
	c.drop = func() error { return nil }
	root := c.root()
	root.SetArgs(args)
	root.SetOut(c.out)
	root.SetErr(c.errs)
	err := errors.Join(root.ExecuteContext(ctx), c.drop())
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage) || strings.HasPrefix(err.Error(), "unknown command") || strings.HasPrefix(err.Error(), "required flag"):
		c.sayError(err.Error(), model.Invalid)
		return exitUsage
	}
	c.sayError(c.words.Error(err), model.KindOf(err))
	return exitRefused
}

func (c *call) root() *cobra.Command {
	root := &cobra.Command{Use: "yunban-hub", Short: "云办共享主机 · Yunban's hub: one log for the desks of a city", SilenceErrors: true, SilenceUsage: true,
		Args:              func(cmd *cobra.Command, args []string) error { return usage(cobra.NoArgs(cmd, args)) },
		RunE:              func(cmd *cobra.Command, _ []string) error { return usageError{errors.New(cmd.UsageString())} },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return c.prepare(cmd.Context()) }}
	root.PersistentFlags().StringVar(&c.store, "store", "", "the hub's folder, on a disk of this machine")
	root.PersistentFlags().StringVar(&c.files, "files", "", "where attachments are kept, file:///DIR (default: what serve was told last, or else the hub's folder)")
	root.PersistentFlags().BoolVar(&c.json, "json", false, "answer with one JSON value")
	root.PersistentFlags().StringVar(&c.language, "lang", words.Chinese, "language: zh-Hans or en")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(c.serveCommand(), c.enrolCommand(), c.devicesCommand(), c.revokeCommand(), c.verifyCommand(), c.statsCommand(),
		c.backupCommand(), c.restoreCommand(), c.carryCommand(), c.tokenCommand(), c.certificateCommand(), c.offlineCommand())
	return root
}

func usage(err error) error {
	if err != nil {
		return usageError{err}
	}
	return nil
}

// prepare loads the words and asks for the folder.
func (c *call) prepare(ctx context.Context) (err error) {
	if c.words, err = wire.Words(c.language); err != nil {
		return usageError{err}
	}
	if c.store == "" {
		return usageError{errors.New(c.words.Text("hub.say_store"))}
	}
	if strings.Contains(c.store, "://") { // else it would become the name of a folder
		return model.Errorf(model.Invalid, "error.hub_store", "store", c.store)
	}
	return c.openBucket(ctx)
}

// answer writes what a command found: one JSON value, or lines for people.
func (c *call) answer(value any, lines ...string) error {
	if c.json {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(value)
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(c.out, line); err != nil {
			return err
		}
	}
	return nil
}

// sayError writes a failure to standard error, in words or as JSON.
func (c *call) sayError(text string, kind model.Kind) {
	if c.json {
		said, err := json.Marshal(map[string]any{"error": map[string]any{"kind": kind, "text": text}})
		if err == nil {
			text = string(said)
		}
	}
	_, _ = fmt.Fprintln(c.errs, text) // nobody is left to tell
}
