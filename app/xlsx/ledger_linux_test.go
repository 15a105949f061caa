package xlsx_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"

	"yunban/app/xlsx"
	"yunban/model"
)

// The ledger that is measured: 100,000 rows of 12 columns, of which two are figures.
const (
	ledgerRows    = 100_000
	ledgerColumns = 12
)

// longLedger makes the rows page by page, as the store gives them.
func longLedger(rows int) model.Sheet {
	s := model.Sheet{Title: "政务云申请台账", Note: "盘锦市"}
	for i := range ledgerColumns {
		s.Columns = append(s.Columns, model.SheetColumn{Title: "栏目" + strconv.Itoa(i+1), Width: 16, Number: i == 4 || i == 6})
	}
	at := 0
	s.Rows = func() ([][]string, error) {
		var page [][]string
		for ; at < rows && len(page) < 500; at++ {
			n := strconv.Itoa(at)
			page = append(page, []string{"PJ-SQ-2026-" + n, "使用申请", "行政审批服务平台（" + n + "期）", "盘锦市营商环境建设局", "3", "已受理，待审批",
				n, "王芳", "2026-02-11", "2026-02-12", "2026-02-24（暂定）", "第八条"})
		}
		return page, nil
	}
	return s
}

// BenchmarkLedger writes the long ledger, and has Python's xlsxwriter and openpyxl write the same: seconds of
// processor time and the most memory held at once.
func BenchmarkLedger(b *testing.B) {
	out := filepath.Join(b.TempDir(), "ledger.xlsx")
	b.Run("yunban", func(b *testing.B) {
		var cpu time.Duration
		for b.Loop() {
			fresh(b)
			before := processor(b)
			writeLedger(b, out, ledgerRows)
			cpu += processor(b) - before
		}
		b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s")
		b.ReportMetric(peak(b), "peak-MB")
		b.ReportMetric(megabytes(b, out), "file-MB")
	})
	for _, peer := range []string{"xlsxwriter", "openpyxl"} {
		b.Run(peer, func(b *testing.B) {
			var cpu time.Duration
			var most int64
			for b.Loop() {
				c := exec.CommandContext(b.Context(), "/usr/bin/python3", "testdata/ledger.py", peer, out, strconv.Itoa(ledgerRows))
				if said, err := c.CombinedOutput(); err != nil {
					b.Fatalf("%v: %s", err, said)
				}
				cpu += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
				most = max(most, c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
			}
			b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s")
			b.ReportMetric(float64(most)/1024, "peak-MB")
			b.ReportMetric(megabytes(b, out), "file-MB")
		})
	}
}

func TestLongLedger(t *testing.T) {
	out := filepath.Join(t.TempDir(), "ledger.xlsx")
	t.Run("a ledger of 100,000 rows is written in less than 100 MB", func(t *testing.T) {
		fresh(t)
		writeLedger(t, out, ledgerRows)
		if got := peak(t); got > 100 {
			t.Errorf("%.0f MB", got)
		}
	})
	t.Run("openpyxl reads every row", func(t *testing.T) {
		writeLedger(t, out, 2000)
		said, err := exec.CommandContext(t.Context(), "/usr/bin/python3", "testdata/ledger.py", "read", out).CombinedOutput()
		if want := "2003 12 PJ-SQ-2026-1999 int 1999 第八条\n"; err != nil || string(said) != want {
			t.Errorf("%v: got %q, want %q", err, said, want)
		}
	})
}

func writeLedger(tb testing.TB, out string, rows int) {
	tb.Helper()
	f, err := os.Create(out)
	if err != nil {
		tb.Fatal(err)
	}
	if err := (xlsx.Sheets{}).Write(context.Background(), f, longLedger(rows)); err != nil {
		tb.Fatal(err)
	}
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
}

// processor is the processor time that this process has used.
func processor(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// fresh forgets the most memory that this process has held.
func fresh(tb testing.TB) {
	tb.Helper()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		tb.Fatal(err)
	}
}

// peak is the most memory in MB that this process has held since.
func peak(tb testing.TB) float64 {
	tb.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		tb.Fatal(err)
	}
	m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	kb, err := strconv.Atoi(string(m[1]))
	if err != nil {
		tb.Fatal(err)
	}
	return float64(kb) / 1024
}

func megabytes(tb testing.TB, path string) float64 {
	tb.Helper()
	info, err := os.Stat(path)
	if err != nil {
		tb.Fatal(err)
	}
	return float64(info.Size()) / (1 << 20)
}
