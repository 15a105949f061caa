package app_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

// packs writes a desk's parcel.
func packs(t *testing.T, desk *apptest.Office) ([]byte, model.CarryReport) {
	t.Helper()
	var out bytes.Buffer
	report, err := desk.CarryOut(t.Context(), &out, app.CarryRoom)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), report
}

// answers has the hub take a parcel in.
func answers(t *testing.T, hub *apptest.Hub, parcel []byte, taken int) []byte {
	t.Helper()
	answer, report, err := hub.Carry(parcel)
	if err != nil || report.Taken != taken || report.Refused != 0 {
		t.Fatalf("%+v %v", report, err)
	}
	return answer
}

// unpacks takes an answer in at a desk.
func unpacks(t *testing.T, desk *apptest.Office, answer []byte) model.CarryReport {
	t.Helper()
	report, err := desk.CarryIn(t.Context(), bytes.NewReader(answer))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestADayWithoutANetwork(t *testing.T) {
	ctx := context.Background()
	hub := apptest.NewHub(t, "luan")
	sample := hub.Samples()[1]
	clerk, officer := hub.ClerkOf(sample).Person, hub.By(model.DutyAcceptance)
	window := hub.Join(clerk.Unit, false)
	joins(t, window, clerk.ID)
	hub.Stop()
	ofClerk := joins(t, window, clerk.ID)
	draft, problems, err := demo.Draft(ctx, ofClerk, sample)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	filed := sure[model.Event](t)(ofClerk.Submit(ctx, draft))
	var first, answer []byte
	t.Run("acts and their files go by a stick, and come back numbered", func(t *testing.T) {
		var report model.CarryReport
		if first, report = packs(t, window); report.Acts != 2 || report.Files == 0 { // the system and its application
			t.Errorf("%+v", report)
		}
		answer = answers(t, hub, first, 2)
		if bytes.Contains(first, []byte("system_name")) || bytes.Contains(answer, []byte("system_name")) {
			t.Error("anybody can read it")
		}
		if got := hub.Dossier(filed.Subject.ID); got.Request.Number == "" {
			t.Error("the hub did not number it")
		}
		if report := unpacks(t, window, answer); report.Taken != 2 || report.Received == 0 {
			t.Errorf("%+v", report)
		}
		if s := state(t, window); s.Pending != 0 || s.Refused != 0 {
			t.Errorf("%+v", s)
		}
		if mine := sure[app.Dossier](t)(ofClerk.Dossier(ctx, filed.Subject.ID)); mine.Request.Number != hub.Dossier(filed.Subject.ID).Request.Number {
			t.Errorf("%q", mine.Request.Number)
		}
	})
	if t.Failed() {
		return
	}
	t.Run("the same parcel again is answered again and takes nothing twice", func(t *testing.T) {
		before := len(hub.Dossier(filed.Subject.ID).History)
		again := answers(t, hub, first, 2)
		unpacks(t, window, again)
		unpacks(t, window, answer)
		if after := len(hub.Dossier(filed.Subject.ID).History); after != before {
			t.Errorf("%d events, before %d", after, before)
		}
	})
	t.Run("what was decided meanwhile comes back, with the papers", func(t *testing.T) {
		sure[model.Event](t)(officer.Do(ctx, app.Doing{Request: filed.Subject.ID, Action: model.Accept}))
		paper := sure[model.File](t)(officer.Issue(ctx, filed.Subject.ID, model.PaperAcceptance))
		second, _ := packs(t, window)
		report := unpacks(t, window, answers(t, hub, second, 0)) // which learns of the paper,
		third, _ := packs(t, window)
		fetched := unpacks(t, window, answers(t, hub, third, 0)) // and so asks for it
		if report.Received == 0 || fetched.Files == 0 {
			t.Errorf("%+v %+v", report, fetched)
		}
		if mine := sure[app.Dossier](t)(ofClerk.Dossier(ctx, filed.Subject.ID)); mine.Request.Status != model.Accepted {
			t.Error(mine.Request.Status)
		}
		r, err := window.Files.Open(paper.Hash)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(r); err != nil || !bytes.HasPrefix(text, []byte("%PDF")) || r.Close() != nil {
			t.Error(err)
		}
	})
	t.Run("an older parcel is refused on both sides", func(t *testing.T) {
		_, _, err := hub.Carry(first)
		wants(t, err, "error.parcel_replayed")
		_, err = window.CarryIn(ctx, bytes.NewReader(answer))
		wants(t, err, "error.parcel_replayed")
	})
	t.Run("cut off, altered or another desk's, nothing of it is taken in", func(t *testing.T) {
		sure[model.Event](t)(ofClerk.Do(ctx, app.Doing{Request: filed.Subject.ID, Action: model.Urge}))
		parcel, _ := packs(t, window)
		_, _, err := hub.Carry(parcel[:len(parcel)-5])
		wants(t, err, "error.bad_parcel")
		altered := bytes.Clone(parcel)
		altered[len(altered)/2] ^= 1
		_, _, err = hub.Carry(altered)
		wants(t, err, "error.bad_parcel")
		_, _, err = hub.Carry([]byte("PK\x03\x04 something else"))
		wants(t, err, "error.bad_parcel")
		good := answers(t, hub, parcel, 1)
		hub.Serve()
		other := hub.Join(clerk.Unit, false)
		hub.Stop()
		packs(t, other)
		_, err = other.CarryIn(ctx, bytes.NewReader(good))
		wants(t, err, "error.parcel_for_others")
		_, err = window.CarryIn(ctx, bytes.NewReader(good[:len(good)-5]))
		wants(t, err, "error.bad_parcel")
		unpacks(t, window, good)
	})
	t.Run("a hub that was restored from a copy is offered again what it forgot", func(t *testing.T) {
		copied := hub.Backup()
		sure[model.Event](t)(ofClerk.Do(ctx, app.Doing{Request: filed.Subject.ID, Action: model.Urge}))
		parcel, _ := packs(t, window)
		unpacks(t, window, answers(t, hub, parcel, 1))
		known := len(hub.Dossier(filed.Subject.ID).History)
		hub.Restore(copied)
		hub.Stop()
		parcel, _ = packs(t, window)
		if report := unpacks(t, window, answers(t, hub, parcel, 0)); !report.More {
			t.Errorf("%+v", report)
		}
		parcel, report := packs(t, window)
		if report.Acts != 1 {
			t.Errorf("%+v", report)
		}
		unpacks(t, window, answers(t, hub, parcel, 1))
		if s := state(t, window); s.Pending+s.Refused > 0 {
			t.Errorf("%+v", s)
		}
		if now := len(hub.Dossier(filed.Subject.ID).History); now != known {
			t.Errorf("%d events, before %d", now, known)
		}
	})
	t.Run("who sends by sticks keeps his leave and the desk its licence", func(t *testing.T) {
		for range 3 {
			hub.Clock.Set(hub.Clock.Now().Add(20 * 24 * time.Hour))
			window.Clock.Set(hub.Clock.Now())
			sure[model.Event](t)(ofClerk.Do(ctx, app.Doing{Request: filed.Subject.ID, Action: model.Urge}))
			parcel, _ := packs(t, window)
			unpacks(t, window, answers(t, hub, parcel, 1))
		}
		if s := state(t, window); s.ReadOnly || s.Pending != 0 {
			t.Errorf("%+v", s)
		}
	})
	t.Run("whose session is over is named, on both sides, and what he did waits", func(t *testing.T) {
		window.Clock.Set(window.Clock.Now().Add(29 * 24 * time.Hour))
		sure[model.Event](t)(ofClerk.Do(ctx, app.Doing{Request: filed.Subject.ID, Action: model.Urge}))
		parcel, report := packs(t, window)
		if report.Acts != 1 || len(report.SignIn) > 0 {
			t.Errorf("%+v", report)
		}
		hub.Clock.Set(hub.Clock.Now().Add(31 * 24 * time.Hour))
		answer, report, err := hub.Carry(parcel)
		if err != nil || report.Taken != 0 || len(report.SignIn) != 1 || report.SignIn[0] != clerk.ID {
			t.Errorf("%+v %v", report, err)
		}
		window.Clock.Set(hub.Clock.Now())
		if report := unpacks(t, window, answer); len(report.SignIn) != 1 || state(t, window).Pending != 1 {
			t.Errorf("%+v", report)
		}
		if _, report := packs(t, window); report.Acts != 0 || len(report.SignIn) != 1 {
			t.Errorf("%+v", report)
		}
	})
	t.Run("a revoked desk's parcel is refused", func(t *testing.T) {
		parcel, _ := packs(t, window)
		d := sure[model.Device](t)(hub.Log().Device(ctx, window.Device))
		d.Revoked = true
		if err := hub.Log().SaveDevice(ctx, d); err != nil {
			t.Fatal(err)
		}
		_, _, err := hub.Carry(parcel)
		wants(t, err, "error.device_revoked")
	})
	t.Run("hub and desk verify", func(t *testing.T) {
		for i, office := range []*apptest.Office{hub.Office, window} {
			broken, err := office.Store.Verify(ctx, nil)
			if err != nil || len(broken) > 0 {
				t.Error(i, err, broken)
			}
		}
	})
}

func wants(t *testing.T, err error, key string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), key) {
		t.Errorf("got %v, want %s", err, key)
	}
}

