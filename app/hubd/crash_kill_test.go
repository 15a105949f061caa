//go:build sqlite_fts5 && !windows

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"yunban/app"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/model"
)

// The test binary starts itself again: as the hub, by its own command, and as desks with a person at work. All of them
// are killed in the middle of it, over and over, and their lines are cut.
const (
	partVariable  = "YUNBAN_HUB_TEST_PART"  // hub or desk
	killsVariable = "YUNBAN_HUB_TEST_KILLS" // how often somebody is killed
	usualKills    = 8
	enoughActs    = 15 // of each desk between two kills
)

// parts are what another process can play.
var parts = map[string]func(ctx context.Context, args []string) error{
	"hub": func(ctx context.Context, args []string) error {
		return fmt.Errorf("the hub ended with %d", run(ctx, args, os.Stdout, os.Stderr))
	},
	"desk": func(ctx context.Context, args []string) error { return work(ctx, args[0], args[1], args[2]) },
}

func TestMain(m *testing.M) {
	play, other := parts[os.Getenv(partVariable)]
	if !other {
		os.Exit(m.Run())
	}
	said := "ok"
	if err := play(context.Background(), os.Args[1:]); err != nil {
		said = err.Error()
	}
	fmt.Println(said)
}

// work lets a person at a desk act as fast as it goes, files and all, and says so after each acknowledgement; beside it
// the desk exchanges with its hub as ever.
func work(ctx context.Context, dir, person, request string) error {
	office, err := wire.Open(ctx, dir, wire.Options{OwnFonts: true})
	if err != nil {
		return err
	}
	desk, err := office.DeskOf(ctx, person)
	if err != nil {
		return err
	}
	go func() { _ = office.Watch(ctx, func(app.SyncReport, error) {}) }()
	for n := range 1_000_000 {
		note := fmt.Sprintf("%s %d %d.", person, os.Getpid(), n)
		doing := app.Doing{Request: request, Action: model.Comment, Note: note, Values: model.Values{"visible": "all"}}
		if n%4 == 0 {
			hash, size, err := office.Files.Keep(ctx, strings.NewReader(strings.Repeat(note, 500)), 1<<20)
			if err != nil {
				return err
			}
			doing.Files = []model.File{{Role: "comment", Name: note + ".txt", Size: size, Hash: hash}}
		}
		e, err := desk.Do(ctx, doing)
		if err != nil {
			return err
		}
		if _, err := fmt.Println(e.ID, note); err != nil {
			return err
		}
	}
	return errors.New("it was never killed")
}

// other is another process and what it says, line by line.
type other struct {
	cmd   *exec.Cmd
	lines chan string
}

func begin(t *testing.T, part string, args ...string) *other {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o := &other{exec.Command(program, args...), make(chan string)}
	o.cmd.Env = append(os.Environ(), partVariable+"="+part)
	o.cmd.Stderr = t.Output()
	if part == "hub" {
		o.cmd.Stderr = nil // it logs
	}
	out, err := o.cmd.StdoutPipe()
	if err == nil {
		err = o.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(o.lines)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			o.lines <- lines.Text()
		}
	}()
	t.Cleanup(func() { o.kill() })
	return o
}

// kill is kill -9. What it had said before is given.
func (o *other) kill() (said []string) {
	if o.cmd.ProcessState != nil {
		return nil
	}
	_ = o.cmd.Process.Signal(syscall.SIGKILL)
	for line := range o.lines {
		said = append(said, line)
	}
	_ = o.cmd.Wait()
	return said
}

// underFire is an office whose hub and desks are killed.
type underFire struct {
	store string
	line  *badLine
	hub   *other
	desks []*workplace
}

// workplace is a desk's folder, who works there on which request, and what it acknowledged.
type workplace struct {
	dir, person, request string
	acked                map[string]string // id → note
	running              *other
}

func (w *workplace) start(t *testing.T) { w.running = begin(t, "desk", w.dir, w.person, w.request) }

