//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	program  = "bin/yunban"
	password = "yunban2026"     // everybody's
	patience = 30 * time.Second // until something that should come is given up
)

// desktop is a screen in memory with a window manager, a keyboard and a mouse, and the folder of the program on it.
type desktop struct {
	t    *testing.T
	home string
	env  []string
}

// newDesktop starts what a window needs to be seen and worked with. Everything ends with the test.
func newDesktop(t *testing.T) *desktop {
	t.Helper()
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("%v: run make test, which builds it first", err)
	}
	d := &desktop{t: t, home: filepath.Join(t.TempDir(), "home"), env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(),
		"LC_ALL=C.UTF-8", "YUNBAN_PASSWORD=" + password, "YUNBAN_NEW_PASSWORD=" + password,
		"DBUS_SESSION_BUS_ADDRESS=disabled:"}} // else the window starts a message bus that outlives it
	display := ":" + d.startX()
	d.env = append(d.env, "DISPLAY="+display)
	d.manage()
	d.run(keyboard(), "xkbcomp", "-w0", "-", display) // the server would forget it with the last client gone
	return d
}

// startX starts an X server, which finds a number that is free, and gives the number.
func (d *desktop) startX() string {
	d.t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		d.t.Fatal(err)
	}
	defer read.Close()
	x := d.command(context.Background(), "Xvfb", "-displayfd", "3", "-screen", "0", "1366x768x24", "-nolisten", "tcp")
	x.ExtraFiles = []*os.File{write}
	d.start(x)
	number, err := untilEnd(read, write)
	if err != nil || number == "" {
		d.t.Fatalf("the X server did not come: %v", err)
	}
	return number
}

// untilEnd reads what another process writes, after its end of the pipe was closed here.
func untilEnd(read, write *os.File) (string, error) {
	if err := write.Close(); err != nil {
		return "", err
	}
	if err := read.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return "", err
	}
	text, err := io.ReadAll(read)
	return strings.TrimSpace(string(text)), err
}

// typed is the Chinese that is typed here.
const typed = "审批系统二期同意"

// keyboard has a key for each character of typed: xdotool would otherwise redefine a key for each, of which a window
// may learn too late. Chinese through an input method is make check-input.
func keyboard() string {
	var keys strings.Builder
	for i, r := range []rune(typed) {
		fmt.Fprintf(&keys, "replace key <FK%d> { [U%04X] };\n", 13+i, r)
	}
	return `xkb_keymap {
		xkb_keycodes { include "evdev" };
		xkb_types { include "complete" };
		xkb_compat { include "complete" };
		xkb_symbols { include "pc+us+inet(evdev)"
			` + keys.String() + `};
	};`
}

// command is a command on this desktop.
func (d *desktop) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, args...)
	c.Env = d.env
	return c
}

// manage starts the window manager, without which no window has the keyboard. One that ended at once, because the screen
// was not ready for it, is started again.
func (d *desktop) manage() {
	d.t.Helper()
	var said strings.Builder
	for range 3 {
		c := d.command(context.Background(), "openbox", "--sm-disable")
		c.Stderr = &said
		stop := d.start(c)
		for end := time.Now().Add(patience / 3); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			if d.ask("xdotool", "get_num_desktops") != "" {
				return
			}
		}
		stop()
	}
	d.t.Fatalf("the window manager did not come: %s", said.String())
}

// start starts a command that runs on until it is stopped, at the latest when the test ends.
func (d *desktop) start(c *exec.Cmd) (stop func()) {
	d.t.Helper()
	if err := c.Start(); err != nil {
		d.t.Fatal(err)
	}
	stop = sync.OnceFunc(func() {
		_ = c.Process.Kill() // it may have ended
		_ = c.Wait()         // killed
	})
	d.t.Cleanup(stop)
	return stop
}

// run runs a command to its end, in which it has nothing to complain about, and gives what it said.
func (d *desktop) run(in, name string, args ...string) string {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c := d.command(ctx, name, args...)
	c.Stdin = strings.NewReader(in)
	var errs strings.Builder
	c.Stderr = &errs
	out, err := c.Output()
	if err != nil || errs.Len() > 0 {
		d.t.Fatalf("%s %q: %v: %s", name, args, err, errs.String())
	}
	return string(out)
}

// ask runs a command that may well fail, and then has nothing to say.
func (d *desktop) ask(name string, args ...string) string {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	out, err := d.command(ctx, name, args...).Output()
	if err != nil {
		return ""
	}
	return string(out)
}

// yunban gives a command to the program and reads its answer.
func (d *desktop) yunban(answer any, args ...string) {
	d.t.Helper()
	out := d.run("", program, append([]string{"--home", d.home, "--json"}, args...)...)
	if err := json.Unmarshal([]byte(out), answer); err != nil {
		d.t.Fatalf("yunban %q: %v: %s", args, err, out)
	}
}

// until asks again and again until it is so.
func (d *desktop) until(what string, so func() bool) {
	d.t.Helper()
	for end := time.Now().Add(patience); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			d.keepPicture()
			d.t.Fatalf("%s did not come", what)
		}
	}
}

// keepPicture leaves a picture of the screen for whoever asks what went wrong.
func (d *desktop) keepPicture() {
	const path = "out/window-test.png"
	if err := os.MkdirAll("out", 0o755); err != nil {
		d.t.Log(err)
		return
	}
	d.ask("import", "-silent", "-window", "root", path)
	d.t.Logf("the screen is in %s", path)
}
