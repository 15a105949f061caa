package hub

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"yunban/model"
)

// operatorName is who an operator's certificate names. Whoever can read the authority's key runs the hub anyway: the
// operator's commands make their certificate themselves, good for an hour.
const operatorName = "operator"

// servingName is the file in the hub's folder that says where it serves.
const servingName = "serving.json"

// deviceRequest names a device.
type deviceRequest struct {
	Device string `json:"device"`
}

// The answers to an operator.
type (
	devicesAnswer struct {
		Devices []model.Device `json:"devices"`
	}
	codeAnswer struct {
		Code string `json:"code"`
	}
	checkAnswer struct {
		Broken []model.Broken `json:"broken"`
	}
)

func operatorStats(s *Server, x *exchange) error {
	stats, err := s.Stats(x.r.Context())
	if err != nil {
		return err
	}
	return x.answer(stats)
}

func operatorDevices(s *Server, x *exchange) error {
	devices, err := s.ListDevices(x.r.Context())
	if err != nil {
		return err
	}
	return x.answer(devicesAnswer{devices})
}

func operatorRevoke(s *Server, x *exchange) error {
	var asked deviceRequest
	if err := decode(x.r.Body, &asked); err != nil {
		return err
	}
	if err := s.Revoke(x.r.Context(), asked.Device); err != nil {
		return err
	}
	return x.answer(struct{}{})
}

func operatorEnrol(s *Server, x *exchange) error {
	var leave Leave
	if err := decode(x.r.Body, &leave); err != nil {
		return err
	}
	code, err := s.Enrol(x.r.Context(), leave)
	if err != nil {
		return err
	}
	return x.answer(codeAnswer{code})
}

// operatorCheck may take minutes.
func operatorCheck(s *Server, x *exchange) error {
	if err := http.NewResponseController(x.w).SetWriteDeadline(time.Now().Add(time.Hour)); err != nil {
		return unexpected(err)
	}
	broken, err := s.Check(x.r.Context())
	if err != nil {
		return err
	}
	return x.answer(checkAnswer{broken})
}

// isOperator tells whether a connection shows the operator's certificate.
func isOperator(r *http.Request) bool {
	return r.TLS != nil && len(r.TLS.VerifiedChains) > 0 && r.TLS.VerifiedChains[0][0].Subject.CommonName == operatorName
}

// Serving is where a hub serves, and how its certificate is known.
type Serving struct {
	Address string `json:"address"`
	Pin     []byte `json:"pin"` // the topmost certificate
}

// Announce writes down where the hub serves, for the operator's commands; withdraw when it stops.
func Announce(dir string, listener net.Listener, certificate tls.Certificate) (withdraw func() error, err error) {
	text, err := json.Marshal(Serving{listener.Addr().String(), certificate.Certificate[len(certificate.Certificate)-1]})
	if err != nil {
		return nil, unexpected(err)
	}
	path := filepath.Join(dir, servingName)
	return func() error { return unexpected(os.Remove(path)) }, writeWhole(path, text)
}

// ReadServing reads where the hub of a folder serves; not_found when it does not.
func ReadServing(dir string) (s Serving, err error) {
	err = read(filepath.Join(dir, servingName), &s)
	if errors.Is(err, fs.ErrNotExist) {
		return s, model.Wrap(model.NotFound, err, "error.hub_not_running")
	}
	return s, unexpected(err)
}

// RemoteOperator asks the running hub.
type RemoteOperator struct{ line *Client }

// Operate makes an operator's line to the hub that serves a folder.
func Operate(dir string, now time.Time) (*RemoteOperator, error) {
	serving, err := ReadServing(dir)
	if err != nil {
		return nil, err
	}
	authority, err := OpenAuthority(dir, now)
	if err != nil {
		return nil, err
	}
	pair, err := authority.operator(now)
	if err != nil {
		return nil, err
	}
	address, err := addressHere(serving.Address)
	if err != nil {
		return nil, err
	}
	check := samePin(serving.Pin)
	line := dial("https://"+address, &tls.Config{InsecureSkipVerify: true, VerifyConnection: check, MinVersion: tls.VersionTLS13,
		Certificates: []tls.Certificate{pair}})
	line.http.Timeout = time.Hour
	return &RemoteOperator{line}, nil
}

// addressHere is where the hub's own machine reaches an address that it listens on. By number: a small machine may not
// know the name localhost. What listens on [::] takes IPv4, too.
func addressHere(listening string) (string, error) {
	host, port, err := net.SplitHostPort(listening)
	if err != nil {
		return "", unexpected(err)
	}
	if net.ParseIP(host).IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port), nil
	}
	return listening, nil
}

// samePin lets only the hub through that shows the very certificate that it wrote down.
func samePin(pin []byte) func(tls.ConnectionState) error {
	return func(state tls.ConnectionState) error {
		top := state.PeerCertificates[len(state.PeerCertificates)-1]
		roots := x509.NewCertPool()
		roots.AddCert(top)
		if string(top.Raw) != string(pin) {
			return &tls.CertificateVerificationError{UnverifiedCertificates: state.PeerCertificates, Err: x509.UnknownAuthorityError{Cert: top}}
		}
		_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: roots})
		return err
	}
}

// operator makes the operator's certificate.
func (a *Authority) operator(now time.Time) (tls.Certificate, error) {
	key, err := newKey()
	if err != nil {
		return tls.Certificate{}, err
	}
	form, err := newCertificate(operatorName, now, 0)
	if err != nil {
		return tls.Certificate{}, err
	}
	form.NotAfter = now.Add(time.Hour)
	form.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	der, err := x509.CreateCertificate(rand.Reader, form, a.certificate, key.Public(), a.key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, unexpected(err)
}

// Stats tells what the hub holds and does.
func (o *RemoteOperator) Stats(ctx context.Context) (s Stats, err error) {
	err = o.line.ask(ctx, http.MethodGet, "/v1/operator/stats", "", nil, &s)
	return s, err
}

// ListDevices lists the enrolled devices.
func (o *RemoteOperator) ListDevices(ctx context.Context) ([]model.Device, error) {
	var a devicesAnswer
	err := o.line.ask(ctx, http.MethodGet, "/v1/operator/devices", "", nil, &a)
	return a.Devices, err
}

// Revoke locks a device out for good.
func (o *RemoteOperator) Revoke(ctx context.Context, device string) error {
	return o.line.ask(ctx, http.MethodPost, "/v1/operator/revoke", "", deviceRequest{device}, &struct{}{})
}

// Enrol issues a code for a device of a unit.
func (o *RemoteOperator) Enrol(ctx context.Context, leave Leave) (string, error) {
	var a codeAnswer
	err := o.line.ask(ctx, http.MethodPost, "/v1/operator/enrol", "", leave, &a)
	return a.Code, err
}

// Check replays the log and checks everything that is kept.
func (o *RemoteOperator) Check(ctx context.Context) ([]model.Broken, error) {
	var a checkAnswer
	err := o.line.ask(ctx, http.MethodPost, "/v1/operator/check", "", struct{}{}, &a)
	return a.Broken, err
}
