// Package command is the program without its window: the same acts through the same app layer, for administrators'
// scripts, for other systems and for checking from outside.
package command

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"yunban/app"
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

// Window opens the window on a folder in a language; it comes back when the window is closed.
type Window func(home, language string) error

// call is one run of the program: the common flags, and where answers go.
type call struct {
	out, errs io.Writer
	home      string
	as        string
	json      bool
	language  string
	words     *words.Words
}

// Main runs the program with its arguments and gives the exit status.
func Main(ctx context.Context, args []string, out, errs io.Writer, window Window) int {
	c := &call{out: out, errs: errs}
	root := c.root(window)
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	var usage usageError
	if errors.As(err, &usage) || strings.HasPrefix(err.Error(), "unknown command") || strings.HasPrefix(err.Error(), "required flag") {
		c.sayUsage(err)
		return exitUsage
	}
	c.sayError(err)
	return exitRefused
}

// usageError is a wrong use of the command line.
type usageError struct{ error }

func (c *call) root(window Window) *cobra.Command {
	root := &cobra.Command{Use: "yunban", Short: "云办 · Yunban: government-cloud requests by the book", SilenceErrors: true, SilenceUsage: true,
		Args:              usageArgs(cobra.NoArgs),
		RunE:              func(*cobra.Command, []string) error { return window(c.home, c.language) },
		PersistentPreRunE: func(*cobra.Command, []string) error { return c.prepare() }}
	root.PersistentFlags().StringVar(&c.home, "home", defaultHome(), "the desk's folder")
	root.PersistentFlags().StringVar(&c.as, "as", "", "whom to sign in; the password comes from YUNBAN_PASSWORD or a prompt")
	root.PersistentFlags().BoolVar(&c.json, "json", false, "answer with one JSON value")
	root.PersistentFlags().StringVar(&c.language, "lang", "", "language: zh-Hans or en")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(c.initCommand(), c.demoCommand(), c.profileCommand(), c.deadlineCommand(), c.calendarCommand(),
		c.userCommand(), c.unitCommand(), c.requestCommand(), c.recordCommand(), c.delegateCommand(), c.dutyCommand(), c.printCommand(), c.registerCommand(), c.assessCommand(), c.ledgerCommand(), c.statementCommand(), c.verifyCommand(), c.signCommand(), c.trustCommand(), c.scanCommand(),
		c.joinCommand(), c.syncCommand(), c.refusedCommand(), c.backupCommand(), c.restoreCommand(), c.carryCommand(), c.draftCommand())
	return root
}

// prepare loads the words; an unknown language is a wrong use.
func (c *call) prepare() error {
	language := c.language
	if language == "" {
		language = words.Chinese
	}
	var err error
	if c.words, err = wire.Words(language); err != nil {
		return usageError{err}
	}
	return nil
}

// usageArgs makes a wrong number of arguments a wrong use.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
}

// group is a command that only holds others.
func group(use, short string, children ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short, Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usageError{errors.New("yunban " + use + ": say which: " + cmd.UsageString())}
		}}
	cmd.AddCommand(children...)
	return cmd
}

func defaultHome() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "yunban-home"
	}
	return filepath.Join(dir, "yunban")
}

// office opens the desk's folder for the time of one act.
func (c *call) office(ctx context.Context, do func(*wire.Opened) error) (err error) {
	office, err := wire.Open(ctx, c.home, wire.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, office.Close()) }()
	return do(office)
}

// desk opens the folder and signs the person in.
func (c *call) desk(ctx context.Context, do func(*app.Desk) error) error {
	if c.as == "" {
		return usageError{errors.New(c.wordsOr("command.who", "say who acts: --as NAME"))}
	}
	return c.office(ctx, func(o *wire.Opened) error {
		password, err := c.password("YUNBAN_PASSWORD", "command.password")
		if err != nil {
			return err
		}
		desk, err := o.SignIn(ctx, c.as, password)
		if err != nil {
			return err
		}
		return do(desk)
	})
}

// password comes from the environment or is asked for; it is never a flag, which others could read.
func (c *call) password(variable, prompt string) (string, error) {
	if p, ok := os.LookupEnv(variable); ok {
		return p, nil
	}
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return "", model.Errorf(model.Invalid, "error.no_password", "variable", variable)
	}
	if _, err := io.WriteString(c.errs, c.words.Text(prompt)); err != nil {
		return "", err
	}
	p, err := term.ReadPassword(in)
	if err != nil {
		return "", model.Wrap(model.Other, err, "error.no_password", "variable", variable)
	}
	_, err = io.WriteString(c.errs, "\n")
	return string(p), err
}

// numbered is an official number, or the words for one that the hub has not given yet.
func (c *call) numbered(number string) string {
	if number == "" {
		return c.words.Text("request.no_number")
	}
	return number
}

func (c *call) wordsOr(key, other string) string {
	if c.words == nil {
		return other
	}
	return c.words.Or(key, other)
}
