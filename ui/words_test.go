package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"yunban/app/wire"
	"yunban/app/words"
	"yunban/ui/view"
)

// keyed is what the key of some words looks like in the source.
var keyed = regexp.MustCompile(`^[a-z_]+(\.[a-z0-9_]+)+$`)

// notWords looks like keys and is none: names of files and settings, and beginnings that are put together with a name.
var notWords = regexp.MustCompile(`(_|\.ttf|\.otf|\.xlsx|\.pdf)$|^window\.`)

func TestWords(t *testing.T) {
	spoken := map[string]*words.Words{}
	for _, language := range []string{words.Chinese, words.English} {
		w, err := wire.Words(language)
		if err != nil {
			t.Fatal(err)
		}
		spoken[language] = w
	}
	check := func(t *testing.T, file string) {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			key, err := strconv.Unquote(lit.Value)
			if err != nil || !keyed.MatchString(key) || notWords.MatchString(key) {
				return true
			}
			for language, w := range spoken {
				if !w.Has(key) {
					t.Errorf("%s: %q has no words in %s", filepath.Base(file), key, language)
				}
			}
			return true
		})
	}
	t.Run("every key that the window says has words in both languages", func(t *testing.T) {
		err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
				check(t, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	t.Run("so has every key that is put together", func(t *testing.T) {
		var keys []string
		for _, id := range []string{"queue", "status", "case", "unit", "level"} {
			keys = append(keys, "list.any_"+id)
		}
		for _, a := range []Appearance{AppearanceSystem, AppearanceLight, AppearanceDark} {
			keys = append(keys, "settings.appearance_"+string(a))
		}
		var f view.UnitForm
		for _, field := range f.Fields() {
			keys = append(keys, "unit."+field.ID)
		}
		for _, key := range []string{"number", "title", "unit", "level", "status", "clock", "due", "article", "filed", "filed_by"} {
			keys = append(keys, "column."+key)
		}
		for language, w := range spoken {
			for _, key := range keys {
				if !w.Has(key) {
					t.Errorf("%q has no words in %s", key, language)
				}
			}
		}
	})
}
