package hub

import (
	"strings"
	"time"
	"unicode/utf8"

	"yunban/model"
)

// enrol makes a desk a device of the hub.
func enrol(s *Server, x *exchange) error {
	var asked enrolRequest
	if err := decode(x.r.Body, &asked); err != nil {
		return err
	}
	name := strings.TrimSpace(asked.Name)
	if name == "" || utf8.RuneCountInString(name) > maxNaming || len(asked.Code) > maxNaming {
		return model.Errorf(model.Invalid, "error.bad_message")
	}
	now, ctx := s.Clock(), x.r.Context()
	id, certificate, key, err := s.authority.Device(asked.Request, time.Now()) // TLS goes by the machine's clock
	if err != nil {
		return err
	}
	leave, err := s.codes.Use(asked.Code, key, now)
	if err != nil {
		return err
	}
	if err := s.checkUnit(ctx, leave.Unit); err != nil {
		return err
	}
	hears, err := s.Office.Hears(ctx, leave.Unit)
	if err != nil {
		return err
	}
	d := model.Device{ID: id, Name: name, Unit: leave.Unit, All: leave.All, Hears: hears, Key: key, Enrolled: now, Seen: now}
	if err := s.Devices.SaveDevice(ctx, d); err != nil {
		return err
	}
	s.Logger.InfoContext(ctx, "device enrolled", "device", id, "name", name, "unit", leave.Unit, "all", leave.All, "from", addressOf(x.r))
	return x.answer(enrolAnswer{Hub: s.hub, Device: id, Unit: leave.Unit, All: leave.All, Sandbox: s.Sandbox, Certificate: certificate})
}

// signIn checks a person's password and gives a token that is good at this device only. Few are checked at a time:
// each takes memory and a core on purpose.
func signIn(s *Server, x *exchange) error {
	var asked sessionRequest
	if err := decode(x.r.Body, &asked); err != nil {
		return err
	}
	if len(asked.Name) > 4*maxNaming || len(asked.Password) > 4*maxNaming {
		return model.Errorf(model.Invalid, "error.bad_message")
	}
	ctx := x.r.Context()
	select {
	case s.guard.signIns <- struct{}{}:
		defer func() { <-s.guard.signIns }()
	case <-ctx.Done():
		return model.Wrap(model.Offline, ctx.Err(), "error.hub_unreachable")
	}
	who, err := s.SignIn(ctx, asked.Name, asked.Password)
	if err != nil {
		return err
	}
	session, err := s.tokens.issue(who.ID, x.device.ID, s.Clock())
	if err != nil {
		return err
	}
	s.Logger.InfoContext(ctx, "signed in", "device", x.device.ID, "person", who.ID)
	return x.answer(session)
}
