package assets_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var updatePage = flag.Bool("update", false, "write the page of requirements anew")

// requirementsPage lists which tests show which requirement of the two regulations.
const requirementsPage = "help/requirements.md"

var numbers = regexp.MustCompile(`\b([RT])(\d{1,2})(b?)(?:[–-][RT]?(\d{1,2}))?\b`)

// TestRequirementsPage keeps the table R… → test true: it is made of the names of the tests.
func TestRequirementsPage(t *testing.T) {
	shown := map[string][]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "third_party" || d.Name() == ".git" || d.Name() == "bin" || d.Name() == "out") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, "requirements_test.go") {
			return namesOf(path, shown)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	page := pageOf(shown)
	if *updatePage {
		if err := os.WriteFile(requirementsPage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(requirementsPage)
	if err != nil || string(kept) != page {
		t.Errorf("%s is not of the tests as they are (%v); run: go test ./assets -run Requirements -update", requirementsPage, err)
	}
	for _, n := range demanded() {
		t.Run(n+" is shown by a test", func(t *testing.T) {
			if len(shown[n]) == 0 {
				t.Error("no test bears its number")
			}
		})
	}
}

// demanded are the requirements and the traps of the regulations; the gaps between the numbers are those of the list.
func demanded() []string {
	var all []string
	for n := 1; n <= 53; n++ {
		switch {
		case n > 7 && n < 10, n > 28 && n < 30, n > 33 && n < 40, n > 45 && n < 50:
		default:
			all = append(all, fmt.Sprintf("R%02d", n))
		}
	}
	for n := 1; n <= 22; n++ {
		all = append(all, fmt.Sprintf("T%d", n))
	}
	return all
}

// namesOf collects the names of a file's tests by the numbers they bear.
func namesOf(path string, shown map[string][]string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return err
	}
	room := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(path), "../"))
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(lit.Value)
		if err != nil || !strings.Contains(text, " ") || strings.Contains(text, "\n") {
			return true
		}
		for _, m := range numbers.FindAllStringSubmatch(text, -1) {
			for _, n := range span(m) {
				entry := strings.TrimLeft(text, ": ") + " — `" + room + "`"
				if !slices.Contains(shown[n], entry) {
					shown[n] = append(shown[n], entry)
				}
			}
		}
		return true
	})
	return nil
}

// span writes R12 as it is and R23–R25 as its three numbers.
func span(m []string) []string {
	from, _ := strconv.Atoi(m[2])
	to := from
	if m[4] != "" {
		to, _ = strconv.Atoi(m[4])
	}
	var all []string
	for n := from; n <= to; n++ {
		if m[1] == "R" {
			all = append(all, fmt.Sprintf("R%02d", n))
		} else {
			all = append(all, fmt.Sprintf("T%d%s", n, m[3]))
		}
	}
	return all
}

func pageOf(shown map[string][]string) string {
	keys := make([]string, 0, len(shown))
	for k := range shown {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return strings.Compare(rank(a), rank(b)) })
	var b strings.Builder
	b.WriteString("# Requirements and the tests that show them\n\nMade of the names of the tests; R are the requirements of the two regulations, T their traps.\n")
	for _, k := range keys {
		names := slices.Sorted(slices.Values(shown[k]))
		b.WriteString("\n## " + k + "\n\n")
		for _, n := range names {
			b.WriteString("- " + n + "\n")
		}
	}
	return b.String()
}

// rank sorts R before T and by number.
func rank(k string) string {
	digits := strings.TrimRight(k[1:], "b")
	n, _ := strconv.Atoi(digits)
	return fmt.Sprintf("%c%03d%s", k[0], n, k)
}
