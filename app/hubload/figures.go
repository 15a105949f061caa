package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"time"
)

// figures are the times that answers took, of every connection its own so that none waits for another.
type figures struct {
	times  [][]time.Duration
	counts []int
	failed []int
	first  []error
}

func newFigures(lines int) *figures {
	return &figures{make([][]time.Duration, lines), make([]int, lines), make([]int, lines), make([]error, lines)}
}

// took notes an answer to so many acts.
func (f *figures) took(line, acts int, began time.Time) {
	f.times[line] = append(f.times[line], time.Since(began))
	f.counts[line] += acts
}

// fail notes that so many acts got no answer, or the wrong one.
func (f *figures) fail(line, acts int, err error) {
	f.failed[line] += acts
	if f.first[line] == nil {
		f.first[line] = err
	}
}

// say writes what was measured in a stretch of time, and what it took of the process and of this one.
func (f *figures) say(what string, over time.Duration, process, own spent) error {
	times := slices.Concat(f.times...)
	if len(times) == 0 {
		return errors.Join(append(f.first, errors.New("nothing was answered"))...)
	}
	slices.Sort(times)
	acts, failed := 0, 0
	for i := range f.counts {
		acts, failed = acts+f.counts[i], failed+f.failed[i]
	}
	at := func(percent int) float64 { return float64(times[(len(times)-1)*percent/100].Microseconds()) / 1000 }
	fmt.Printf("%-28s %8.0f /s   p50 %7.1f  p95 %7.1f  p99 %7.1f ms   errors %d   %s   here %.1f s\n",
		what, float64(acts)/over.Seconds(), at(50), at(95), at(99), failed, process, own.processor.Seconds())
	if failed > 0 {
		return errors.Join(f.first...)
	}
	return nil
}

// spent is what a process has used, as Linux tells it.
type spent struct {
	known     bool
	memory    int64 // bytes, now
	most      int64 // bytes, the most so far
	processor time.Duration
	load      string
}

// ticks is how finely Linux counts processor time.
const ticks = 100

// used reads what a process has used; nothing elsewhere than on Linux.
func used(pid int) spent {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	status, broken := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	average, _ := os.ReadFile("/proc/loadavg") // nothing is told of it then
	if err != nil || broken != nil {
		return spent{}
	}
	u := spent{known: true, memory: kilobytes(string(status), "VmRSS:"), most: kilobytes(string(status), "VmHWM:")}
	u.load, _, _ = strings.Cut(string(average), " ")
	_, behind, _ := strings.Cut(string(stat), ") ") // the name before may hold anything
	if fields := strings.Fields(behind); len(fields) > 13 {
		for _, field := range fields[11:13] {
			n, _ := strconv.ParseInt(field, 10, 64) // the kernel writes numbers
			u.processor += time.Duration(n) * time.Second / ticks
		}
	}
	return u
}

func kilobytes(status, name string) int64 {
	_, behind, _ := strings.Cut(status, name)
	if fields := strings.Fields(behind); len(fields) > 0 {
		n, _ := strconv.ParseInt(fields[0], 10, 64) // the kernel writes numbers
		return n << 10
	}
	return 0
}

// since is what was used between two looks.
func (u spent) since(before spent) spent {
	u.processor -= before.processor
	return u
}

// String tells it.
func (u spent) String() string {
	if !u.known {
		return ""
	}
	return fmt.Sprintf("memory %d MB, most %d   processor %.1f s   load %s", u.memory>>20, u.most>>20, u.processor.Seconds(), u.load)
}

// profiled writes this program's processor profile until the end.
func profiled(path string) (end func() error, err error) {
	if path == "" {
		return func() error { return nil }, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return func() error { pprof.StopCPUProfile(); return file.Close() }, pprof.StartCPUProfile(file)
}
