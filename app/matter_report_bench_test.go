//go:build !windows

package app_test

import (
	"bytes"
	"context"
	"runtime"
	"syscall"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// BenchmarkUtilisation reads, judges and files a hundred thousand rows: CPU seconds and the peak of the heap.
func BenchmarkUtilisation(b *testing.B) {
	ctx := context.Background()
	o := apptest.New(b, "luan")
	o.Filed("")
	o.Clock.Set(o.Clock.Now().AddDate(0, 1, 0))
	month := o.Clock.Now().AddDate(0, -1, 0).Format("2006-01")
	vendor := o.By(model.DutyDelivery)
	var system app.SystemFile
	for _, s := range must(vendor.Systems(ctx)) {
		if s.State == model.OnCloud {
			system = s
		}
	}
	data := hundredThousand(b, vendor.Sheets, system.Unit, system.Name())
	for b.Loop() {
		runtime.GC()
		stop, peak := make(chan bool), make(chan uint64)
		go watchHeap(stop, peak)
		before := cpuTime()
		table, err := vendor.ReadUsage(ctx, bytes.NewReader(data), "利用情况.xlsx", nil)
		if err != nil {
			b.Fatal(err)
		}
		read := cpuTime()
		table.Rows[99_999].CPU = "50"
		f := app.ReportFiling{Usage: table.Rows, Values: model.Values{"month": month, "additional": model.True, "overview": "a", "maintenance": "b", "advice": "c"}}
		filed, err := vendor.FileMonthlyReport(ctx, f, nil)
		if err != nil || filed[0].Err != nil {
			b.Fatal(err, filed)
		}
		b.ReportMetric((read - before).Seconds(), "cpu-s-read")
		b.ReportMetric((cpuTime() - read).Seconds(), "cpu-s-judge+file")
		stop <- true
		b.ReportMetric(float64(<-peak)/(1<<20), "MB-heap")
	}
}

func watchHeap(stop chan bool, peak chan uint64) {
	var most uint64
	for {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapInuse)
		select {
		case <-stop:
			peak <- most
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
