package ui

import (
	"path/filepath"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// fileDialog chooses a file, several, or a folder. Fyne's own does not close by Esc, takes no typed path and speaks
// English in places.
type fileDialog struct {
	w      *Window
	folder *view.Folder
	path   *kit.Entry
	where  *widget.Label
	table  *kit.Table[view.Entry]
	wrong  *kit.Entry
	dialog *kit.Dialog
	then   func(paths ...string)
	goal   fileGoal
}

// fileGoal is what a file dialog is asked for.
type fileGoal int

const (
	toRead     fileGoal = iota // one file that is there
	toReadMany                 // several, ticked or dropped
	toSave                     // where to write one
	toEnter                    // a folder
)

func openFileDialog(w *Window, title string, folder *view.Folder, goal fileGoal, name string, then func(paths ...string)) *fileDialog {
	d := &fileDialog{w: w, folder: folder, then: then, goal: goal, path: kit.NewEntry(), where: boldLabel(""), wrong: kit.NewCaption("", kit.ToneBad)}
	d.where.Truncation = fyne.TextTruncateEllipsis
	d.path.PlaceHolder = w.T("folder.type_path")
	d.path.SetValue(name)
	d.table = kit.NewTable(
		kit.Column[view.Entry]{Title: w.T("folder.name"), Width: 240, Grow: 1, Text: entryName},
		kit.Column[view.Entry]{Title: w.T("folder.size"), Width: 80, Align: fyne.TextAlignTrailing, Text: entrySize},
		kit.Column[view.Entry]{Title: w.T("folder.changed"), Width: 130, Text: func(e view.Entry) string { return view.Moment(e.Changed) }},
	)
	d.table.OnSelected = func(_ int, e view.Entry) {
		if !e.IsDir && d.goal != toEnter && len(d.table.Checked()) == 0 {
			d.path.SetValue(e.Name)
		}
	}
	d.table.OnOpen = func(_ int, e view.Entry) { d.take(e.Name) }
	d.table.SetCheckable(goal == toReadMany)
	d.table.OnChecked = d.ticked
	places := container.NewHBox(kit.NewQuietButton(w.T("folder.up"), kit.Icon("up"), func() { d.folder.Up(); d.show() }))
	for _, p := range view.Places() {
		name := p.Name
		if name == "" {
			name = w.T(p.Key)
		}
		places.Add(kit.NewQuietButton(name, kit.Icon("folder"), func() { d.folder.Go(p.Path); d.show() }))
	}
	content := kit.NewColumn(4, d.path, container.NewBorder(nil, nil, nil, places, d.where), d.wrong,
		container.New(fixedHeight{300}, d.table))
	d.dialog = kit.NewDialog(title, content, w.T(goalVerbs[goal]), w.T("dialog.cancel"))
	d.dialog.Width = 720
	if goal == toReadMany {
		d.dialog.AddButton(kit.NewButton(w.T("folder.tick_all"), kit.Icon("check"), d.tickAll))
	}
	d.dialog.OnConfirm = func() bool { d.confirm(); return false }
	d.dialog.OnDropped = func(_ fyne.Position, paths []string) { d.dropped(paths) }
	d.show()
	w.Show(d.dialog)
	return d
}

var goalVerbs = map[fileGoal]string{toRead: "folder.choose", toReadMany: "folder.choose", toSave: "folder.save_here", toEnter: "folder.choose_folder"}

// confirm gives what is ticked, or the folder that is shown when a folder is asked for and no other was typed, or takes
// what was typed or selected.
func (d *fileDialog) confirm() {
	ticked := d.tickedPaths()
	switch typed := d.path.Value(); {
	case len(ticked) > 0:
		d.give(ticked...)
	case d.goal == toEnter && typed == "" && d.folder.Err == nil:
		d.give(d.entered())
	default:
		d.take(typed)
	}
}

// entered is the folder that is selected, or else the one that is shown.
func (d *fileDialog) entered() string {
	if _, e, ok := d.table.Selected(); ok && e.IsDir {
		return d.folder.Join(e.Name)
	}
	return d.folder.Path
}

// ticked takes the tick from a folder again, and says how many files are chosen.
func (d *fileDialog) ticked() {
	for i, e := range d.table.Rows() {
		if e.IsDir && slices.Contains(d.table.Checked(), e) {
			d.table.SetChecked(i, false)
			return
		}
	}
	if n := len(d.table.Checked()); n > 0 {
		d.path.SetValue(d.w.T("folder.chosen", "n", strconv.Itoa(n)))
	} else {
		d.path.SetValue("")
	}
}

// tickAll ticks every file of the folder.
func (d *fileDialog) tickAll() {
	for i, e := range d.table.Rows() {
		if !e.IsDir {
			d.table.SetChecked(i, true)
		}
	}
}

func (d *fileDialog) tickedPaths() []string {
	var paths []string
	for _, e := range d.table.Checked() {
		paths = append(paths, d.folder.Join(e.Name))
	}
	return paths
}

// dropped takes dropped files as if they had been chosen.
func (d *fileDialog) dropped(paths []string) {
	if d.goal == toReadMany && len(paths) > 1 {
		d.give(paths...)
		return
	}
	d.take(paths[0])
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
	if d.goal == toReadMany { // what was ticked is in another folder
		d.path.SetValue("")
	}
	wrong := ""
	if d.folder.Err != nil {
		wrong = d.w.T("folder.unreadable")
	}
	setText(d.wrong, wrong)
}

// take opens a folder, or gives the file.
func (d *fileDialog) take(name string) {
	path, ok := d.folder.Take(name)
	if !ok {
		if d.goal != toSave {
			d.path.SetValue("")
		}
		d.show()
		return
	}
	exists := d.folder.Exists(path)
	switch {
	case d.goal == toEnter:
		setText(d.wrong, d.w.T("folder.no_folder", "name", filepath.Base(path)))
	case d.goal != toSave && !exists:
		setText(d.wrong, d.w.T("folder.no_file", "name", filepath.Base(path)))
	case d.goal == toSave && exists:
		d.w.Ask(Question{Title: d.w.T("folder.replace"), Text: d.w.T("folder.replace_text", "name", filepath.Base(path)),
			Verb: d.w.T("folder.replace"), Danger: true, Then: func() { d.give(path) }})
	default:
		d.give(path)
	}
}

func (d *fileDialog) give(paths ...string) {
	d.dialog.Close()
	d.w.lastFolder = filepath.Dir(paths[0])
	if d.goal == toEnter {
		d.w.lastFolder = paths[0]
	}
	d.then(paths...)
}
