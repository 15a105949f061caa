package hub_test

import (
	"crypto/tls"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yunban/app/hub"
	"yunban/model"
)

func TestEnrolment(t *testing.T) {
	r := start(t, hub.Limits{})
	t.Run("a code is typed as people type", func(t *testing.T) {
		code := strings.ToLower(strings.ReplaceAll(r.code(t, hub.Leave{Unit: "health", All: true}), "-", " "))
		j, err := hub.Join(t.Context(), strings.TrimPrefix(r.url, "https://")+" ", code, "一号机", trusting)
		must(t, err)
		d, err := r.Device(t.Context(), j.Device)
		must(t, err)
		if d.Unit != "health" || !d.All || d.Name != "一号机" || !j.All || j.Hub != "h1" {
			t.Errorf("got %+v %+v", d, j)
		}
	})
	t.Run("a code works once", func(t *testing.T) {
		code := r.code(t, hub.Leave{Unit: "health"})
		_, err := hub.Join(t.Context(), r.url, code, "a", trusting)
		must(t, err)
		_, err = hub.Join(t.Context(), r.url, code, "b", trusting)
		want(t, err, "error.enrol_code")
	})
	t.Run("of many at once one gets in", func(t *testing.T) {
		codes := hub.Codes{Dir: t.TempDir()}
		code, err := codes.Issue(hub.Leave{Unit: "health"}, time.Now())
		must(t, err)
		in := make(chan error)
		for i := range 20 {
			go func() {
				_, err := codes.Use(code, []byte{byte(i)}, time.Now())
				in <- err
			}()
		}
		won := 0
		for range 20 {
			if err := <-in; err == nil {
				won++
			} else if key(err) != "error.enrol_code" {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d got in", won)
		}
	})
	t.Run("a device whose answer was lost asks again with the same code", func(t *testing.T) {
		codes := hub.Codes{Dir: t.TempDir()}
		code, err := codes.Issue(hub.Leave{Unit: "health"}, time.Now())
		must(t, err)
		for range 2 {
			leave, err := codes.Use(code, []byte("mine"), time.Now())
			if err != nil || leave.Unit != "health" {
				t.Errorf("got %+v %v", leave, err)
			}
		}
	})
	t.Run("a code ends after a day", func(t *testing.T) {
		codes := hub.Codes{Dir: t.TempDir()}
		code, err := codes.Issue(hub.Leave{Unit: "health"}, time.Now())
		must(t, err)
		_, err = codes.Use(code, []byte("late"), time.Now().Add(24*time.Hour+time.Second))
		want(t, err, "error.enrol_code")
	})
	t.Run("codes cannot be read from the folder", func(t *testing.T) {
		code := r.code(t, hub.Leave{Unit: "health"})
		must(t, filepath.WalkDir(r.dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			if strings.Contains(string(text)+path, code) {
				t.Errorf("%s tells the code", path)
			}
			if info, err := d.Info(); err == nil && info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s can be read by others", path)
			}
			return err
		}))
	})
	t.Run("a unit that does not exist is said so", func(t *testing.T) {
		_, err := hub.Join(t.Context(), r.url, r.code(t, hub.Leave{Unit: "nowhere"}), "a", trusting)
		want(t, err, "error.no_unit")
	})
	t.Run("a hub with another fingerprint never sees the code", func(t *testing.T) {
		code := r.code(t, hub.Leave{Unit: "health"})
		refused := errors.New("not ours")
		_, err := hub.Join(t.Context(), r.url, code, "a", func(f string) error {
			if !hub.SameFingerprint(f, r.server.Authority().Fingerprint()) {
				t.Errorf("the hub showed %s", f)
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Errorf("got %v", err)
		}
		_, err = hub.Join(t.Context(), r.url, code, "a", trusting)
		must(t, err)
	})
}

func TestTryingCodesIsSlow(t *testing.T) {
	r := start(t, hub.Limits{Tries: 0.001, TryBurst: 3})
	for range 3 {
		_, err := hub.Join(t.Context(), r.url, "AAAA-BBBB-CCCC", "a", trusting)
		want(t, err, "error.enrol_code")
	}
	_, err := hub.Join(t.Context(), r.url, r.code(t, hub.Leave{Unit: "health"}), "a", trusting)
	want(t, err, "error.too_many")
}

func TestWhoMayAsk(t *testing.T) {
	r := start(t, hub.Limits{})
	c, j := r.join(t)
	stranger := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	status := func(method, path string) int {
		t.Helper()
		q, err := http.NewRequest(method, r.url+path, strings.NewReader("{}"))
		must(t, err)
		a, err := stranger.Do(q)
		must(t, err)
		must(t, a.Body.Close())
		return a.StatusCode
	}
	t.Run("a stranger gets nothing but the door", func(t *testing.T) {
		for _, one := range []struct {
			method, path string
			status       int
		}{{"GET", "/v1/hello", 200}, {"GET", "/healthz", 200}, {"GET", "/v1/openapi.json", 200}, {"POST", "/v1/session", 401}, {"POST", "/v1/acts", 401},
			{"GET", "/v1/feed", 401}, {"GET", "/v1/hints", 401}, {"HEAD", "/v1/files/" + strings.Repeat("0", 64), 401}, {"GET", "/v1/files/x", 401}, {"GET", "/nowhere", 404}, {"GET", "/v1/acts", 404}} {
			if got := status(one.method, one.path); got != one.status {
				t.Errorf("%s %s: %d, want %d", one.method, one.path, got, one.status)
			}
		}
	})
	t.Run("a certificate of another hub is turned away", func(t *testing.T) {
		other := start(t, hub.Limits{})
		_, theirs := other.join(t)
		forged := j
		forged.Certificate, forged.Key = theirs.Certificate, theirs.Key
		if _, err := r.dial(t, forged).Feed(t.Context(), 0, 1); err == nil {
			t.Error("it was let in")
		}
	})
	t.Run("another hub under the same address is not answered to", func(t *testing.T) {
		other := start(t, hub.Limits{})
		moved := j
		moved.URL = other.url
		_, err := r.dial(t, moved).Hello(t.Context())
		want(t, err, "error.hub_other")
	})
	t.Run("a device that the hub has forgotten is told so", func(t *testing.T) {
		lost, l := r.join(t)
		r.memory.mu.Lock()
		delete(r.devices, l.Device)
		r.memory.mu.Unlock()
		_, err := lost.Feed(t.Context(), 0, 1)
		want(t, err, "error.device_unknown")
	})
	t.Run("a revoked device is locked out", func(t *testing.T) {
		d, err := r.Device(t.Context(), j.Device)
		must(t, err)
		d.Revoked = true
		must(t, r.SaveDevice(t.Context(), d))
		_, err = c.Feed(t.Context(), 0, 1)
		want(t, err, "error.device_revoked")
		if model.KindOf(err) != model.Forbidden {
			t.Errorf("got %v", err)
		}
	})
}

func TestFingerprint(t *testing.T) {
	f := hub.Fingerprint([]byte("certificate"))
	if len(strings.Fields(f)) != 8 {
		t.Fatalf("got %s", f)
	}
	for _, typed := range []string{f, strings.ReplaceAll(f, " ", ""), strings.ReplaceAll(f, " ", "-"), strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '０'
		}
		return r
	}, f)} {
		if !hub.SameFingerprint(f, typed) {
			t.Errorf("%q is not taken for %q", typed, f)
		}
	}
	if hub.SameFingerprint(f, hub.Fingerprint([]byte("other"))) || hub.SameFingerprint("", "") || hub.SameFingerprint(f, f[:40]) {
		t.Error("another one is taken for it")
	}
}

func TestTheAuthorityStays(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	first, err := hub.OpenAuthority(dir, now)
	must(t, err)
	second, err := hub.OpenAuthority(dir, now)
	must(t, err)
	if first.Fingerprint() != second.Fingerprint() {
		t.Error("it was made anew")
	}
	one, err := first.Server(dir, []string{"10.0.0.1"}, now)
	must(t, err)
	same, err := second.Server(dir, []string{"10.0.0.1"}, now)
	must(t, err)
	renewed, err := second.Server(dir, []string{"10.0.0.1"}, now.AddDate(4, 1, 0))
	must(t, err)
	moved, err := second.Server(dir, []string{"10.0.0.1", "cloud.gov"}, now)
	must(t, err)
	if string(one.Certificate[0]) != string(same.Certificate[0]) {
		t.Error("the server's certificate was made anew with no need")
	}
	if string(one.Certificate[0]) == string(renewed.Certificate[0]) || string(renewed.Certificate[0]) == string(moved.Certificate[0]) {
		t.Error("the server's certificate was not made anew")
	}
}
