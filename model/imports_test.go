package model_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// room is what one folder may import: rooms of the house, and libraries by the beginning of their path.
type room struct {
	ours      []string
	libraries []string
}

// house is the map of the house. A folder that is not on it fails the test, and so does an import that its room does
// not allow. "." is the top level.
var house = map[string]room{
	".":               {[]string{"app", "app/command", "app/demo", "app/wire", "app/words", "assets", "model", "ui", "ui/kit", "ui/view"}, []string{"fyne.io/fyne/v2", "github.com/go-gl/glfw/v3.3/glfw"}},
	"assets":          {},
	"model":           {ours: []string{"model/workday"}},
	"model/workday":   {},
	"app":             {[]string{"model", "model/workday"}, []string{"github.com/google/uuid", "golang.org/x/crypto/argon2"}},
	"app/words":       {ours: []string{"model"}},
	"app/blob":        {[]string{"model"}, []string{"gocloud.dev"}},
	"app/hub":         {[]string{"model"}, []string{"filippo.io/age", "github.com/go-json-experiment/json", "golang.org/x/time/rate"}},
	"app/hubd":        {[]string{"app", "app/blob", "app/hub", "app/wire", "app/words", "assets", "model", "model/workday"}, []string{"github.com/spf13/cobra", "golang.org/x/sys"}},
	"app/hubload":     {[]string{"app", "app/demo", "app/hub", "app/wire", "model"}, []string{"github.com/google/uuid"}},
	"app/store":       {[]string{"model", "model/workday"}, []string{"gorm.io/", "github.com/go-json-experiment/json", "github.com/klauspost/compress/zstd", "github.com/mattn/go-sqlite3", "github.com/pressly/goose/v3", "github.com/gofrs/flock", "golang.org/x/sys", "golang.org/x/text/unicode/norm"}},
	"app/xlsx":        {[]string{"model"}, []string{"github.com/xuri/excelize/v2"}},
	"app/pdf":         {[]string{"model", "app/pdf/typeset", "app/pdf/ttf"}, []string{"github.com/jung-kurt/gofpdf", "github.com/pdfcpu/pdfcpu"}},
	"app/ofd":         {[]string{"model", "app/pdf/typeset", "app/pdf/ttf"}, nil},
	"app/sign":        {[]string{"model"}, []string{"software.sslmate.com/src/go-pkcs12", "github.com/emmansun/gmsm", "github.com/pdfcpu/pdfcpu"}},
	"app/scan":        {[]string{"model"}, []string{"github.com/makiuchi-d/gozxing", "github.com/pdfcpu/pdfcpu", "golang.org/x/image"}},
	"app/spool":       {[]string{"model"}, []string{"golang.org/x/sys"}},
	"app/pdf/typeset": {[]string{"model", "app/pdf/ttf"}, []string{"github.com/go-text/typesetting/segmenter", "github.com/rivo/uniseg", "github.com/skip2/go-qrcode"}},
	"app/pdf/ttf":     {},
	"app/wire":        {[]string{"app", "app/hub", "app/ofd", "app/pdf", "app/scan", "app/sign", "app/spool", "app/store", "app/words", "app/xlsx", "assets", "model", "model/workday"}, nil},
	"app/demo":        {[]string{"app", "app/wire", "assets", "model", "model/workday"}, nil},
	"app/apptest":     {[]string{"app", "app/demo", "app/hub", "app/wire", "app/words", "assets", "model", "model/workday"}, nil},
	"app/command":     {[]string{"app", "app/demo", "app/wire", "app/words", "model", "model/workday"}, []string{"github.com/spf13/cobra", "golang.org/x/term"}},
	"ui/view":         {[]string{"app", "model", "model/workday"}, nil},
	"ui/kit":          {[]string{"model", "model/workday"}, []string{"fyne.io/fyne/v2", "github.com/go-text/typesetting/segmenter", "github.com/rivo/uniseg"}},
	"ui":              {[]string{"app", "app/words", "model", "model/workday", "ui/kit", "ui/view"}, []string{"fyne.io/fyne/v2"}},
}

// onlyInTests is what tests may know besides.
var onlyInTests = []string{"app/apptest", "app/demo", "assets", "app/wire", "app/words", "pgregory.net/rapid", "fyne.io/fyne/v2/test",
	"github.com/xuri/excelize/v2", "github.com/makiuchi-d/gozxing", "github.com/makiuchi-d/gozxing/qrcode", "github.com/skip2/go-qrcode", "app/pdf", "model", "model/workday", "app", "app/store", "github.com/google/uuid"}

// innermost rooms do not even touch the machine: no clock, files, network or database.
var innermost = []string{"os", "net", "net/http", "database/sql", "os/exec", "syscall"}

func TestTheMapOfTheHouse(t *testing.T) {
	root := ".."
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, p)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if name := d.Name(); rel != "." && (strings.HasPrefix(name, ".") || name == "third_party" || name == "testdata" || name == "bin" || name == "out") {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(rel, ".go") {
			checkFile(t, p, rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkFile(t *testing.T, p, rel string) {
	folder := path.Dir(rel)
	own, ok := house[folder]
	if !ok {
		t.Errorf("%s: folder %q is not on the map of the house", rel, folder)
		return
	}
	file, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
	if err != nil {
		t.Errorf("%s: %v", rel, err)
		return
	}
	test := strings.HasSuffix(rel, "_test.go")
	for _, spec := range file.Imports {
		name := strings.Trim(spec.Path.Value, `"`)
		if !allowed(own, folder, name, test) {
			t.Errorf("%s may not import %s", rel, name)
		}
	}
}

func allowed(own room, folder, name string, test bool) bool {
	inside, ours := strings.CutPrefix(name, "yunban/")
	library := strings.Contains(strings.Split(name, "/")[0], ".")
	switch {
	case test && (inside == folder || slices.Contains(onlyInTests, inside) || slices.Contains(onlyInTests, name)):
		return true
	case ours:
		return slices.Contains(own.ours, inside)
	case library:
		// the window's driver needs a display and is kept to the top level
		if strings.HasPrefix(name, "fyne.io/fyne/v2/app") && folder != "." {
			return false
		}
		return slices.ContainsFunc(own.libraries, func(l string) bool {
			return name == l || strings.HasPrefix(name, strings.TrimSuffix(l, "/")+"/")
		})
	case strings.HasPrefix(folder, "model") && !test:
		return !slices.Contains(innermost, name)
	}
	return true
}

func TestTheRulesHaveNoClock(t *testing.T) {
	for _, folder := range []string{".", "workday"} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
				continue
			}
			data, err := os.ReadFile(filepath.Join(folder, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(data), "time.Now") {
				t.Errorf("%s asks the clock: the time comes from whoever acts", e.Name())
			}
		}
	}
}
