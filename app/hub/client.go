package hub

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"yunban/model"
)

// Client is a desk's line to its hub.
type Client struct {
	base  string
	http  *http.Client // for questions with an end
	watch *http.Client // for hints, which have none
}

// How long a desk waits.
const (
	dialPatience   = 10 * time.Second
	answerPatience = 2 * time.Minute
)

// Dial makes a desk's line to the hub that it joined; nothing is sent yet.
func Dial(j model.Joined) (*Client, error) {
	config, err := TLS(j)
	if err != nil {
		return nil, err
	}
	return dial(j.URL, config), nil
}

// TLS is how a desk and the hub that it joined know each other.
func TLS(j model.Joined) (*tls.Config, error) {
	pin, err := x509.ParseCertificate(j.Pin)
	if err != nil {
		return nil, model.Wrap(model.Other, err, "error.hub_joined")
	}
	key, err := x509.ParsePKCS8PrivateKey(j.Key)
	if err != nil {
		return nil, model.Wrap(model.Other, err, "error.hub_joined")
	}
	pool := x509.NewCertPool()
	pool.AddCert(pin)
	return &tls.Config{RootCAs: pool, ServerName: j.ServerName, MinVersion: tls.VersionTLS13,
		Certificates: []tls.Certificate{{Certificate: [][]byte{j.Certificate}, PrivateKey: key}}}, nil
}

func dial(base string, config *tls.Config) *Client {
	line := &http.Transport{TLSClientConfig: config, DialContext: (&net.Dialer{Timeout: dialPatience}).DialContext, TLSHandshakeTimeout: dialPatience,
		MaxIdleConnsPerHost: 4, IdleConnTimeout: 90 * time.Second}
	return &Client{base: strings.TrimRight(base, "/"), http: &http.Client{Transport: line, Timeout: answerPatience}, watch: &http.Client{Transport: line}}
}

// Close lets go of idle lines.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Hello asks the hub who it is.
func (c *Client) Hello(ctx context.Context) (h model.Hello, err error) {
	err = c.ask(ctx, http.MethodGet, "/v1/hello", "", nil, &h)
	return h, err
}

// SignIn has the hub check a person's password.
func (c *Client) SignIn(ctx context.Context, name, password string) (session model.Session, err error) {
	err = c.ask(ctx, http.MethodPost, "/v1/session", "", sessionRequest{name, password}, &session)
	return session, err
}

// Push sends acts of one person, at most fifty, with the token of that person's session. The answers have no events.
func (c *Client) Push(ctx context.Context, session string, acts []model.Pushed) ([]model.Answer, error) {
	var a actsAnswer
	err := c.ask(ctx, http.MethodPost, "/v1/acts", session, actsRequest{acts, true}, &a)
	return a.Answers, err
}

// Feed gives one page of the log behind a cursor, with its events read.
func (c *Client) Feed(ctx context.Context, after int64, limit int) (page model.FeedPage, err error) {
	q := url.Values{"after": {strconv.FormatInt(after, 10)}, "limit": {strconv.Itoa(limit)}}
	err = c.ask(ctx, http.MethodGet, "/v1/feed?"+q.Encode(), "", nil, &page)
	page.Read(readEvent)
	return page, err
}

// ask sends a message and reads the answer.
func (c *Client) ask(ctx context.Context, method, path, session string, message, into any) error {
	var body io.Reader
	if message != nil {
		text, err := encode(message)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	answer, err := c.send(ctx, c.http, method, path, session, body)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	return decodeAnswer(answer, into)
}

// send sends a request; an answer that is a refusal is an error.
func (c *Client) send(ctx context.Context, line *http.Client, method, path, session string, body io.Reader) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return nil, model.Wrap(model.Invalid, err, "error.hub_address", "url", c.base)
	}
	if session != "" {
		r.Header.Set("Authorization", "Bearer "+session)
	}
	answer, err := line.Do(r)
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	if answer.StatusCode < 300 {
		return answer, nil
	}
	defer answer.Body.Close()
	return answer, refusal(answer)
}

// unreachable tells a hub that is not the one we joined from a line that is cut.
func unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var wrong *tls.CertificateVerificationError
	if errors.As(err, &wrong) {
		return model.Wrap(model.Forbidden, err, "error.hub_other")
	}
	return model.Wrap(model.Offline, err, "error.hub_unreachable")
}

// refusal is what the hub said, as an error. Whatever else answers in its place is a line that does not work.
func refusal(answer *http.Response) error {
	if key := answer.Header.Get(keyHeader); answer.Request.Method == http.MethodHead && key != "" {
		return model.Errorf(model.Kind(answer.Header.Get(kindHeader)), key)
	}
	var f failure
	if err := decode(answer.Body, &f); err != nil || f.Error.Key == "" {
		return model.Wrap(model.Offline, errors.New(answer.Status), "error.hub_unreachable")
	}
	return f.err()
}

// decodeAnswer reads an answer of the hub; pages of the feed may be larger than what a desk may send.
func decodeAnswer(answer *http.Response, into any) error {
	var text []byte
	var err error
	if size := answer.ContentLength; size >= 0 && size <= maxAnswer {
		text = make([]byte, size)
		_, err = io.ReadFull(answer.Body, text)
	} else {
		text, err = io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	}
	if err != nil {
		return model.Wrap(model.Offline, err, "error.hub_unreachable")
	}
	if page, ok := into.(*model.FeedPage); ok {
		return decodePage(text, page)
	}
	return unmarshal(text, into)
}
