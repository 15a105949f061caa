//go:build sqlite_fts5

package store

import (
	"archive/zip"
	"os"
	"reflect"
	"testing"

	"yunban/model"
)

// schema-2.zip is a store as the first version made it: an application on trial (r1), one that a newer program passed
// on and copied (r2), a change that the first version could only keep (r3), three records and a desk's own things.
func TestOldStore(t *testing.T) {
	ctx := t.Context()
	dir := unpacked(t, "testdata/schema-2.zip")
	s := must(Open(ctx, dir, Options{}))
	t.Run("it opens, is whole and keeps every event", func(t *testing.T) {
		wholeStore(t, s)
		for id, want := range map[string]int{"r1": 5, "r2": 3, "r3": 1} {
			events := must(s.Events(ctx, request(id)))
			if err := model.VerifyChain(events); err != nil || len(events) != want {
				t.Errorf("%s: %d events, %v", id, len(events), err)
			}
		}
	})
	t.Run("it is folded anew: what the first version did not know is understood", func(t *testing.T) {
		passed := must(s.Requests(ctx, model.Query{Copied: "sun", Assignee: "li"})).Items
		if len(passed) != 1 || passed[0].ID != "r2" || passed[0].ReadOnly || !reflect.DeepEqual(passed[0].Copied, []string{"sun"}) {
			t.Errorf("got %+v", passed)
		}
		changes := must(s.Requests(ctx, model.Query{Case: model.Change, System: "s1"})).Items
		if len(changes) != 1 || changes[0].ReadOnly || changes[0].Status != model.Submitted || changes[0].Title != "政务审批系统" {
			t.Errorf("got %+v", changes)
		}
		if n := must(s.Count(ctx, model.Query{Text: "审批", Status: []model.Status{model.Trial}, Asks: "extension"})); n != 1 {
			t.Errorf("counted %d", n)
		}
	})
	t.Run("records, files and the desk's own things are still there", func(t *testing.T) {
		for _, kind := range []model.SubjectKind{model.PersonSubject, model.UnitSubject, model.OfficeSubject} {
			if n := len(must(s.Records(ctx, kind))); n != 1 {
				t.Errorf("%d of %s", n, kind)
			}
		}
		must(0, must(s.Open(must(s.Events(ctx, request("r1")))[0].Files[0].Hash)).Close())
		if d := must(s.Draft(ctx, "d1")); d.Title() != "门户网站" {
			t.Errorf("got %+v", d)
		}
		if got := must(s.Password(ctx, "wang")) + must(s.Setting(ctx, "theme")); got != "a hash深色" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("it goes on where it was: numbers, acts and a further start", func(t *testing.T) {
		e := event("r4", "h1", model.Submit)
		e.Series = "PJ-SQ-2026"
		e.Values = model.Values{"case": "usage", "unit_id": "u1"}
		if got := must(s.Change(ctx, e.Subject, next(e))); got.Number != "PJ-SQ-2026-0003" {
			t.Errorf("got %s", got.Number)
		}
		must(s.Change(ctx, request("r1"), next(event("r1", "h2", model.GrantExtension))))
		closeStore(t, s)
		s = must(Open(ctx, dir, Options{}))
		wholeStore(t, s)
		closeStore(t, s)
	})
}

// unpacked lays a kept store out in a folder.
func unpacked(t *testing.T, path string) string {
	t.Helper()
	pack := must(zip.OpenReader(path))
	defer func() { must(0, pack.Close()) }()
	dir := t.TempDir()
	must(0, os.CopyFS(dir, pack))
	return dir
}
