package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestRegistersByCommand(t *testing.T) {
	d := founded(t, "panjin-2016")
	dir := t.TempDir()
	draft := d.must("--as", "clerk", "request", "new", "--from", sampleForm(t, "panjin-2016"))["id"].(string)
	d.must("--as", "clerk", "request", "do", "submit", draft)
	exported := func(t *testing.T, args ...string) string {
		t.Helper()
		out := filepath.Join(dir, "register.xlsx")
		d.must(append([]string{"--as", "shouli", "register", "export", "--out", out}, args...)...)
		f, err := excelize.OpenFile(out)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		text := ""
		for _, tab := range f.GetSheetList() {
			rows, err := f.GetRows(tab)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				text += strings.Join(row, "|") + "\n"
			}
		}
		return text
	}
	t.Run("every register is a workbook that tells of the request", func(t *testing.T) {
		for kind, want := range map[string]string{"requests": "政务云申请台账", "systems": "申请中", "resources": "云主机", "deadlines": "待受理",
			"statistics": "合计|1", "usage": "政务云申请台账"} {
			if text := exported(t, "--kind", kind); !strings.Contains(text, want) {
				t.Errorf("%s lacks %q: %s", kind, want, text)
			}
		}
	})
	t.Run("a period and a unit narrow it, and the workbook says the period", func(t *testing.T) {
		if text := exported(t, "--from", "2020-01-01", "--to", "2020-12-31"); strings.Contains(text, "PJ-SQ") || !strings.Contains(text, "2020-01-01 至 2020-12-31") {
			t.Error(text)
		}
	})
	t.Run("what cannot be is refused, and no file is left behind", func(t *testing.T) {
		for _, args := range [][]string{{"--kind", "nothing"}, {"--from", "yesterday"}, {"--from", "2026-03-02", "--to", "2026-03-01"}, {"--unit", "nobody"}} {
			out := filepath.Join(dir, "refused.xlsx")
			d.refused(append([]string{"--as", "shouli", "register", "export", "--out", out}, args...)...)
			if _, err := os.Stat(out); err == nil {
				t.Errorf("%q left a file", args)
			}
		}
		if left, _ := filepath.Glob(filepath.Join(dir, ".register-*")); len(left) > 0 {
			t.Error(left)
		}
	})
}