// hear waits until the desk has acknowledged so many more acts.
func (w *workplace) hear(t *testing.T, n int) {
	t.Helper()
	for range n {
		line, ok := <-w.running.lines
		if !ok {
			t.Fatalf("the desk of %s fell by itself", w.person)
		}
		w.note(line)
	}
}

// note takes down an acknowledgement; the last line of a killed desk may be half of one.
func (w *workplace) note(line string) {
	if id, note, whole := strings.Cut(line, " "); whole && len(id) == 36 && strings.HasSuffix(note, ".") {
		w.acked[id] = note
	}
}

func (w *workplace) kill() {
	for _, line := range w.running.kill() {
		w.note(line)
	}
}

func (f *underFire) startHub(t *testing.T, good bool) {
	t.Helper()
	f.hub = begin(t, "hub", "serve", "--json", "--store", f.store, "--listen", "127.0.0.1:0")
	line, ok := <-f.hub.lines
	var said struct{ Listening string }
	if err := json.Unmarshal([]byte(line), &said); !ok || err != nil {
		t.Fatalf("the hub does not start again: %q %v", line, err)
	}
	f.line.lead(said.Listening, good)
}

// office founds a hub with a request for each of two desks, which join it over the bad line.
func besieged(t *testing.T) *underFire {
	t.Helper()
	ctx, opts := t.Context(), wire.Options{OwnFonts: true}
	f := &underFire{store: filepath.Join(t.TempDir(), "hub"), line: newBadLine(t, 25)}
	office, err := demo.Found(ctx, f.store, "luan", opts)
	if err != nil {
		t.Fatal(err)
	}
	clerk, request, err := filed(ctx, office)
	if err != nil {
		t.Fatal(err)
	}
	officer := ""
	people, err := office.People(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		if officer == "" && office.Profile().Holds(p.Roles, model.DutyAcceptance) {
			officer = p.ID
		}
	}
	if err := office.Close(); err != nil {
		t.Fatal(err)
	}
	unit := clerk.Unit
	h := hubProcess{store: f.store}
	codes := make([]struct{ Code, Fingerprint string }, 2)
	h.do(t, &codes[0], "enrol", "--unit", unit)
	h.do(t, &codes[1], "enrol", "--unit", "authority", "--all")
	f.startHub(t, false)
	for i, person := range []string{clerk.ID, officer} {
		w := &workplace{dir: filepath.Join(t.TempDir(), "desk"), person: person, request: request, acked: map[string]string{}}
		w.join(t, f.line.address(), codes[i].Code)
		f.desks = append(f.desks, w)
	}
	return f
}

// filed files a sample request at the hub, and tells by whom.
func filed(ctx context.Context, office *wire.Opened) (model.Person, string, error) {
	samples, err := demo.Samples("luan")
	if err != nil {
		return model.Person{}, "", err
	}
	unit, err := demo.UnitOf("luan", samples[0])
	if err != nil {
		return model.Person{}, "", err
	}
	people, err := office.People(ctx)
	if err != nil {
		return model.Person{}, "", err
	}
	for _, p := range people {
		desk, err := office.DeskOf(ctx, p.ID)
		if err != nil {
			return p, "", err
		}
		if desk.Unit.Name != unit || !desk.MayApply() {
			continue
		}
		draft, problems, err := demo.Draft(ctx, desk, samples[0])
		if err != nil || len(problems) > 0 {
			return p, "", fmt.Errorf("%v: %w", problems, err)
		}
		e, err := desk.Submit(ctx, draft)
		return p, e.Subject.ID, err
	}
	return model.Person{}, "", errors.New("no clerk of " + unit)
}

