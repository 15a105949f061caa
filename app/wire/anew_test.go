package wire_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/model"
)

// one is a copy of a desk, with its clerk at work.
type one struct {
	*wire.Opened
	t       *testing.T
	request string
	clerk   string
}

func (o *one) open(dir string) {
	o.t.Helper()
	opened, err := wire.Open(o.t.Context(), dir, wire.Options{OwnFonts: true})
	if err != nil {
		o.t.Fatal(err)
	}
	o.Opened = opened
	o.t.Cleanup(func() { _ = opened.Close() }) // closed already where another was opened
}

// copied is another that goes on from a copy of the folder.
func (o *one) copied(dir string) (other *one, elsewhere string) {
	o.t.Helper()
	elsewhere = filepath.Join(o.t.TempDir(), "copied")
	if err := errors.Join(o.Close(), os.CopyFS(elsewhere, os.DirFS(dir))); err != nil {
		o.t.Fatal(err)
	}
	o.open(dir)
	other = &one{nil, o.t, o.request, o.clerk}
	other.open(elsewhere)
	return other, elsewhere
}

// enrol gives the copy a device of its own.
func (o *one) enrol(dir string, joining wire.Joining) {
	o.t.Helper()
	if err := o.Close(); err != nil {
		o.t.Fatal(err)
	}
	opened, err := wire.Join(o.t.Context(), dir, wire.Options{OwnFonts: true}, joining)
	if err != nil {
		o.t.Fatal(err)
	}
	o.Opened = opened
	o.t.Cleanup(func() { _ = opened.Close() })
}

