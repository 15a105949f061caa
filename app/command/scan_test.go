package command_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestScanByCommand(t *testing.T) {
	d := founded(t, "panjin-2016")
	dir := t.TempDir()
	draft := d.must("--as", "clerk", "request", "new", "--from", sampleForm(t, "panjin-2016"))["id"].(string)
	id := d.must("--as", "clerk", "request", "do", "submit", draft)["id"].(string)
	printed := filepath.Join(dir, "form.pdf")
	d.must("--as", "clerk", "print", "application", id, "--out", printed)
	if out, err := exec.Command("pdftoppm", "-r", "200", "-f", "1", "-l", "1", "-singlefile", "-jpeg", printed, filepath.Join(dir, "form")).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v %s", err, out)
	}
	photo := filepath.Join(dir, "form.jpg")

	t.Run("a photo of a printed paper is filed with its request, once", func(t *testing.T) {
		for _, again := range []bool{false, true} {
			placed := d.must("--as", "clerk", "scan", photo)["placed"].([]any)
			if len(placed) != 1 {
				t.Fatal(placed)
			}
			p := placed[0].(map[string]any)
			if p["request"] != id || p["paper"] != "application" || p["file"] != "form.jpg" || p["pages"] != "1" || p["again"] != again {
				t.Error(p)
			}
		}
	})
	t.Run("what cannot be placed is listed by name, and the exit status is 1", func(t *testing.T) {
		torn := filepath.Join(dir, "torn.pdf")
		if err := os.WriteFile(torn, []byte("%PDF-1.7 and no more"), 0o600); err != nil {
			t.Fatal(err)
		}
		status, out, errs := d.run("--as", "clerk", "scan", photo, torn)
		if status != 1 || !strings.Contains(out, `"placed":[{`) || !strings.Contains(out, `"left":[{"file":"torn.pdf"`) || !strings.Contains(errs, "1") {
			t.Errorf("%d %s %s", status, out, errs)
		}
	})
}
