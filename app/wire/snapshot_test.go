package wire_test

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"yunban/app/apptest"
	"yunban/app/wire"
	"yunban/model"
)

// meagre is a line to a hub that passes so many bytes of answers on and is dead then.
type meagre struct {
	net.Listener
	left atomic.Int64
	hub  string
}

func newMeagre(t *testing.T, hub string, bytes int64) *meagre {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &meagre{Listener: listener, hub: hub}
	l.left.Store(bytes)
	go func() {
		for {
			desk, err := listener.Accept()
			if err != nil {
				return
			}
			go l.pass(desk)
		}
	}()
	t.Cleanup(func() {
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func (l *meagre) pass(desk net.Conn) {
	defer func() { _ = desk.Close() }()
	hub, err := net.Dial("tcp", l.hub)
	if err != nil {
		return
	}
	defer func() { _ = hub.Close() }()
	go func() { _, _ = io.Copy(hub, desk) }() // until either end is closed
	piece := make([]byte, 1000)
	for {
		n, err := hub.Read(piece)
		if l.left.Add(-int64(n)) < 0 || err != nil {
			return
		}
		if _, err := desk.Write(piece[:n]); err != nil {
			return
		}
	}
}

func TestAReadyCopyThatIsCutOff(t *testing.T) {
	hub := apptest.NewHub(t, "luan")
	unit := hub.By(model.DutyAcceptance).Person.Unit
	id := hub.Filed(model.Accepted)
	hub.Copy()
	joining := hub.Joining(unit, true)
	line := newMeagre(t, joining.Address, 20000)
	joining.Address = line.Addr().String()
	dir := t.TempDir()
	part := func(t *testing.T) int64 {
		t.Helper()
		found, err := filepath.Glob(filepath.Join(dir, "snapshot-*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 {
			return 0
		}
		about, err := os.Stat(found[0])
		if err != nil {
			t.Fatal(err)
		}
		return about.Size()
	}
	t.Run("is told as a line that was cut, and what came of it is kept", func(t *testing.T) {
		_, err := wire.Join(t.Context(), dir, wire.Options{OwnFonts: true, Clock: hub.Clock.Now}, joining)
		whole, looking := os.Stat(hub.CopyFile())
		if model.KindOf(err) != model.Offline || looking != nil || part(t) == 0 || part(t) >= whole.Size() {
			t.Errorf("%v; %d bytes are here", err, part(t))
		}
		if _, err := os.Stat(filepath.Join(dir, "yunban.db")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("there is a store: %v", err)
		}
	})
	t.Run("the next try goes on from there, without another code", func(t *testing.T) {
		line.left.Store(1 << 40)
		joining.Code = "used"
		desk, err := wire.Join(t.Context(), dir, wire.Options{OwnFonts: true, Clock: hub.Clock.Now}, joining)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = desk.Close() }()
		if events, err := desk.Store.Events(t.Context(), model.Subject{Kind: model.RequestSubject, ID: id}); err != nil || len(events) == 0 || part(t) != 0 {
			t.Errorf("%v, %d events, %d bytes are left", err, len(events), part(t))
		}
		if !strings.Contains(hub.Metrics(), `yunban_hub_requests_total{endpoint="GET /v1/snapshot/{hash}",status="206"} 1`) {
			t.Error(hub.Metrics())
		}
	})
}
