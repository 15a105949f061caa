//go:build sqlite_fts5

package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

// request names a request.
func request(id string) model.Subject { return model.Subject{Kind: model.RequestSubject, ID: id} }

func day(n int) time.Time { return time.Date(2026, 3, 2+n, 9, 30, 0, 0, workday.Shanghai).UTC() }

// event is an act of wang's on a request.
func event(about, id string, action model.Action) model.Event {
	return model.Event{ID: id, Subject: request(about), Actor: "wang", ActorName: "王芳", ActorUnit: "市大数据局", Claimed: day(0),
		At: day(0), Action: action, Note: "同意"}
}

func next(e model.Event) Decide {
	return func(_ context.Context, _ []model.Event) (model.Event, error) { return e, nil }
}

// submit files a usage request.
func submit(t *testing.T, s backend, id string, v model.Values) model.Event {
	t.Helper()
	e := event(id, "submit-"+id, model.Submit)
	e.Values = v.Clone()
	e.Values["case"], e.Values["unit_id"] = "usage", "u1"
	kept, err := s.Change(t.Context(), e.Subject, next(e))
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// must gives a value that comes without an error; with one the test is over.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func ids(found []model.Summary) string {
	var all []string
	for _, s := range found {
		all = append(all, s.ID)
	}
	return strings.Join(all, " ")
}

func wantError(t *testing.T, what string, err error, kind model.Kind, key string) {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || e.Kind != kind || e.Key != key {
		t.Errorf("%s: got %v, want %s %s", what, err, kind, key)
	}
}

// wholeStore checks that the store finds nothing wrong with itself.
func wholeStore(t *testing.T, s backend) {
	t.Helper()
	found, err := s.Verify(context.WithoutCancel(t.Context()), nil)
	if err != nil || len(found) > 0 {
		t.Errorf("broken: %v, %v", found, err)
	}
}
