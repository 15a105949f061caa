package ui

import (
	"context"
	"os"
	"strconv"
	"strings"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// choosePrinter asks which printer a paper goes to.
func (p *requestPage) choosePrinter(file model.File) {
	w, desk := p.w, p.w.desk
	var printers []string
	w.Work(w.T("papers.asking_printers"), func(ctx context.Context, _ Progress) (err error) {
		printers, err = desk.Printers(ctx)
		return err
	}, func(err error) {
		if err != nil && model.KindOf(err) != model.NotFound {
			w.Fail(err)
			return
		}
		p.printOn(file, printers)
	})
}

// printOn sends a paper to one of the printers; where there is none it is opened to be printed from there.
func (p *requestPage) printOn(file model.File, printers []string) {
	w := p.w
	if len(printers) == 0 {
		w.Ask(Question{Title: w.T("papers.print"), Text: w.T("papers.no_printer", "name", file.Name), Verb: w.T("papers.open_to_print"),
			Then: func() { p.send(file, "") }})
		return
	}
	var options []kit.Option
	for _, name := range printers {
		options = append(options, kit.Option{Code: name, Label: name})
	}
	picker := kit.NewPicker(options, w.pickerWords())
	picker.Required = true
	picker.SetValue(printers[0])
	f := w.newFields()
	f.add("printer", "papers.printer", picker)
	d := kit.NewDialog(w.T("papers.print"), kit.NewColumn(10, kit.NewText(file.Name), f.content,
		kit.NewCaption(w.T("papers.print_note"), kit.ToneNeutral)), w.T("papers.send"), w.T("dialog.cancel"))
	d.OnConfirm = func() bool {
		d.Close()
		p.send(file, picker.Value())
		return false
	}
	w.Show(d)
	picker.Focus()
}

func (p *requestPage) send(file model.File, printer string) {
	w, r := p.w, p.r
	var how app.HandedOver
	w.Work(w.T("papers.sending"), func(ctx context.Context, _ Progress) (err error) {
		how, err = r.Send(ctx, file, printer)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			w.Fail(err)
		case how == app.OpenedForPrinting:
			p.notice.Say(w.T("papers.opened_to_print", "name", file.Name), kit.ToneInfo)
			p.content.Refresh()
		default:
			p.load(func() {
				p.notice.Say(w.T("papers.sent", "name", file.Name, "printer", printer), kit.ToneGood)
				p.content.Refresh()
				p.focusPapers()
			})
		}
	})
}

// bind writes the request's whole file as one PDF where the person chooses.
func (p *requestPage) bind() {
	w, r := p.w, p.r
	w.savePath(w.T("papers.bind"), safeName(r.BindName()), func(path string) {
		path = withEnding(path, ".pdf")
		var bound view.Bound
		w.Work(w.T("papers.binding"), func(ctx context.Context, progress Progress) (err error) {
			if bound, err = r.Bind(ctx, progress); err != nil {
				return err
			}
			return writeWhole(path, func(f *os.File) error {
				_, err := f.Write(bound.PDF)
				return err
			})
		}, func(err error) {
			if err != nil {
				w.failUnlessStopped(err)
				return
			}
			p.bound(path, bound)
		})
	})
}

// bound says what the whole file holds, and what had to stay apart.
func (p *requestPage) bound(path string, b view.Bound) {
	w := p.w
	said, tone := w.T("papers.bound", "n", strconv.Itoa(b.Parts), "path", path), kit.ToneGood
	if len(b.Apart) > 0 {
		said, tone = said+" "+w.T("papers.apart", "names", strings.Join(b.Apart, "、")), kit.ToneWarn
	}
	verb, do := "", func() {}
	if w.opts.OpenPath != nil {
		verb, do = w.T("file.open"), func() { w.openPath(path) }
	}
	p.notice.Ask(said, tone, verb, do)
	p.content.Refresh()
}
