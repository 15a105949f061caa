package hub

import (
	"context"
	"crypto/tls"
	"errors"
	"log"
	"net"
	"net/http"
	"time"

	"yunban/model"
)

// How long the hub waits: for a request's head, for all of it and its answer, for the next one on an open line, and
// for those under way when it is to stop.
const (
	headPatience = 10 * time.Second
	bodyPatience = 2 * time.Minute
	idlePatience = 3 * time.Minute
	stopPatience = 20 * time.Second
)

// Listener listens on an address with TLS. Callers may show a certificate; one that is not of the hub's authority is
// turned away at once.
func (s *Server) Listener(address string, certificate tls.Certificate) (net.Listener, error) {
	plain, err := net.Listen("tcp", address)
	if err != nil {
		return nil, model.Wrap(model.Other, err, "error.hub_listen", "address", address)
	}
	return tls.NewListener(plain, &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS13,
		ClientAuth: tls.VerifyClientCertIfGiven, ClientCAs: s.authority.pool(), NextProtos: []string{"http/1.1"}}), nil
}

// Serve answers on a listener until ctx ends; then it lets what is under way come to its end.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	watching, stop := context.WithCancel(ctx)
	defer stop()
	go s.Watch(watching)
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		ticker := time.NewTicker(looksEvery)
		defer ticker.Stop()
		s.Keep(watching, ticker.C)
	}()
	defer func() { stop(); <-kept }() // it works on the store, which is closed next
	server := &http.Server{Handler: s, ReadHeaderTimeout: headPatience, ReadTimeout: bodyPatience, WriteTimeout: bodyPatience, IdleTimeout: idlePatience,
		MaxHeaderBytes: 16 << 10, ErrorLog: log.New(httpLog{s.Logger}, "", 0)}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return unexpected(err)
	case <-ctx.Done():
	}
	s.Logger.InfoContext(ctx, "stopping")
	s.hints.stop()
	patience, end := context.WithTimeout(context.WithoutCancel(ctx), stopPatience)
	defer end()
	err := server.Shutdown(patience)
	if err != nil {
		err = errors.Join(err, server.Close())
	}
	if stopped := <-served; !errors.Is(stopped, http.ErrServerClosed) {
		err = errors.Join(err, stopped)
	}
	return unexpected(err)
}

// Names are the names and addresses under which this machine may be reached.
func Names(hostname string) []string {
	names := []string{"localhost", "127.0.0.1", "::1"}
	if hostname != "" {
		names = append(names, hostname)
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return names // desks look for the hub's own name in any case
	}
	for _, a := range addresses {
		if network, ok := a.(*net.IPNet); ok && !network.IP.IsLoopback() && !network.IP.IsLinkLocalUnicast() {
			names = append(names, network.IP.String())
		}
	}
	return names
}
