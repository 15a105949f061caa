package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// drawFiles lists the files that come with the act, slot by slot, and takes more.
func (d *actDialog) drawFiles() {
	d.files.Objects = nil
	d.fileProblems = map[string]string{}
	d.fileProblem("files")
	d.slots = map[string]fyne.CanvasObject{}
	for _, slot := range d.act.Slots() {
		d.slots[slot.Role] = d.slot(slot)
		d.files.Add(d.slots[slot.Role])
	}
	d.files.Refresh()
}

// slot is the place of one kind of file.
func (d *actDialog) slot(slot view.FileSlot) fyne.CanvasObject {
	w := d.w
	if slot.Name == "" {
		list := kit.NewColumn(6, d.fileRows(slot)...)
		list.Add(kit.NewDropTarget(w.T("act.files"), w.T("materials.choose"), func() { d.chooseFile(slot) }))
		d.fileProblem(view.FilesField(slot.Role))
		return list
	}
	state, tone := "materials.needed", kit.ToneWarn
	switch {
	case len(slot.Files) > 0:
		state, tone = "materials.present", kit.ToneGood
	case slot.Filed:
		state, tone = "materials.filed_again", kit.ToneGood
	}
	return kit.NewCard(slot.Name, kit.NewColumn(4, d.fileRows(slot)...), kit.NewBadge(w.T(state), tone),
		kit.NewButton(w.T("materials.choose"), kit.Icon("attach"), func() { d.chooseFile(slot) }))
}

func (d *actDialog) fileRows(slot view.FileSlot) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, f := range slot.Files {
		rows = append(rows, kit.NewFileRow(f.Name, view.SizeText(f.Size), "", kit.ToneNone,
			kit.NewQuietButton(d.w.T("materials.remove"), kit.Icon("trash"), func() {
				d.act.RemoveFile(f)
				d.drawFiles()
			})))
	}
	return rows
}

// fileProblem says what is wrong with the files of a field.
func (d *actDialog) fileProblem(field string) {
	problem, ok := d.act.Problem(field)
	if !ok {
		return
	}
	d.fileProblems[field] = d.w.Problem(problem)
	d.files.Add(kit.NewCaption(kit.ToneBad.Sign()+" "+d.fileProblems[field], kit.ToneBad))
}

// markFiles shows the problems of files where they differ from what is shown.
func (d *actDialog) markFiles(take func(field string) string) {
	differ := take("files") != d.fileProblems["files"]
	for _, slot := range d.act.Slots() {
		field := view.FilesField(slot.Role)
		differ = take(field) != d.fileProblems[field] || differ
	}
	if differ {
		d.drawFiles()
	}
}

func (d *actDialog) chooseFile(slot view.FileSlot) {
	title := d.w.T("act.files")
	if slot.Name != "" {
		title = d.w.T("materials.choose_for", "name", slot.Name)
	}
	d.w.chooseFile(title, model.MaterialTypes, func(path string) { d.takeFile(slot.Role, path) })
}

// dropped takes files that were dropped onto the dialog: for the material they lie on, or the one they are named after.
func (d *actDialog) dropped(at fyne.Position, paths []string) {
	for _, path := range paths {
		role := d.slotAt(at)
		if role == "" {
			role = d.act.Guess(path)
		}
		if role == "" {
			d.wrong.Say(d.w.T("act.drop_which", "name", filepath.Base(path)), kit.ToneWarn)
			d.dialog.Refresh()
			continue
		}
		d.takeFile(role, path)
	}
}

// slotAt finds the place for files at a place of the window; nothing for none.
func (d *actDialog) slotAt(at fyne.Position) string {
	for role, o := range d.slots {
		from := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		if at.X >= from.X && at.Y >= from.Y && at.X < from.X+o.Size().Width && at.Y < from.Y+o.Size().Height {
			return role
		}
	}
	return ""
}

// takeFile copies a file into the office's keeping and adds it.
func (d *actDialog) takeFile(role, path string) {
	read := func(ctx context.Context) (model.File, error) { return d.act.ReadFile(ctx, role, path) }
	d.w.readFile(path, read, func(file model.File, wrong string) {
		if wrong != "" {
			d.wrong.Say(wrong, kit.ToneBad)
			d.dialog.Refresh()
			return
		}
		d.wrong.Clear()
		d.act.AddFile(file)
		d.drawFiles()
		d.dialog.Refresh()
	})
}
