package hub

import (
	"context"
	"io"
	"slices"
	"time"

	"yunban/model"
)

// Upkeep is what an operator asks of the log, and the hub itself from day to day.
type Upkeep interface {
	Devices(ctx context.Context) ([]model.Device, error)
	Verify(ctx context.Context, progress func(done, all int)) ([]model.Broken, error)
	// Compact forgets which subjects left which units before a time; floor is the last event before it. Desks that have
	// not asked since begin anew.
	Compact(ctx context.Context, before time.Time) (floor int64, err error)
}

// Stats is what a hub holds and does.
type Stats struct {
	Hub      string `json:"hub"`
	Head     int64  `json:"head"`     // the log's last event
	Devices  int    `json:"devices"`  // enrolled and not revoked
	Revoked  int    `json:"revoked"`  // devices that were locked out
	Watching int    `json:"watching"` // desks that wait for hints now
}

// Operator is what the one who runs a hub can do: by this process when it has the store, or through the running hub.
type Operator interface {
	Stats(ctx context.Context) (Stats, error)
	ListDevices(ctx context.Context) ([]model.Device, error)
	Revoke(ctx context.Context, device string) error
	Enrol(ctx context.Context, leave Leave) (code string, err error)
	Check(ctx context.Context) ([]model.Broken, error)
	// AddPortal makes a token for a portal of a unit; it is shown this once.
	AddPortal(ctx context.Context, ask PortalToken) (token string, err error)
	ListPortals(ctx context.Context) ([]PortalToken, error)
	RevokePortal(ctx context.Context, id string) error
	// Carry takes a desk's parcel in and writes the answer.
	Carry(ctx context.Context, parcel io.Reader, answer io.Writer) (model.CarryReport, error)
}

// Stats tells what the hub holds and does.
func (s *Server) Stats(ctx context.Context) (Stats, error) {
	head, err := s.Log.Head(ctx)
	if err != nil {
		return Stats{}, err
	}
	devices, err := s.Upkeep.Devices(ctx)
	if err != nil {
		return Stats{}, err
	}
	stats := Stats{Hub: s.hub, Head: head, Watching: s.hints.watching()}
	for _, d := range devices {
		if d.Revoked {
			stats.Revoked++
		} else {
			stats.Devices++
		}
	}
	return stats, nil
}

// ListDevices lists the enrolled devices.
func (s *Server) ListDevices(ctx context.Context) ([]model.Device, error) {
	return s.Upkeep.Devices(ctx)
}

// Revoke locks a device out for good.
func (s *Server) Revoke(ctx context.Context, device string) error {
	d, err := s.Devices.Device(ctx, device)
	if err != nil {
		return err
	}
	d.Revoked = true
	s.Logger.InfoContext(ctx, "device revoked", "device", d.ID, "name", d.Name)
	return s.Devices.SaveDevice(ctx, d)
}

// Enrol issues a code for a device of a unit.
func (s *Server) Enrol(ctx context.Context, leave Leave) (string, error) {
	var err error
	if leave.Unit, err = s.unitCalled(ctx, leave.Unit); err != nil {
		return "", err
	}
	if leave.Role != "" {
		all, err := s.Office.RoleReadsAll(leave.Role)
		if err != nil {
			return "", err
		}
		leave.All = leave.All || all
	}
	return s.codes.Issue(leave, s.Clock())
}

// Check replays the log and checks everything that is kept.
func (s *Server) Check(ctx context.Context) ([]model.Broken, error) {
	return s.Upkeep.Verify(ctx, func(int, int) {})
}

// unitCalled finds a unit by its id or its name.
func (s *Server) unitCalled(ctx context.Context, called string) (string, error) {
	units, err := s.Office.Units(ctx)
	if err != nil {
		return "", err
	}
	for _, u := range units {
		if u.ID == called || u.Name == called {
			return u.ID, nil
		}
	}
	return "", model.Errorf(model.Invalid, "error.no_unit", "unit", called)
}

// checkUnit refuses a unit that the office does not have.
func (s *Server) checkUnit(ctx context.Context, id string) error {
	units, err := s.Office.Units(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(units, func(u model.Unit) bool { return u.ID == id }) {
		return model.Errorf(model.Invalid, "error.no_unit", "unit", id)
	}
	return nil
}
