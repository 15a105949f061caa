package hub

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"yunban/model"
)

// Office judges acts.
type Office interface {
	// Receive judges a person's acts in the device's order and answers each. A person may be disabled meanwhile: the
	// acts are then refused one by one, so that the desk is rid of them.
	Receive(ctx context.Context, device model.Device, person model.Person, acts []model.Pushed) ([]model.Answer, error)
	// Person gives an account; not_found when there is none.
	Person(ctx context.Context, id string) (model.Person, error)
	// Units gives all units.
	Units(ctx context.Context) ([]model.Unit, error)
	// Hears gives the sides of the table that a unit's people sit on.
	Hears(ctx context.Context, unit string) ([]model.Side, error)
	// RoleReadsAll tells whether a role's duties need the requests of every unit; invalid when the city has no such role.
	RoleReadsAll(role model.Role) (bool, error)
}

// Log gives desks what they may hold.
type Log interface {
	// Feed gives a device the log behind a cursor, as far as it is the device's.
	Feed(ctx context.Context, device string, after int64, limit int) (model.FeedPage, error)
	// Head is the log's last number.
	Head(ctx context.Context) (int64, error)
	// Changed is closed at the next change.
	Changed() <-chan struct{}
	// HubID names the log.
	HubID(ctx context.Context) (string, error)
	// MayHold tells whether a file belongs to something that a device may hold.
	MayHold(ctx context.Context, device, hash string) (bool, error)
}

// Devices knows the enrolled desks.
type Devices interface {
	Device(ctx context.Context, id string) (model.Device, error) // not_found
	// Admit is Device for one that asks for something: its counts may be older.
	Admit(ctx context.Context, id string) (model.Device, error)
	SaveDevice(ctx context.Context, d model.Device) error
	SeenDevice(ctx context.Context, id string, at time.Time) error
}

// Files keeps attachments by the hash of their content.
type Files interface {
	Keep(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error)
	Open(hash string) (io.ReadCloser, error) // not_found
}

// Parts is what a server is built from.
type Parts struct {
	Office  Office
	Log     Log
	Devices Devices
	Files   Files
	Upkeep  Upkeep
	// Snapshots makes ready copies for new desks; nil makes none.
	Snapshots Snapshots
	// Importer takes in what desks did before they joined; nil takes nothing.
	Importer Importer
	// Accounts makes accounts and sets passwords; nil makes none.
	Accounts Accounts
	Portals  Portals // nil: no portal is let in
	SignIn   func(ctx context.Context, name, password string) (model.Person, error)
	Dir      string           // where the hub keeps its keys, codes and unfinished files
	Clock    func() time.Time // legal times count by it
	Sandbox  bool             // its data are for demonstration
	Logger   *slog.Logger
	Limits   Limits
}

// Server answers the desks.
type Server struct {
	Parts
	authority *Authority
	codes     Codes
	hub       string
	tokens    tokens
	carried   carryKey
	guard     guard
	intake    intake
	openings  openings
	hints     *hints
	uploads   uploads
	snapshot  *snapshot
	seen      seen
	metrics   *metrics
	api       []byte // its description
	mux       *http.ServeMux
}

// New makes a server; run its Watch beside it.
func New(ctx context.Context, parts Parts) (*Server, error) {
	s := &Server{Parts: parts, codes: Codes{CodesDir(parts.Dir)}, guard: newGuard(parts.Limits), intake: newIntake(), metrics: newMetrics(), mux: http.NewServeMux()}
	s.seen.at = map[string]time.Time{}
	s.uploads = uploads{dir: filepath.Join(parts.Dir, "uploads"), files: parts.Files}
	s.snapshot = openSnapshot(filepath.Join(parts.Dir, "snapshot"))
	err := s.uploads.sweep(parts.Clock())
	if err != nil {
		return nil, err
	}
	if s.authority, err = OpenAuthority(parts.Dir, time.Now()); err != nil {
		return nil, err
	}
	if s.tokens, err = openTokens(parts.Dir); err != nil {
		return nil, err
	}
	if s.carried, err = openCarryKey(parts.Dir); err != nil {
		return nil, err
	}
	if s.hub, err = parts.Log.HubID(ctx); err != nil {
		return nil, err
	}
	head, err := parts.Log.Head(ctx)
	if err != nil {
		return nil, err
	}
	s.hints = newHints(head)
	if s.api, err = encode(describe(routes)); err != nil {
		return nil, err
	}
	for _, r := range routes {
		s.mux.Handle(r.pattern, s.answering(r))
	}
	s.mux.Handle("/", s.answering(route{handle: nowhere}))
	return s, nil
}

// CodesDir is where enrolment codes are kept in the hub's folder.
func CodesDir(dir string) string { return filepath.Join(dir, "codes") }

// Authority is who signs the hub's certificates.
func (s *Server) Authority() *Authority { return s.authority }

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func nowhere(*Server, *exchange) error { return model.Errorf(model.NotFound, "error.no_endpoint") }
