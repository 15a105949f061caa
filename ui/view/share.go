package view

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"yunban/app"
	"yunban/model"
)

// Sharer shares this desk's store with other desks.
type Sharer interface {
	// Sharing tells how it is shared now.
	Sharing() model.Sharing
	// Share begins on a port, and will with the program from now on; Stop ends that.
	Share(ctx context.Context, port int) error
	Stop(ctx context.Context) error
	// Code makes a one-time code for a desk of a unit; all lets it hold every unit's requests, records bring its own
	// along.
	Code(ctx context.Context, unit string, all, records bool) (string, error)
	Devices(ctx context.Context) ([]model.Device, error)
	// Revoke locks a desk out for good.
	Revoke(ctx context.Context, device string) error
	// Carry takes in a desk's parcel that came by a stick, and writes the answer.
	Carry(ctx context.Context, parcel io.Reader, answer io.Writer) (model.CarryReport, error)
}

// UsualPort is where a shared desk listens unless somebody says otherwise.
const UsualPort = 8443

// MayShare reports whether a person shares this desk's store and keeps its desks.
func MayShare(desk *app.Desk) bool {
	return desk.Profile().Holds(desk.Person.Roles, model.DutyAdministration)
}

// Share is the page of the desks that follow this one.
type Share struct {
	model.Sharing
	Devices []DeviceRow
	Units   []model.Unit
}

// DeviceRow is a desk that joined.
type DeviceRow struct {
	ID       string
	Name     string
	Unit     string
	All      bool
	Enrolled string
	Seen     string
	Recent   bool // it was here within the last minutes
	Revoked  bool
}

// recently is how long ago a desk was here that counts as being here.
const recently = 3 * time.Minute

// LoadShare reads how this desk is shared, and with whom.
func LoadShare(ctx context.Context, desk *app.Desk, sharer Sharer) (Share, error) {
	s := Share{Sharing: sharer.Sharing()}
	units, err := desk.Units(ctx)
	if err != nil {
		return s, err
	}
	slices.SortFunc(units, func(a, b model.Unit) int { return strings.Compare(a.Name, b.Name) })
	s.Units = units
	devices, err := sharer.Devices(ctx)
	if err != nil {
		return s, err
	}
	names := People{Units: units}
	for _, d := range devices {
		s.Devices = append(s.Devices, DeviceRow{ID: d.ID, Name: d.Name, Unit: names.unitName(d.Unit), All: d.All, Enrolled: Moment(d.Enrolled),
			Seen: Moment(d.Seen), Recent: desk.Clock().Sub(d.Seen) < recently, Revoked: d.Revoked})
	}
	slices.SortStableFunc(s.Devices, func(a, b DeviceRow) int { return strings.Compare(b.Seen, a.Seen) })
	slices.SortStableFunc(s.Devices, func(a, b DeviceRow) int { return one(a.Revoked) - one(b.Revoked) })
	return s, nil
}

// Following counts the desks that follow this one.
func (s Share) Following() int {
	n := 0
	for _, d := range s.Devices {
		n += one(!d.Revoked)
	}
	return n
}

// ShareForm is the port as typed.
type ShareForm struct{ Port string }

// Begin shares on the typed port.
func (f ShareForm) Begin(ctx context.Context, sharer Sharer) error {
	port, err := strconv.Atoi(strings.TrimSpace(f.Port))
	if err != nil || port < 1 || port > 65535 {
		return model.InvalidInput([]model.Problem{{Field: "port", Key: "problem.port"}})
	}
	return sharer.Share(ctx, port)
}

// CodeForm asks for a code.
type CodeForm struct {
	Unit    string
	All     bool
	Records bool // a desk that worked by itself brings its records along
}

// Make makes the code.
func (f CodeForm) Make(ctx context.Context, sharer Sharer) (string, error) {
	if f.Unit == "" {
		return "", model.InvalidInput([]model.Problem{{Field: "unit", Key: "problem.choose_unit"}})
	}
	return sharer.Code(ctx, f.Unit, f.All, f.Records)
}
