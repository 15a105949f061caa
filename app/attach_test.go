package app_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// write puts a file into a folder of the test.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// sparse is a file of any size that takes no room.
func sparse(t *testing.T, name string, size int64) string {
	t.Helper()
	path := write(t, name, "%PDF-1.7")
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	zip = "PK\x03\x04 and so on"
)

func TestAttachments(t *testing.T) {
	ctx := t.Context()
	o := apptest.New(t, "panjin-2016")
	clerk := o.By(model.DutyUnit)
	for _, c := range []struct{ name, content string }{{"方案.pdf", "%PDF-1.4"}, {"方案.OFD", zip}, {"方案.docx", zip}, {"方案.doc", ole},
		{"方案.wps", ole}, {"新方案.wps", zip}} {
		t.Run(c.name+" is taken as it is", func(t *testing.T) {
			f := must(clerk.Attach(ctx, "construction_plan", write(t, c.name, c.content)))
			if f.Name != c.name || f.Role != "construction_plan" || f.Size != int64(len(c.content)) {
				t.Errorf("%+v", f)
			}
			if kept := read(t, clerk, f); kept != c.content {
				t.Errorf("%q", kept)
			}
		})
	}
	for _, c := range []struct{ why, path, key string }{
		{"an empty file", write(t, "空.pdf", ""), "problem.file_empty"},
		{"a text under the name of a PDF", write(t, "假.pdf", "你好，这不是PDF"), "problem.file_content"},
		{"a PDF under the name of a Word file", write(t, "假.docx", "%PDF-1.4"), "problem.file_content"},
		{"a file of one byte", write(t, "短.pdf", "%"), "problem.file_content"},
		{"a folder", t.TempDir(), "problem.file_folder"},
		{"a program", write(t, "方案.exe", "MZ"), "problem.file_type"},
		{"a file without an ending", write(t, "方案", "%PDF-1.4"), "problem.file_type"},
		{"a picture where a document is asked for", write(t, "方案.jpg", "\xff\xd8\xff\xe0"), "problem.file_type"},
		{"more than 200 MB", sparse(t, "大.pdf", app.MaxFile+1), "problem.file_too_big"},
	} {
		t.Run(c.why+" is refused, by name", func(t *testing.T) {
			_, err := clerk.Attach(ctx, "construction_plan", c.path)
			e := refusal(t, err, model.Invalid)
			names(t, e, "files.construction_plan "+c.key)
			if e.Problems[0].Args["name"] != filepath.Base(c.path) {
				t.Errorf("%+v", e.Problems[0])
			}
		})
	}
	t.Run("what is too big says how big it may be", func(t *testing.T) {
		_, err := clerk.Attach(ctx, "other", sparse(t, "大.zip", app.MaxFile+1))
		if p := refusal(t, err, model.Invalid).Problems[0]; p.Args["size"] != "201" || p.Args["max"] != "200" {
			t.Errorf("%+v", p)
		}
	})
	t.Run("a file that is not there, or must not be read, is refused", func(t *testing.T) {
		loop := filepath.Join(t.TempDir(), "loop.pdf")
		if err := os.Symlink(loop, loop); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{filepath.Join(t.TempDir(), "none.pdf"), loop, os.DevNull} {
			_, err := clerk.Attach(ctx, "construction_plan", path)
			if e := refusal(t, err, model.Invalid); e.Key != "error.file_unreadable" || e.Args["name"] != filepath.Base(path) {
				t.Error(e)
			}
		}
	})
	t.Run("a disk that fails halfway leaves nothing", func(t *testing.T) {
		for _, after := range []int64{0, 4, 100} {
			_, err := clerk.AttachFrom(ctx, "construction_plan", "断.pdf", io.MultiReader(io.LimitReader(pdfs{}, after), broken{}))
			var e *model.Error
			if !errors.As(err, &e) || e.Key != "error.file_unreadable" {
				t.Errorf("after %d bytes: %v", after, err)
			}
		}
	})
	t.Run("a stream without end stops at the largest size", func(t *testing.T) {
		_, err := clerk.AttachFrom(ctx, "construction_plan", "无尽.pdf", io.MultiReader(bytes.NewReader([]byte("%PDF-")), pdfs{}))
		refusal(t, err, model.Invalid)
	})
	t.Run("it can be called off", func(t *testing.T) {
		ended, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := clerk.AttachFrom(ended, "construction_plan", "a.pdf", bytes.NewReader([]byte("%PDF-1.4"))); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	t.Run("the same file under two names is kept once", func(t *testing.T) {
		a := must(clerk.Attach(ctx, "performance_self_test", write(t, "一.pdf", "%PDF-1.4 one")))
		b := must(clerk.Attach(ctx, "security_self_test", write(t, "二.pdf", "%PDF-1.4 one")))
		if a.Hash != b.Hash || a.Name == b.Name || a.Role == b.Role {
			t.Errorf("%+v %+v", a, b)
		}
	})
	t.Run("a kept file is written where the person wants it, and nowhere else", func(t *testing.T) {
		f := must(clerk.Attach(ctx, "other", write(t, "原件.zip", zip)))
		to := filepath.Join(t.TempDir(), "副本.zip")
		if err := clerk.SaveFile(ctx, f, to); err != nil || string(must(os.ReadFile(to))) != zip {
			t.Error(err)
		}
		if e := refusal(t, clerk.SaveFile(ctx, f, filepath.Join(to, "x")), model.Invalid); e.Key != "error.cannot_write" {
			t.Error(e)
		}
		refusal(t, clerk.SaveFile(ctx, model.File{Hash: "../../etc/passwd"}, to), model.NotFound)
	})
}

func read(t *testing.T, d *app.Desk, f model.File) string {
	t.Helper()
	r := must(d.ReadFile(f))
	defer r.Close()
	return string(must(io.ReadAll(r)))
}

// pdfs never ends and looks like a PDF.
type pdfs struct{}

func (pdfs) Read(p []byte) (int, error) {
	return copy(p, bytes.Repeat([]byte("%PDF-"), len(p)/5+1)), nil
}

// broken is a disk that cannot be read.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("input/output error") }
