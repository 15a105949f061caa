//go:build unix && sqlite_fts5

package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestSystemdIsTold(t *testing.T) {
	dir, err := os.MkdirTemp("", "hub") // the name of a socket is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: filepath.Join(dir, "notify"), Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	t.Setenv(notifySocket, socket.LocalAddr().String())
	t.Run("it hears once the hub serves, and where", func(t *testing.T) {
		h := serve(t, found(t))
		if err := socket.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		said := make([]byte, 1000)
		n, err := socket.Read(said)
		if err != nil || !strings.HasPrefix(string(said[:n]), "READY=1\nSTATUS=") || !strings.Contains(string(said[:n]), h.address) {
			t.Errorf("got %q %v", said[:n], err)
		}
	})
	t.Run("a hub that cannot tell it does not serve: it would wait for ever", func(t *testing.T) {
		t.Setenv(notifySocket, filepath.Join(dir, "none"))
		if status := run(t.Context(), []string{"serve", "--store", found(t), "--listen", "127.0.0.1:0"}, t.Output(), t.Output()); status != exitRefused {
			t.Errorf("ended with %d", status)
		}
	})
}
