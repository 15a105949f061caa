//go:build sqlite_fts5

package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

// backend is what every kind of store promises to the use cases.
type backend interface {
	Change(ctx context.Context, about model.Subject, decide func(past []model.Event) (model.Event, error)) (model.Event, error)
	Events(ctx context.Context, about model.Subject) ([]model.Event, error)
	Requests(ctx context.Context, q model.Query) (model.Page, error)
	Count(ctx context.Context, q model.Query) (int, error)
	Records(ctx context.Context, kind model.SubjectKind) ([]model.Record, error)
	Verify(ctx context.Context, progress func(done, all int)) ([]model.Broken, error)
	Rebuild(ctx context.Context) error

	SaveDraft(ctx context.Context, d model.Draft) error
	Draft(ctx context.Context, id string) (model.Draft, error)
	Drafts(ctx context.Context, owner string) ([]model.Draft, error)
	DropDraft(ctx context.Context, id string) error

	Keep(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error)
	Open(hash string) (io.ReadCloser, error)

	Password(ctx context.Context, person string) (string, error)
	SetPassword(ctx context.Context, person, hash string) error

	Setting(ctx context.Context, key string) (string, error)
	SaveSetting(ctx context.Context, key, value string) error
}

// runContract holds a kind of store to its promises. open gives a new, empty one.
func runContract(t *testing.T, open func(t *testing.T) backend) {
	suites := []struct {
		name string
		run  func(t *testing.T, open func(t *testing.T) backend)
	}{
		{"changes", changesContract},
		{"requests", requestsContract},
		{"search", searchContract},
		{"records", recordsContract},
		{"files", filesContract},
		{"desk", deskContract},
	}
	for _, suite := range suites {
		t.Run(suite.name, func(t *testing.T) { suite.run(t, open) })
	}
}

