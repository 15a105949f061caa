package hub_test

import (
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
