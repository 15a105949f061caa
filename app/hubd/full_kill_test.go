//go:build sqlite_fts5 && linux

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"yunban/app"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/model"
)

func init() { parts["full"] = fillTheHub }

const noMount = "no disk can be mounted"

func TestAHubWhoseDiskIsFull(t *testing.T) {
	for _, own := range []uintptr{syscall.CLONE_NEWNS, syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER} {
		said := onOwnDisks(t, own)
		if said == "ok" {
			return
		}
		if !strings.Contains(said, noMount) {
			t.Fatal(said)
		}
		t.Log(said)
	}
}

// onOwnDisks fills the hub's disk in a process whose mounts nobody else sees.
func onOwnDisks(t *testing.T, flags uintptr) string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, t.TempDir())
	cmd.Env = append(os.Environ(), partVariable+"=full")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: flags}
	if flags&syscall.CLONE_NEWUSER != 0 {
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	out, err := cmd.Output()
	if err != nil && len(out) == 0 {
		return noMount + ": " + err.Error()
	}
	return strings.TrimSpace(string(out))
}

// fillTheHub lets a desk work for a hub on a small disk until that is full: the hub says no and goes on telling its
// log, the desk keeps what it has, and with room again everything arrives.
func fillTheHub(ctx context.Context, args []string) error {
	store, own := filepath.Join(args[0], "hub"), filepath.Join(args[0], "desk")
	if err := os.MkdirAll(store, 0o700); err != nil {
		return err
	}
	if err := errors.Join(syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""),
		syscall.Mount("none", store, "tmpfs", 0, "size=24m")); err != nil {
		return fmt.Errorf("%s: %w", noMount, err)
	}
	office, err := demo.Found(ctx, store, "luan", wire.Options{OwnFonts: true})
	if err != nil {
		return err
	}
	clerk, request, err := filed(ctx, office)
	if err := errors.Join(err, office.Close()); err != nil {
		return err
	}
	desk, stop, err := served(ctx, store, own, clerk)
	if err != nil {
		return err
	}
	defer func() { _ = stop() }() // on the ways out before the end
	if err := fill(ctx, store, desk, clerk.ID, request); err != nil {
		return err
	}
	if err := errors.Join(os.Remove(filepath.Join(store, "ballast")), drained(ctx, desk)); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	if broken, err := desk.Store.Verify(ctx, func(int, int) {}); err != nil || len(broken) > 0 {
		return fmt.Errorf("the desk is broken: %v %w", broken, err)
	}
	return errors.Join(desk.Close(), stop(), checked(ctx, store))
}

// served serves the hub and lets a desk join it.
func served(ctx context.Context, store, own string, clerk model.Person) (*wire.Opened, func() error, error) {
	var code strings.Builder
	if status := run(ctx, []string{"enrol", "--json", "--store", store, "--unit", clerk.Unit}, &code, io.Discard); status != exitDone {
		return nil, nil, fmt.Errorf("enrol: %d", status)
	}
	serving, cancel := context.WithCancel(ctx)
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(serving, []string{"serve", "--json", "--store", store, "--listen", "127.0.0.1:0"}, in, io.Discard)
	}()
	stop := func() error {
		cancel()
		status := <-ended
		if ended <- status; status != exitDone {
			return fmt.Errorf("the hub ended with %d", status)
		}
		return nil
	}
	var said struct{ Listening, Code string }
	err := errors.Join(json.NewDecoder(out).Decode(&said), json.Unmarshal([]byte(code.String()), &said))
	if err != nil {
		return nil, stop, err
	}
	desk, err := wire.Join(ctx, own, wire.Options{OwnFonts: true}, wire.Joining{Address: said.Listening, Code: said.Code, Name: "一号机",
		Trust: func(string) error { return nil }})
	if err == nil {
		_, err = desk.SignIn(ctx, clerk.ID, demo.Password)
	}
	return desk, stop, err
}

// fill leaves the hub's disk little room and lets the desk work until that is gone, and a while longer.
func fill(ctx context.Context, store string, desk *wire.Opened, person, request string) error {
	if err := ballast(store, 1<<20); err != nil {
		return err
	}
	at, err := desk.DeskOf(ctx, person)
	if err != nil {
		return err
	}
	refusals := 0
	for n := range 500 {
		doing := app.Doing{Request: request, Action: model.Comment, Note: fmt.Sprint(n, strings.Repeat("长", 9000)), Values: model.Values{"visible": "all"}}
		if _, err := at.Do(ctx, doing); err != nil {
			return fmt.Errorf("act %d: %w", n, err)
		}
		_, err := desk.Sync(ctx)
		var refused *model.Error
		switch {
		case err == nil:
			continue
		case !errors.As(err, &refused) || refused.Key != "error.hub_full":
			return fmt.Errorf("exchange %d: %w", n, err)
		}
		if refusals++; refusals == 3 {
			return stillThere(ctx, desk, request, n+1)
		}
	}
	return errors.New("the disk was never full")
}

// ballast fills a disk but for so many bytes.
func ballast(dir string, left uint64) error {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "ballast"), make([]byte, disk.Bavail*uint64(disk.Bsize)-left), 0o600)
}

// stillThere asks that the desk has every act, waiting or numbered, and that the hub still tells its log.
func stillThere(ctx context.Context, desk *wire.Opened, request string, acts int) error {
	events, err := desk.Store.Events(ctx, model.Subject{Kind: model.RequestSubject, ID: request})
	if err != nil || len(events) != acts+1 {
		return fmt.Errorf("%d events of %d: %w", len(events), acts+1, err)
	}
	s, err := desk.SyncState(ctx)
	if err != nil || s.Pending == 0 || s.Refused > 0 {
		return fmt.Errorf("%+v %w", s, err)
	}
	page, err := desk.Remote.Feed(ctx, 0, 1000)
	if err != nil || len(page.Items) == 0 {
		return fmt.Errorf("the log is not told: %w", err)
	}
	return nil
}

func drained(ctx context.Context, desk *wire.Opened) error {
	if _, err := desk.Sync(ctx); err != nil {
		return err
	}
	if s, err := desk.SyncState(ctx); err != nil || s.Pending+s.Refused > 0 {
		return fmt.Errorf("%+v %w", s, err)
	}
	return nil
}

// checked verifies the hub's store.
func checked(ctx context.Context, store string) error {
	if status := run(ctx, []string{"verify", "--json", "--store", store}, io.Discard, io.Discard); status != exitDone {
		return errors.New("the hub is broken")
	}
	return nil
}