func changesContract(t *testing.T, open func(t *testing.T) backend) {
	t.Run("events come back as they were acknowledged, sealed and in order", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		var want []model.Event
		for i := range 3 {
			want = append(want, must(s.Change(ctx, request("r1"), next(event("r1", fmt.Sprint("e", i), model.Issue)))))
		}
		got, err := s.Events(ctx, request("r1"))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v, %v; want %v", got, err, want)
		}
		if err := model.VerifyChain(got); err != nil {
			t.Error(err)
		}
	})
	t.Run("a subject that nothing happened to has no events", func(t *testing.T) {
		got, err := open(t).Events(t.Context(), request("nobody"))
		if err != nil || len(got) != 0 {
			t.Fatalf("got %v, %v", got, err)
		}
	})
	t.Run("decide sees the subject's past and nothing of others", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		submit(t, s, "other", nil)
		first := submit(t, s, "r1", nil)
		_, err := s.Change(ctx, request("r1"), func(past []model.Event) (model.Event, error) {
			if len(past) != 1 || past[0].ID != first.ID {
				t.Errorf("past is %v", past)
			}
			return event("r1", "e2", model.Accept), nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	t.Run("an error of decide comes back as it is and nothing is written", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		no := errors.New("no")
		_, err := s.Change(ctx, request("r1"), func([]model.Event) (model.Event, error) { return event("r1", "e1", model.Issue), no })
		if err != no { //nolint:errorlint // the very same error is promised
			t.Fatalf("got %v", err)
		}
		if n := must(s.Events(ctx, request("r1"))); len(n) != 0 {
			t.Errorf("written all the same: %v", n)
		}
		wholeStore(t, s)
	})
	t.Run("the same event twice is written once and answered alike", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		first := submit(t, s, "r1", nil)
		again := event("r1", first.ID, model.Submit)
		again.Values, again.At = first.Values, first.At.Add(time.Minute)
		second, err := s.Change(ctx, request("r1"), next(again))
		if err != nil || !reflect.DeepEqual(first, second) {
			t.Fatalf("got %v, %v; want %v", second, err, first)
		}
		if got := must(s.Events(ctx, request("r1"))); len(got) != 1 {
			t.Errorf("%d events", len(got))
		}
	})
	t.Run("another act under a known id is a conflict", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		first := submit(t, s, "r1", nil)
		for name, e := range map[string]model.Event{
			"another action":  event("r1", first.ID, model.Accept),
			"another subject": event("r2", first.ID, model.Submit),
		} {
			_, err := s.Change(ctx, e.Subject, next(e))
			wantError(t, name, err, model.Conflict, "error.event_reused")
		}
	})
	t.Run("an event about something else than was asked is refused", func(t *testing.T) {
		s := open(t)
		_, err := s.Change(t.Context(), request("r1"), next(event("r2", "e1", model.Issue)))
		wantError(t, "", err, model.Other, "error.event_incomplete")
	})
	t.Run("text that is no text is kept so that its hash holds", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		e := event("r1", "e1", model.Issue)
		e.Note = "坏\xff\xfe字 <b>&\u2028 \x00 𬭎"
		must(s.Change(ctx, request("r1"), next(e)))
		if err := model.VerifyChain(must(s.Events(ctx, request("r1")))); err != nil {
			t.Error(err)
		}
		wholeStore(t, s)
	})
	t.Run("official numbers count up without gaps, each series for itself", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		for i, want := range []string{"PJ-SQ-2026-0001", "PJ-SQ-2026-0002", "LA-SQ-2026-0001", "PJ-SQ-2026-0003"} {
			id := fmt.Sprint("r", i)
			e := event(id, "e"+id, model.Submit)
			e.Series = want[:len(want)-5]
			// An act that fails after the number was asked for gives it back.
			lost := e
			lost.ID, lost.Files = "lost"+id, []model.File{{Hash: "absent"}}
			if _, err := s.Change(ctx, e.Subject, next(lost)); err == nil {
				t.Fatal("an absent file was accepted")
			}
			if got := must(s.Change(ctx, e.Subject, next(e))); got.Number != want {
				t.Errorf("got %s, want %s", got.Number, want)
			}
		}
	})
	t.Run("a file that is not kept here cannot be named", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		hash, size, err := s.Keep(ctx, strings.NewReader("方案"), 100)
		if err != nil {
			t.Fatal(err)
		}
		e := event("r1", "e1", model.Issue)
		for name, f := range map[string]model.File{
			"absent":       {Name: "a.pdf", Size: 1, Hash: strings.Repeat("0", 64)},
			"another size": {Name: "a.pdf", Size: size + 1, Hash: hash},
			"no hash":      {Name: "a.pdf", Size: size, Hash: "../../etc/passwd"},
		} {
			e.Files = []model.File{f}
			_, err := s.Change(ctx, e.Subject, next(e))
			wantError(t, name, err, model.Invalid, "error.invalid_input")
		}
		e.Files = []model.File{{Name: "a.pdf", Size: size, Hash: hash}}
		must(s.Change(ctx, e.Subject, next(e)))
	})
	t.Run("twenty at once on one subject are all numbered, none twice", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		var wait sync.WaitGroup
		for i := range 20 {
			wait.Go(func() {
				if _, err := s.Change(ctx, request("r1"), next(event("r1", fmt.Sprint("e", i), model.Issue))); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		got := must(s.Events(ctx, request("r1")))
		if len(got) != 20 || model.VerifyChain(got) != nil {
			t.Errorf("%d events, %v", len(got), model.VerifyChain(got))
		}
		wholeStore(t, s)
	})
	t.Run("an action of a newer version is kept and shown read-only", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		submit(t, s, "r1", nil)
		must(s.Change(ctx, request("r1"), next(event("r1", "e2", "teleport"))))
		if page := must(s.Requests(ctx, model.Query{})); len(page.Items) != 1 || !page.Items[0].ReadOnly {
			t.Errorf("got %+v", page.Items)
		}
	})
}

