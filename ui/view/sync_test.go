package view

import (
	"testing"
	"time"

	"yunban/app"
	"yunban/model"
)

func TestWhatTheBadgeSays(t *testing.T) {
	now := time.Date(2026, time.November, 23, 2, 0, 0, 0, time.UTC) // ten in the morning
	joined := func(change func(*Sync)) Sync {
		s := Sync{SyncState: app.SyncState{Joined: true, Contact: now, Until: now.AddDate(0, 0, 30)}, Shared: -1, now: now}
		change(&s)
		return s
	}
	for name, c := range map[string]struct {
		sync     Sync
		want     []Text
		standing Standing
		banner   string
	}{
		"nothing of a desk that is its own hub":    {Sync{Shared: -1}, nil, StandingNone, ""},
		"how many desks follow one that is shared": {Sync{Shared: 3}, []Text{Say("sync.shared", "n", "3")}, StandingNone, ""},
		"in step":    {joined(func(*Sync) {}), []Text{Say("sync.good")}, StandingGood, ""},
		"what waits": {joined(func(s *Sync) { s.Pending = 2 }), []Text{Say("sync.pending", "n", "2")}, StandingWaits, ""},
		"since when the line is cut, by the clock": {joined(func(s *Sync) { s.Offline = now.Add(-48 * time.Minute) }),
			[]Text{Say("sync.offline", "since", "09:12")}, StandingCut, ""},
		"with the day when that was another one": {joined(func(s *Sync) { s.Offline, s.Pending = now.AddDate(0, 0, -2), 1 }),
			[]Text{Say("sync.offline", "since", "11-21 10:00"), Say("sync.pending", "n", "1")}, StandingCut, ""},
		"what was not taken": {joined(func(s *Sync) { s.Refused = 1 }), []Text{Say("sync.refused", "n", "1")}, StandingStuck, ""},
		"that it only reads": {joined(func(s *Sync) { s.ReadOnly, s.Offline = true, now.AddDate(0, 0, -31) }), []Text{Say("sync.read_only")},
			StandingClosed, "sync.banner_read_only"},
		"that its clock was put back": {joined(func(s *Sync) { s.ReadOnly, s.Contact = true, now.AddDate(0, 0, 2) }), []Text{Say("sync.read_only")},
			StandingClosed, "sync.banner_clock_back"},
		"that it is locked out, and nothing else": {joined(func(s *Sync) { s.Pending, s.Failed = 4, model.Errorf(model.Forbidden, "error.device_revoked") }),
			[]Text{Say("sync.revoked")}, StandingClosed, "sync.banner_revoked"},
		"that an exchange failed for another reason": {joined(func(s *Sync) { s.Failed = model.Errorf(model.Conflict, "error.update_needed") }),
			[]Text{Say("sync.failed")}, StandingStuck, "sync.banner_update"},
		"whose acts wait for a sign-in": {joined(func(s *Sync) { s.Pending, s.SignIn = 1, true }), []Text{Say("sync.pending", "n", "1")},
			StandingStuck, "sync.banner_sign_in"},
		"that a clock is a day off": {joined(func(s *Sync) { s.Ahead = -25 * time.Hour }), []Text{Say("sync.good")}, StandingGood, "sync.banner_clock"},
	} {
		t.Run("the badge says "+name, func(t *testing.T) {
			got := c.sync.Badge()
			if len(got) != len(c.want) {
				t.Fatalf("%v", got)
			}
			for i := range got {
				if got[i].Key != c.want[i].Key || len(got[i].Args) != len(c.want[i].Args) || len(got[i].Args) > 1 && got[i].Args[1] != c.want[i].Args[1] {
					t.Errorf("%v, want %v", got[i], c.want[i])
				}
			}
			if c.sync.Standing() != c.standing {
				t.Errorf("standing %d", c.sync.Standing())
			}
			if said, _ := c.sync.Banner(); said.Key != c.banner {
				t.Errorf("banner %v", said)
			}
		})
	}
	t.Run("of a desk that is locked out the panel tells that, and no more of how long it may work", func(t *testing.T) {
		for _, f := range joined(func(s *Sync) { s.SyncState.Revoked, s.ReadOnly = true, true }).Facts() {
			if f.Label == "sync.until" || f.Label == "sync.line" && f.Text.Key != "sync.revoked" {
				t.Errorf("%+v", f)
			}
		}
	})
	t.Run("a clock that is more than five minutes off is warned of", func(t *testing.T) {
		s := joined(func(s *Sync) { s.Ahead, s.ClockOff = 6*time.Minute, true })
		for _, f := range s.Facts() {
			if f.Label == "sync.clock" && (!f.Warned || f.Text.Args[1] != "+6 min") {
				t.Errorf("%+v", f)
			}
		}
	})
	for d, want := range map[time.Duration]string{20 * time.Second: "+20 s", -125 * time.Minute: "−2 h 5 min", 90 * time.Second: "+2 min"} {
		if got := AheadText(d); got != want {
			t.Errorf("%s: %s", d, got)
		}
	}
}