func (o *one) says(notes ...string) {
	o.t.Helper()
	desk, err := o.SignIn(o.t.Context(), o.clerk, demo.Password)
	for _, note := range notes {
		if err == nil {
			_, err = desk.Do(o.t.Context(), app.Doing{Request: o.request, Action: model.Comment, Note: note, Values: model.Values{"visible": "all"}})
		}
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

// exchanges asks for what an exchange comes to: what is taken, what waits after it, and why it fails.
func (o *one) exchanges(taken, waiting int, key string) {
	o.t.Helper()
	report, err := o.Sync(o.t.Context())
	state, stating := o.SyncState(o.t.Context())
	if stating != nil {
		o.t.Fatal(stating)
	}
	var e *model.Error
	errors.As(err, &e)
	if (key == "") != (err == nil) || key != "" && (e == nil || e.Key != key) {
		o.t.Errorf("failed by %v", err)
	}
	if report.Taken != taken || state.Pending != waiting || state.Refused != 0 || state.Anew != (key == "error.enrol_anew") {
		o.t.Errorf("%+v %+v", report, state)
	}
}

// heard asks for the comments that the hub knows.
func heard(t *testing.T, hub *apptest.Hub, id string, want ...string) {
	t.Helper()
	var notes []string
	for _, e := range hub.Dossier(id).History {
		if e.Action == model.Comment {
			notes = append(notes, e.Note)
		}
	}
	slices.Sort(notes)
	slices.Sort(want)
	if !slices.Equal(notes, want) {
		t.Errorf("the hub knows %q, not %q", notes, want)
	}
}

func TestTwoCopiesOfADesk(t *testing.T) {
	begin := func(t *testing.T) (hub *apptest.Hub, desk *one, dir string) {
		hub = apptest.NewHub(t, "luan")
		id := hub.Filed(model.Submitted)
		clerk := hub.ClerkOf(hub.Samples()[0]).Person
		dir = filepath.Join(t.TempDir(), "desk")
		opened, err := wire.Join(t.Context(), dir, wire.Options{OwnFonts: true}, hub.Joining(clerk.Unit, false))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = opened.Close() })
		desk = &one{opened, t, id, clerk.ID}
		desk.says("甲")
		desk.exchanges(1, 0, "")
		return hub, desk, dir
	}
	another := func(t *testing.T, hub *apptest.Hub, of *one) wire.Joining {
		t.Helper()
		p, err := hub.Person(t.Context(), of.clerk)
		if err != nil {
			t.Fatal(err)
		}
		return hub.Joining(p.Unit, false)
	}

	t.Run("a desk that is restored elsewhere speaks with the hub only when it was enrolled anew, and keeps what waits", func(t *testing.T) {
		hub, desk, dir := begin(t)
		desk.says("乙") // waits in the copy, too
		file := filepath.Join(t.TempDir(), "desk.zip")
		if _, err := wire.Backup(t.Context(), dir, file, nil, nil); err != nil {
			t.Fatal(err)
		}
		desk.exchanges(1, 0, "")
		elsewhere := filepath.Join(t.TempDir(), "restored")
		if _, _, err := wire.Restore(t.Context(), file, elsewhere, false, nil, nil); err != nil {
			t.Fatal(err)
		}
		copied := &one{nil, t, desk.request, desk.clerk}
		copied.open(elsewhere)
		copied.says("丙")
		copied.exchanges(0, 2, "error.enrol_anew")
		desk.says("丁")
		desk.exchanges(1, 0, "")
		copied.enrol(elsewhere, another(t, hub, desk))
		copied.says("戊")
		copied.exchanges(2, 0, "") // 乙 had come by the log
		desk.says("己")
		desk.exchanges(1, 0, "")
		heard(t, hub, desk.request, "甲", "乙", "丙", "丁", "戊", "己")
		for _, o := range []*one{desk, copied} {
			if broken, err := o.Store.Verify(t.Context(), func(int, int) {}); err != nil || len(broken) > 0 {
				t.Error(broken, err)
			}
		}
	})

	t.Run("one that takes its own place again goes on with its key", func(t *testing.T) {
		hub, desk, dir := begin(t)
		file := filepath.Join(t.TempDir(), "desk.zip")
		if _, err := wire.Backup(t.Context(), dir, file, nil, nil); err != nil {
			t.Fatal(err)
		}
		if err := desk.Close(); err != nil {
			t.Fatal(err)
		}
		if _, _, err := wire.Restore(t.Context(), file, dir, true, nil, nil); err != nil {
			t.Fatal(err)
		}
		desk.open(dir)
		desk.says("乙")
		desk.exchanges(1, 0, "")
		heard(t, hub, desk.request, "甲", "乙")
	})

	t.Run("of two that go on from one copied folder, the second to be heard is told, and nothing of it is lost", func(t *testing.T) {
		hub, desk, dir := begin(t)
		copied, elsewhere := desk.copied(dir)
		desk.says("乙")
		copied.says("丙", "丁")
		desk.exchanges(1, 0, "")
		copied.exchanges(0, 2, "error.enrol_anew")
		if err := copied.Close(); err != nil {
			t.Fatal(err)
		}
		copied.open(elsewhere) // it stays so
		copied.says("戊")
		copied.exchanges(0, 3, "error.enrol_anew")
		copied.enrol(elsewhere, another(t, hub, desk))
		copied.says("己")
		copied.exchanges(4, 0, "")
		desk.says("庚")
		desk.exchanges(1, 0, "")
		heard(t, hub, desk.request, "甲", "乙", "丙", "丁", "戊", "己", "庚")
	})

	t.Run("the same by parcels: the second is told by the answer to its first one", func(t *testing.T) {
		hub, desk, dir := begin(t)
		copied, elsewhere := desk.copied(dir)
		desk.says("乙")
		copied.says("丙", "丁")
		desk.exchanges(1, 0, "")
		var parcel bytes.Buffer
		if _, err := copied.CarryOut(t.Context(), &parcel, app.CarryRoom); err != nil {
			t.Fatal(err)
		}
		answer, _, err := hub.Carry(parcel.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		var why *model.Error
		if _, err := copied.CarryIn(t.Context(), bytes.NewReader(answer)); !errors.As(err, &why) || why.Key != "error.enrol_anew" {
			t.Errorf("it hears %v", err)
		}
		if _, err := copied.CarryOut(t.Context(), &parcel, app.CarryRoom); !errors.As(err, &why) || why.Key != "error.enrol_anew" {
			t.Errorf("it carries on: %v", err)
		}
		copied.exchanges(0, 2, "error.enrol_anew")
		desk.says("戊")
		desk.exchanges(1, 0, "")
		copied.enrol(elsewhere, another(t, hub, desk))
		copied.says("己")
		copied.exchanges(3, 0, "")
		heard(t, hub, desk.request, "甲", "乙", "丙", "丁", "戊", "己")
	})
}
