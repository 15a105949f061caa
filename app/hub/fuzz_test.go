package hub

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"yunban/model"
)

// Whatever comes in, the hub reads it or says no in its own words.
func FuzzMessages(f *testing.F) {
	for _, text := range []string{`{"acts":[{"seq":1,"event":{"id":"a"}}]}`, `{"code":"A","name":"b","request":"AA=="}`, `{"name":"a","password":"b"}`, `{"error":{"kind":"other","key":"k"}}`, `[`, `{"hub":"h","items":[{"feed":1,"event":{"id":"x"}}]}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, into := range []any{&actsRequest{}, &enrolRequest{}, &sessionRequest{}, &failure{}, &model.FeedPage{}, &actsAnswer{}, &eventsRequest{}, &eventsAnswer{}, &model.Snapshot{}} {
			err := decode(strings.NewReader(text), into)
			var ours *model.Error
			if err != nil && !errors.As(err, &ours) {
				t.Fatalf("%T: %v", into, err)
			}
			if page, ok := into.(*model.FeedPage); ok && err == nil {
				for _, item := range page.Items {
					_, _, _ = item.Event()
				}
			}
		}
	})
}

// No token but the hub's own is taken.
func FuzzTokens(f *testing.F) {
	own := tokens{[]byte(strings.Repeat("k", 32))}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) // the same in each process that tries
	session, err := own.issue("clerk", "d", now)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(session.Token)
	f.Add(".")
	f.Fuzz(func(t *testing.T, token string) {
		if who, err := own.person(token, "d", now); err == nil && token != session.Token {
			t.Fatalf("%q is taken for %s's", token, who)
		}
	})
}

// No request for a certificate breaks the authority.
func FuzzCertificateRequests(f *testing.F) {
	authority, err := OpenAuthority(f.TempDir(), time.Now())
	if err != nil {
		f.Fatal(err)
	}
	var j model.Joined
	request, err := newRequest(&j)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(request)
	f.Fuzz(func(_ *testing.T, request []byte) { _, _, _, _ = authority.Device(request, time.Now()) })
}

// What people type for an address becomes one with TLS and a port, or is refused.
func FuzzAddresses(f *testing.F) {
	for _, text := range []string{"hub", "10.1.2.3:8443", "https://hub/x?y", "http://hub", "https://a:b@hub", "[::1]:1", "0:", "[::1]", "[::1]:"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		address, err := hubURL(text)
		if err != nil {
			return
		}
		if again, err := hubURL(address); err != nil || again != address || !strings.HasPrefix(address, "https://") {
			t.Fatalf("%q became %q, then %q (%v)", text, address, again, err)
		}
		if _, err := http.NewRequest(http.MethodGet, address+"/v1/hello", nil); err != nil {
			t.Fatal(err)
		}
	})
}
