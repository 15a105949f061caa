package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// fileDialog chooses a file. Fyne's own does not close by Esc, takes no typed path and speaks English in places.
type fileDialog struct {
	w      *Window
	folder *view.Folder
	path   *kit.Entry
	where  *widget.Label
	table  *kit.Table[view.Entry]
	wrong  *widget.Label
	dialog *kit.Dialog
	then   func(string)
	saving bool
}

func openFileDialog(w *Window, title string, folder *view.Folder, saveAs string, then func(string)) {
	d := &fileDialog{w: w, folder: folder, then: then, saving: saveAs != "", path: kit.NewEntry(), where: boldLabel(""), wrong: wrapped("")}
	d.where.Truncation = fyne.TextTruncateEllipsis
	d.wrong.Importance = widget.DangerImportance
	d.path.PlaceHolder = w.T("folder.type_path")
	d.path.SetValue(saveAs)
	d.table = kit.NewTable(
		kit.Column[view.Entry]{Title: w.T("folder.name"), Width: 240, Grow: 1, Text: entryName},
		kit.Column[view.Entry]{Title: w.T("folder.size"), Width: 80, Align: fyne.TextAlignTrailing, Text: entrySize},
		kit.Column[view.Entry]{Title: w.T("folder.changed"), Width: 130, Text: func(e view.Entry) string { return view.Moment(e.Changed) }},
	)
	d.table.OnSelected = func(_ int, e view.Entry) {
		if !e.IsDir {
			d.path.SetValue(e.Name)
		}
	}
	d.table.OnOpen = func(_ int, e view.Entry) { d.take(e.Name) }
	places := container.NewHBox(kit.NewQuietButton(w.T("folder.up"), kit.Icon("up"), func() { d.folder.Up(); d.show() }))
	for _, p := range view.Places() {
		places.Add(kit.NewQuietButton(w.T(p.Key), kit.Icon("folder"), func() { d.folder.Go(p.Path); d.show() }))
	}
	content := kit.NewColumn(4, d.path, container.NewBorder(nil, nil, nil, places, d.where), d.wrong,
		container.New(fixedHeight{300}, d.table))
	verb := w.T("folder.choose")
	if d.saving {
		verb = w.T("folder.save_here")
	}
	d.dialog = kit.NewDialog(title, content, verb, w.T("dialog.cancel"))
	d.dialog.Width = 720
	d.dialog.OnConfirm = func() bool { d.take(d.path.Value()); return false }
	d.dialog.OnDropped = func(_ fyne.Position, paths []string) { d.take(paths[0]) }
	d.show()
	w.Show(d.dialog)
}

func entryName(e view.Entry) string {
	if e.IsDir {
		return e.Name + string(filepath.Separator)
	}
	return e.Name
}

func entrySize(e view.Entry) string {
	if e.IsDir {
		return ""
	}
	return view.SizeText(e.Size)
}

// show shows the folder's entries.
func (d *fileDialog) show() {
	d.where.SetText(d.folder.Path)
	d.table.SetRows(d.folder.Entries)
	d.table.Select(-1)
	wrong := ""
	if d.folder.Err != nil {
		wrong = d.w.T("folder.unreadable")
	}
	setLabel(d.wrong, wrong)
}

// take opens a folder, or gives the file.
func (d *fileDialog) take(name string) {
	path, ok := d.folder.Take(name)
	if !ok {
		if !d.saving {
			d.path.SetValue("")
		}
		d.show()
		return
	}
	exists := d.folder.Exists(path)
	switch {
	case !d.saving && !exists:
		setLabel(d.wrong, d.w.T("folder.no_file", "name", filepath.Base(path)))
	case d.saving && exists:
		d.w.Ask(Question{Title: d.w.T("folder.replace"), Text: d.w.T("folder.replace_text", "name", filepath.Base(path)),
			Verb: d.w.T("folder.replace"), Danger: true, Then: func() { d.give(path) }})
	default:
		d.give(path)
	}
}

func (d *fileDialog) give(path string) {
	d.dialog.Close()
	d.w.lastFolder = filepath.Dir(path)
	d.then(path)
}
