package command_test

import (
	"archive/zip"
	"os"
	"path/filepath"
	"testing"
)

func TestOFDByCommand(t *testing.T) {
	d := founded(t, "luan")
	dir := t.TempDir()
	draft := d.must("--as", "clerk", "request", "new", "--from", sampleForm(t, "luan"))["id"].(string)
	id := d.must("--as", "clerk", "request", "do", "submit", draft)["id"].(string)
	whole := func(t *testing.T, path string) {
		t.Helper()
		z, err := zip.OpenReader(path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := z.Close(); err != nil {
				t.Error(err)
			}
		}()
		if z.File[0].Name != "OFD.xml" {
			t.Errorf("it begins with %s", z.File[0].Name)
		}
	}
	t.Run("the ending .ofd makes it an OFD, which is told genuine", func(t *testing.T) {
		out := filepath.Join(dir, "form.OFD")
		first := d.must("--as", "clerk", "print", "application", id, "--out", out)["hash"]
		whole(t, out)
		if again := d.must("--as", "clerk", "print", "application", id, "--out", out)["hash"]; again != first {
			t.Errorf("%v and then %v", first, again)
		}
		d.must("--as", "clerk", "verify", "paper", out)
	})
	t.Run("a form to fill by hand comes as OFD too", func(t *testing.T) {
		out := filepath.Join(dir, "blank.ofd")
		d.must("print", "application", "--blank", "--profile", "luan", "--out", out)
		whole(t, out)
	})
	t.Run("a case file is bound as PDF only", func(t *testing.T) {
		out := filepath.Join(dir, "case.ofd")
		d.refused("--as", "clerk", "print", "case_file", id, "--out", out)
		if _, err := os.Stat(out); err == nil {
			t.Error("there is a file")
		}
	})
}
