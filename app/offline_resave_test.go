package app_test

import (
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yunban/app/apptest"
	"yunban/model"
)

// resave saves workbooks with another program, each into a file of the same name in another folder.
var resave = map[string]func(t *testing.T, to string, files ...string){
	"LibreOffice": func(t *testing.T, to string, files ...string) {
		run(t, "soffice", append([]string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", "xlsx", "--outdir", to}, files...)...)
	},
	"openpyxl": func(t *testing.T, to string, files ...string) {
		script := "import sys, os, openpyxl\nfor f in sys.argv[2:]:\n    openpyxl.load_workbook(f).save(os.path.join(sys.argv[1], os.path.basename(f)))\n"
		run(t, "/usr/bin/python3", append([]string{"-c", script, to}, files...)...)
	},
}

func run(t *testing.T, program string, args ...string) {
	t.Helper()
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
}

func TestFormsSavedByOtherPrograms(t *testing.T) {
	w := chinese(t)
	o := apptest.New(t, "panjin-2016")
	clerk, p := o.ClerkOf(o.Samples()[0]), o.Profile()
	usage, filling := filledUsage(t, o)
	system := o.Filed(model.Live)
	change := exported(t, p, func(to io.Writer) error { return clerk.OfflineForm(t.Context(), to, "change", system, w.Text) })
	folder := t.TempDir()
	forms := map[string]sheetForm{"usage.xlsx": usage, "change.xlsx": change}
	var files []string
	for name, f := range forms {
		files = append(files, filepath.Join(folder, name))
		if err := os.WriteFile(filepath.Join(folder, name), f.bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for program, save := range resave {
		to := t.TempDir()
		save(t, to, files...)
		t.Run("a form that was saved by "+program+" says the same (R11)", func(t *testing.T) {
			pre := readForm(t, clerk, must(os.ReadFile(filepath.Join(to, "usage.xlsx"))))
			if len(pre.Problems) > 0 {
				t.Fatal(pre.Problems)
			}
			sameValues(t, pre.Draft.Filling.Values, filling.Values)
			sameRows(t, pre.Draft.Filling.Rows, filling.Rows)
			want := readForm(t, clerk, change.bytes()).Draft.Filling.Rows
			sameRows(t, readForm(t, clerk, must(os.ReadFile(filepath.Join(to, "change.xlsx")))).Draft.Filling.Rows, want)
		})
		t.Run("and still offers what can be chosen: "+program, func(t *testing.T) {
			for name, f := range forms {
				again := opened(t, p, must(os.ReadFile(filepath.Join(to, name))))
				for _, sheet := range f.GetSheetList() {
					for _, rule := range must(f.GetDataValidations(sheet)) {
						first, _, _ := strings.Cut(strings.Fields(rule.Sqref)[0], ":")
						if !sameRule(t, must(again.GetDataValidations(sheet)), rule, first) {
							t.Errorf("%s, %s %s: the rule %s %s is lost", name, sheet, first, rule.Type, rule.Formula1)
						}
					}
				}
			}
		})
	}
}

// sameRule reports whether a cell is still under a rule of the same kind and the same choices.
func sameRule(t *testing.T, rules []*excelize.DataValidation, want *excelize.DataValidation, cell string) bool {
	t.Helper()
	for _, r := range rules {
		if r.Type != want.Type || want.Type == "list" && choices(r) != choices(want) {
			continue
		}
		for _, ref := range strings.Fields(r.Sqref) {
			if covers(t, ref, cell) {
				return true
			}
		}
	}
	return false
}

// choices is what a rule offers; programs quote it in their own ways.
func choices(r *excelize.DataValidation) string {
	return strings.ReplaceAll(html.UnescapeString(r.Formula1), "'", "")
}

// covers reports whether a range holds a cell.
func covers(t *testing.T, ref, cell string) bool {
	t.Helper()
	from, to, several := strings.Cut(ref, ":")
	if !several {
		to = from
	}
	col, row, err := excelize.CellNameToCoordinates(cell)
	left, top, err2 := excelize.CellNameToCoordinates(from)
	right, bottom, err3 := excelize.CellNameToCoordinates(to)
	if err != nil || err2 != nil || err3 != nil {
		t.Fatal(ref, err, err2, err3)
	}
	return left <= col && col <= right && top <= row && row <= bottom
}
