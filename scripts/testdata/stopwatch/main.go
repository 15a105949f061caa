// Command stopwatch starts a program on a screen in memory and measures how long it takes until its window is painted
// and at rest, and how long it takes for what is done to it afterwards.
//
//	stopwatch -screen FILE -runs 5 [-do INPUT | -step NAME=INPUT]… PROGRAM ARGUMENT…
//
// INPUT is a line for xdotool, which is started beforehand: its own start takes longer than a page. FILE is the screen
// as Xvfb -fbdir keeps it. It is looked at every 2 ms, without asking the X server.
package main

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// quiet is how long a screen must stay as it is to count as at rest; a blinking caret does not count.
const (
	quiet    = 700 * time.Millisecond
	caret    = 1000 // bytes
	glance   = 2 * time.Millisecond
	patience = 30 * time.Second
)

func main() {
	screen := flag.String("screen", "", "the file that the screen is kept in")
	runs := flag.Int("runs", 5, "how often; medians are told")
	var steps []step
	flag.Func("do", "something to do, which is not measured", func(s string) error {
		steps = append(steps, step{input: s})
		return nil
	})
	flag.Func("step", "something to do and to measure, NAME=INPUT", func(s string) error {
		name, input, _ := strings.Cut(s, "=")
		steps = append(steps, step{name, input})
		return nil
	})
	flag.Parse()
	hand, err := newHand()
	if err != nil {
		fmt.Fprintln(os.Stderr, "stopwatch:", err)
		os.Exit(1)
	}
	w := watch{screen: *screen, hand: hand}
	figures := map[string][]float64{}
	var order []string
	tell := func(name string, value float64) {
		if figures[name] == nil {
			order = append(order, name)
		}
		figures[name] = append(figures[name], value)
	}
	for range *runs {
		if err := w.once(flag.Args(), steps, tell); err != nil {
			fmt.Fprintln(os.Stderr, "stopwatch:", err)
			os.Exit(1)
		}
	}
	for _, name := range order {
		all := figures[name]
		slices.Sort(all)
		fmt.Printf("%-44s %8.0f   (%.0f … %.0f)\n", name, all[len(all)/2], all[0], all[len(all)-1])
	}
}

type step struct{ name, input string }

type watch struct {
	screen string
	hand   io.Writer
	last   []byte
}

// newHand starts what presses keys: xdotool, which does each line as it comes and ends with this program.
func newHand() (io.Writer, error) {
	c := exec.Command("xdotool", "-")
	c.Stderr = os.Stderr
	lines, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	return lines, c.Start()
}

// once starts the program, measures, and ends it.
func (w *watch) once(program []string, steps []step, tell func(string, float64)) error {
	if _, _, err := w.rest(time.Now(), 0); err != nil {
		return err
	}
	before := w.last
	began := time.Now()
	c := exec.Command(program[0], program[1:]...)
	if err := c.Start(); err != nil {
		return err
	}
	defer func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	}()
	painted, rested, err := w.rest(began, patience)
	if err != nil {
		return err
	}
	if bytes.Equal(before, w.last) {
		return fmt.Errorf("%s painted nothing", program[0])
	}
	tell("window on the screen, ms", painted)
	tell("window usable: page painted, ms", rested)
	cpu, rss, anon := usage(c.Process.Pid)
	tell("CPU until then, ms", cpu)
	tell("memory then, MiB", rss)
	tell("  of it anonymous, MiB", anon)
	for _, s := range steps {
		rested, err := w.take(s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.input, err)
		}
		if s.name != "" {
			tell(s.name+", ms", rested)
		}
	}
	if len(steps) > 0 {
		_, rss, anon := usage(c.Process.Pid)
		tell("memory at the end, MiB", rss)
		tell("  of it anonymous at the end, MiB", anon)
	}
	return nil
}

// take does a step and waits until the screen is at rest again; a measured one must show.
func (w *watch) take(s step) (rested float64, err error) {
	began, wait := time.Now(), time.Duration(0)
	if s.name != "" {
		wait = patience
	}
	if _, err := fmt.Fprintln(w.hand, s.input); err != nil {
		return 0, err
	}
	_, rested, err = w.rest(began, wait)
	return rested, err
}

// rest waits until the screen has been at rest, and tells when it first showed a picture and when it last changed, in
// milliseconds since an instant. With patience it waits for a change first.
func (w *watch) rest(since time.Time, wait time.Duration) (painted, rested float64, err error) {
	last, changed := time.Now(), false
	for {
		now, err := os.ReadFile(w.screen)
		if err != nil {
			return 0, 0, err
		}
		at := time.Now()
		if differ(w.last, now) {
			if changed = w.last != nil; changed {
				rested = ms(at.Sub(since))
				if painted == 0 && colourful(now) {
					painted = rested
				}
			}
			w.last, last = now, at
		}
		switch {
		case changed && at.Sub(last) > quiet, wait == 0 && at.Sub(last) > quiet:
			return painted, rested, nil
		case wait > 0 && at.Sub(since) > wait:
			return 0, 0, fmt.Errorf("nothing came within %s", wait)
		}
		time.Sleep(glance)
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// differ tells whether more than a caret has changed.
func differ(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return false
	}
	if len(a) != len(b) {
		return true
	}
	n := 0
	for i := 0; i < len(a); i += 4 {
		if binary.NativeEndian.Uint32(a[i:]) != binary.NativeEndian.Uint32(b[i:]) {
			if n += 4; n > caret {
				return true
			}
		}
	}
	return false
}

// colourful tells whether there is a picture: more colours than an empty window, its border and the root have.
func colourful(screen []byte) bool {
	seen := map[uint32]bool{}
	for i := len(screen)%4 + 4096; i+4 <= len(screen); i += 4 {
		seen[binary.NativeEndian.Uint32(screen[i:])&0xffffff] = true
		if len(seen) > 16 {
			return true
		}
	}
	return false
}

// usage reads what a process has used so far: processor time, memory, and memory that is no file.
func usage(pid int) (cpu, rss, anon float64) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0, 0
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	var user, system float64
	fmt.Sscan(fields[11], &user)
	fmt.Sscan(fields[12], &system)
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0, 0
	}
	for _, line := range strings.Split(string(status), "\n") {
		var kib float64
		switch name, value, _ := strings.Cut(line, ":"); name {
		case "VmRSS":
			fmt.Sscan(value, &kib)
			rss = kib / 1024
		case "RssAnon":
			fmt.Sscan(value, &kib)
			anon = kib / 1024
		}
	}
	return (user + system) * 10, rss, anon // 100 ticks a second
}