func requestsContract(t *testing.T, open func(t *testing.T) backend) {
	t.Run("a summary is the fold of the events", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		submit(t, s, "r1", model.Values{"system_name": "政务审批系统", "mlps_level": "3", "unit_name": "市大数据局"})
		must(s.Change(ctx, request("r1"), next(event("r1", "e2", model.Accept))))
		events := must(s.Events(ctx, request("r1")))
		r := must(model.Replay(events))
		want := []model.Summary{r.Summary(events[1].At)}
		if got := must(s.Requests(ctx, model.Query{})); !reflect.DeepEqual(got.Items, want) {
			t.Errorf("got  %+v\nwant %+v", got.Items, want)
		}
	})
	s, ctx := open(t), t.Context()
	// Requests 0..8 of units u0 u1 u2, filed a day apart; every third accepted by li, an hour later each.
	for i := range 9 {
		id := fmt.Sprint("r", i)
		e := event(id, "s"+id, model.Submit)
		e.At = day(i)
		e.Values = model.Values{"case": "usage", "unit_id": fmt.Sprint("u", i%3), "mlps_level": fmt.Sprint(2 + i%2)}
		must(s.Change(ctx, e.Subject, next(e)))
		if i%3 == 0 {
			e := event(id, "a"+id, model.Accept)
			e.At, e.Actor = day(20-i), "li"
			must(s.Change(ctx, e.Subject, next(e)))
		}
	}
	for _, c := range []struct {
		name string
		q    model.Query
		want string
	}{
		{"all come with the latest change first", model.Query{}, "r0 r3 r6 r8 r7 r5 r4 r2 r1"},
		{"the longest waiting come first when asked so", model.Query{Order: model.BySince}, "r1 r2 r4 r5 r7 r8 r6 r3 r0"},
		{"by status", model.Query{Status: []model.Status{model.Accepted}}, "r0 r3 r6"},
		{"by several statuses", model.Query{Status: []model.Status{model.Accepted, model.Submitted}, Order: model.BySince}, "r1 r2 r4 r5 r7 r8 r6 r3 r0"},
		{"by unit", model.Query{Unit: "u1"}, "r7 r4 r1"},
		{"by who acted on it", model.Query{Actor: "li"}, "r0 r3 r6"},
		{"by protection level", model.Query{Level: 3}, "r3 r7 r5 r1"},
		{"by kind", model.Query{Case: model.Change}, ""},
		{"filed on or after a day", model.Query{From: workday.DateOf(day(7))}, "r8 r7"},
		{"filed on or before a day", model.Query{To: workday.DateOf(day(1))}, "r0 r1"},
		{"filed within days", model.Query{From: workday.DateOf(day(3)), To: workday.DateOf(day(4))}, "r3 r4"},
		{"several wishes at once", model.Query{Unit: "u0", Status: []model.Status{model.Accepted}, Level: 2}, "r0 r6"},
		{"by what it asks", model.Query{Asks: "extension"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, err := s.Requests(ctx, c.q)
			if err != nil || ids(page.Items) != c.want {
				t.Errorf("got %q, %v; want %q", ids(page.Items), err, c.want)
			}
			if n := must(s.Count(ctx, c.q)); n != len(strings.Fields(c.want)) {
				t.Errorf("counted %d", n)
			}
		})
		t.Run(c.name+", page by page", func(t *testing.T) {
			q := c.q
			q.Limit = 2
			var got []model.Summary
			for range 10 {
				page := must(s.Requests(ctx, q))
				got = append(got, page.Items...)
				if q.After = page.Next; q.After == "" {
					break
				}
			}
			if ids(got) != c.want {
				t.Errorf("got %q, want %q", ids(got), c.want)
			}
		})
	}
	t.Run("a cursor that is none, or of another order, is invalid", func(t *testing.T) {
		page := must(s.Requests(ctx, model.Query{Limit: 1}))
		for _, after := range []string{"x", "!!", page.Next} {
			_, err := s.Requests(ctx, model.Query{After: after, Order: model.BySince})
			wantError(t, after, err, model.Invalid, "error.bad_cursor")
		}
	})
	t.Run("an extension that was asked for can be found", func(t *testing.T) {
		s := open(t)
		submit(t, s, "r1", nil)
		for i, action := range []model.Action{model.Accept, model.Approve, model.Deliver, model.AskExtension} {
			must(s.Change(ctx, request("r1"), next(event("r1", fmt.Sprint("e", i), action))))
		}
		if n := must(s.Count(ctx, model.Query{Asks: "extension", Status: []model.Status{model.Trial}})); n != 1 {
			t.Errorf("counted %d", n)
		}
	})
}

