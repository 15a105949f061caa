// Command cut copies one package of the go-gl OpenGL bindings and leaves out
// every function and constant that its one user does not name.
//
//	go run ./cut FROM TO USER.go
//
// FROM is the folder of the published package, TO the folder to write, and
// USER.go the file whose calls decide what stays. cgo and the C compiler need
// time for each function that is bound; the published package binds thousands.
package main

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/ioutil"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// copied are the files that are small enough to be taken as they are.
// debug.go is left out: it only serves functions that are cut.
var copied = []string{"build_cgo_hack.go", "conversions.go", "procaddr.go", "KHR/dummy.go", "KHR/khrplatform.h"}

// notice follows the generator's own first line in the file that is cut.
const notice = "// Cut to the functions and constants that Fyne names; see third_party/gl/README.md.\n"

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: cut FROM TO USER.go")
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func run(from, to, user string) error {
	wanted, err := namesUsed(user)
	if err != nil {
		return err
	}
	for _, name := range copied {
		if err := copyFile(filepath.Join(from, name), filepath.Join(to, name)); err != nil {
			return err
		}
	}
	source, err := ioutil.ReadFile(filepath.Join(from, "package.go"))
	if err != nil {
		return err
	}
	short, err := cut(source, wanted)
	if err != nil {
		return fmt.Errorf("cut %s: %v", from, err)
	}
	return ioutil.WriteFile(filepath.Join(to, "package.go"), short, 0644)
}

// namesUsed lists what a Go file names of the package it knows as gl.
func namesUsed(path string) (map[string]bool, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return nil, err
	}
	return selected(file, "gl"), nil
}

// selected collects every x in expressions of the form pkg.x.
func selected(node ast.Node, pkg string) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(node, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == pkg {
				names[s.Sel.Name] = true
			}
		}
		return true
	})
	return names
}

// cut drops whole lines of the source: what stays is, letter for letter, what
// the generator wrote.
func cut(source []byte, wanted map[string]bool) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "package.go", source, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	c := cutter{
		lines:    strings.SplitAfter(string(source), "\n"),
		line:     func(p token.Pos) int { return files.Position(p).Line - 1 },
		wanted:   wanted,
		pointers: map[string]bool{},
		c:        map[string]bool{},
	}
	c.functions(file)
	for _, decl := range file.Decls {
		c.names(decl)
	}
	c.preamble()
	c.lines[0] += notice
	return format.Source([]byte(strings.Join(c.lines, "")))
}

// A cutter empties the lines of one package.go that are not needed.
type cutter struct {
	lines    []string
	line     func(token.Pos) int
	wanted   map[string]bool // exported names to keep
	pointers map[string]bool // variables gpX that hold the functions kept
	c        map[string]bool // C functions glowX that call through them
}

func (c *cutter) drop(from, to token.Pos) { c.dropLines(c.line(from), c.line(to)) }

func (c *cutter) dropLines(from, to int) {
	for i := from; i <= to; i++ {
		c.lines[i] = ""
	}
}

// functions keeps the wanted ones, notes what they call, and shortens the one
// that looks every function up.
func (c *cutter) functions(file *ast.File) {
	var lookup *ast.FuncDecl
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		switch {
		case !ok || f.Name.Name == "boolToInt":
		case f.Name.Name == "InitWithProcAddrFunc":
			lookup = f
		case c.wanted[f.Name.Name]:
			c.note(f.Body)
		default:
			start := f.Pos()
			if f.Doc != nil {
				start = f.Doc.Pos()
			}
			c.drop(start, f.End())
		}
	}
	for _, s := range lookup.Body.List {
		if name := pointerOf(s); name != "" && !c.pointers[name] {
			c.drop(s.Pos(), s.End())
		}
	}
}

// note remembers the pointers and the C functions of a body that stays.
func (c *cutter) note(body ast.Node) {
	for name := range selected(body, "C") {
		c.c[name] = true
	}
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && strings.HasPrefix(id.Name, "gp") {
			c.pointers[id.Name] = true
		}
		return true
	})
}

// pointerOf is the gpX of "gpX = …" and of "if gpX == nil { … }".
func pointerOf(s ast.Stmt) string {
	var x ast.Expr
	switch s := s.(type) {
	case *ast.AssignStmt:
		x = s.Lhs[0]
	case *ast.IfStmt:
		if b, ok := s.Cond.(*ast.BinaryExpr); ok {
			x = b.X
		}
	}
	if id, ok := x.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// names drops the constants and the function pointers that are not needed.
func (c *cutter) names(decl ast.Decl) {
	block, ok := decl.(*ast.GenDecl)
	if !ok || block.Tok == token.IMPORT {
		return
	}
	for _, spec := range block.Specs {
		if v, ok := spec.(*ast.ValueSpec); ok && !c.wanted[v.Names[0].Name] && !c.pointers[v.Names[0].Name] {
			c.drop(v.Pos(), v.End())
		}
	}
}

var (
	pointerType = regexp.MustCompile(`^// typedef .*\(APIENTRYP GP(\w+)\)`)
	callback    = regexp.MustCompile(`^// extern .*\bglow`)
	caller      = regexp.MustCompile(`^// static .*\b(glow\w+)\(`)
)

// preamble shortens the C that stands in the comment above import "C".
func (c *cutter) preamble() {
	types := map[string]bool{}
	for name := range c.pointers {
		types[strings.ToUpper(strings.TrimPrefix(name, "gp"))] = true
	}
	for i := 0; i < len(c.lines); i++ {
		if m := pointerType.FindStringSubmatch(c.lines[i]); m != nil && !types[m[1]] || callback.MatchString(c.lines[i]) {
			c.lines[i] = ""
		}
		if m := caller.FindStringSubmatch(c.lines[i]); m != nil {
			end := i
			for c.lines[end] != "// }\n" {
				end++
			}
			if !c.c[m[1]] {
				c.dropLines(i, end)
			}
			i = end
		}
	}
}

func copyFile(from, to string) error {
	data, err := ioutil.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0755); err != nil {
		return err
	}
	return ioutil.WriteFile(to, data, 0644)
}
