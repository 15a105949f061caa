package hub_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yunban/app/hub"
)

func TestTheCopyForNewDesks(t *testing.T) {
	ctx := t.Context()
	r := start(t, hub.Limits{})
	window, _ := r.join(t)
	j, err := hub.Join(ctx, r.url, r.code(t, hub.Leave{Unit: "health", All: true}), "二号机", trusting)
	must(t, err)
	bureau := r.dial(t, j)
	missing := func(t *testing.T, c *hub.Client) {
		t.Helper()
		if _, err := c.Snapshot(ctx); key(err) != "error.snapshot_missing" {
			t.Errorf("got %v", err)
		}
	}
	t.Run("before there is one, a desk learns that there is none", func(t *testing.T) { missing(t, bureau) })
	_, r.copies.content = content(t, 3<<20)
	must(t, r.server.Copy(ctx))
	has, err := bureau.Snapshot(ctx)
	must(t, err)
	t.Run("a desk that may hold everything gets it whole", func(t *testing.T) {
		var part bytes.Buffer
		if err := bureau.FetchSnapshot(ctx, has.Hash, &part); err != nil || !bytes.Equal(part.Bytes(), r.copies.content) || has.Packed != 3<<20 {
			t.Errorf("%v %+v", err, has)
		}
	})
	t.Run("and goes on where it was cut off", func(t *testing.T) {
		part := file(t, r.copies.content[:1<<20])
		must(t, bureau.FetchSnapshot(ctx, has.Hash, part))
		if whole, err := os.ReadFile(part.Name()); err != nil || !bytes.Equal(whole, r.copies.content) {
			t.Errorf("%d bytes %v", len(whole), err)
		}
	})
	t.Run("what was altered on the desk's disk meanwhile is found", func(t *testing.T) {
		if err := bureau.FetchSnapshot(ctx, has.Hash, file(t, []byte("something else"))); key(err) != "error.hub_file" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a unit's desk does not get it, by its name either", func(t *testing.T) {
		missing(t, window)
		if err := window.FetchSnapshot(ctx, has.Hash, &bytes.Buffer{}); key(err) != "error.snapshot_missing" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("nobody gets another file of the hub by its name", func(t *testing.T) {
		for _, name := range []string{"snapshot.json", "..%2Fserver.pem", strings.Repeat("0", 64)} {
			a, err := asDevice(t, j).Get(r.url + "/v1/snapshot/" + name)
			must(t, err)
			must(t, a.Body.Close())
			if a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusBadRequest {
				t.Errorf("%s: %d", name, a.StatusCode)
			}
		}
	})
	t.Run("what it leaves out is asked for, some at a time", func(t *testing.T) {
		if items, err := bureau.EventsAt(ctx, []int64{5, 7}); err != nil || len(items) != 2 || items[1].Feed != 7 || !strings.Contains(string(items[0].Body), j.Device) {
			t.Errorf("%v %+v", err, items)
		}
		if _, err := bureau.EventsAt(ctx, make([]int64, 501)); key(err) != "error.too_many_acts" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a newer one takes its place, and its file goes", func(t *testing.T) {
		r.copies.content = []byte("newer")
		must(t, r.server.Copy(ctx))
		if now, err := bureau.Snapshot(ctx); err != nil || now.Hash == has.Hash || now.Packed != 5 {
			t.Errorf("%v %+v", err, now)
		}
		if err := bureau.FetchSnapshot(ctx, has.Hash, &bytes.Buffer{}); key(err) != "error.snapshot_missing" {
			t.Errorf("got %v", err)
		}
		if left, err := filepath.Glob(filepath.Join(r.dir, "snapshot", "*")); err != nil || len(left) != 2 {
			t.Errorf("left: %v %v", left, err)
		}
	})
	t.Run("one that fails leaves the one before", func(t *testing.T) {
		r.copies.fails = errors.New("disk full")
		if r.server.Copy(ctx) == nil {
			t.Error("it did not fail")
		}
		if now, err := bureau.Snapshot(ctx); err != nil || now.Packed != 5 {
			t.Errorf("%v %+v", err, now)
		}
	})
}

// file is one that holds something, open at its beginning.
func file(t *testing.T, holds []byte) *os.File {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "part")
	must(t, err)
	t.Cleanup(func() { must(t, f.Close()) })
	_, err = f.Write(holds)
	must(t, err)
	_, err = f.Seek(0, io.SeekStart)
	must(t, err)
	return f
}

func TestWhenTheHubCopies(t *testing.T) {
	var log bytes.Buffer
	memory, dir := newMemory(), t.TempDir()
	c := &copies{memory: memory, content: []byte("copy")}
	day := func(t *testing.T) (made bool) { // a hub that starts, and is stopped
		t.Helper()
		r := &running{memory: memory, time: time.Now()}
		server, err := hub.New(t.Context(), hub.Parts{Office: r, Log: c, Devices: r, Files: r, Upkeep: upkeep{memory}, Snapshots: c, SignIn: r.signIn, Dir: dir, Clock: r.clock,
			Logger: slog.New(slog.NewTextHandler(&log, nil))})
		must(t, err)
		log.Reset()
		ctx, cancel := context.WithCancel(t.Context())
		ticks, ended := make(chan time.Time), make(chan struct{})
		go func() {
			defer close(ended)
			server.Keep(ctx, ticks)
		}()
		ticks <- r.clock() // taken when the first round is over
		cancel()
		<-ended
		return strings.Contains(log.String(), `msg="copied for new desks"`)
	}
	for _, one := range []struct {
		name string
		head int64
		want bool
	}{
		{"a short log is not copied", 19999, false},
		{"a long one is, at once", 20000, true},
		{"not again while it has hardly grown, also by a hub that was started anew", 22000, false},
		{"again when it has grown by a tenth", 22300, true},
		{"again when it is another, shorter one", 21000, true},
	} {
		t.Run(one.name, func(t *testing.T) {
			if c.head = one.head; day(t) != one.want {
				t.Errorf("it is the other way: %s", log.String())
			}
		})
	}
	t.Run("again when its file is gone or cut off", func(t *testing.T) {
		for _, harm := range []func(string) error{os.Remove, func(path string) error { return os.Truncate(path, 1) }} {
			kept, err := filepath.Glob(filepath.Join(dir, "snapshot", strings.Repeat("[0-9a-f]", 64)))
			if err != nil || len(kept) != 1 {
				t.Fatal(kept, err)
			}
			must(t, harm(kept[0]))
			if !day(t) || day(t) {
				t.Error("it is the other way")
			}
		}
	})
	t.Run("what fails is logged, and the hub goes on", func(t *testing.T) {
		c.head, c.fails = 99999, errors.New("disk full")
		if day(t) || !strings.Contains(log.String(), "disk full") {
			t.Error(log.String())
		}
	})
}