func searchContract(t *testing.T, open func(t *testing.T) backend) {
	s, ctx := open(t), t.Context()
	e := event("r1", "e1", model.Submit)
	e.Series = "PJ-SQ-2026"
	e.Values = model.Values{"case": "usage", "unit_id": "u1", "system_name": "盘锦市政务服务审批系统 V2.0", "unit_name": "市行政审批局",
		"contact_name": "𬭎㛃"}
	e.Lines = []model.Line{{ID: "1", Values: model.Values{"name": "web-server-01"}}}
	must(s.Change(ctx, e.Subject, next(e)))
	submit(t, s, "r2", model.Values{"system_name": "门户网站"})
	for search, found := range searches {
		t.Run("search for "+search, func(t *testing.T) {
			want := ""
			if found {
				want = "r1"
			}
			page, err := s.Requests(ctx, model.Query{Text: search})
			if err != nil || ids(page.Items) != want {
				t.Errorf("got %q, %v; want %q", ids(page.Items), err, want)
			}
		})
	}
	t.Run("blanks ask nothing", func(t *testing.T) {
		if n := must(s.Count(ctx, model.Query{Text: " 　\t"})); n != 2 {
			t.Errorf("counted %d", n)
		}
	})
	t.Run("a new round is found by its new words and no longer by the old", func(t *testing.T) {
		must(s.Change(ctx, request("r2"), next(event("r2", "d2", model.Decline))))
		again := event("r2", "s2", model.Submit)
		again.Values = model.Values{"system_name": "信息公开平台"}
		must(s.Change(ctx, request("r2"), next(again)))
		if n := must(s.Count(ctx, model.Query{Text: "公开"})); n != 1 {
			t.Errorf("the new name gives %d", n)
		}
		if n := must(s.Count(ctx, model.Query{Text: "门户"})); n != 0 {
			t.Errorf("the old name gives %d", n)
		}
	})
}

// searches says what finds the request of searchContract.
var searches = map[string]bool{
	"政务": true, "审批": true, "统": true, "系统": true, "务服": true, "盘锦市政务服务审批系统": true, // pairs, one character, all
	"政服": false, "锦盘": false, "银行": false, // characters apart or in another order
	"政务 审批局": true, "政务 门户": false, // all parts must be found
	"PJ-SQ-2026-0001": true, "pj-sq-2026-0001": true, "PJ-SQ-20": true, "2026-0001": true, "0001": true, "000": true,
	"PJ-SQ-2026-0002": false, "SQ-PJ": false,
	"web": true, "WEB-SERVER": true, "server-0": true, "erver": false,
	"系统V2.0": true, "系统 v2": true, "Ｖ２．０": true,
	"𬭎": true, "𬭎㛃": true,
	`"`: false, "，。": false, `政务"*`: true, "NOT 政务": false, "审批系统(": true, "words:政务": false, "'": false,
}

func recordsContract(t *testing.T, open func(t *testing.T) backend) {
	t.Run("records are the fold of their events, each kind by id", func(t *testing.T) {
		s, ctx := open(t), t.Context()
		for i, id := range []string{"wang", "li", "wang"} {
			e := event("", fmt.Sprint("e", i), model.Save)
			e.Subject = model.Subject{Kind: model.PersonSubject, ID: id}
			e.Values = model.Values{"name": id, fmt.Sprint("v", i): "有"}
			must(s.Change(ctx, e.Subject, next(e)))
		}
		unit := event("", "u", model.Save)
		unit.Subject = model.Subject{Kind: model.UnitSubject, ID: "u1"}
		must(s.Change(ctx, unit.Subject, next(unit)))

		want := []model.Record{
			{Subject: model.Subject{Kind: model.PersonSubject, ID: "li"}, Seq: 1, Values: model.Values{"name": "li", "v1": "有"}},
			{Subject: model.Subject{Kind: model.PersonSubject, ID: "wang"}, Seq: 2, Values: model.Values{"name": "wang", "v0": "有", "v2": "有"}},
		}
		if got := must(s.Records(ctx, model.PersonSubject)); !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		if got := must(s.Records(ctx, model.UnitSubject)); len(got) != 1 {
			t.Errorf("got %+v", got)
		}
		if n := must(s.Count(ctx, model.Query{})); n != 0 {
			t.Errorf("%d of them count as requests", n)
		}
		wholeStore(t, s)
	})
}

