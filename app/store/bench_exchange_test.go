//go:build sqlite_fts5

package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"gorm.io/gorm"

	"yunban/model"
)

// unitStore is a hub with a unit's 2,000 requests among five times as many of others.
func unitStore(b *testing.B) *Store {
	b.Helper()
	s := newStore(b)
	err := s.write(b.Context(), func(tx *gorm.DB) error {
		for n := range many {
			for _, e := range cityRequest(n) {
				if e.Action == model.Submit {
					e.Values["unit_id"] = fmt.Sprint("u", n%5)
				}
				if _, err := s.add(b.Context(), tx, e.Subject, next(e)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	enrol(b, s, model.Device{ID: "unit", Unit: "u1"})
	enrol(b, s, model.Device{ID: "all", All: true})
	return s
}

// BenchmarkFirstSync is a new desk that gets all that is its own to hold. A unit's 2,000 requests shall take less than a
// second, 100,000 less than ten, the line included: make hub-figures measures that.
func BenchmarkFirstSync(b *testing.B) {
	hub := unitStore(b)
	for device, want := range map[string]int{"unit": many / 5, "all": many} {
		b.Run(fmt.Sprint(want, " requests"), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				desk := newReplica(b)
				b.StartTimer()
				for more := true; more; {
					page := must(hub.Feed(b.Context(), device, must(desk.Cursor(b.Context())).After, 2000))
					must(0, desk.Apply(b.Context(), page))
					more = page.More
				}
				if n := must(desk.Count(b.Context(), model.Query{})); n != want {
					b.Fatalf("%d requests, want %d", n, want)
				}
			}
		})
	}
}

// BenchmarkSettle is a desk that sends one act after the other, each brought to the disk before the next.
func BenchmarkSettle(b *testing.B) {
	hub := newStore(b)
	enrol(b, hub, model.Device{ID: "d1", Unit: "u1"})
	n := 0
	for b.Loop() {
		n++
		p := model.Pushed{Seq: int64(n), Event: cityRequest(n)[0]}
		must(hub.Settle(b.Context(), "d1", p, ruled(p, "d1")))
	}
}

// BenchmarkCaughtUp is a desk that asks and has everything.
func BenchmarkCaughtUp(b *testing.B) {
	hub := unitStore(b)
	head := must(hub.Head(b.Context()))
	for b.Loop() {
		must(hub.Feed(b.Context(), "unit", head, 0))
	}
}

// BenchmarkSettleAll is 64 desks that send at the same time, one act or fifty: 3,000 acts a second singly and 9,000 in
// batches is what the whole hub shall reach.
func BenchmarkSettleAll(b *testing.B) {
	const desks = 64
	for _, batch := range []int{1, 50} {
		b.Run(fmt.Sprint(batch, " at once"), func(b *testing.B) {
			hub := newStore(b)
			for i := range desks {
				enrol(b, hub, model.Device{ID: fmt.Sprint("d", i), Unit: "u1"})
			}
			var n atomic.Int64
			var all sync.WaitGroup
			b.ResetTimer()
			for i := range desks {
				all.Go(func() {
					device, acts := fmt.Sprint("d", i), make([]model.Pushed, batch)
					for seq := int64(0); n.Add(1) <= int64(b.N); seq += int64(batch) {
						for k := range acts {
							acts[k] = model.Pushed{Seq: seq + int64(k) + 1, Event: cityRequest(int(seq)*desks + i*batch + k)[0]}
							acts[k].Event.ID += device
							acts[k].Event.Subject.ID += device
						}
						answers, err := hub.SettleAll(b.Context(), device, acts, func(_ context.Context, sent model.Pushed, _ []model.Event) (model.Event, error) {
							return sent.Event, nil
						})
						if err != nil || len(answers) != batch {
							b.Error(len(answers), err)
							return
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "acts/s")
		})
	}
}
