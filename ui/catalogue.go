package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// cataloguePage is where an administrator edits what the cloud offers: the lists at the left, the entries of one at
// the right. Nothing holds until it is saved.
type cataloguePage struct {
	w         *Window
	catalogue *view.Catalogue
	lists     *kit.Sections
	title     *kit.Entry
	entries   *fyne.Container
	save      *kit.Button
	undo      *kit.Button
	content   fyne.CanvasObject
}

func newCataloguePage(w *Window) *cataloguePage {
	p := &cataloguePage{w: w, catalogue: view.LoadCatalogue(w.desk), title: kit.NewTitle(""), entries: kit.NewColumn(4)}
	if len(p.catalogue.Lists()) == 0 {
		p.content = kit.NewEmpty(kit.Icon("list"), w.T("catalogue.empty"), "", nil)
		return p
	}
	p.lists = kit.NewSections(p.items()...)
	p.lists.OnSelected = func(int) { p.draw() }
	p.save = kit.NewPrimaryButton(w.T("dialog.save"), kit.Icon("save"), p.Save)
	p.undo = kit.NewButton(w.T("catalogue.undo"), nil, func() { p.list().Undo(); p.draw() })
	add := kit.NewButton(w.T("catalogue.add"), kit.Icon("plus"), p.add)
	head := container.NewBorder(nil, nil, nil, container.NewHBox(add, p.undo, p.save), p.title)
	right := container.NewBorder(kit.NewColumn(4, head, kit.NewCaption(w.T("catalogue.how"), kit.ToneNeutral)), nil, nil, nil,
		scrolled(p.entries))
	p.content = container.New(layout.NewCustomPaddedLayout(10, 6, 12, 12),
		container.NewBorder(nil, nil, container.New(fixedWidth{200}, p.lists), nil,
			container.New(layout.NewCustomPaddedLayout(0, 0, 12, 0), right)))
	p.draw()
	return p
}

// Title names the page.
func (p *cataloguePage) Title() string { return p.w.T("nav.catalogue") }

// Content is the page.
func (p *cataloguePage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the list of lists.
func (p *cataloguePage) FirstFocus() fyne.Focusable {
	if p.lists == nil {
		return nil
	}
	return p.lists
}

// Leave keeps the page in sight while something is not saved.
func (p *cataloguePage) Leave() error {
	if p.catalogue.Changed() {
		return model.Errorf(model.Conflict, "error.catalogue_unsaved")
	}
	return nil
}

func (p *cataloguePage) list() *view.CatalogueList { return p.catalogue.Lists()[p.lists.Selected()] }

func (p *cataloguePage) items() []kit.SectionItem {
	var items []kit.SectionItem
	for _, l := range p.catalogue.Lists() {
		items = append(items, kit.SectionItem{Title: p.w.text(l.Label) + unsavedMark(l.Changed()), Count: len(l.Choices)})
	}
	return items
}

// unsavedMark stands behind what is not saved.
func unsavedMark(changed bool) string {
	if changed {
		return " *"
	}
	return ""
}

// draw shows the entries of the open list.
func (p *cataloguePage) draw() {
	l := p.list()
	p.title.SetValue(p.w.text(l.Label))
	p.entries.Objects = nil
	for at, c := range l.Choices {
		p.entries.Add(p.entry(l, at, c))
	}
	p.entries.Refresh()
	p.mark()
}

// mark says what is not saved.
func (p *cataloguePage) mark() {
	p.lists.SetItems(p.items()...)
	enable(p.save, p.list().Changed())
	enable(p.undo, p.list().Changed())
}

// entry is one entry: its words to type over, its code, and its place in the order.
func (p *cataloguePage) entry(l *view.CatalogueList, at int, c model.Choice) fyne.CanvasObject {
	label := kit.NewEntry()
	label.Max = 100
	label.SetValue(c.Label)
	label.OnChanged = func(text string) { l.Rename(at, text); p.mark() }
	code := widget.NewLabel(c.ID)
	code.Importance, code.Truncation = widget.LowImportance, fyne.TextTruncateEllipsis
	up := kit.NewQuietButton("", kit.Icon("up"), func() { l.Move(at, -1); p.draw() })
	down := kit.NewQuietButton("", kit.Icon("down"), func() { l.Move(at, 1); p.draw() })
	drop := kit.NewQuietButton("", kit.Icon("trash"), func() { l.Remove(at); p.draw() })
	enable(up, at > 0)
	enable(down, at < len(l.Choices)-1)
	tools := container.NewHBox(wide(160, code), up, down, drop)
	return container.NewBorder(nil, nil, nil, tools, label)
}

// add asks for a new entry.
func (p *cataloguePage) add() {
	w, l := p.w, p.list()
	f := w.newFields()
	label, code := kit.NewEntry(), kit.NewEntry()
	code.PlaceHolder = w.T("catalogue.code_hint")
	f.add("label", "catalogue.label", label)
	f.add("code", "catalogue.code", code)
	d := kit.NewDialog(w.T("catalogue.add"), f.content, w.T("catalogue.add_verb"), w.T("dialog.cancel"))
	d.OnConfirm = func() bool {
		if !f.show(l.Add(code.Value(), label.Value())) {
			return false
		}
		p.draw()
		return true
	}
	w.Show(d)
}

// Save keeps the open list.
func (p *cataloguePage) Save() {
	if p.lists == nil || !p.list().Changed() {
		return
	}
	w, l := p.w, p.list()
	save, saved := l.Saving()
	desk := w.desk
	w.workFrom(p.save, w.T("work.saving"), func(ctx context.Context, _ Progress) error { return save(ctx, desk) }, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		saved()
		p.draw()
		w.Say(w.T("catalogue.saved", "list", w.text(l.Label)))
	})
}
