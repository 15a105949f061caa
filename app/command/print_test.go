package command_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPrinting(t *testing.T) {
	d := founded(t, "panjin-2016")
	draft := d.must("--as", "clerk", "request", "new", "--from", sampleForm(t, "panjin-2016"))
	id := d.must("--as", "clerk", "request", "do", "submit", draft["id"].(string))["number"].(string)
	out := func(name string) string { return filepath.Join(t.TempDir(), name) }
	pdf := func(path string) []byte {
		data, err := os.ReadFile(path)
		if err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
			t.Fatalf("%s: %v", path, err)
		}
		return data
	}
	t.Run("the papers of a request are listed, with those that are ready", func(t *testing.T) {
		ready := map[string]bool{}
		for _, p := range d.must("--as", "clerk", "print", "--list", id)["papers"].([]any) {
			paper := p.(map[string]any)
			ready[paper["document"].(string)] = paper["ready"].(bool)
		}
		if !ready["application"] || !ready["lines"] || ready["acceptance"] || ready["go_live"] || len(ready) < 10 {
			t.Errorf("%v", ready)
		}
	})
	t.Run("an issued paper is genuine, one with a changed byte is not", func(t *testing.T) {
		path := out("application.pdf")
		hash := d.must("--as", "clerk", "print", "application", id, "--out", path)["hash"]
		answer := d.must("--as", "clerk", "verify", "paper", path)
		if answer["document"] != "application" || answer["whole"] != true || hash == "" || !strings.HasPrefix(answer["code"].(string), "YB1:") {
			t.Errorf("%v", answer)
		}
		data := pdf(path)
		data[len(data)/2] ^= 1
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if e := d.refused("--as", "clerk", "verify", "paper", path); e["kind"] != "not_found" {
			t.Errorf("%v", e)
		}
	})
	t.Run("a case file is bound", func(t *testing.T) {
		path := out("case.pdf")
		d.must("--as", "clerk", "print", "case_file", id, "--out", path)
		pdf(path)
	})
	t.Run("a form to fill by hand needs no office, only a regulation", func(t *testing.T) {
		for _, kind := range []string{"application", "change", "termination", "monthly_report"} {
			path := out(kind + ".pdf")
			desk{t, t.TempDir()}.must("print", kind, "--blank", "--profile", "luan", "--out", path)
			pdf(path)
		}
	})
	t.Run("what is no paper, or not ready, is refused by its kind", func(t *testing.T) {
		for document, kind := range map[string]string{"love_letter": "not_found", "go_live": "conflict", "application_2": "conflict"} {
			if e := d.refused("--as", "clerk", "print", document, id, "--out", out("x.pdf")); e["kind"] != kind {
				t.Errorf("%s: %v", document, e)
			}
		}
	})
	t.Run("with no file to write to the use is wrong", func(t *testing.T) {
		if status, _, errs := d.run("--as", "clerk", "print", "application", id); status != 2 {
			t.Errorf("exit %d: %s", status, errs)
		}
	})
}
