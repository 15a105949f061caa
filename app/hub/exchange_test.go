package hub_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"yunban/app/hub"
	"yunban/model"
)

// key is the words' key of an error.
func key(err error) string {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return fmt.Sprint(err)
}

func want(t *testing.T, err error, k string) {
	t.Helper()
	if key(err) != k {
		t.Errorf("got %v, want %s", err, k)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func act(seq int64, note string) model.Pushed {
	return model.Pushed{Seq: seq, Event: model.Event{Format: model.EventFormat, ID: fmt.Sprint("e", seq), Subject: model.Subject{Kind: model.RequestSubject, ID: "r1"}, Actor: "clerk", Note: note}}
}

func TestExchange(t *testing.T) {
	r := start(t, hub.Limits{})
	c, j := r.join(t)
	t.Run("the hub introduces itself", func(t *testing.T) {
		h, err := c.Hello(t.Context())
		must(t, err)
		if h.Hub != "h1" || !h.Speaks() || !h.Now.Equal(r.clock()) {
			t.Errorf("got %+v", h)
		}
	})
	t.Run("a wrong password is told as the office tells it", func(t *testing.T) {
		_, err := c.SignIn(t.Context(), "clerk", "wrong")
		want(t, err, "error.wrong_password")
		var e *model.Error
		if !errors.As(err, &e) || e.Args["left"] != "4" || e.Kind != model.Forbidden {
			t.Errorf("got %v", err)
		}
	})
	session, err := c.SignIn(t.Context(), "clerk", "right")
	must(t, err)
	t.Run("acts are answered one by one and come back in the feed", func(t *testing.T) {
		answers, err := c.Push(t.Context(), session.Token, []model.Pushed{act(1, "<符合 & 完整>"), act(2, "no"), act(3, "")})
		must(t, err)
		if len(answers) != 3 || answers[0].Verdict != model.Taken || answers[1].Verdict != model.Refused || key(answers[1].Err()) != "error.changed" || answers[2].Feed != 2 {
			t.Fatalf("got %+v", answers)
		}
		page, err := c.Feed(t.Context(), 0, 1)
		must(t, err)
		if len(page.Items) != 1 || !page.More || page.Next != 1 || page.Head != 2 {
			t.Fatalf("got %+v", page)
		}
		e, ok, err := page.Items[0].Event()
		if err != nil || !ok || e.Note != "<符合 & 完整>" || e.Device != j.Device {
			t.Errorf("got %+v %v", e, err)
		}
		direct, _ := r.Feed(t.Context(), "", 0, 1)
		if !bytes.Equal(page.Items[0].Body, direct.Items[0].Body) {
			t.Errorf("the event came in other bytes:\n%s\n%s", page.Items[0].Body, direct.Items[0].Body)
		}
	})
	t.Run("the actor is who signed in", func(t *testing.T) {
		if r.got[0].ID != "clerk" || r.got[0].Unit != "health" {
			t.Errorf("got %+v", r.got[0])
		}
	})
	t.Run("a fault of the hub says nothing of its cause", func(t *testing.T) {
		_, err := c.Push(t.Context(), session.Token, []model.Pushed{act(4, "fault")})
		want(t, err, "error.hub_failed")
		if strings.Contains(err.Error(), "EOF") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("more acts than one push may have are refused", func(t *testing.T) {
		_, err := c.Push(t.Context(), session.Token, make([]model.Pushed, 51))
		want(t, err, "error.too_many_acts")
	})
	t.Run("an act with no id is refused", func(t *testing.T) {
		_, err := c.Push(t.Context(), session.Token, []model.Pushed{{Seq: 1}})
		want(t, err, "error.bad_message")
	})
}

func TestSessions(t *testing.T) {
	r := start(t, hub.Limits{})
	c, _ := r.join(t)
	session, err := c.SignIn(t.Context(), "clerk", "right")
	must(t, err)
	push := func(c *hub.Client, token string) error {
		_, err := c.Push(t.Context(), token, []model.Pushed{act(1, "")})
		return err
	}
	t.Run("a token is good at its own device only", func(t *testing.T) {
		other, _ := r.join(t)
		want(t, push(other, session.Token), "error.session_over")
	})
	t.Run("a token that was altered is none", func(t *testing.T) {
		for _, token := range []string{"", ".", "x", session.Token + "x", "A" + session.Token, strings.Replace(session.Token, ".", "", 1)} {
			want(t, push(c, token), "error.session_over")
		}
	})
	t.Run("a token holds for thirty days and not longer", func(t *testing.T) {
		r.pass(30*24*time.Hour - time.Second)
		must(t, push(c, session.Token))
		r.pass(time.Second)
		want(t, push(c, session.Token), "error.session_over")
	})
}

func TestHints(t *testing.T) {
	r := start(t, hub.Limits{})
	c, _ := r.join(t)
	session, err := c.SignIn(t.Context(), "clerk", "right")
	must(t, err)
	t.Run("a desk hears of the log at once and whenever it grows", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		heads := make(chan int64, 10)
		ended := make(chan error, 1)
		go func() { ended <- c.Hints(ctx, func(head int64) { heads <- head }) }()
		if head := <-heads; head != 0 {
			t.Errorf("began with %d", head)
		}
		_, err := c.Push(t.Context(), session.Token, []model.Pushed{act(1, ""), act(2, "")})
		must(t, err)
		if head := <-heads; head != 2 {
			t.Errorf("heard of %d", head)
		}
		r.stop()
		want(t, <-ended, "error.hub_unreachable")
	})
	t.Run("a hub that is not there is no reason to stop working", func(t *testing.T) {
		_, err := c.Hello(t.Context())
		if model.KindOf(err) != model.Offline {
			t.Errorf("got %v", err)
		}
	})
}

func TestADeviceKeepsFewLinesOpen(t *testing.T) {
	r := start(t, hub.Limits{Watches: 1})
	c, _ := r.join(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	open, ended := make(chan int64, 1), make(chan error, 1)
	go func() { ended <- c.Hints(ctx, func(head int64) { open <- head }) }()
	<-open
	want(t, c.Hints(ctx, func(int64) {}), "error.too_many")
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
