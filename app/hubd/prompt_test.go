//go:build sqlite_fts5

package main

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/demo"
	"yunban/app/hub"
	"yunban/app/wire"
	"yunban/model"
)

// within is how soon after an act another connected desk has it, and acts is how many are timed.
const (
	within = 2 * time.Second
	acts   = 24
)

// watching is a desk that exchanges in the background, as in the window, and tells when something came.
type watching struct {
	*app.Desk
	came <-chan struct{}
}

// watch joins a hub as a desk of a person's unit, and follows it until the test ends.
func watch(t *testing.T, h hubProcess, p model.Person) watching {
	t.Helper()
	var said struct{ Code, Fingerprint string }
	h.do(t, &said, "enrol", "--unit", p.Unit, "--all")
	office, err := wire.Join(t.Context(), filepath.Join(t.TempDir(), p.ID), wire.Options{OwnFonts: true}, wire.Joining{Address: h.address, Code: said.Code, Name: p.Name,
		Trust: func(found string) error {
			if !hub.SameFingerprint(found, said.Fingerprint) {
				return model.Errorf(model.Forbidden, "error.hub_untrusted", "found", found)
			}
			return nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	came, ended := make(chan struct{}, 1), make(chan error, 1)
	t.Cleanup(func() {
		if err := office.Close(); err != nil { // which ends the watching
			t.Error(err)
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	desk, err := office.SignIn(t.Context(), p.ID, demo.Password)
	go func() {
		ended <- office.Watch(t.Context(), func(r app.SyncReport, err error) {
			if err != nil && t.Context().Err() == nil {
				t.Error(err)
			}
			if r.Received > 0 {
				select {
				case came <- struct{}{}:
				default:
				}
			}
		})
	}()
	if err != nil {
		t.Fatal(err)
	}
	return watching{desk, came}
}

// has waits until the desk has an act; a minute is as good as never.
func (w watching) has(t *testing.T, e model.Event) {
	t.Helper()
	never := time.After(time.Minute)
	for {
		events, err := w.Store.Events(t.Context(), e.Subject)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(events, func(here model.Event) bool { return here.ID == e.ID && here.Hash != "" }) {
			return
		}
		select {
		case <-w.came:
		case <-never:
			t.Fatal("it never came")
		}
	}
}

// TestAConnectedDeskHasAnActWithinTwoSeconds times the exchange in the background, from an act at one desk until the
// other has it as the hub numbered it: over TLS, every write on the disk.
func TestAConnectedDeskHasAnActWithinTwoSeconds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "hub")
	office, err := demo.Found(t.Context(), dir, "luan", wire.Options{OwnFonts: true})
	if err != nil {
		t.Fatal(err)
	}
	people, err := office.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	who := func(duty model.Duty, unit string) model.Person {
		return people[slices.IndexFunc(people, func(p model.Person) bool {
			return office.Profile().Holds(p.Roles, duty) && (unit == "" || p.Unit == unit)
		})]
	}
	clerk, officer := who(model.DutyUnit, unitCalled(t, office, "mobile-service")), who(model.DutyAcceptance, "")
	if err := office.Close(); err != nil {
		t.Fatal(err)
	}
	h := serve(t, dir)
	window, bureau := watch(t, h, clerk), watch(t, h, officer)

	draft, problems, err := demo.Draft(t.Context(), window.Desk, "mobile-service")
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	began := time.Now()
	filed, err := window.Submit(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	bureau.has(t, filed)
	t.Logf("an application with its files after %s", time.Since(began).Round(time.Millisecond))
	says := func(from, to watching) time.Duration {
		began := time.Now()
		e, err := from.Do(t.Context(), app.Doing{Request: filed.Subject.ID, Action: model.Comment, Note: "请核对", Values: model.Values{"visible": "all"}})
		if err != nil {
			t.Fatal(err)
		}
		to.has(t, e)
		return time.Since(began)
	}
	says(bureau, window) // by now both are connected
	var took []time.Duration
	for n := range acts {
		from, to := window, bureau
		if n%2 > 0 {
			from, to = bureau, window
		}
		took = append(took, says(from, to))
		if took[n] >= within {
			t.Errorf("act %d took %s", n+1, took[n])
		}
	}
	slices.Sort(took)
	t.Logf("%d acts: median %s, worst %s", acts, took[acts/2].Round(time.Millisecond), took[acts-1].Round(time.Millisecond))
}
