package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/app/wire"
	"yunban/model"
)

// printing is what the print command was asked for.
type printing struct {
	out, profile string
	printer      string
	blank, list  bool
}

// printCommand issues a paper and writes it to a file; it also binds case files and prints forms to fill by hand.
func (c *call) printCommand() *cobra.Command {
	var p printing
	cmd := &cobra.Command{Use: "print DOCUMENT ID --out F.pdf", Short: "One paper of a request or record",
		Long: `print DOCUMENT ID --out F.pdf              issues a paper of a request; DOCUMENT_2 is the second time of one that comes again
print case_file ID --out F.pdf             the whole case file: cover, index and every issued paper, with bookmarks
print filing ID --out F.pdf                the registration of a construction proposal
print access|monthly_report|inspection|rectification|unit_score|vendor_score ID --out F.pdf
                                           the paper of a record, by its id or number
print DOCUMENT --blank --out F.pdf         a form to fill by hand: application, change, termination or that of a record
                                           any of them but the case file as OFD (GB/T 33190) with --out F.ofd
print DOCUMENT ID --to-printer[=NAME]      hands a paper to the usual printer, or to a named one
print --list ID                            which papers a request or a record has, and which of them can be issued now`,
		Args: usageArgs(p.check),
		RunE: func(cmd *cobra.Command, args []string) error { return c.printOf(cmd.Context(), p, args) }}
	cmd.Flags().StringVar(&p.out, "out", "", "the file to write")
	cmd.Flags().BoolVar(&p.blank, "blank", false, "nothing filled in")
	cmd.Flags().StringVar(&p.profile, "profile", "", "of a blank form: the regulation; nothing is the office's own")
	cmd.Flags().StringVar(&p.printer, "to-printer", "", "hand the paper to a printer")
	cmd.Flags().Lookup("to-printer").NoOptDefVal = usualPrinter
	cmd.Flags().BoolVar(&p.list, "list", false, "list the papers of a request or a record")
	return cmd
}

// check asks for as many arguments as the flags need.
func (p *printing) check(cmd *cobra.Command, args []string) error {
	want := 2
	if p.blank || p.list {
		want = 1
	}
	if err := cobra.ExactArgs(want)(cmd, args); err != nil {
		return err
	}
	if p.printer != "" && (p.out != "" || p.blank || p.list) {
		return errors.New("--to-printer goes with no other flag")
	}
	if !p.list && p.printer == "" && p.out == "" {
		return errors.New(`required flag(s) "out" not set`)
	}
	return nil
}

func (c *call) printOf(ctx context.Context, p printing, args []string) error {
	switch {
	case p.blank && p.profile != "":
		profile, err := wire.ReadProfile(p.profile)
		if err != nil {
			return err
		}
		return c.printBlank(ctx, profile, model.DocumentKind(args[0]), p.out)
	case p.blank:
		return c.desk(ctx, func(d *app.Desk) error { return c.printBlank(ctx, d.Profile(), model.DocumentKind(args[0]), p.out) })
	case p.list:
		return c.desk(ctx, func(d *app.Desk) error { return c.listPapers(ctx, d, args[0]) })
	case p.printer != "":
		return c.desk(ctx, func(d *app.Desk) error {
			return c.toPrinter(ctx, d, model.DocumentKind(args[0]), args[1], p.printer)
		})
	}
	return c.desk(ctx, func(d *app.Desk) error { return c.print(ctx, d, model.DocumentKind(args[0]), args[1], p.out) })
}

func (c *call) print(ctx context.Context, d *app.Desk, kind model.DocumentKind, called, out string) error {
	file, err := c.issue(ctx, d, kind, called, out)
	if err != nil {
		return err
	}
	return c.answer(map[string]any{"document": kind, "file": out, "hash": file.Hash, "size": file.Size},
		c.words.Text("command.printed", "name", file.Name, "path", out))
}

// issue issues a paper and writes it to a file.
func (c *call) issue(ctx context.Context, d *app.Desk, kind model.DocumentKind, called, out string) (file model.File, err error) {
	d = inFormat(d, out)
	if kind == model.PaperFiling {
		if file, err = d.IssueFiling(ctx, called); err != nil {
			return file, err
		}
		return file, d.SaveFile(ctx, file, out)
	}
	if app.IsMatterPaper(kind) {
		if file, err = d.IssueMatter(ctx, kind, called); err != nil {
			return file, err
		}
		return file, d.SaveFile(ctx, file, out)
	}
	id, err := requestNumbered(ctx, d, called)
	if err != nil {
		return file, err
	}
	if kind == model.PaperCaseFile {
		pdf, bound, err := d.BindCaseFile(ctx, id, nil)
		if err != nil {
			return file, err
		}
		return model.File{Name: bound.Name, Size: int64(len(pdf))}, writeFile(out, pdf)
	}
	if file, err = d.Issue(ctx, id, kind); err != nil {
		return file, err
	}
	return file, d.SaveFile(ctx, file, out)
}

