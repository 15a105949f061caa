//go:build !windows

package spool

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"yunban/model"
)

// printing is a computer's printing that notes down what it is given.
type printing struct {
	t      *testing.T
	folder string
}

// computer has the given programs on its path and no others; each is a script.
func computer(t *testing.T, programs map[string]string) printing {
	t.Helper()
	p := printing{t, t.TempDir()}
	bin := t.TempDir()
	for name, script := range programs {
		text := "#!/bin/sh\ncd " + p.folder + "\n" + script + "\n"
		if err := os.WriteFile(filepath.Join(bin, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin)
	t.Setenv("TMPDIR", t.TempDir())
	return p
}

// noted is what a script wrote down; it may take a moment to begin.
func (p printing) noted(name string) string {
	p.t.Helper()
	for range 500 {
		if data, err := os.ReadFile(filepath.Join(p.folder, name)); err == nil && len(data) > 0 {
			return string(data)
		}
		<-time.After(10 * time.Millisecond)
	}
	p.t.Fatalf("%s was not called", name)
	return ""
}

const (
	noteArgs = `for a in "$@"; do echo "$a" >> args; done`
	lp       = noteArgs + "; while read -r line; do echo \"$line\" >> paper; done; echo 'request id is HP-7 (1 file(s))'"
	lpstat   = `case "$1$LC_ALL" in -eC) echo Office; echo HP_LaserJet; echo 三楼;; -dC) echo "system default destination: HP_LaserJet";; esac`
)

func TestPrinters(t *testing.T) {
	for _, tt := range []struct {
		name   string
		lpstat string
		want   []string
	}{
		{"all printers are listed, the usual one first", lpstat, []string{"HP_LaserJet", "Office", "三楼"}},
		{"without a usual one they stand as the system lists them", `[ "$1" = -e ] && echo A && echo B || echo "no system default destination"`, []string{"A", "B"}},
		{"a system without printers has none", "echo 'lpstat: No destinations added.' >&2; exit 1", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			computer(t, map[string]string{"lpstat": tt.lpstat})
			if got, err := (System{}).Printers(t.Context()); err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	t.Run("a computer without printing has none", func(t *testing.T) {
		computer(t, nil)
		if got, err := (System{}).Printers(t.Context()); err != nil || len(got) > 0 {
			t.Errorf("got %q, %v", got, err)
		}
	})
}

func TestSend(t *testing.T) {
	paper := func() *strings.Reader { return strings.NewReader("%PDF-1.3\n政务云\n") }
	t.Run("a paper is handed to the named printer under its own name", func(t *testing.T) {
		p := computer(t, map[string]string{"lp": lp})
		if err := (System{}).Send(t.Context(), "PJ-SQ-2026-0001 受理通知书.pdf", paper(), "三楼"); err != nil {
			t.Fatal(err)
		}
		if got := p.noted("args"); got != "-t\nPJ-SQ-2026-0001 受理通知书\n-d\n三楼\n" {
			t.Errorf("lp was called with %q", got)
		}
		if got := p.noted("paper"); got != "%PDF-1.3\n政务云\n" {
			t.Errorf("lp was given %q", got)
		}
	})
	t.Run("without a name it goes to the usual printer", func(t *testing.T) {
		p := computer(t, map[string]string{"lp": lp, "lpstat": lpstat})
		if err := (System{}).Send(t.Context(), "书.pdf", paper(), ""); err != nil {
			t.Fatal(err)
		}
		if got := p.noted("args"); got != "-t\n书\n" {
			t.Errorf("lp was called with %q", got)
		}
	})
	t.Run("names are never read as options or commands", func(t *testing.T) {
		p := computer(t, map[string]string{"lp": lp})
		if err := (System{}).Send(t.Context(), "-o raw;$(touch x)", paper(), "-h evil"); err != nil {
			t.Fatal(err)
		}
		if got := p.noted("args"); got != "-t\n-o raw;$(touch x)\n-d\n-h evil\n" {
			t.Errorf("lp was called with %q", got)
		}
	})
	t.Run("a computer without printing, or without a printer, says so", func(t *testing.T) {
		for _, programs := range []map[string]string{nil, {"lp": lp}, {"lp": lp, "lpstat": "exit 1"}} {
			computer(t, programs)
			if err := (System{}).Send(t.Context(), "书.pdf", paper(), ""); model.KindOf(err) != model.NotFound {
				t.Errorf("with %v: %v", programs, err)
			}
		}
	})
	t.Run("what the printing answers is passed on", func(t *testing.T) {
		computer(t, map[string]string{"lp": "echo 'lp: The printer or class does not exist.' >&2; exit 1"})
		err := (System{}).Send(t.Context(), "书.pdf", paper(), "none")
		var e *model.Error
		if !errors.As(err, &e) || e.Key != "error.printing_refused" || e.Args["answer"] != "lp: The printer or class does not exist." {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a cancelled hand-over stops", func(t *testing.T) {
		computer(t, map[string]string{"lp": lp})
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := (System{}).Send(ctx, "书.pdf", paper(), "A"); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestOpen(t *testing.T) {
	opener := map[string]string{"xdg-open": noteArgs, "open": noteArgs}
	t.Run("a paper is opened as a file with its own name that only this person reads", func(t *testing.T) {
		p := computer(t, opener)
		if err := (System{}).Open(t.Context(), "盘数受〔2026〕3号/受理通知书.pdf", strings.NewReader("%PDF")); err != nil {
			t.Fatal(err)
		}
		path := strings.TrimSpace(p.noted("args"))
		if filepath.Base(path) != "盘数受〔2026〕3号_受理通知书.pdf" {
			t.Errorf("it is called %s", path)
		}
		if data, err := os.ReadFile(path); err != nil || string(data) != "%PDF" {
			t.Errorf("%q %v", data, err)
		}
		for _, part := range []string{path, filepath.Dir(path), filepath.Dir(filepath.Dir(path))} {
			if info, err := os.Stat(part); err != nil || info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s: %v %v", part, info.Mode(), err)
			}
		}
	})
	t.Run("papers of yesterday are cleared away, those of today stay", func(t *testing.T) {
		computer(t, opener)
		var paths []string
		for _, name := range []string{"一", "二"} {
			path, err := keep(name, strings.NewReader(name))
			if err != nil {
				t.Fatal(err)
			}
			paths = append(paths, path)
		}
		before := time.Now().Add(-25 * time.Hour)
		if err := os.Chtimes(filepath.Dir(paths[0]), before, before); err != nil {
			t.Fatal(err)
		}
		if _, err := keep("三", strings.NewReader("三")); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(paths[0]); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("yesterday's: %v", err)
		}
		if _, err := os.Stat(paths[1]); err != nil {
			t.Errorf("today's: %v", err)
		}
	})
	t.Run("a computer that opens nothing says so", func(t *testing.T) {
		computer(t, nil)
		if err := (System{}).Open(t.Context(), "书.pdf", strings.NewReader("")); model.KindOf(err) != model.NotFound {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a paper's name makes a file name on every system", func(t *testing.T) {
		for in, want := range map[string]string{"a/b\\c:d*.pdf": "a_b_c_d_.pdf", "": "paper.pdf", "..": "paper.pdf", strings.Repeat("长", 300): strings.Repeat("长", 80) + ".pdf"} {
			if got := fileName(in); got != want {
				t.Errorf("%.20q became %q", in, got)
			}
		}
	})
}
