//go:build sqlite_fts5

package main

import (
	"bytes"
	"testing"
)

func TestForHowLongADeskMayWorkAlone(t *testing.T) {
	h := serve(t, found(t))
	client, _ := h.join(t)
	var said struct {
		Days int `json:"offline_days"`
	}
	told := func(t *testing.T, want int) {
		t.Helper()
		if hello, err := client.Hello(t.Context()); err != nil || hello.OfflineDays != want {
			t.Error(hello.OfflineDays, err)
		}
	}
	t.Run("thirty days when nobody says otherwise", func(t *testing.T) {
		if h.do(t, &said, "offline"); said.Days != 30 {
			t.Error(said.Days)
		}
		told(t, 0)
	})
	t.Run("another number holds for the desks at once", func(t *testing.T) {
		if h.do(t, &said, "offline", "45"); said.Days != 45 {
			t.Error(said.Days)
		}
		told(t, 45)
	})
	t.Run("what is no number of days is refused and changes nothing", func(t *testing.T) {
		for _, wrong := range []string{"0", "366", "-1", "x"} {
			var out, errs bytes.Buffer
			if status := run(t.Context(), []string{"offline", "--store", h.store, "--", wrong}, &out, &errs); status != exitRefused {
				t.Errorf("%s: %d %s", wrong, status, errs.String())
			}
		}
		told(t, 45)
	})
}