// requestNumbered finds a request by its id or its official number.
func requestNumbered(ctx context.Context, d *app.Desk, called string) (string, error) {
	about, err := d.Numbered(ctx, called)
	if model.KindOf(err) == model.NotFound {
		return called, nil
	}
	return about.ID, err
}

func writeFile(path string, data []byte) error {
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return model.Wrap(model.Invalid, err, "error.cannot_write", "path", path)
	}
	return nil
}

// printBlank prints a form to fill by hand.
func (c *call) printBlank(ctx context.Context, p *model.Profile, kind model.DocumentKind, out string) error {
	doc, err := app.BlankPaper(p, kind)
	if err != nil {
		return err
	}
	printer, err := formPrinter(out)
	if err != nil {
		return err
	}
	file, err := printer.Print(ctx, doc)
	if err != nil {
		return err
	}
	if err := writeFile(out, file); err != nil {
		return err
	}
	return c.answer(map[string]any{"document": kind, "profile": p.ID, "file": out, "size": len(file)}, c.words.Text("command.written", "path", out))
}

// listPapers tells which papers a request or a record has.
func (c *call) listPapers(ctx context.Context, d *app.Desk, called string) error {
	id, err := requestNumbered(ctx, d, called)
	if err != nil {
		return err
	}
	file, err := d.Dossier(ctx, id)
	if model.KindOf(err) == model.NotFound {
		return c.listMatterPapers(ctx, d, called, err)
	}
	if err != nil {
		return err
	}
	papers := d.Papers(file)
	return c.answer(map[string]any{"id": id, "number": file.Request.Number, "papers": shownPapers(papers)}, c.paperLines(papers)...)
}

// listMatterPapers lists those of a record; of what is none, it is the request that is not found.
func (c *call) listMatterPapers(ctx context.Context, d *app.Desk, called string, unknown error) error {
	file, err := d.MatterWithPapers(ctx, called)
	if model.KindOf(err) == model.NotFound {
		return unknown
	}
	if err != nil {
		return err
	}
	found, err := d.MatterPapers(ctx, file.Matter)
	if err != nil {
		return err
	}
	papers := make([]app.PaperOption, len(found))
	for i, p := range found {
		papers[i] = p.PaperOption
	}
	return c.answer(map[string]any{"id": file.ID, "kind": file.Kind, "number": file.Number, "papers": shownPapers(papers)}, c.paperLines(papers)...)
}

func (c *call) paperLines(papers []app.PaperOption) []string {
	var lines []string
	for _, p := range papers {
		state := c.words.Text("papers.state_not_ready")
		switch {
		case p.Issued != nil:
			state = c.words.Text("papers.state_issued") + "　" + p.Issued.Name
		case p.Ready:
			state = c.words.Text("papers.state_ready")
		}
		lines = append(lines, string(p.Kind)+strings.Repeat(" ", max(1, 22-len(p.Kind)))+p.Title+"　"+state)
	}
	return lines
}

// verifyCommand checks what is kept.
func (c *call) verifyCommand() *cobra.Command {
	store := &cobra.Command{Use: "store", Short: "Replay every event; check the hash chain, the summaries and each file", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.office(cmd.Context(), func(o *wire.Opened) error { return c.verifyStore(cmd.Context(), o) })
		}}
	paper := &cobra.Command{Use: "paper F.pdf", Short: "Tell whether a file is a paper that this office issued, unchanged, and which", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.verifyPaper(cmd.Context(), d, args[0]) })
		}}
	return group("verify", "Checks", store, paper, c.verifyPDFCommand())
}

func (c *call) verifyPaper(ctx context.Context, d *app.Desk, path string) error {
	pdf, err := os.ReadFile(path)
	if err != nil {
		return model.Wrap(model.Invalid, err, "error.file_unreadable", "name", filepath.Base(path))
	}
	paper, whole, err := d.GenuinePaper(ctx, pdf)
	if err != nil {
		return err
	}
	key := "command.paper_genuine"
	if !whole {
		key = "command.paper_genuine_added"
	}
	return c.answer(map[string]any{"genuine": true, "whole": whole, "document": paper.Kind, "turn": paper.Turn, "number": paper.Number, "title": paper.Title,
		"code": paper.Code.String(), "issued": when(paper.At), "by": paper.By, "current": paper.Current},
		c.words.Text(key, "name", paper.File.Name, "who", paper.By, "at", when(paper.At)))
}

func (c *call) verifyStore(ctx context.Context, o *wire.Opened) error {
	broken, err := o.Store.Verify(ctx, func(int, int) {})
	if err != nil {
		return err
	}
	if len(broken) == 0 {
		return c.answer(map[string]any{"ok": true, "broken": []model.Broken{}}, c.words.Text("command.store_good"))
	}
	var lines []string
	for _, b := range broken {
		lines = append(lines, "· "+b.Subject+"　"+c.words.Text(b.What)+"　"+b.Detail)
	}
	if err := c.answer(map[string]any{"ok": false, "broken": broken}, lines...); err != nil {
		return err
	}
	return model.Errorf(model.Conflict, "error.store_broken_found")
}
