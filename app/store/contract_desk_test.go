//go:build sqlite_fts5

package store

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"yunban/model"
)

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
	for _, kind := range []model.SubjectKind{model.SystemSubject, model.FilingSubject, model.DelegationSubject,
		model.CatalogueSubject, model.CalendarSubject} {
		t.Run("a record of kind "+string(kind)+" is kept, proven and rebuilt with its files", func(t *testing.T) {
			s, ctx := open(t), t.Context()
			hash, size, err := s.Keep(ctx, strings.NewReader("通知"), 100)
			if err != nil {
				t.Fatal(err)
			}
			first := event("", "e1", model.Save)
			first.Subject = model.Subject{Kind: kind, ID: "2027"}
			first.Values = model.Values{"name": "旧名", "unit_id": "u1"}
			first.Files = []model.File{{Role: "notice", Name: "通知.pdf", Size: size, Hash: hash}}
			second := event("", "e2", model.Save)
			second.Subject, second.Values = first.Subject, model.Values{"name": "新名", "revoked": model.True}
			must(s.Change(ctx, first.Subject, next(first)))
			must(s.Change(ctx, first.Subject, next(second)))
			want := []model.Record{{Subject: first.Subject, Seq: 2, Files: first.Files,
				Values: model.Values{"name": "新名", "unit_id": "u1", "revoked": model.True}}}
			for _, when := range []string{"kept", "rebuilt"} {
				if got := must(s.Records(ctx, kind)); !reflect.DeepEqual(got, want) {
					t.Errorf("%s\ngot  %+v\nwant %+v", when, got, want)
				}
				wholeStore(t, s)
				if err := s.Rebuild(ctx); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
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
		wantError(t, "", err, model.NotFound, "error.no_person")
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
