package hub_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"yunban/app/hub"
)

// forgetting is an upkeep that notes what it was asked to forget, and fails on one day.
type forgetting struct {
	upkeep
	before chan time.Time
	fails  time.Time
}

func (f forgetting) Compact(_ context.Context, before time.Time) (int64, error) {
	f.before <- before
	if before.Equal(f.fails) {
		return 0, errors.New("disk full")
	}
	return 7, nil
}

func TestTheHubForgetsOnceADay(t *testing.T) {
	r := &running{memory: newMemory(), dir: t.TempDir(), time: time.Now()}
	began, before := r.time, -90*24*time.Hour
	f := forgetting{upkeep{r.memory}, make(chan time.Time, 9), began.Add(24 * time.Hour).Add(before)}
	var log bytes.Buffer
	server, err := hub.New(t.Context(), hub.Parts{Office: r, Log: r, Devices: r, Files: r, Upkeep: f, SignIn: r.signIn, Dir: r.dir, Clock: r.clock,
		Logger: slog.New(slog.NewTextHandler(&log, nil))})
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ticks, ended := make(chan time.Time), make(chan struct{})
	go func() {
		defer close(ended)
		server.Keep(ctx, ticks)
	}()
	tick := func(pass time.Duration) {
		r.pass(pass)
		ticks <- r.clock()
	}
	forgot := func(t *testing.T, want time.Time) {
		t.Helper()
		if got := <-f.before; !got.Equal(want) {
			t.Errorf("it forgot what is before %s, not %s", got, want)
		}
	}
	t.Run("at once, what is older than ninety days", func(t *testing.T) {
		forgot(t, began.Add(before))
	})
	t.Run("not again on the same day, and then on the next", func(t *testing.T) {
		tick(time.Hour)
		tick(22 * time.Hour)
		if len(f.before) != 0 {
			t.Error("it did")
		}
		tick(time.Hour)
		forgot(t, began.Add(24*time.Hour).Add(before))
	})
	t.Run("after one that failed, and after a machine that slept for days, once each", func(t *testing.T) {
		tick(time.Hour)
		tick(100 * time.Hour)
		forgot(t, began.Add(125*time.Hour).Add(before))
		tick(time.Minute)
	})
	cancel()
	<-ended
	t.Run("each time is logged", func(t *testing.T) {
		if n := strings.Count(log.String(), "msg=compacted"); n != 2 || !strings.Contains(log.String(), "floor=7") || strings.Count(log.String(), "disk full") != 1 || len(f.before) != 0 {
			t.Errorf("%d times: %s", n, log.String())
		}
	})
}
