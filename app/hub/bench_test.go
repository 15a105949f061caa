package hub_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yunban/app/hub"
	"yunban/model"
)

var unlimited = hub.Limits{PerDevice: 1e9, Burst: 1e9, Tries: 1e9, TryBurst: 1e9, Watches: 1e9}

// What a hub shall reach on two processors, the load beside it, is 3,000 acts a second singly and 9,000 in batches, all
// told: make hub-figures measures that with the real office. Here is the share of the line alone.

// BenchmarkActs measures what the exchange itself costs: TLS, JSON, identity. The office behind it does nothing.
func BenchmarkActs(b *testing.B) {
	for _, batch := range []int{1, 50} {
		b.Run(fmt.Sprintf("%d a push", batch), func(b *testing.B) {
			const lines = 64
			r := start(b, unlimited)
			c, j := r.join(b)
			session, err := c.SignIn(b.Context(), "clerk", "right")
			must(b, err)
			var took [lines][]time.Duration
			var left atomic.Int64
			left.Store(int64(b.N))
			b.ResetTimer()
			var all sync.WaitGroup
			for i := range lines {
				line, err := hub.Dial(j)
				must(b, err)
				all.Go(func() {
					defer line.Close()
					acts := make([]model.Pushed, batch)
					for seq := left.Add(-1); seq >= 0; seq = left.Add(-1) {
						for k := range acts {
							acts[k] = act(seq*int64(batch)+int64(k)+1, "符合条件")
						}
						began := time.Now()
						if _, err := line.Push(b.Context(), session.Token, acts); err != nil {
							b.Error(err)
							return
						}
						took[i] = append(took[i], time.Since(began))
					}
				})
			}
			all.Wait()
			b.StopTimer()
			times := slices.Concat(took[:]...)
			slices.Sort(times)
			b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "acts/s")
			b.ReportMetric(float64(times[len(times)*99/100].Milliseconds()), "p99-ms")
		})
	}
}

// BenchmarkHints tells 5,000 waiting desks that the log has grown, each over a connection of its own: the last of them
// shall know within a second.
func BenchmarkHints(b *testing.B) {
	const desks = 5000
	r := start(b, unlimited)
	c, j := r.join(b)
	session, err := c.SignIn(b.Context(), "clerk", "right")
	must(b, err)
	ctx, stop := context.WithCancel(b.Context())
	told := make(chan int64, desks)
	var all sync.WaitGroup
	defer all.Wait()
	defer stop()
	for range desks {
		line, err := hub.Dial(j)
		must(b, err)
		all.Go(func() {
			defer line.Close()
			if err := line.Hints(ctx, func(head int64) { told <- head }); ctx.Err() == nil {
				b.Error(err)
			}
		})
	}
	everybody := func(head int64) {
		for left := desks; left > 0; {
			if <-told >= head {
				left--
			}
		}
	}
	everybody(0)
	seq := int64(0)
	for b.Loop() {
		seq++
		answers, err := c.Push(b.Context(), session.Token, []model.Pushed{act(seq, "")})
		must(b, err)
		everybody(answers[0].Feed)
	}
}
