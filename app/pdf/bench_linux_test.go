package pdf

import (
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"yunban/model"
)

// onePage is a form of one page that is issued: number i of a batch, no two the same.
func onePage(t testing.TB, i int) model.Document {
	t.Helper()
	d := application(3)
	d.Number = fmt.Sprintf("PJ-SQ-2026-%04d", i)
	d.Blocks = model.Blocks{d.Blocks[0], d.Blocks[1].(model.Table), model.Note{Text: fmt.Sprintf("第%d份，一式两份。", i)}}
	check, err := model.CheckOf(d)
	if err != nil {
		t.Fatal(err)
	}
	d.Code = model.PaperCode{Number: d.Number, Kind: d.Kind, Check: check}
	return d
}

// BenchmarkFirst is a program's first paper: the fonts are opened for it.
func BenchmarkFirst(b *testing.B) {
	before := processor(b)
	for b.Loop() {
		printed(b, printer(b), onePage(b, 1))
	}
	b.ReportMetric(milliseconds(processor(b)-before)/float64(b.N), "cpu-ms")
}

// BenchmarkPaper is any other paper.
func BenchmarkPaper(b *testing.B) {
	for _, bb := range []struct {
		name  string
		paper model.Document
	}{
		{"form of 1 page with a code", onePage(b, 1)},
		{"letter of 2 pages", notice()}, {"form of 2 pages", application(3)}, {"form of 4 pages", application(30)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			p := printer(b)
			printed(b, p, bb.paper)
			before := processor(b)
			for b.Loop() {
				printed(b, p, bb.paper)
			}
			b.ReportMetric(milliseconds(processor(b)-before)/float64(b.N), "cpu-ms")
		})
	}
}

// BenchmarkBind binds a case file of twenty papers.
func BenchmarkBind(b *testing.B) {
	p := printer(b)
	var parts []model.BoundPart
	for i := range 20 {
		parts = append(parts, model.BoundPart{Title: fmt.Sprintf("文书%d", i), PDF: printed(b, p, onePage(b, i))})
	}
	before := processor(b)
	for b.Loop() {
		bound(b, p, parts...)
	}
	b.ReportMetric(milliseconds(processor(b)-before)/float64(b.N), "cpu-ms")
}

// BenchmarkBatch prints a batch in one go, and has LibreOffice convert workbooks with the
// same words in one go: processor time for each paper, and the most memory held at once.
func BenchmarkBatch(b *testing.B) {
	const ours, theirs = 1000, 60 // each of LibreOffice's takes a while
	b.Run("yunban", func(b *testing.B) {
		var cpu time.Duration
		for b.Loop() {
			fresh(b)
			before := processor(b)
			p := printer(b)
			for i := range ours {
				printed(b, p, onePage(b, i))
			}
			cpu += processor(b) - before
		}
		b.ReportMetric(milliseconds(cpu)/float64(b.N*ours), "cpu-ms/paper")
		b.ReportMetric(peak(b), "peak-MB")
	})
	b.Run("libreoffice", func(b *testing.B) {
		var cpu time.Duration
		var most int64
		for b.Loop() {
			state := libreOffice(b, theirs)
			cpu += state.UserTime() + state.SystemTime()
			most = max(most, state.SysUsage().(*syscall.Rusage).Maxrss)
		}
		b.ReportMetric(milliseconds(cpu)/float64(b.N*theirs), "cpu-ms/paper")
		b.ReportMetric(float64(most)/1024, "peak-MB")
	})
}

