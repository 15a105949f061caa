package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/app/hub"
	"yunban/app/wire"
	"yunban/model"
)

// serving is how a hub is to serve.
type serving struct {
	listen      string
	names       []string // by which desks reach it, besides those that the machine knows
	certificate string   // files of a given certificate and its key
	key         string
	founding    founding
	founds      bool
	log         string // a file to log to, where nobody reads standard error
}

// founding is what a new hub begins with.
type founding struct{ profile, admin string }

func (c *call) serveCommand() *cobra.Command {
	var s serving
	cmd := &cobra.Command{Use: "serve", Short: "Serve the desks until interrupted", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.serve(cmd.Context(), s) }}
	cmd.Flags().StringVar(&s.listen, "listen", ":8443", "address and port to listen on")
	cmd.Flags().StringSliceVar(&s.names, "name", nil, "further names or addresses of this machine, for its certificate")
	cmd.Flags().StringVar(&s.certificate, "cert", "", "a certificate of your own, PEM with its chain (default: the hub's own)")
	cmd.Flags().StringVar(&s.key, "key", "", "the key of --cert, PEM")
	cmd.Flags().BoolVar(&s.founds, "init", false, "found the office the first time; the administrator's password comes from YUNBAN_PASSWORD")
	cmd.Flags().StringVar(&s.founding.profile, "profile", "", "the city's regulation, with --init")
	cmd.Flags().StringVar(&s.founding.admin, "admin", "", "the administrator's account, with --init")
	cmd.Flags().StringVar(&s.log, "log", "", "a file to log to, for services of Windows (default: standard error)")
	cmd.MarkFlagsRequiredTogether("cert", "key")
	return cmd
}

// hubDir is where a hub keeps its keys, codes and unfinished files.
func (c *call) hubDir() string { return filepath.Join(c.store, "hub") }

// open opens the office, and founds it the first time when that was asked for.
func (c *call) open(ctx context.Context, s serving) (*wire.Opened, error) {
	office, err := wire.Open(ctx, c.store, c.opts)
	if err == nil || !s.founds || model.KindOf(err) != model.NotFound {
		return office, err
	}
	if s.founding.profile == "" || s.founding.admin == "" {
		return nil, usageError{errors.New(c.words.Text("hub.say_founding"))}
	}
	password, ok := os.LookupEnv("YUNBAN_PASSWORD")
	if !ok {
		return nil, model.Errorf(model.Invalid, "error.no_password", "variable", "YUNBAN_PASSWORD")
	}
	return wire.Found(ctx, c.store, c.opts, app.Founding{Profile: s.founding.profile, Password: password,
		Admin: model.Person{ID: s.founding.admin, Name: s.founding.admin}})
}

// largestHeap is how much memory the hub's own data should take, besides what SQLite does: the more it needs, the more
// often it clears up. GOMEMLIMIT says otherwise.
const largestHeap = 86 << 20

// lazyClearing lets the heap grow to three times of what is in use before it is cleared up, below that bound: most of
// what acts need is gone with their answers.
const lazyClearing = 200

func (c *call) serve(ctx context.Context, s serving) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(largestHeap)
		if os.Getenv("GOGC") == "" {
			debug.SetGCPercent(lazyClearing)
		}
	}
	if err := c.owned(); err != nil { // before anything is written into it
		return err
	}
	log, closeLog, err := s.openLog(c.errs)
	if err != nil {
		return err
	}
	logger := slog.New(slog.NewJSONHandler(log, nil))
	err = c.serveOffice(ctx, s, logger)
	var usage usageError
	switch {
	case err == nil:
		logger.InfoContext(ctx, "stopped")
	case !errors.As(err, &usage):
		logger.ErrorContext(ctx, "stopped", "cause", err.Error())
	}
	return errors.Join(err, closeLog())
}

// serveOffice serves until ctx ends; then nothing of the office is open any more.
func (c *call) serveOffice(ctx context.Context, s serving, logger *slog.Logger) (err error) {
	office, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, office.Close()) }()
	if office.Log().Replica() {
		return model.Errorf(model.Conflict, "error.hub_replica")
	}
	if err := c.keepBucket(ctx); err != nil {
		return err
	}
	server, err := newServer(ctx, office, c.hubDir(), logger)
	if err != nil {
		return err
	}
	certificate, err := s.certificateOf(server, c.hubDir())
	if err != nil {
		return err
	}
	listener, err := server.Listener(s.listen, certificate)
	if err != nil {
		return err
	}
	withdraw, err := hub.Announce(c.hubDir(), listener, certificate)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, withdraw()) }()
	if err := c.announce(ctx, listener.Addr().String(), certificate, logger); err != nil {
		return errors.Join(err, listener.Close())
	}
	return server.Serve(ctx, listener)
}

// announce says where the hub serves: to people, to the log, and to whoever started it.
func (c *call) announce(ctx context.Context, address string, certificate tls.Certificate, logger *slog.Logger) error {
	fingerprint := hub.Fingerprint(certificate.Certificate[len(certificate.Certificate)-1])
	logger.InfoContext(ctx, "serving", "address", address, "fingerprint", fingerprint)
	listening := c.words.Text("hub.listening", "address", address)
	if err := c.answer(map[string]string{"listening": address, "fingerprint": fingerprint},
		listening, c.words.Text("hub.fingerprint", "fingerprint", fingerprint)); err != nil {
		logger.WarnContext(ctx, "nobody reads standard output", "cause", err.Error()) // no reason not to serve
	}
	return c.ready(listening)
}

// openLog is where the hub logs to.
func (s serving) openLog(usual io.Writer) (io.Writer, func() error, error) {
	if s.log == "" {
		return usual, func() error { return nil }, nil
	}
	if err := os.MkdirAll(filepath.Dir(s.log), 0o700); err != nil {
		return nil, nil, model.Wrap(model.Other, err, "error.unexpected")
	}
	file, err := os.OpenFile(s.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, model.Wrap(model.Other, err, "error.unexpected")
	}
	return file, file.Close, nil
}

// newServer makes the server of an office.
func newServer(ctx context.Context, office *wire.Opened, dir string, logger *slog.Logger) (*hub.Server, error) {
	return hub.New(ctx, hub.Parts{Office: office, Log: office.Log(), Devices: office.Log(), Files: office.Log(), Upkeep: office.Log(), Snapshots: office.Log(), Portals: office, Importer: office, Accounts: office, Dir: dir, Clock: office.Clock, Sandbox: office.Sandbox,
		Logger: logger,
		SignIn: func(ctx context.Context, name, password string) (model.Person, error) {
			desk, err := office.SignIn(ctx, name, password)
			if err != nil {
				return model.Person{}, err
			}
			return desk.Person, nil
		}})
}

// certificateOf is the certificate that was given, or the hub's own.
func (s serving) certificateOf(server *hub.Server, dir string) (tls.Certificate, error) {
	if s.certificate != "" {
		pair, err := tls.LoadX509KeyPair(s.certificate, s.key)
		if err != nil {
			return pair, model.Wrap(model.Invalid, err, "error.hub_certificate", "path", s.certificate)
		}
		return pair, nil
	}
	host, err := os.Hostname()
	if err != nil {
		host = ""
	}
	names := append(hub.Names(host), s.names...)
	if h, _, err := net.SplitHostPort(s.listen); err == nil && h != "" && !net.ParseIP(h).IsUnspecified() {
		names = append(names, h)
	}
	certificate, err := server.Authority().Server(dir, names, time.Now())
	if err != nil {
		return certificate, fmt.Errorf("certificate: %w", err)
	}
	return certificate, nil
}
