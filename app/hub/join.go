package hub

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"

	"yunban/model"
)

// Join enrols this desk with a hub. trust is shown the fingerprint of the hub that answered and ends the joining with
// an error when it is not the one that its administrator read out; the code is sent only after that.
func Join(ctx context.Context, address, code, name string, trust func(fingerprint string) error) (model.Joined, error) {
	address, err := hubURL(address)
	if err != nil {
		return model.Joined{}, err
	}
	j := model.Joined{URL: address}
	if err := pin(ctx, &j); err != nil {
		return model.Joined{}, err
	}
	if err := trust(Fingerprint(j.Pin)); err != nil {
		return model.Joined{}, err
	}
	request, err := newRequest(&j)
	if err != nil {
		return model.Joined{}, err
	}
	c, err := stranger(j)
	if err != nil {
		return model.Joined{}, err
	}
	defer c.Close()
	var a enrolAnswer
	err = model.Errorf(model.Offline, "error.hub_unreachable")
	for try := 0; try < enrolTries && model.KindOf(err) == model.Offline && ctx.Err() == nil; try++ {
		err = c.ask(ctx, http.MethodPost, "/v1/enrol", "", enrolRequest{Code: code, Name: name, Request: request}, &a)
	}
	if err != nil {
		return model.Joined{}, err
	}
	j.Hub, j.Device, j.Unit, j.All, j.Sandbox, j.Certificate = a.Hub, a.Device, a.Unit, a.All, a.Sandbox, a.Certificate
	return j, nil
}

// enrolTries is how often the code is sent when the line is cut: the hub may have taken it and its answer be lost, and
// nobody but this key may use it again.
const enrolTries = 5

// Meet asks a hub who it is, for a desk that thinks of joining it.
func Meet(ctx context.Context, address string) (model.Met, error) {
	address, err := hubURL(address)
	if err != nil {
		return model.Met{}, err
	}
	j := model.Joined{URL: address}
	if err := pin(ctx, &j); err != nil {
		return model.Met{}, err
	}
	c, err := stranger(j)
	if err != nil {
		return model.Met{}, err
	}
	defer c.Close()
	hello, err := c.Hello(ctx)
	return model.Met{Hello: hello, URL: address, Fingerprint: Fingerprint(j.Pin)}, err
}

// stranger is the line of a desk that the hub does not know, to the hub with the pinned certificate.
func stranger(j model.Joined) (*Client, error) {
	top, err := x509.ParseCertificate(j.Pin)
	if err != nil {
		return nil, unexpected(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(top)
	return dial(j.URL, &tls.Config{RootCAs: pool, ServerName: j.ServerName, MinVersion: tls.VersionTLS13}), nil
}

// usualPort is where a hub listens.
const usualPort = "8443"

// hubURL completes what people type: hub, 10.1.2.3:8443 or https://hub:8443.
func hubURL(address string) (string, error) {
	text := strings.TrimSpace(address)
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return "", model.Wrap(model.Invalid, err, "error.hub_address", "url", address)
	}
	if u.Port() == "" {
		u.Host = net.JoinHostPort(u.Hostname(), usualPort)
	}
	return u.Scheme + "://" + u.Host, nil
}

// pin asks a hub for its certificates, trusting nobody yet, and notes the topmost and the name to expect.
func pin(ctx context.Context, j *model.Joined) (err error) {
	u, err := url.Parse(j.URL)
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.hub_address", "url", j.URL)
	}
	dialer := tls.Dialer{NetDialer: &net.Dialer{Timeout: dialPatience}, Config: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS13}} // the fingerprint is compared next
	line, err := dialer.DialContext(ctx, "tcp", u.Host)
	if err != nil {
		return unreachable(ctx, err)
	}
	defer func() { err = errors.Join(err, line.Close()) }()
	chain := line.(*tls.Conn).ConnectionState().PeerCertificates
	j.Pin, j.ServerName = chain[len(chain)-1].Raw, u.Hostname()
	if chain[0].VerifyHostname(serverName) == nil {
		j.ServerName = serverName
	}
	return nil
}

// newRequest makes the device's key and the request for its certificate.
func newRequest(j *model.Joined) ([]byte, error) {
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	if j.Key, err = x509.MarshalPKCS8PrivateKey(key); err != nil {
		return nil, unexpected(err)
	}
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	return request, unexpected(err)
}