// join makes the desk's folder and signs its person in; over a bad line that takes as many tries as it takes.
func (w *workplace) join(t *testing.T, address, code string) {
	t.Helper()
	joining := wire.Joining{Address: address, Code: code, Name: w.person, Trust: func(string) error { return nil }}
	var met []error // on the way, for the case that none of the tries leads there
	for range 100 {
		office, err := wire.Join(t.Context(), w.dir, wire.Options{OwnFonts: true}, joining)
		if err == nil {
			_, err = office.SignIn(t.Context(), w.person, demo.Password)
			if err = errors.Join(err, office.Close()); err == nil {
				return
			}
		}
		met = append(met, err)
		if office, err = wire.Open(t.Context(), w.dir, wire.Options{OwnFonts: true}); err == nil {
			_, err = office.SignIn(t.Context(), w.person, demo.Password)
			if err = errors.Join(err, office.Close()); err == nil {
				return
			}
		}
		met = append(met, err)
	}
	t.Fatal(errors.Join(met...))
}

func TestKilledHubsAndDesks(t *testing.T) {
	f := besieged(t)
	for _, w := range f.desks {
		w.start(t)
	}
	kills := usualKills
	if n, err := strconv.Atoi(os.Getenv(killsVariable)); err == nil {
		kills = n
	}
	for n := range kills {
		for _, w := range f.desks {
			w.hear(t, enoughActs)
		}
		if n%4 != 1 { // the hub, one desk, or everybody at once
			f.hub.kill()
			f.startHub(t, false)
		}
		for i, w := range f.desks {
			if n%4 == 3 || n%4 == 1 && i == n/4%2 {
				w.kill()
				w.start(t)
			}
		}
	}
	for _, w := range f.desks {
		w.kill()
	}
	f.hub.kill()
	f.startHub(t, true)
	acked := 0
	for _, w := range f.desks {
		w.drain(t)
		acked += len(w.acked)
	}
	f.hub.kill()
	log := f.whole(t, f.store)
	for _, w := range f.desks {
		w.check(t, log)
		f.whole(t, w.dir)
	}
	t.Logf("%d kills, %d lines cut, %d acts acknowledged, %d in the log", kills, f.line.cuts, acked, len(log))
}

// drain exchanges over a good line until nothing waits.
func (w *workplace) drain(t *testing.T) {
	t.Helper()
	office, err := wire.Open(t.Context(), w.dir, wire.Options{OwnFonts: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := office.Close(); err != nil {
			t.Error(err)
		}
	}()
	for range 3 {
		if report, err := office.Sync(t.Context()); err != nil || len(report.SignIn) > 0 {
			t.Fatalf("%s: %+v %v", w.person, report, err)
		}
	}
	s, err := office.SyncState(t.Context())
	if err != nil || s.Pending > 0 || s.Refused > 0 {
		t.Errorf("%s: %+v %v", w.person, s, err)
	}
}

// whole verifies a store, files and all, and gives its comments by id.
func (f *underFire) whole(t *testing.T, dir string) map[string]model.Event {
	t.Helper()
	office, err := wire.Open(t.Context(), dir, wire.Options{OwnFonts: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := office.Close(); err != nil {
			t.Error(err)
		}
	}()
	if broken, err := office.Store.Verify(t.Context(), func(int, int) {}); err != nil || len(broken) > 0 {
		t.Errorf("%s: %v %v", dir, broken, err)
	}
	events, err := office.Store.Events(t.Context(), model.Subject{Kind: model.RequestSubject, ID: f.desks[0].request})
	if err != nil || model.VerifyChain(events) != nil {
		t.Errorf("%s: %v", dir, err)
	}
	said, twice := map[string]model.Event{}, map[string]bool{}
	for _, e := range events {
		if said[e.ID] = e; twice[e.Note] && e.Action == model.Comment {
			t.Errorf("%q stands there twice", e.Note)
		}
		twice[e.Note] = true
	}
	return said
}

// check asks that the log has each act that the desk acknowledged, as it was.
func (w *workplace) check(t *testing.T, log map[string]model.Event) {
	t.Helper()
	lost := 0
	for id, note := range w.acked {
		if log[id].Note != note {
			lost++
		}
	}
	if lost > 0 || len(w.acked) < usualKills*enoughActs {
		t.Errorf("%s: of %d acknowledged acts %d are lost", w.person, len(w.acked), lost)
	}
}
