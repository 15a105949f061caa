package workday_test

import (
	"encoding/json"
	"testing"
	"time"

	"yunban/model/workday"
)

func TestDates(t *testing.T) {
	t.Run("a day begins at midnight in Shanghai, wherever the machine is", func(t *testing.T) {
		for s, want := range map[string]string{
			"2026-02-10T15:59:59Z": "2026-02-10", "2026-02-10T16:00:00Z": "2026-02-11",
			"2026-02-11T00:00:00+08:00": "2026-02-11", "2025-12-31T16:00:00Z": "2026-01-01",
			"2026-02-10T23:00:00-05:00": "2026-02-11",
		} {
			at, err := time.Parse(time.RFC3339, s)
			if err != nil {
				t.Fatal(err)
			}
			if got := workday.DateOf(at); got.String() != want {
				t.Errorf("%s is on %s, want %s", s, got, want)
			}
		}
	})
	t.Run("days that do not exist are refused", func(t *testing.T) {
		for _, s := range []string{"2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-1-5", "20260105",
			"2026/01/05", "2026年1月5日", "明天", " 2026-01-05", "2026-01-05T00:00:00", ""} {
			if d, err := workday.ParseDate(s); err == nil {
				t.Errorf("%q was read as %s", s, d)
			}
		}
	})
	t.Run("leap days exist in leap years", func(t *testing.T) {
		if d := day(t, "2028-02-29"); d.AddDays(1).String() != "2028-03-01" || d.AddDays(-29).String() != "2028-01-31" {
			t.Errorf("around %s: %s, %s", d, d.AddDays(1), d.AddDays(-29))
		}
	})
	t.Run("papers write dates in Arabic digits without leading zeros (GB/T 9704)", func(t *testing.T) {
		if got := day(t, "2026-01-05").Chinese(); got != "2026年1月5日" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("days between are counted with sign", func(t *testing.T) {
		a, b := day(t, "2026-02-28"), day(t, "2026-03-15")
		if a.DaysUntil(b) != 15 || b.DaysUntil(a) != -15 || a.DaysUntil(a) != 0 {
			t.Errorf("got %d, %d, %d", a.DaysUntil(b), b.DaysUntil(a), a.DaysUntil(a))
		}
		if !a.Before(b) || a.After(b) || a.Before(a) || a.After(a) {
			t.Error("before and after disagree")
		}
	})
	t.Run("JSON keeps a day and no day", func(t *testing.T) {
		type note struct {
			On   workday.Date `json:"on"`
			None workday.Date `json:"none"`
		}
		data, err := json.Marshal(note{On: day(t, "2026-10-10")})
		if err != nil || string(data) != `{"on":"2026-10-10","none":""}` {
			t.Fatalf("%s, %v", data, err)
		}
		var back note
		if err := json.Unmarshal(data, &back); err != nil || back.On != day(t, "2026-10-10") || !back.None.IsZero() {
			t.Errorf("%+v, %v", back, err)
		}
		if err := json.Unmarshal([]byte(`{"on":"2026-02-30"}`), &back); err == nil {
			t.Error("2026-02-30 was taken")
		}
	})
}
