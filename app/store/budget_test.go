//go:build sqlite_fts5

package store

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yunban/model"
)

func TestTrim(t *testing.T) {
	s := must(Create(t.Context(), filepath.Join(t.TempDir(), "desk"), Options{Replica: true}))
	defer closeStore(t, s)
	const size = 1000
	files := map[string]model.File{}
	old := time.Now().Add(-100 * time.Hour)
	keep := func(name string, age time.Duration) model.File {
		hash, n, err := s.Keep(t.Context(), strings.NewReader(name+strings.Repeat(".", size-len(name))), size)
		if err != nil {
			t.Fatal(err)
		}
		path, _ := s.filePath(hash)
		if err := os.Chtimes(path, old.Add(-age), old.Add(-age)); err != nil {
			t.Fatal(err)
		}
		files[name] = model.File{Role: "letter", Name: name, Size: n, Hash: hash}
		return files[name]
	}
	here := func(name string) bool {
		path, _ := s.filePath(files[name].Hash)
		return isKept(path, size)
	}
	var items []model.FeedItem
	past := map[model.Subject][]model.Event{}
	feed := func(about model.Subject, id string, f model.File) {
		e := event(about.ID, id, model.Comment)
		e.Subject, e.Files = about, []model.File{f}
		e = e.Seal(past[about])
		past[about] = append(past[about], e)
		items = append(items, model.FeedItem{Feed: int64(len(items) + 1), Body: must(json.Marshal(e))})
	}
	office := model.Subject{Kind: model.OfficeSubject, ID: "office"}
	feed(office, "o1", keep("regulation", 9*time.Hour))
	feed(request("r1"), "e1", keep("oldest", 8*time.Hour))
	feed(request("r1"), "e2", keep("used", 7*time.Hour))
	feed(request("r1"), "e3", keep("drafted", 6*time.Hour))
	feed(request("r1"), "e4", keep("younger", 5*time.Hour))
	feed(request("r1"), "e5", keep("youngest", 4*time.Hour))
	if err := s.Apply(t.Context(), model.FeedPage{Hub: "h", Head: 6, Items: items, Next: 6}); err != nil {
		t.Fatal(err)
	}
	waiting := event("r1", "w1", model.Comment)
	waiting.Files = []model.File{keep("waiting", 20*time.Hour)}
	must(s.Change(t.Context(), waiting.Subject, next(waiting)))
	keep("unnamed", 20*time.Hour) // for a form that nobody has saved yet
	if err := s.SaveDraft(t.Context(), model.Draft{ID: "d1", Owner: "wang", Filling: model.Filling{Values: model.Values{}, Files: []model.File{files["drafted"]}}}); err != nil {
		t.Fatal(err)
	}
	r := must(s.Open(files["used"].Hash))
	if _, err := io.Copy(io.Discard, r); err != nil || r.Close() != nil {
		t.Fatal(err)
	}
	wholeStore(t, s) // which reads every file and uses none
	t.Run("below the budget nothing goes", func(t *testing.T) {
		if freed := must(s.Trim(t.Context(), 8*size)); freed != 0 {
			t.Errorf("%d bytes went", freed)
		}
	})
	t.Run("the ones that nobody used for longest go first, and no more than must", func(t *testing.T) {
		if freed := must(s.Trim(t.Context(), 6*size)); freed != 2*size || here("oldest") || here("younger") || !here("youngest") {
			t.Errorf("%d bytes went", freed)
		}
	})
	t.Run("what the hub may not have never goes, nor what was used just now or the office works by", func(t *testing.T) {
		if freed := must(s.Trim(t.Context(), 0)); freed != size || here("youngest") {
			t.Errorf("%d bytes went", freed)
		}
		for _, name := range []string{"regulation", "waiting", "unnamed", "drafted", "used"} {
			if !here(name) {
				t.Errorf("%s went", name)
			}
		}
	})
	t.Run("what went is missed, to be asked for, and no fault", func(t *testing.T) {
		if missing := must(s.Missing(t.Context(), 2)); len(missing) != 2 || missing[0] != files["youngest"].Hash || missing[1] != files["younger"].Hash {
			t.Errorf("%v", missing)
		}
		wholeStore(t, s)
	})
	t.Run("what was sent lately stays: a hub that was restored may ask for it again", func(t *testing.T) {
		if err := s.Answered(t.Context(), []model.Answer{{ID: "w1", Seq: 1, Verdict: model.Taken, Feed: 7}}); err != nil {
			t.Fatal(err)
		}
		must(s.Trim(t.Context(), 0))
		if !here("waiting") {
			t.Error("it went")
		}
	})
	t.Run("a hub lets nothing go", func(t *testing.T) {
		hub, attached := filled(t, Options{})
		defer closeStore(t, hub)
		path, _ := hub.filePath(attached.Hash)
		if freed := must(hub.Trim(t.Context(), 0)); freed != 0 || !isKept(path, attached.Size) {
			t.Error("it did")
		}
	})
}