func filesContract(t *testing.T, open func(t *testing.T) backend) {
	s, ctx := open(t), t.Context()
	read := func(hash string) string { return string(must(io.ReadAll(must(s.Open(hash))))) }
	t.Run("content comes back by its hash, also none at all, and twice is once", func(t *testing.T) {
		for _, content := range []string{"方案", "", "方案"} {
			hash, size, err := s.Keep(ctx, strings.NewReader(content), 6)
			if err != nil || size != int64(len(content)) || read(hash) != content {
				t.Errorf("%q: %s %d %v", content, hash, size, err)
			}
		}
	})
	t.Run("more than the limit is invalid", func(t *testing.T) {
		_, _, err := s.Keep(ctx, strings.NewReader("1234567"), 6)
		wantError(t, "", err, model.Invalid, "error.file_too_large")
	})
	t.Run("a source that breaks off is told as such", func(t *testing.T) {
		_, _, err := s.Keep(ctx, io.MultiReader(strings.NewReader("12"), broken{}), 6)
		wantError(t, "", err, model.Other, "error.file_unreadable")
	})
	t.Run("a hash that is unknown or no hash is not found", func(t *testing.T) {
		for _, hash := range []string{"", "../yunban.db", strings.Repeat("a", 64), strings.Repeat("A", 64)} {
			_, err := s.Open(hash)
			wantError(t, hash, err, model.NotFound, "error.file_missing")
		}
	})
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the stick was pulled out") }

func deskContract(t *testing.T, open func(t *testing.T) backend) {
	s, ctx := open(t), t.Context()
	t.Run("drafts are kept as typed, listed latest first, and can be dropped", func(t *testing.T) {
		old := model.Draft{ID: "d1", Owner: "wang", Case: model.Usage, Saved: day(1), Filling: model.Filling{
			Values: model.Values{"system_name": "半个名"}, Rows: []model.Row{{Resource: "vm", Values: model.Values{"vcpu": "八"}}}}}
		late := model.Draft{ID: "d2", Owner: "wang", Saved: day(2)}
		foreign := model.Draft{ID: "d3", Owner: "li", Saved: day(3)}
		for _, d := range []model.Draft{{ID: "d1", Owner: "wang", Saved: day(0)}, old, late, foreign} {
			if err := s.SaveDraft(ctx, d); err != nil {
				t.Fatal(err)
			}
		}
		if got := must(s.Draft(ctx, "d1")); !reflect.DeepEqual(got, old) {
			t.Errorf("got %+v, want %+v", got, old)
		}
		if got := must(s.Drafts(ctx, "wang")); !reflect.DeepEqual(got, []model.Draft{late, old}) {
			t.Errorf("got %+v", got)
		}
		for range 2 {
			if err := s.DropDraft(ctx, "d1"); err != nil {
				t.Error(err)
			}
		}
		_, err := s.Draft(ctx, "d1")
		wantError(t, "", err, model.NotFound, "error.draft_missing")
	})
	t.Run("a password is not found until it is set, and can be changed", func(t *testing.T) {
		_, err := s.Password(ctx, "wang")
		wantError(t, "", err, model.NotFound, "error.no_password")
		for _, hash := range []string{"one", "two"} {
			if err := s.SetPassword(ctx, "wang", hash); err != nil {
				t.Fatal(err)
			}
			if got := must(s.Password(ctx, "wang")); got != hash {
				t.Errorf("got %q", got)
			}
		}
	})
	t.Run("a setting is nothing until it is saved, and can be changed", func(t *testing.T) {
		for _, value := range []string{"", "深色", "浅色"} {
			if value != "" {
				if err := s.SaveSetting(ctx, "theme", value); err != nil {
					t.Fatal(err)
				}
			}
			if got := must(s.Setting(ctx, "theme")); got != value {
				t.Errorf("got %q, want %q", got, value)
			}
		}
	})
}

// request names a request.
func request(id string) model.Subject { return model.Subject{Kind: model.RequestSubject, ID: id} }

func day(n int) time.Time { return time.Date(2026, 3, 2+n, 9, 30, 0, 0, workday.Shanghai).UTC() }

// event is an act of wang's on a request.
func event(about, id string, action model.Action) model.Event {
	return model.Event{ID: id, Subject: request(about), Actor: "wang", ActorName: "王芳", ActorUnit: "市大数据局", Claimed: day(0),
		At: day(0), Action: action, Note: "同意"}
}

func next(e model.Event) func([]model.Event) (model.Event, error) {
	return func([]model.Event) (model.Event, error) { return e, nil }
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
