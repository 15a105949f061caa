package hub

import (
	"bytes"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"yunban/model"
)

// exchange is one request, with whom it comes from.
type exchange struct {
	w      *recorder
	r      *http.Request
	device model.Device
	person model.Person
}

// The headers that say why not, as the message does.
const (
	kindHeader = "Error-Kind"
	keyHeader  = "Error-Key"
)

// recorder remembers whether an answer has begun, and its status.
type recorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader begins the answer.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write writes a piece of the answer.
func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(p)
}

// Unwrap gives http.ResponseController the original.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// answer writes a message.
func (x *exchange) answer(message any) error {
	text, err := encode(message)
	if err != nil {
		return err
	}
	return x.write(http.StatusOK, "application/json", text)
}

func (x *exchange) write(status int, kind string, text []byte) error {
	x.w.Header().Set("Content-Type", kind)
	x.w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	x.w.WriteHeader(status)
	_, _ = x.w.Write(text) // a line that was cut off is the caller's to mend
	return nil
}

// answering is the one way in: who it is, how much they may ask, the handler, and what is logged and counted.
func (s *Server) answering(route route) http.Handler {
	name := route.pattern
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		x := &exchange{w: &recorder{ResponseWriter: w}, r: r}
		err := s.admit(route, x)
		if err == nil {
			err = route.handle(s, x)
		}
		if err != nil {
			s.refuse(x, err)
		}
		s.metrics.count(name, x.w.status, time.Since(began))
	})
}

// admit finds out whom a request is from and lets it pass, or not.
func (s *Server) admit(route route, x *exchange) error {
	most := int64(maxBody)
	switch asks := route.asks.(type) {
	case stream:
		most = int64(asks)
	case portalForms:
		most = int64(asks)
	}
	x.r.Body = http.MaxBytesReader(x.w, x.r.Body, most+1)
	var err error
	switch {
	case route.who == anyone, route.who == watch && fromHere(x.r):
	case route.who == operator:
		if !isOperator(x.r) {
			return s.turnAway(x, false, model.Errorf(model.Forbidden, "error.not_operator"))
		}
	case route.who == reader || route.who == filer:
		may := MayRead
		if route.who == filer {
			may = MayFile
		}
		if x.device, x.person, err = s.portalOf(x.r, may); err != nil {
			return s.turnAway(x, x.device.ID == "", err)
		}
		s.metrics.portal(x.device.Name)
		s.Logger.InfoContext(x.r.Context(), "portal", "portal", x.device.Name, "method", x.r.Method, "path", x.r.URL.Path, "from", addressOf(x.r))
	default:
		if x.device, err = s.deviceOf(x.r); err != nil {
			return s.turnAway(x, false, err)
		}
	}
	if err := s.guard.allow(x, route.costly); err != nil {
		return err
	}
	if route.who == person {
		if x.person, err = s.personOf(x); err == nil {
			err = s.guard.allowAccount(x.person.ID)
		}
	}
	return err
}

// turnAway refuses who has no business here. He is rationed as well, and more so when he guesses tokens.
func (s *Server) turnAway(x *exchange, guesses bool, err error) error {
	if limited := s.guard.allow(x, guesses); limited != nil {
		return limited
	}
	return err
}

// deviceOf is the device that a connection's certificate names. TLS has proven that the certificate is ours and that
// the caller holds its key.
func (s *Server) deviceOf(r *http.Request) (model.Device, error) {
	if r.TLS == nil || len(r.TLS.VerifiedChains) == 0 {
		return model.Device{}, model.Errorf(model.Forbidden, "error.not_enrolled")
	}
	leaf := r.TLS.VerifiedChains[0][0]
	d, err := s.Devices.Admit(r.Context(), leaf.Subject.CommonName)
	switch {
	case model.KindOf(err) == model.NotFound && err != nil:
		return d, model.Wrap(model.Forbidden, err, "error.device_unknown")
	case err != nil:
		return d, err
	case d.Revoked:
		return d, model.Errorf(model.Forbidden, "error.device_revoked", "device", d.Name)
	case !bytes.Equal(d.Key, leaf.RawSubjectPublicKeyInfo):
		return d, model.Errorf(model.Forbidden, "error.device_unknown")
	}
	return d, s.saw(r, d)
}

// seen remembers when each device was last written down as seen.
type seen struct {
	sync.Mutex
	at map[string]time.Time
}

// saw writes down that a device was here, at most once a minute.
func (s *Server) saw(r *http.Request, d model.Device) error {
	now := s.Clock()
	s.seen.Lock()
	last, known := s.seen.at[d.ID]
	due := !known || now.Sub(last) >= time.Minute
	if due {
		s.seen.at[d.ID] = now
	}
	s.seen.Unlock()
	if !due {
		return nil
	}
	return s.Devices.SeenDevice(r.Context(), d.ID, now)
}

// personOf is who is signed in at the device.
func (s *Server) personOf(x *exchange) (model.Person, error) {
	token, ok := strings.CutPrefix(x.r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return model.Person{}, model.Errorf(model.Forbidden, "error.session_over")
	}
	id, err := s.tokens.person(token, x.device.ID, s.Clock())
	if err != nil {
		return model.Person{}, err
	}
	return s.Office.Person(x.r.Context(), id)
}

// refuse says no, and remembers it.
func (s *Server) refuse(x *exchange, err error) {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = model.Wrap(model.Invalid, err, "error.message_too_large")
	}
	level, f := levelOf(err), failureOf(err)
	if level == slog.LevelError && x.r.Context().Err() != nil {
		level = slog.LevelInfo // the caller went away
	}
	s.Logger.LogAttrs(x.r.Context(), level, "refused", slog.String("method", x.r.Method), slog.String("path", x.r.URL.Path), slog.String("device", x.device.ID),
		slog.String("person", x.person.ID), slog.String("from", addressOf(x.r)), slog.String("key", f.Error.Key), slog.String("cause", err.Error()))
	s.metrics.refused(f.Error.Key)
	if x.w.status != 0 {
		return // the answer has begun: cutting it off is all that is left
	}
	text, broken := encode(f)
	if broken != nil {
		text = nil
	}
	x.w.Header().Set(kindHeader, string(f.Error.Kind)) // an answer to HEAD has nothing else
	x.w.Header().Set(keyHeader, f.Error.Key)
	_ = x.write(statusOf(err), "application/json", text)
}

func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func fromHere(r *http.Request) bool {
	ip := net.ParseIP(addressOf(r))
	return ip != nil && ip.IsLoopback()
}
