package ui

import (
	"context"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// rootTypes are the endings of files that hold authorities' certificates.
var rootTypes = []string{"pem", "cer", "crt", "der"}

// paperFonts says which font serves which role on papers.
func (p *settingsPage) paperFonts() fyne.CanvasObject {
	place := kit.NewColumn(8)
	p.later = append(p.later, func() { p.loadFonts(place) })
	return kit.NewCard(p.w.T("settings.fonts"), place)
}

func (p *settingsPage) loadFonts(place *fyne.Container) {
	w, office := p.w, p.w.office
	var fonts []model.RoleFont
	w.Work(w.T("work.loading"), func(context.Context, Progress) (err error) {
		fonts, err = office.PaperFonts()
		return err
	}, func(err error) {
		place.Objects = nil
		switch {
		case err != nil:
			place.Add(kit.NewCaption(kit.ToneBad.Sign()+" "+w.words.Error(err), kit.ToneBad))
		case len(fonts) == 0:
			place.Add(kit.NewCaption(w.T("fonts.none"), kit.ToneNeutral))
		default:
			place.Add(w.fontTable(fonts))
			place.Add(kit.NewCaption(w.T("fonts.note"), kit.ToneNeutral))
		}
		place.Refresh()
		p.content.Refresh()
	})
}

// fontTable is shown whole, so that the wheel over it turns the page.
func (w *Window) fontTable(fonts []model.RoleFont) fyne.CanvasObject {
	line := func(role, font, from fyne.CanvasObject) fyne.CanvasObject {
		return container.NewBorder(nil, nil, container.New(fixedWidth{96}, role), container.New(fixedWidth{150}, from), font)
	}
	head := func(words string) fyne.CanvasObject { return kit.NewCaption(w.T(words), kit.ToneNeutral) }
	table := kit.NewColumn(6, line(head("fonts.role"), head("fonts.font"), head("fonts.from")), widget.NewSeparator())
	for _, f := range fonts {
		from := kit.NewBadge(w.T("fonts.shipped"), kit.ToneNeutral)
		if f.System {
			from.Set(w.T("fonts.system"), kit.ToneGood)
		}
		table.Add(line(kit.NewText(f.Role), kit.NewText(f.Font), from))
	}
	return table
}

// trust lists the authorities whose certificates the office trusts; administrators change it.
func (p *settingsPage) trust() fyne.CanvasObject {
	w := p.w
	place := kit.NewColumn(8)
	load := func() { p.loadTrust(place) }
	p.later = append(p.later, load)
	if !w.administers() {
		return kit.NewCard(w.T("trust.title"), place)
	}
	add := kit.NewButton(w.T("trust.add"), kit.Icon("plus"), func() {
		w.chooseFile(w.T("trust.add"), rootTypes, func(path string) { p.addRoot(path, load) })
	})
	return kit.NewCard(w.T("trust.title"), place, add)
}

func (p *settingsPage) loadTrust(place *fyne.Container) {
	w, office := p.w, p.w.office
	var roots []app.TrustRoot
	w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		roots, err = office.TrustRoots(ctx)
		return err
	}, func(err error) {
		place.Objects = nil
		switch {
		case err != nil:
			place.Add(kit.NewCaption(kit.ToneBad.Sign()+" "+w.words.Error(err), kit.ToneBad))
		case len(roots) == 0:
			place.Add(kit.NewCaption(w.T("trust.empty"), kit.ToneNeutral))
		}
		for _, r := range roots {
			place.Add(p.root(r, func() { p.loadTrust(place) }))
		}
		if !w.administers() {
			place.Add(kit.NewCaption(w.T("trust.who"), kit.ToneNeutral))
		}
		place.Refresh()
		p.content.Refresh()
	})
}

// root is one authority, with a button to take it off the list.
func (p *settingsPage) root(r app.TrustRoot, then func()) fyne.CanvasObject {
	w, c := p.w, r.Certificate
	note, tone := "", kit.ToneNone
	if w.office.Clock().After(c.Until) {
		note, tone = w.T("trust.lapsed"), kit.ToneWarn
	}
	about := w.T("trust.about", "key", c.Key, "until", view.Day(c.Until), "serial", c.Serial)
	if !w.administers() {
		return kit.NewFileRow(c.Name, about, note, tone)
	}
	return kit.NewFileRow(c.Name, about, note, tone, kit.NewQuietButton(w.T("trust.drop"), kit.Icon("trash"), func() {
		w.Ask(Question{Title: w.T("trust.drop"), Text: w.T("trust.drop_text", "name", c.Name), Verb: w.T("trust.drop"), Danger: true,
			Then: func() {
				p.changeTrust(func(ctx context.Context, d *app.Desk) error { return d.DropTrustRoot(ctx, r.ID) }, "trust.dropped", c.Name, then)
			}})
	}))
}

func (p *settingsPage) addRoot(path string, then func()) {
	p.changeTrust(func(ctx context.Context, d *app.Desk) error {
		data, err := readRootFile(path)
		if err != nil {
			return err
		}
		_, err = d.AddTrustRoot(ctx, data)
		return err
	}, "trust.added", filepath.Base(path), then)
}

func readRootFile(path string) ([]byte, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > maxKey {
		return nil, model.Errorf(model.Invalid, "error.not_certificate")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, model.Wrap(model.Invalid, err, "error.not_certificate")
	}
	return data, nil
}

func (p *settingsPage) changeTrust(do saving, done, name string, then func()) {
	w, desk := p.w, p.w.desk
	w.Work(w.T("work.saving"), func(ctx context.Context, _ Progress) error { return do(ctx, desk) }, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		w.Say(w.T(done, "name", name))
		then()
	})
}
