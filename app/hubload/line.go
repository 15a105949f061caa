package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"yunban/app/hub"
	"yunban/model"
)

// line is a connection that asks one thing after the other, with nothing beside it: what the usual client does besides
// would be taken from the hub.
type line struct {
	host   string
	conn   net.Conn
	answer *bufio.Reader
	text   bytes.Buffer
}

// dialLine connects to a hub as the desk that joined it.
func dialLine(ctx context.Context, j model.Joined) (*line, error) {
	config, err := hub.TLS(j)
	if err != nil {
		return nil, err
	}
	at, err := url.Parse(j.URL)
	if err != nil {
		return nil, err
	}
	dialer := tls.Dialer{Config: config}
	conn, err := dialer.DialContext(ctx, "tcp", at.Host)
	if err != nil {
		return nil, err
	}
	return &line{host: at.Host, conn: conn, answer: bufio.NewReader(conn)}, nil
}

// dialPlain connects to a server without TLS.
func dialPlain(ctx context.Context, address string) (*line, error) {
	at, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", at.Host)
	if err != nil {
		return nil, err
	}
	return &line{host: at.Host, conn: conn, answer: bufio.NewReader(conn)}, nil
}

// patience is how long an answer may take.
const patience = time.Minute

// post sends a message and gives the answer to it.
func (l *line) post(path, authorization string, message []byte) ([]byte, error) {
	l.text.Reset()
	fmt.Fprintf(&l.text, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n",
		path, l.host, authorization, len(message))
	l.text.Write(message)
	if err := l.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	if _, err := l.conn.Write(l.text.Bytes()); err != nil {
		return nil, err
	}
	answer, err := http.ReadResponse(l.answer, nil)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= 300 {
		err = fmt.Errorf("%s: %s", answer.Status, said)
	}
	return said, err
}

func (l *line) close() error { return l.conn.Close() }