func TestBatch(t *testing.T) {
	t.Run("1,000 papers in one go hold less than 150 MB, and no more at the end than in the middle", func(t *testing.T) {
		fresh(t)
		p := printer(t)
		var middle uint64
		for i := range 1000 {
			printed(t, p, onePage(t, i))
			if i == 500 {
				middle = held()
			}
		}
		if end := held(); end > middle+1<<20 {
			t.Errorf("%d bytes held in the middle, %d at the end", middle, end)
		}
		if got := peak(t); got > 150 {
			t.Errorf("%.0f MB", got)
		}
	})
	t.Run("a paper takes at most a fifth of LibreOffice's processor time for the same words", func(t *testing.T) {
		const papers = 20
		state := libreOffice(t, papers)
		theirs := (state.UserTime() + state.SystemTime()) / papers
		p := printer(t)
		before := processor(t)
		for i := range papers {
			printed(t, p, onePage(t, i))
		}
		if ours := (processor(t) - before) / papers; ours*5 > theirs {
			t.Errorf("ours takes %v, LibreOffice's %v", ours, theirs)
		}
	})
}

// libreOffice has LibreOffice (of libreoffice-calc-nogui) make papers of workbooks with our
// words, all in one run, its own first start aside.
func libreOffice(t testing.TB, papers int) *os.ProcessState {
	t.Helper()
	folder := t.TempDir()
	convert := func(names ...string) *os.ProcessState {
		args := append([]string{"-env:UserInstallation=file://" + folder + "/home", "--headless", "--convert-to", "pdf", "--outdir", folder + "/out"}, names...)
		cmd := exec.Command("soffice", args...)
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("soffice: %v\n%s", err, said)
		}
		return cmd.ProcessState
	}
	var names []string
	for i := range papers {
		name := filepath.Join(folder, fmt.Sprintf("%d.fods", i))
		if err := os.WriteFile(name, workbook(onePage(t, i)), 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	convert(names[0]) // the first time it makes its home
	state := convert(names...)
	made, err := filepath.Glob(filepath.Join(folder, "out", "*.pdf"))
	if err != nil || len(made) != papers {
		t.Fatalf("it made %d papers of %d, %v", len(made), papers, err)
	}
	paper, err := os.ReadFile(made[0])
	if err != nil {
		t.Fatal(err)
	}
	if text := words(extract(t, paper)); !strings.Contains(text, "盘锦市工程建设项目审批管理系统") {
		t.Fatalf("its paper says %q", text)
	}
	return state
}

// workbook is the words of a form as a flat OpenDocument sheet, cell by cell.
func workbook(d model.Document) []byte {
	var b strings.Builder
	row := func(cells ...string) {
		b.WriteString("<table:table-row>")
		for _, c := range cells {
			b.WriteString(`<table:table-cell office:value-type="string"><text:p>`)
			if err := xml.EscapeText(&b, []byte(c)); err != nil {
				panic(err) // a builder takes everything
			}
			b.WriteString("</text:p></table:table-cell>")
		}
		b.WriteString("</table:table-row>")
	}
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"` +
		` xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"` +
		` office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet><table:table table:name="1">`)
	row(d.Title)
	row(append(d.Head, d.Number)...)
	for _, block := range d.Blocks {
		switch block := block.(type) {
		case model.Grid:
			for _, r := range block.Rows {
				cells := make([]string, len(r))
				for i, c := range r {
					cells[i] = c.Text
					for _, tick := range c.Ticks {
						cells[i] += "□" + tick.Text
					}
				}
				row(cells...)
			}
		case model.Table:
			titles := make([]string, len(block.Columns))
			for i, c := range block.Columns {
				titles[i] = c.Title
			}
			for _, r := range append([][]string{titles}, append(block.Rows, block.Total)...) {
				row(r...)
			}
		case model.Note:
			row(block.Text)
		}
	}
	b.WriteString("</table:table></office:spreadsheet></office:body></office:document>")
	return []byte(b.String())
}

// processor is the processor time that this process has used.
func processor(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// held is the memory that is still in use.
func held() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// fresh gives unused memory back and forgets the most that this process has held.
func fresh(t testing.TB) {
	t.Helper()
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Fatal(err)
	}
}

// peak is the most memory in MB that this process has held since.
func peak(t testing.TB) float64 {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		t.Fatal("the system does not tell the most memory held")
	}
	kb, err := strconv.Atoi(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return float64(kb) / 1024
}
