package app_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestAFileBeyondTheBudget(t *testing.T) {
	hub := apptest.NewHub(t, "luan")
	id := hub.Filed(model.Submitted)
	officer := hub.By(model.DutyAcceptance).Person
	bureau := hub.Join("authority", true)
	joins(t, bureau, officer.ID)
	hash := hub.Dossier(id).Request.Round().Files[0].Hash
	path := filepath.Join(bureau.Dir, "files", hash[:2], hash)
	open := func() {
		t.Helper()
		r, err := bureau.Files.Open(hash)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	open()
	long := time.Now().Add(-time.Hour * 100)
	if err := os.Chtimes(path, long, long); err != nil {
		t.Fatal(err)
	}
	if freed := sure[int64](t)(bureau.Log().Trim(t.Context(), 0)); freed == 0 {
		t.Error("nothing went")
	}
	if _, err := os.Stat(path); err == nil {
		t.Fatal("it is still here")
	}
	if _, err := joins(t, bureau, officer.ID).SetFileBudget(t.Context(), app.LeastBudget-1); model.KindOf(err) != model.Invalid {
		t.Error(err)
	}
	before := sure[app.FileBudget](t)(bureau.FileBudget(t.Context()))
	open() // it comes again
	if b := sure[app.FileBudget](t)(bureau.FileBudget(t.Context())); !b.Joined || b.Limit != 2<<30 || b.Used <= before.Used {
		t.Errorf("%+v, before %+v", b, before)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	syncs(t, bureau, 0, 0)
}
