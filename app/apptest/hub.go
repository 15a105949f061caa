package apptest

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yunban/app/demo"
	"yunban/app/hub"
	"yunban/app/wire"
	"yunban/model"
)

// Hub is a test office that serves desks over TLS on loopback.
type Hub struct {
	*Office
	t       testing.TB
	server  *hub.Server
	codes   hub.Codes
	dir     string
	address string
	stop    func()
}

// NewHub founds an office of a city and serves it until the test ends. Its clock stands forty days ago, so that a
// request can come some way, and desks join at the present: certificates are checked by the machine's clock.
func NewHub(t testing.TB, profile string) *Hub {
	t.Helper()
	office := New(t, profile)
	office.Clock.Set(time.Now().AddDate(0, 0, -40))
	h := &Hub{Office: office, t: t, dir: t.TempDir(), address: "127.0.0.1:0"}
	h.codes = hub.Codes{Dir: hub.CodesDir(h.dir)}
	h.Serve()
	t.Cleanup(func() { h.stop() })
	return h
}

// Serve takes up work, at the same address as before.
func (h *Hub) Serve() {
	h.t.Helper()
	signIn := func(ctx context.Context, name, password string) (model.Person, error) {
		desk, err := h.SignIn(ctx, name, password)
		if err != nil {
			return model.Person{}, err
		}
		return desk.Person, nil
	}
	log := h.Log()
	server, err := hub.New(context.Background(), hub.Parts{Office: h.Office.Office, Log: log, Devices: log, Files: log, Upkeep: log, Snapshots: log, SignIn: signIn, Portals: h.Office.Office, Importer: h.Office.Office, Accounts: h.Office.Office,
		Dir: h.dir, Clock: h.Clock.Now, Sandbox: h.Sandbox, Logger: slog.New(slog.NewTextHandler(h.t.Output(), nil)),
		Limits: hub.Limits{PerDevice: 1e6, Burst: 1e6, Tries: 1e6, TryBurst: 1e6}})
	if err != nil {
		h.t.Fatal(err)
	}
	certificate, err := server.Authority().Server(h.dir, hub.Names(""), time.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	listener, err := server.Listener(h.address, certificate)
	if err != nil {
		h.t.Fatal(err)
	}
	h.server, h.address = server, listener.Addr().(*net.TCPAddr).String()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx, listener) }()
	h.stop = func() {
		cancel()
		if err := <-served; err != nil && !errors.Is(err, context.Canceled) {
			h.t.Error(err)
		}
		served <- nil // stopping twice stops once
	}
}

// Stop stops serving; the office stays open.
func (h *Hub) Stop() { h.stop() }

// Metrics are the hub's figures.
func (h *Hub) Metrics() string {
	answer := httptest.NewRecorder()
	asked := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	asked.RemoteAddr = "127.0.0.1:1"
	h.server.ServeHTTP(answer, asked)
	return answer.Body.String()
}

// CopyFile is the file of the ready copy for new desks.
func (h *Hub) CopyFile() string {
	h.t.Helper()
	found, err := filepath.Glob(filepath.Join(h.dir, "snapshot", strings.Repeat("[0-9a-f]", 64)))
	if err != nil || len(found) != 1 {
		h.t.Fatalf("copies: %v %v", found, err)
	}
	return found[0]
}

// Copy makes the ready copy for new desks.
func (h *Hub) Copy() {
	h.t.Helper()
	if err := h.server.Copy(context.Background()); err != nil {
		h.t.Fatal(err)
	}
}

// Fingerprint is what the hub's administrator reads out.
func (h *Hub) Fingerprint() string { return h.server.Authority().Fingerprint() }

// Joining is how a desk of a unit joins this hub, at the present; all lets it hold every unit's requests.
func (h *Hub) Joining(unit string, all bool) wire.Joining {
	h.t.Helper()
	h.Clock.Set(time.Now())
	code, err := h.codes.Issue(hub.Leave{Unit: unit, All: all, Import: true}, h.Clock.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	return wire.Joining{Address: h.address, Code: code, Name: "desk of " + unit, Trust: func(found string) error {
		if !hub.SameFingerprint(found, h.Fingerprint()) {
			return model.Errorf(model.Forbidden, "error.hub_untrusted", "found", found)
		}
		return nil
	}}
}

// Join is a new desk of a unit that follows this hub, at the present, with a clock of its own.
func (h *Hub) Join(unit string, all bool) *Office {
	h.t.Helper()
	joining := h.Joining(unit, all)
	o := &Office{Clock: demo.NewClock(h.Clock.Now()), t: h.t}
	opened, err := wire.Join(context.Background(), h.t.TempDir(), wire.Options{Clock: o.Clock.Now, OwnFonts: true}, joining)
	if err != nil {
		h.t.Fatal(err)
	}
	o.Opened = opened
	h.t.Cleanup(func() {
		if err := o.Close(); err != nil {
			h.t.Error(err)
		}
	})
	return o
}

// Allow has desks work so many days without this hub.
func (h *Hub) Allow(days int) {
	h.t.Helper()
	if err := hub.SetOfflineDays(h.dir, days); err != nil {
		h.t.Fatal(err)
	}
}