func TestCarryByFolder(t *testing.T) {
	folder := t.TempDir()
	write := func(no int64, text string) model.CarryReport {
		return sure[model.CarryReport](t)(app.WriteParcel(folder, app.ParcelToHub, func(w io.Writer) (model.CarryReport, error) {
			_, err := io.WriteString(w, text)
			return model.CarryReport{Device: "d-0123456789abcdef", No: no}, err
		}))
	}
	later, earlier := write(12, "b"), write(7, "a")
	if err := os.WriteFile(filepath.Join(folder, strings.Replace(filepath.Base(later.Name), "-12-", "-13-", 1)), []byte("half of "), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "说明.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	found, ignored, err := app.FindParcels(folder, app.ParcelToHub, "")
	if err != nil || len(found) != 2 || found[0].Path != earlier.Name || found[1].Path != later.Name || found[1].No != 12 {
		t.Errorf("%+v %v", found, err)
	}
	if len(ignored) != 1 || !strings.Contains(ignored[0], "-13-") {
		t.Errorf("a half-copied one counts: %v", ignored)
	}
	if other, _, err := app.FindParcels(folder, app.ParcelAnswer, ""); err != nil || len(other) > 0 {
		t.Error(other, err)
	}
	if _, err := app.WriteParcel(folder, app.ParcelToHub, func(io.Writer) (model.CarryReport, error) {
		return model.CarryReport{}, io.ErrUnexpectedEOF
	}); err == nil {
		t.Error("no error")
	}
	if entries := sure[[]os.DirEntry](t)(os.ReadDir(folder)); len(entries) != 4 {
		t.Errorf("something was left behind: %v", entries)
	}
}
