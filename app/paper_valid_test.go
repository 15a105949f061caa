package app_test

import (
	archive "archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"yunban/app/apptest"
	"yunban/model"
)

// holdPapers has other people's programs look at papers, one of each kind: qpdf and pdffonts at the PDF, xmllint at
// the parts of the OFD (packages qpdf, poppler-utils, libxml2-utils).
func holdPapers(t *testing.T, o *apptest.Office, docs []model.Document) {
	t.Helper()
	dir, seen := t.TempDir(), map[model.DocumentKind]bool{}
	var parts []string
	for i, doc := range docs {
		if seen[doc.Kind] && doc.Kind != "" {
			continue
		}
		seen[doc.Kind] = true
		at := filepath.Join(dir, strconv.Itoa(i))
		writeTo(t, at+".pdf", must(o.Printer.Print(t.Context(), doc)))
		if said, err := exec.CommandContext(t.Context(), "qpdf", "--check", at+".pdf").CombinedOutput(); err != nil {
			t.Errorf("the PDF of %s %s: %v: %s", doc.Kind, doc.Title, err, said)
		}
		fontsOf(t, doc.Title, at+".pdf")
		parts = append(parts, unpackedTo(t, at, must(o.OFD.Print(t.Context(), doc)))...)
	}
	if len(seen) < 20 {
		t.Errorf("only %d kinds of papers: %v", len(seen), seen)
	}
	check := exec.CommandContext(t.Context(), "xmllint", append([]string{"--noout", "--nonet", "--schema", "ofd/testdata/ofd.xsd"}, parts...)...)
	if said, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v: %.2000s", err, said)
	}
}

// fontsOf fails for a font that a PDF does not bring along.
func fontsOf(t *testing.T, title, path string) {
	t.Helper()
	said, err := exec.CommandContext(t.Context(), "pdffonts", path).Output()
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	if err != nil || len(lines) < 3 {
		t.Fatalf("the fonts of %s: %v: %s", title, err, said)
	}
	embedded := strings.Index(lines[0], "emb")
	for _, line := range lines[2:] {
		if !strings.HasPrefix(line[embedded:], "yes") {
			t.Errorf("%s does not bring along: %s", title, line)
		}
	}
}

// unpackedTo writes the XML parts of an OFD beside each other and gives their paths.
func unpackedTo(t *testing.T, prefix string, ofd []byte) []string {
	t.Helper()
	z := must(archive.NewReader(bytes.NewReader(ofd), int64(len(ofd))))
	var paths []string
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".xml") {
			continue
		}
		path := prefix + "_" + strings.ReplaceAll(f.Name, "/", "_")
		if err := os.WriteFile(path, must(io.ReadAll(must(f.Open()))), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}
