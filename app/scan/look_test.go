package scan

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"yunban/model"
)

// codeTexts are codes of 33 to 51 characters, as papers bear them.
var codeTexts = []string{
	"YB1:PJ-SQ-2026-0001:APPROVAL:7K2M4QX2AB",
	"YB1:LN-BG-2027-1234:ACCEPTANCE:ABCDEFGH27",
	"YB1:PJ-ZZ-2026-0033:GO.LIVE:Q7Q7Q7Q7Q7",
	"YB1:PJ-SQ-2026-0420:NOT.ACCEPTED:ZYXWVUT234",
}

// scans are every way of scanning that is measured, 240 in all.
func scans() []struct {
	name string
	dpi  int
	how  scanning
} {
	var all []struct {
		name string
		dpi  int
		how  scanning
	}
	ways := []struct {
		name string
		how  scanning
	}{
		{"clean", scanning{}},
		{"noise", scanning{noise: 18, quality: 85}},
		{"blur", scanning{blur: 1, noise: 6, quality: 75}},
		{"JPEG 40", scanning{noise: 8, quality: 40}},
		{"faint", scanning{contrast: 0.4, noise: 8, quality: 60}},
		{"shaded", scanning{shade: 90, noise: 8, quality: 60}},
		{"photo", scanning{tilt: 0.06, blur: 1, noise: 8, quality: 70}},
		{"all of it", scanning{contrast: 0.55, shade: 40, blur: 1, noise: 10, quality: 40}},
	}
	for _, dpi := range []int{150, 200, 300} {
		for _, turn := range []float64{0, 2, 5, 7, -3, 90, 93, 180, 270, 273} {
			for _, w := range ways {
				how := w.how
				how.turn = turn
				all = append(all, struct {
					name string
					dpi  int
					how  scanning
				}{fmt.Sprintf("%d dpi, %v°, %s", dpi, turn, w.name), dpi, how})
			}
		}
	}
	return all
}

// readAll reads every so manieth of the simulated scans on all processors, gives the names of those that were not
// read, and the longest and the mean time of a page.
func readAll(t testing.TB, every int) (failed []string, pages int, longest, mean time.Duration) {
	t.Helper()
	var mu sync.Mutex
	var total time.Duration
	one := func(name, text string, p plane) {
		began := time.Now()
		codes, _ := look(t.Context(), p, time.Minute)
		took := time.Since(began)
		mu.Lock()
		defer mu.Unlock()
		pages, total, longest = pages+1, total+took, max(longest, took)
		if want, _ := model.ParsePaperCode(text); len(codes) != 1 || codes[0] != want {
			failed = append(failed, name)
		}
	}
	var wait sync.WaitGroup
	gate := make(chan bool, runtime.NumCPU())
	var lain plane // the sheet as it lies on the glass: the same for the eight ways of scanning it
	lies := -1
	for i, s := range scans() {
		if i%every != 0 {
			continue
		}
		text := codeTexts[i/8%len(codeTexts)]
		if lies != i/8 {
			lies, lain = i/8, sheet(t, s.dpi, placedCode{text, 165, 8, 24}).turned(s.how.turn)
		}
		on, how := lain, s.how
		how.turn = 0
		wait.Add(1)
		gate <- true
		go func() {
			defer func() { <-gate; wait.Done() }()
			one(s.name, text, how.of(t, on, uint64(i)))
		}()
	}
	wait.Wait()
	return failed, pages, longest, total / time.Duration(pages)
}

func TestLook(t *testing.T) {
	t.Run("simulated scans are read, turned, noisy, blurred, faint and pressed hard", func(t *testing.T) {
		if failed, _, _, _ := readAll(t, 11); len(failed) > 0 { // 11 and the 8 ways have no factor in common
			t.Errorf("not read: %q", failed)
		}
	})
	t.Run("a sheet may lie at any angle", func(t *testing.T) {
		upright := sheet(t, 150, placedCode{codeTexts[0], 165, 8, 24})
		for angle := 11.0; angle < 360; angle += 31 {
			codes, _ := look(t.Context(), scanning{turn: angle, blur: 1, contrast: 0.6, noise: 8, quality: 50}.of(t, upright, 1), time.Minute)
			if len(codes) != 1 {
				t.Errorf("%v°: %v", angle, codes)
			}
		}
	})
	t.Run("two papers on one glass are both read, and the code of somebody else is counted", func(t *testing.T) {
		p := sheet(t, 150, placedCode{codeTexts[0], 165, 8, 24}, placedCode{codeTexts[1], 20, 200, 24},
			placedCode{"https://weixin.qq.com/r/abcdef", 30, 20, 20})
		codes, others := look(t.Context(), scanning{turn: 3, noise: 8, quality: 60}.of(t, p, 1), time.Minute)
		if len(codes) != 2 || others != 1 {
			t.Errorf("%v and %d others", codes, others)
		}
	})
	t.Run("a page of text has no code", func(t *testing.T) {
		codes, others := look(t.Context(), scanning{noise: 15, quality: 50}.of(t, sheet(t, 150), 1), time.Minute)
		if len(codes) != 0 || others != 0 {
			t.Errorf("%v and %d others", codes, others)
		}
	})
	t.Run("a page of noise takes no longer than its time", func(t *testing.T) {
		p := newPlane(2480, 3508)
		random := rand.New(rand.NewPCG(5, 6))
		for i := range p.px {
			p.px[i] = byte(random.Uint32())
		}
		done := make(chan bool)
		go func() { look(t.Context(), p, 100*time.Millisecond); close(done) }()
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			t.Error("still looking")
		}
	})
}

// BenchmarkScans reads all 240 simulated scans and says how many were read, and how long a page took.
func BenchmarkScans(b *testing.B) {
	for b.Loop() {
		failed, pages, longest, mean := readAll(b, 1)
		for _, name := range failed {
			b.Log("not read: " + name)
		}
		b.ReportMetric(float64(pages-len(failed)), "read")
		b.ReportMetric(float64(pages), "pages")
		b.ReportMetric(float64(mean.Milliseconds()), "ms/page")
		b.ReportMetric(float64(longest.Milliseconds()), "ms-longest")
	}
}
