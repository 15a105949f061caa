package app_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

var (
	updatePapers = flag.Bool("update", false, "write the golden texts of the papers anew")
	leavePapers  = flag.String("papers", "", "a folder to leave the papers in, to be looked at")
)

// goldenRequests are the requests of the story whose papers are held to their golden texts: a whole life, a trial given
// up, a major change and a termination.
var goldenRequests = regexp.MustCompile(`-SQ-2026-000[14]$|-BG-2026-0003$|-ZZ-\d+-0001$`)

// TestGoldenPapers needs pdftotext (poppler-utils).
func TestGoldenPapers(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		golden := &goldens{t: t, city: o.Profile().ID}
		desk := o.By(model.DutyAcceptance)
		var docs []model.Document
		if err := demo.Tell(t.Context(), o.Office, o.Clock, func(s demo.Step) error {
			if s.Paper != "" && goldenRequests.MatchString(s.Number) {
				golden.pdfs = append(golden.pdfs, goldenPDF{s.File.Name, issuedOf(t, desk, s)})
				docs = append(docs, documentOf(t, desk, s))
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		printed := func(name string, doc model.Document) {
			docs = append(docs, doc)
			golden.pdfs = append(golden.pdfs, goldenPDF{name, must(o.Printer.Print(t.Context(), doc))})
		}
		for _, kind := range app.BlankKinds(o.Profile()) {
			doc := must(app.BlankPaper(o.Profile(), kind))
			printed("空白 "+doc.Title+".pdf", doc)
		}
		for _, paper := range recordPapers(o.Profile()) {
			doc := must(app.WriteRecord(o.Profile(), paper))
			printed(paper.Number+" "+doc.Title+".pdf", doc)
		}
		for _, doc := range matterDocuments(t, o.Profile().ID) {
			printed(doc.Number+" "+doc.Title+".pdf", doc)
		}
		golden.check()
		t.Run("each kind of paper is sound to other programs, as PDF with all its fonts and as OFD", func(t *testing.T) {
			holdPapers(t, o, docs)
		})
	})
}

// issuedOf is what a step issued; of a case file the cover, for its papers have texts of their own.
func issuedOf(t *testing.T, desk *app.Desk, s demo.Step) []byte {
	t.Helper()
	if s.Bound == nil {
		return []byte(read(t, desk, s.File))
	}
	about := must(desk.Numbered(t.Context(), s.Number))
	file := must(desk.CaseFile(t.Context(), about.ID, nil))
	return must(desk.Printer.Print(t.Context(), file.Cover))
}

// documentOf is what a step issued, as a document; of a case file the cover.
func documentOf(t *testing.T, desk *app.Desk, s demo.Step) model.Document {
	t.Helper()
	about := must(desk.Numbered(t.Context(), s.Number))
	if s.Bound != nil {
		return must(desk.CaseFile(t.Context(), about.ID, nil)).Cover
	}
	return must(desk.Compose(must(desk.Dossier(t.Context(), about.ID)), s.Paper))
}

type goldenPDF struct {
	name string
	data []byte
}

type goldens struct {
	t    *testing.T
	city string
	pdfs []goldenPDF
}

// check compares the last paper of each name with its golden text.
func (g *goldens) check() {
	g.t.Helper()
	last := map[string][]byte{}
	for _, p := range g.pdfs {
		last[p.name] = p.data
	}
	folder := filepath.Join("testdata", "papers", g.city)
	if *updatePapers {
		if err := os.RemoveAll(folder); err != nil {
			g.t.Fatal(err)
		}
	}
	for name, data := range last {
		g.t.Run(name+" says what it said", func(t *testing.T) {
			if *leavePapers != "" {
				writeTo(t, filepath.Join(*leavePapers, g.city, name), data)
			}
			path := filepath.Join(folder, strings.TrimSuffix(name, ".pdf")+".txt")
			text := paperText(t, data)
			if *updatePapers {
				writeTo(t, path, []byte(text))
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if text != string(want) {
				t.Errorf("%s", difference(string(want), text))
			}
			if unfilled.MatchString(text) {
				t.Errorf("it leaves %s to be filled in", unfilled.FindString(text))
			}
		})
	}
}

// paperCheck is the check beside a QR code: it is of the words around it.
var paperCheck = regexp.MustCompile(`\b[A-Z2-7]{10}\b`)

func paperText(t *testing.T, pdf []byte) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "pdftotext", "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext (package poppler-utils): %v", err)
	}
	text := regexp.MustCompile(`  +`).ReplaceAllString(string(out), "  ")
	return paperCheck.ReplaceAllString(text, "XXXXXXXXXX")
}

func writeTo(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// difference shows the first line that differs.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "want " + w[i] + "\ngot  " + g[i]
		}
	}
	return "one text ends before the other"
}
