//go:build linux

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// window is the program's window as a person sees it: a picture and a title, keys and a mouse.
type window struct {
	*desktop
	process *exec.Cmd
	kill    func() // ends the program as a power failure does
	id      string // as X knows it
}

// width is how wide the window opens.
const width = 1280

// openWindow starts the program and waits for its window.
func (d *desktop) openWindow() *window {
	d.t.Helper()
	w := &window{desktop: d, process: d.command(context.Background(), program, "--home", d.home)}
	w.process.Stdout, w.process.Stderr = os.Stdout, os.Stderr
	w.kill = d.start(w.process)
	d.until("the window", func() bool {
		w.id, _, _ = strings.Cut(d.ask("xdotool", "search", "--onlyvisible", "--pid", strconv.Itoa(w.process.Process.Pid)), "\n")
		return w.id != ""
	})
	d.run("", "xdotool", "windowactivate", "--sync", w.id)
	w.rests()
	return w
}

// press presses keys one after the other.
func (w *window) press(keys ...string) {
	w.t.Helper()
	w.run("", "xdotool", append([]string{"key", "--delay", "30"}, keys...)...)
}

// write types text.
func (w *window) write(text string) {
	w.t.Helper()
	w.run("", "xdotool", "type", "--delay", "20", text)
}

// click clicks at a place of the window.
func (w *window) click(x, y int) {
	w.t.Helper()
	w.run("", "xdotool", "mousemove", "--window", w.id, strconv.Itoa(x), strconv.Itoa(y), "click", "1")
}

// title is the window's title; nothing while there is no window.
func (w *window) title() string { return strings.TrimSpace(w.ask("xdotool", "getwindowname", w.id)) }

// shows waits for a page, whose name the title bears, and until it has come to rest.
func (w *window) shows(page string) {
	w.t.Helper()
	defer func() {
		if w.t.Failed() {
			w.t.Logf("the title is %q", w.title())
		}
	}()
	w.until("the page “"+page+"”", func() bool { return w.title() == page+" · 云办" })
	w.rests()
}

// caret is how many bytes of a picture a blinking caret changes at most: 2 × 24 points of 3 bytes, rounded up.
const caret = 600

// rests waits until the window is painted and has shown the same three times.
func (w *window) rests() {
	w.t.Helper()
	last := ""
	same := 0
	w.until("a picture at rest", func() bool {
		now := w.picture()
		if same++; len(now) == 0 || plain(now) || differ(last, now) > caret {
			same = 0
		}
		last = now
		return same == 2
	})
}

// changes does something and waits until it shows.
func (w *window) changes(what string, do func()) {
	w.t.Helper()
	before := w.picture()
	do()
	w.until(what, func() bool { return differ(before, w.picture()) > caret })
	w.rests()
}

// picture is what the window shows, three bytes a point.
func (w *window) picture() string {
	return w.ask("import", "-silent", "-window", w.id, "-depth", "8", "rgb:-")
}

// differ counts the bytes in which two pictures differ.
func differ(a, b string) int {
	if len(a) != len(b) {
		return max(len(a), len(b))
	}
	n := 0
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// plain tells whether a picture is of one colour: the window before anything is in it.
func plain(picture string) bool { return picture[3:] == picture[:len(picture)-3] }

// keeps does something and waits until the program has written to its store.
func (w *window) keeps(what string, do func()) {
	w.t.Helper()
	before := w.store()
	do()
	w.until(what+" being kept", func() bool { return w.store() != before })
}

// store is a mark of the log that the store writes to first; each write changes it.
func (w *window) store() string {
	w.t.Helper()
	log, err := os.Stat(filepath.Join(w.home, "yunban.db-wal"))
	if err != nil {
		w.t.Fatal(err)
	}
	return log.ModTime().String() + strconv.FormatInt(log.Size(), 10)
}

// close closes the window and waits for the program's end.
func (w *window) close() {
	w.t.Helper()
	w.press("ctrl+q")
	given := time.AfterFunc(patience, func() { _ = w.process.Process.Kill() }) // it may just have ended
	defer given.Stop()
	if err := w.process.Wait(); err != nil {
		w.t.Fatalf("the window was closed: %v", err)
	}
}
