//go:build sqlite_fts5

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/hub"
	"yunban/app/wire"
	"yunban/model"
)

const password = "Panjin-2016-hub"

// hubProcess is a hub that was started by its command.
type hubProcess struct {
	store, address, fingerprint string
	stop                        func() int
}

// found makes an office with a clerk of a unit.
func found(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "hub")
	office, err := wire.Found(t.Context(), dir, wire.Options{OwnFonts: true}, app.Founding{Profile: "panjin-2016", Password: password, Admin: model.Person{ID: "admin", Name: "管理员"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := office.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// serve starts the hub of a folder and reads where it serves.
func serve(t *testing.T, store string, args ...string) hubProcess {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	var log bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		status := run(ctx, append([]string{"serve", "--json", "--store", store, "--listen", "127.0.0.1:0"}, args...), in, &log)
		_ = in.Close()
		ended <- status
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("%v: it ended with %d: %s", err, <-ended, log.String())
	}
	var said struct{ Listening, Fingerprint string }
	if err := json.Unmarshal([]byte(line), &said); err != nil {
		t.Fatal(err)
	}
	h := hubProcess{store: store, address: said.Listening, fingerprint: said.Fingerprint, stop: func() int { cancel(); status := <-ended; ended <- status; return status }}
	t.Cleanup(func() { h.stop() })
	return h
}

// do runs a command of the hub and reads its answer.
func (h hubProcess) do(t *testing.T, into any, args ...string) {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(t.Context(), append(args, "--json", "--store", h.store), &out, &errs); status != exitDone {
		t.Fatalf("%v: %d %s", args, status, errs.String())
	}
	if err := json.Unmarshal(out.Bytes(), into); err != nil {
		t.Fatalf("%v: %v in %s", args, err, out.String())
	}
}

func (h hubProcess) join(t *testing.T) (*hub.Client, model.Joined) {
	t.Helper()
	var said struct{ Code, Fingerprint string }
	h.do(t, &said, "enrol", "--unit", "authority", "--all")
	joined, err := hub.Join(t.Context(), h.address, said.Code, "一号机", func(f string) error {
		if !hub.SameFingerprint(f, said.Fingerprint) {
			return model.Errorf(model.Forbidden, "error.hub_fingerprint", "fingerprint", f)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	client, err := hub.Dial(joined)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client, joined
}

func TestTheHubServes(t *testing.T) {
	h := serve(t, found(t))
	client, joined := h.join(t)
	t.Run("a desk signs in and reads the log from its beginning", func(t *testing.T) {
		if _, err := client.SignIn(t.Context(), "admin", password); err != nil {
			t.Fatal(err)
		}
		page, err := client.Feed(t.Context(), 0, 100)
		if err != nil || len(page.Items) == 0 || int64(len(page.Items)) != page.Head {
			t.Fatalf("got %d of %d, %v", len(page.Items), page.Head, err)
		}
		first, ok, err := page.Items[0].Event()
		if err != nil || !ok || first.Subject.Kind != model.UnitSubject {
			t.Errorf("got %+v %v", first, err)
		}
	})
	t.Run("the regulation that the log names can be fetched", func(t *testing.T) {
		page, err := client.Feed(t.Context(), 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		fetched := 0
		for _, item := range page.Items {
			e, _, err := item.Event()
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range e.Files {
				var content bytes.Buffer
				if err := client.FetchFile(t.Context(), f.Hash, &content); err != nil || int64(content.Len()) != f.Size {
					t.Errorf("%s: %d bytes, %v", f.Name, content.Len(), err)
				}
				fetched++
			}
		}
		if fetched == 0 {
			t.Error("no event names a file")
		}
	})
	t.Run("its operator's commands reach it while it runs", func(t *testing.T) {
		var stats hub.Stats
		h.do(t, &stats, "stats")
		if stats.Devices != 1 || stats.Head == 0 {
			t.Errorf("got %+v", stats)
		}
		var devices []model.Device
		h.do(t, &devices, "devices")
		if len(devices) != 1 || devices[0].ID != joined.Device || devices[0].Name != "一号机" || !devices[0].All {
			t.Errorf("got %+v", devices)
		}
		var checked struct{ OK bool }
		if h.do(t, &checked, "verify"); !checked.OK {
			t.Error("the store is not whole")
		}
	})
	t.Run("it stops in good order, and the next one knows its desks", func(t *testing.T) {
		if status := h.stop(); status != exitDone {
			t.Errorf("ended with %d", status)
		}
		again := serve(t, h.store)
		if again.fingerprint != h.fingerprint {
			t.Error("it is another hub")
		}
		joined.URL = "https://" + again.address
		client, err := hub.Dial(joined)
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		if _, err := client.Feed(t.Context(), 0, 1); err != nil {
			t.Error(err)
		}
		var revoked struct{ Revoked string }
		again.do(t, &revoked, "revoke", joined.Device)
		if _, err := client.Feed(t.Context(), 0, 1); model.KindOf(err) != model.Forbidden {
			t.Errorf("a revoked desk got %v", err)
		}
	})
}

func TestCommandsWithNoHubRunning(t *testing.T) {
	h := hubProcess{store: found(t)}
	var stats hub.Stats
	h.do(t, &stats, "stats")
	if stats.Head == 0 || stats.Devices != 0 {
		t.Errorf("got %+v", stats)
	}
	var said struct{ Code, Fingerprint string }
	h.do(t, &said, "enrol", "--unit", "authority")
	running := serve(t, h.store)
	if !hub.SameFingerprint(said.Fingerprint, running.fingerprint) {
		t.Errorf("promised %s, shows %s", said.Fingerprint, running.fingerprint)
	}
	if _, err := hub.Join(t.Context(), running.address, said.Code, "一号机", func(string) error { return nil }); err != nil {
		t.Error(err)
	}
}

func TestTheFirstStart(t *testing.T) {
	t.Setenv("YUNBAN_PASSWORD", password)
	store := filepath.Join(t.TempDir(), "new")
	h := serve(t, store, "--init", "--profile", "panjin-2016", "--admin", "admin")
	h.stop()
	serve(t, store, "--init", "--profile", "panjin-2016", "--admin", "admin") // founded already: it only serves
}

func TestTheLogOfAService(t *testing.T) {
	t.Setenv("YUNBAN_PASSWORD", password)
	store := filepath.Join(t.TempDir(), "new")
	log := filepath.Join(store, "hub.log")
	lines := func() (said []map[string]string) {
		t.Helper()
		text, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			var one map[string]any
			if err := json.Unmarshal([]byte(line), &one); err != nil {
				t.Fatalf("%v: %s", err, line)
			}
			cause, _ := one["cause"].(string)
			said = append(said, map[string]string{"msg": one["msg"].(string), "level": one["level"].(string), "cause": cause})
		}
		return said
	}
	h := serve(t, store, "--log", log, "--init", "--profile", "panjin-2016", "--admin", "admin")
	t.Run("it begins with where the hub serves, though the folder was new", func(t *testing.T) {
		if said := lines(); said[0]["msg"] != "serving" {
			t.Errorf("got %v", said)
		}
	})
	t.Run("another hub of the folder says why it does not serve", func(t *testing.T) {
		var errs bytes.Buffer
		if status := run(t.Context(), []string{"serve", "--store", store, "--listen", "127.0.0.1:0", "--log", log}, io.Discard, &errs); status != exitRefused {
			t.Errorf("%d: %s", status, errs.String())
		}
		said := lines()
		if last := said[len(said)-1]; last["level"] != "ERROR" || last["cause"] == "" {
			t.Errorf("got %v", last)
		}
	})
	t.Run("it ends when everything is closed", func(t *testing.T) {
		h.stop()
		said := lines()
		if n := len(said); said[n-2]["msg"] != "stopping" || said[n-1]["msg"] != "stopped" || said[n-1]["level"] != "INFO" {
			t.Errorf("got %v", said)
		}
	})
}

func TestNobodyReadsStandardOutput(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	unread, out := io.Pipe()
	if err := unread.Close(); err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	c := call{out: out, errs: &errs, ready: func(string) error { stop(); return nil }}
	if status := c.run(ctx, []string{"serve", "--store", found(t), "--listen", "127.0.0.1:0"}); status != exitDone || !strings.Contains(errs.String(), `"msg":"serving"`) {
		t.Errorf("the hub ended with %d: %s", status, errs.String())
	}
}

func TestWrongUse(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none")
	for _, one := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"serve"}, exitUsage, "--store"},
		{[]string{"enrol", "--store", missing}, exitUsage, "unit"},
		{[]string{"stats", "--store", missing}, exitRefused, ""},
		{[]string{"dance", "--store", missing}, exitUsage, "dance"},
		{[]string{"serve", "--store", missing}, exitRefused, ""},
		{[]string{"serve", "--store", missing, "--init"}, exitUsage, "--profile"},
		{[]string{"stats", "--store", missing, "--wrong"}, exitUsage, "wrong"},
		{[]string{"revoke", "--store", missing}, exitUsage, ""},
		{[]string{"serve", "--store", "postgres://hub@db/yunban", "--init", "--profile", "luan", "--admin", "admin"}, exitRefused, "postgres://"},
		{[]string{"offline", "45", "--store", missing}, exitRefused, ""},
	} {
		var out, errs bytes.Buffer
		if status := run(t.Context(), one.args, &out, &errs); status != one.status || !strings.Contains(errs.String(), one.says) || errs.Len() == 0 {
			t.Errorf("%v: %d, %q", one.args, status, errs.String())
		}
	}
}

func TestBackupAndRestore(t *testing.T) {
	h := serve(t, found(t))
	client, joined := h.join(t)
	hello, err := client.Hello(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "hub.zip")
	var made model.Backup
	h.do(t, &made, "backup", file)
	if made.Head == 0 || made.Files == 0 || made.Log != hello.Hub {
		t.Errorf("got %+v", made)
	}
	var out, errs bytes.Buffer
	if status := run(t.Context(), []string{"restore", file, "--force", "--store", h.store}, &out, &errs); status != exitRefused {
		t.Errorf("a running hub was replaced: %d %s", status, errs.String())
	}
	h.stop()
	if status := run(t.Context(), []string{"restore", file, "--store", h.store}, &out, &errs); status != exitRefused {
		t.Errorf("a hub was replaced unasked: %d %s", status, errs.String())
	}
	var back struct{ Before string }
	h.do(t, &back, "restore", file, "--force")
	if !strings.HasPrefix(back.Before, h.store+".before-") {
		t.Errorf("got %+v", back)
	}
	again := serve(t, h.store)
	if again.fingerprint != h.fingerprint {
		t.Error("its desks would not know it again")
	}
	joined.URL = "https://" + again.address
	client, err = hub.Dial(joined)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, err := client.SignIn(t.Context(), "admin", password); err != nil {
		t.Error(err)
	}
	if after, err := client.Hello(t.Context()); err != nil || after.Hub == hello.Hub {
		t.Errorf("its log has the name of the one that desks followed: %v", err)
	}
}

func TestCarryIn(t *testing.T) {
	h := serve(t, found(t))
	client, joined := h.join(t)
	session, err := client.SignIn(t.Context(), "admin", password)
	if err != nil {
		t.Fatal(err)
	}
	hello, err := client.Hello(t.Context())
	if err != nil || hello.Carry == nil {
		t.Fatal(hello, err)
	}
	courier, err := hub.NewCourier(joined)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := courier.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	unit := model.Event{ID: "0198c000-0000-7000-8000-000000000001", Subject: model.Subject{Kind: model.UnitSubject, ID: "health"}, Actor: "admin",
		Action: model.Save, Claimed: time.Now(), Values: model.Unit{ID: "health", Name: "市卫生健康委"}.Values()}
	_, err = app.WriteParcel(folder, app.ParcelToHub, func(w io.Writer) (model.CarryReport, error) {
		p := model.ActsParcel{No: 1, Acts: []model.CarriedActs{{Session: session.Token, Acts: []model.Pushed{{Seq: 1, Event: unit}}}}}
		return model.CarryReport{Device: joined.Device, No: 1}, courier.Seal(w, *hello.Carry, secret, p, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "yunban-to-hub-"+joined.Device+"-2-"+strings.Repeat("0", 64)+".age"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	var said struct {
		Items   []model.CarryReport
		Ignored []string
	}
	h.do(t, &said, "carry", "in", folder, "--out", folder) // through the running hub
	if len(said.Items) != 1 || said.Items[0].Taken != 1 || len(said.Ignored) != 1 {
		t.Fatalf("got %+v", said)
	}
	answer := said.Items[0].Name
	h.do(t, &said, "carry", "in", folder, "--out", folder)
	if len(said.Items) != 0 {
		t.Errorf("it was answered twice: %+v", said)
	}
	h.stop()
	h.do(t, &said, "carry", "in", folder, "--out", t.TempDir()) // in its place
	if len(said.Items) != 1 || said.Items[0].Taken != 1 {
		t.Errorf("got %+v", said)
	}
	file, err := os.Open(answer)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	pages := 0
	err = courier.Unseal(file, *hello.Carry, secret, func(p model.AnswerParcel) error {
		if len(p.Answers) != 1 || p.Answers[0].Verdict != model.Taken || len(p.Sessions) != 1 || len(p.Files) == 0 {
			t.Errorf("got %+v", p)
		}
		return nil
	}, func(string, io.Reader) error { return nil }, func(model.FeedPage) error { pages++; return nil })
	if err != nil || pages == 0 {
		t.Error(pages, err)
	}
}

func TestEnrolByRole(t *testing.T) {
	h := serve(t, found(t))
	join := func(args ...string) model.Joined {
		t.Helper()
		var said struct{ Code string }
		h.do(t, &said, append([]string{"enrol"}, args...)...)
		joined, err := hub.Join(t.Context(), h.address, said.Code, "一号机", func(string) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		return joined
	}
	var units []model.Unit
	office, err := wire.Open(t.Context(), found(t), wire.Options{OwnFonts: true})
	if err == nil {
		units, err = office.Units(t.Context())
		err = errors.Join(err, office.Close())
	}
	if err != nil || len(units) == 0 {
		t.Fatal(err)
	}
	if j := join("--unit", units[0].Name, "--role", "clerk"); j.All || j.Unit != units[0].ID {
		t.Errorf("a clerk's desk holds every unit's requests: %+v", j)
	}
	if j := join("--unit", units[0].ID, "--role", "approver"); !j.All {
		t.Errorf("an approver's desk does not: %+v", j)
	}
	var out, errs bytes.Buffer
	if status := run(t.Context(), []string{"enrol", "--store", h.store, "--unit", units[0].ID, "--role", "emperor"}, &out, &errs); status != exitRefused {
		t.Errorf("%d %s", status, out.String())
	}
}

func TestABucketThatTakesNothing(t *testing.T) {
	bucket, store := t.TempDir(), found(t)
	if err := os.WriteFile(filepath.Join(bucket, nothing[:2]), nil, 0o600); err != nil { // in the way
		t.Fatal(err)
	}
	var errs bytes.Buffer
	status := run(t.Context(), []string{"serve", "--store", store, "--listen", "127.0.0.1:0", "--files", "file://" + filepath.ToSlash(bucket)}, io.Discard, &errs)
	if status != exitRefused || !strings.Contains(errs.String(), filepath.ToSlash(bucket)) {
		t.Errorf("%d: %s", status, errs.String())
	}
	if _, err := os.Stat(filepath.Join(store, "hub", bucketName)); err == nil {
		t.Error("the other commands would look there")
	}
}

func TestFilesInABucket(t *testing.T) {
	t.Setenv("YUNBAN_PASSWORD", password)
	bucket := filepath.Join(t.TempDir(), "files")
	store := filepath.Join(t.TempDir(), "hub")
	h := serve(t, store, "--init", "--profile", "panjin-2016", "--admin", "admin", "--files", "file://"+filepath.ToSlash(bucket))
	client, _ := h.join(t)
	page, err := client.Feed(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	fetched := 0
	for _, item := range page.Items {
		e, _, err := item.Event()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range e.Files {
			var content bytes.Buffer
			if err := client.FetchFile(t.Context(), f.Hash, &content); err != nil || int64(content.Len()) != f.Size {
				t.Error(err)
			}
			if _, err := os.Stat(filepath.Join(bucket, f.Hash[:2], f.Hash)); err != nil {
				t.Errorf("it is not in the bucket: %v", err)
			}
			fetched++
		}
	}
	if fetched == 0 {
		t.Error("no event names a file")
	}
	file := filepath.Join(t.TempDir(), "hub.zip")
	var made model.Backup
	if h.do(t, &made, "backup", file); made.Files == 0 || len(made.Broken) > 0 {
		t.Errorf("got %+v", made)
	}
	h.stop()
	again := hubProcess{store: filepath.Join(t.TempDir(), "restored")}
	other := filepath.Join(t.TempDir(), "other")
	var back struct{ Before string }
	again.do(t, &back, "restore", file, "--files", "file://"+filepath.ToSlash(other))
	var checked struct{ OK bool }
	if again.do(t, &checked, "verify", "--files", "file://"+filepath.ToSlash(other)); !checked.OK {
		t.Error("the restored hub is not whole")
	}
}
