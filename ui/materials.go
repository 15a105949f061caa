package ui

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// materialsPart is the step of the materials: a checklist, each with its files and a place to drop more onto.
type materialsPart struct {
	p       *intakePage
	list    *fyne.Container
	targets map[string]*kit.DropTarget
	wrong   map[string]string // what was wrong with the last file for a material
}

func newMaterialsPart(p *intakePage) *materialsPart {
	return &materialsPart{p: p, wrong: map[string]string{}}
}

// draw shows the step.
func (m *materialsPart) draw() fyne.CanvasObject {
	m.list = kit.NewColumn(8)
	m.fill()
	return m.list
}

// fill writes the checklist anew.
func (m *materialsPart) fill() {
	if m.list == nil {
		return
	}
	m.targets = map[string]*kit.DropTarget{}
	m.list.Objects = nil
	for _, item := range m.p.in.Materials() {
		m.list.Add(m.card(item))
	}
	m.list.Refresh()
}

// card is one material: its state in a word, its files, and where to drop more.
func (m *materialsPart) card(item view.MaterialItem) fyne.CanvasObject {
	w := m.p.w
	state := kit.NewBadge(w.T("materials.optional"), kit.ToneNeutral)
	switch {
	case len(item.Files) > 0:
		state = kit.NewBadge(w.T("materials.present"), kit.ToneGood)
	case item.Needed:
		state = kit.NewBadge(w.T("materials.needed"), kit.ToneWarn)
	}
	body := kit.NewColumn(6)
	if note := w.noteOf(item.Help, m.p.in.Profile().ArticleOf(item.Provision)); note != "" {
		body.Add(kit.NewCaption(note, kit.ToneNeutral))
	}
	for _, f := range item.Files {
		body.Add(m.fileRow(f))
	}
	target := kit.NewDropTarget(w.T("materials.drop_here", "types", strings.Join(typesOf(item.Material), "、")),
		w.T("materials.choose"), func() { m.choose(item) })
	m.targets[item.ID] = target
	body.Add(target)
	if wrong := m.wrong[item.ID]; wrong != "" {
		body.Add(kit.NewCaption(kit.ToneBad.Sign()+" "+wrong, kit.ToneBad))
	}
	return kit.NewCard(item.Name, body, state)
}

func typesOf(m model.Material) []string {
	if len(m.Types) == 0 {
		return model.MaterialTypes
	}
	return m.Types
}

func (m *materialsPart) fileRow(f model.File) fyne.CanvasObject {
	w := m.p.w
	return kit.NewFileRow(f.Name, view.SizeText(f.Size), "", kit.ToneNone,
		kit.NewQuietButton(w.T("file.open"), kit.Icon("eye"), func() { w.openKept(f) }),
		kit.NewQuietButton(w.T("materials.remove"), kit.Icon("trash"), func() {
			m.p.in.RemoveFile(f)
			m.changed()
		}))
}

func (m *materialsPart) changed() {
	m.fill()
	m.p.edited()
}

func (m *materialsPart) choose(item view.MaterialItem) {
	m.p.w.chooseFile(m.p.w.T("materials.choose_for", "name", item.Name), typesOf(item.Material), func(path string) {
		m.read(item.ID, path)
	})
}

// read takes a file in; what is wrong with it is said at its material.
func (m *materialsPart) read(role, path string) {
	in := m.p.in
	read := func(ctx context.Context) (model.File, error) { return in.ReadMaterial(ctx, role, path) }
	m.p.w.readFile(path, read, func(file model.File, wrong string) {
		if wrong != "" {
			m.wrong[role] = wrong
			m.fill()
			return
		}
		delete(m.wrong, role)
		in.AddFile(file)
		m.changed()
	})
}

// fileWrong says what is wrong with a file, without the words around it.
func (w *Window) fileWrong(err error) string {
	if p := problemsOf(err); len(p) > 0 {
		return w.Problem(p[0])
	}
	return w.words.Error(err)
}

// dropped takes files that were dropped: onto a material, or anywhere, when their names tell what they are.
func (m *materialsPart) dropped(pos fyne.Position, paths []string) {
	if onto := m.under(pos); onto != "" {
		for _, path := range paths {
			m.read(onto, path)
		}
		return
	}
	for _, path := range paths {
		if role := m.p.in.Guess(path); role != "" {
			m.read(role, path)
		} else {
			m.ask(path)
		}
	}
}

// under finds the material at a place of the window.
func (m *materialsPart) under(pos fyne.Position) string {
	for id, target := range m.targets {
		if target.Contains(pos) {
			return id
		}
	}
	return ""
}

// ask asks which material a dropped file is.
func (m *materialsPart) ask(path string) {
	w := m.p.w
	var options []kit.Option
	for _, item := range m.p.in.Materials() {
		options = append(options, kit.Option{Code: item.ID, Label: item.Name})
	}
	which := kit.NewPicker(options, w.pickerWords())
	which.Required = true
	which.SetValue(options[0].Code)
	d := kit.NewDialog(w.T("materials.which"), kit.NewColumn(6, wrapped(filepath.Base(path)), which),
		w.T("materials.add"), w.T("dialog.cancel"))
	d.OnConfirm = func() bool {
		d.Close()
		m.read(which.Value(), path)
		return false
	}
	w.Show(d)
}

// Dropped takes files that were dropped onto the window: they are materials.
func (p *intakePage) Dropped(pos fyne.Position, files []fyne.URI) {
	if p.in == nil || p.filing {
		return
	}
	var paths []string
	for _, f := range files {
		paths = append(paths, f.Path())
	}
	for _, s := range p.in.Sections() {
		if s.Kind == model.MaterialsSection && s.ID != p.section {
			p.show(s.ID)
			pos = fyne.NewPos(-1, -1) // not onto a material of this step
		}
	}
	p.materials.dropped(pos, paths)
}
