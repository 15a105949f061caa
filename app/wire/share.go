package wire

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"yunban/app/hub"
	"yunban/model"
)

// hubFolder is where a folder that serves desks keeps its hub's keys and codes: yunban-hub takes the same folder up.
const hubFolder = "hub"

// shareSetting is the port that the desk is shared on; nothing while it is not shared.
const shareSetting = "share.port"

// Sharer shares an office that is its own hub with other desks, for as long as it is open.
type Sharer struct {
	office *Opened
	mu     sync.Mutex
	server *hub.Server
	state  model.Sharing
	stop   func()
}

// Sharer shares this office; nil for a desk that follows a hub itself.
func (o *Opened) Sharer() *Sharer {
	if o.store.Replica() {
		return nil
	}
	return o.sharer
}

// Sharing tells how the office is shared.
func (s *Sharer) Sharing() model.Sharing {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// Resume shares again what was shared when the program ended. What stands in the way is told by Sharing.
func (s *Sharer) Resume(ctx context.Context) {
	text, err := s.office.Settings.Setting(ctx, shareSetting)
	if err != nil || text == "" {
		return
	}
	port, err := strconv.Atoi(text)
	if err == nil {
		err = s.serve(ctx, port)
	}
	if err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.state = model.Sharing{Port: port, Failed: err}
	}
}

// Share begins to share on a port, any free one for 0, and will with the program from now on.
func (s *Sharer) Share(ctx context.Context, port int) error {
	if port < 0 || port > 65535 {
		return model.InvalidInput([]model.Problem{{Field: "port", Key: "problem.port"}})
	}
	if err := s.serve(ctx, port); err != nil {
		return err
	}
	return s.office.Settings.SaveSetting(ctx, shareSetting, strconv.Itoa(s.Sharing().Port))
}

// Stop ends sharing. Desks that joined go on by themselves and find it again when it is shared again.
func (s *Sharer) Stop(ctx context.Context) error {
	if err := s.office.Settings.SaveSetting(ctx, shareSetting, ""); err != nil {
		return err
	}
	s.mu.Lock()
	stop := s.stop
	s.state, s.server, s.stop = model.Sharing{}, nil, nil
	s.mu.Unlock()
	if stop != nil {
		stop()
	}
	return nil
}

// serve serves the desks until it is stopped or the office closed.
func (s *Sharer) serve(ctx context.Context, port int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stop != nil {
		return nil
	}
	o, dir := s.office, filepath.Join(s.office.Dir, hubFolder)
	log, err := openLog(dir)
	if err != nil {
		return err
	}
	server, err := o.serveBy(ctx, dir, log)
	if err != nil {
		return errors.Join(err, log.Close())
	}
	host, err := os.Hostname()
	if err != nil {
		host = "" // desks find it by its addresses
	}
	names := hub.Names(host)
	certificate, err := server.Authority().Server(dir, names, time.Now())
	if err != nil {
		return errors.Join(err, log.Close())
	}
	listener, err := server.Listener(":"+strconv.Itoa(port), certificate)
	if err != nil {
		return errors.Join(err, log.Close())
	}
	withdraw, err := hub.Announce(dir, listener, certificate)
	if err != nil {
		return errors.Join(err, listener.Close(), log.Close())
	}
	within, stop := context.WithCancel(context.WithoutCancel(ctx))
	serving, leave := o.life.enter(within)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer leave()
		if err := errors.Join(server.Serve(serving, listener), withdraw()); err != nil {
			server.Logger.Error("sharing ended", "cause", err)
		}
		_ = log.Close() // nobody is left to tell
	}()
	s.stop = func() { stop(); <-ended }
	s.server = server
	port = listener.Addr().(*net.TCPAddr).Port
	s.state = model.Sharing{On: true, Port: port, Addresses: reachable(names, port), Fingerprint: server.Authority().Fingerprint()}
	return nil
}

// serveBy makes the server of this office.
func (o *Opened) serveBy(ctx context.Context, dir string, log io.Writer) (*hub.Server, error) {
	return hub.New(ctx, hub.Parts{Office: o, Log: o.store, Devices: o.store, Files: o.store, Upkeep: o.store, Importer: o, Accounts: o, Dir: dir, Clock: o.Clock,
		Sandbox: o.Sandbox, Logger: slog.New(slog.NewJSONHandler(log, nil)),
		SignIn: func(ctx context.Context, name, password string) (model.Person, error) {
			desk, err := o.SignIn(ctx, name, password)
			if err != nil {
				return model.Person{}, err
			}
			return desk.Person, nil
		}})
}

// logSize is how large the log of sharing may grow before it is begun anew; the one before is kept.
const logSize = 4 << 20

func openLog(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, model.Wrap(model.Other, err, "error.cannot_write", "path", dir)
	}
	path := filepath.Join(dir, "shared.log")
	if info, err := os.Stat(path); err == nil && info.Size() > logSize {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, model.Wrap(model.Other, err, "error.cannot_write", "path", path)
		}
	}
	log, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, model.Wrap(model.Other, err, "error.cannot_write", "path", path)
	}
	return log, nil
}

// reachable are the addresses that another machine may use, numbers first: names are not known everywhere.
func reachable(names []string, port int) []string {
	var numbers, words []string
	for _, name := range names {
		ip := net.ParseIP(name)
		switch at := net.JoinHostPort(name, strconv.Itoa(port)); {
		case name == "localhost", ip != nil && ip.IsLoopback():
		case ip != nil && ip.To4() != nil:
			numbers = append(numbers, at)
		default:
			words = append(words, at)
		}
	}
	return append(numbers, words...)
}

// running is the server while the office is shared.
func (s *Sharer) running() (*hub.Server, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.server == nil {
		return nil, model.Errorf(model.Conflict, "error.not_shared")
	}
	return s.server, nil
}

// Code makes a one-time code for a desk of a unit; all lets it hold the requests of every unit, and records
// bring its own along.
func (s *Sharer) Code(ctx context.Context, unit string, all, records bool) (string, error) {
	server, err := s.running()
	if err != nil {
		return "", err
	}
	return server.Enrol(ctx, hub.Leave{Unit: unit, All: all, Import: records})
}

// Devices lists the desks that joined.
func (s *Sharer) Devices(ctx context.Context) ([]model.Device, error) {
	return s.office.store.Devices(ctx)
}

// Revoke locks a desk out for good.
func (s *Sharer) Revoke(ctx context.Context, device string) error {
	server, err := s.running()
	if err != nil {
		return err
	}
	return server.Revoke(ctx, device)
}

// Carry takes in a desk's parcel that came by a stick or a shared folder, and writes the answer.
func (s *Sharer) Carry(ctx context.Context, parcel io.Reader, answer io.Writer) (model.CarryReport, error) {
	server, err := s.running()
	if err != nil {
		return model.CarryReport{}, err
	}
	return server.Carry(ctx, parcel, answer)
}
