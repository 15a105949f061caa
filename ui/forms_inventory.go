package ui

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// inventoryForm offers the workbook of the whole inventory, and takes it in when it comes back.
func (w *Window) inventoryForm() {
	var form view.OfflineForm
	for _, f := range view.OfflineForms(w.desk) {
		if f.Inventory() {
			form = f
		}
	}
	body := kit.NewColumn(10, kit.NewText(w.T("forms.inventory_how")), w.formRow(form), kit.NewCaption(w.T("forms.drop"), kit.ToneNeutral))
	d := kit.NewDialog(w.T("forms.inventory_title"), body, w.T("forms.import"), w.T("dialog.close"))
	d.Width = 700
	d.OnConfirm = func() bool { d.Close(); w.ImportForms(); return false }
	d.OnDropped = w.dropFormsOnto(d)
	w.Show(d)
}

// inventoryDialog shows a filled inventory row by row before it is imported.
type inventoryDialog struct {
	w      *Window
	inv    *view.FilledInventory
	counts *kit.Entry
	table  *kit.Table[view.InventoryRow]
	detail *kit.Entry
	dialog *kit.Dialog
}

// inventoryTones colours what becomes of a row; its words say the same.
var inventoryTones = map[view.InventoryState]kit.Tone{view.InventoryNew: kit.ToneGood, view.InventoryKnown: kit.ToneNeutral,
	view.InventoryFaulty: kit.ToneBad}

func showInventory(w *Window, inv *view.FilledInventory) {
	d := &inventoryDialog{w: w, inv: inv, counts: kit.NewText(""), detail: kit.NewText("")}
	d.table = kit.NewTable(
		kit.Column[view.InventoryRow]{Title: w.T("forms.row"), Width: 64, Align: fyne.TextAlignTrailing, Text: rowNumber},
		kit.Column[view.InventoryRow]{Title: w.T("column.title"), Width: 180, Grow: 2, Text: func(r view.InventoryRow) string { return r.Name }},
		kit.Column[view.InventoryRow]{Title: w.T("column.level"), Width: 84, Text: func(r view.InventoryRow) string { return r.Level }},
		kit.Column[view.InventoryRow]{Title: w.T("forms.result"), Width: 130, Text: d.stateText,
			Tone: func(r view.InventoryRow) kit.Tone { return inventoryTones[r.State] }},
		kit.Column[view.InventoryRow]{Title: w.T("offline.problem"), Width: 260, Grow: 3, Text: d.firstProblem})
	d.table.OnSelected = func(_ int, r view.InventoryRow) { d.tell(r) }
	content := kit.NewColumn(8, w.formState(inv.FilledForm))
	if len(inv.Units) > 0 {
		content.Add(d.unit())
	}
	content.Add(d.counts)
	content.Add(container.New(fixedHeight{260}, d.table))
	content.Add(container.New(fixedHeight{92}, kit.NewScroll(d.detail)))
	d.dialog = kit.NewDialog(w.T("forms.preview", "name", inv.Name), content, w.T("forms.take_inventory"), w.T("dialog.cancel"))
	d.dialog.Width = 960
	d.dialog.OnConfirm = func() bool { d.take(); return false }
	if len(inv.Problems) > 0 {
		d.dialog.AddButton(kit.NewButton(w.T("forms.mark"), kit.Icon("save"), func() { w.saveMarked(inv.FilledForm) }))
	}
	d.draw()
	w.Show(d.dialog)
	w.win.Canvas().Focus(d.table)
}

// unit asks whose systems they are, of those who keep the systems of all units.
func (d *inventoryDialog) unit() fyne.CanvasObject {
	w, options := d.w, []kit.Option{}
	for _, u := range d.inv.Units {
		options = append(options, kit.Option{Code: u.ID, Label: u.Name})
	}
	pick := kit.NewPicker(options, w.pickerWords())
	pick.PlaceHolder = w.T("field.choose")
	pick.SetValue(d.inv.Unit)
	pick.OnChanged = func(code string) { d.inv.Unit = code; d.draw() }
	return kit.NewFormRow(w.T("column.unit"), true, pick, "")
}

// draw shows the rows with what becomes of each.
func (d *inventoryDialog) draw() {
	w, inv := d.w, d.inv
	rows := inv.Rows()
	d.table.SetRows(rows)
	d.counts.SetValue(w.T("forms.inventory_counts", "new", strconv.Itoa(inv.Count(view.InventoryNew)),
		"known", strconv.Itoa(inv.Count(view.InventoryKnown)), "faulty", strconv.Itoa(inv.Count(view.InventoryFaulty))))
	d.dialog.SetVerbEnabled(inv.Ready())
	for i, r := range rows {
		if len(r.Problems) > 0 {
			d.table.Select(i)
			d.tell(r)
			return
		}
	}
	if len(rows) > 0 {
		d.table.Select(0)
		d.tell(rows[0])
	}
}

func rowNumber(r view.InventoryRow) string {
	if r.Row == 0 {
		return "—"
	}
	return strconv.Itoa(r.Row)
}

func (d *inventoryDialog) stateText(r view.InventoryRow) string {
	return d.w.T("forms.inventory."+string(r.State), "n", strconv.Itoa(len(r.Problems)))
}

func (d *inventoryDialog) firstProblem(r view.InventoryRow) string {
	if len(r.Problems) == 0 {
		return ""
	}
	return r.Problems[0].Cell + "　" + d.w.cellProblem(r.Problems[0])
}

// tell says all that is wrong with the selected row, or what becomes of it.
func (d *inventoryDialog) tell(r view.InventoryRow) {
	var said []string
	for _, p := range r.Problems {
		said = append(said, kit.ToneBad.Sign()+" "+view.ProblemPlace(p)+"　"+d.w.cellProblem(p))
	}
	if len(said) == 0 {
		said = append(said, d.w.T("forms.inventory_tell."+string(r.State), "name", r.Name))
	}
	d.detail.SetValue(strings.Join(said, "\n"))
}

// take imports the systems beside the window; the status line tells how far it has come, and can stop it.
func (d *inventoryDialog) take() {
	w, inv := d.w, *d.inv
	if !inv.Ready() {
		return
	}
	d.dialog.Close() // the foot of the window tells how far it has come
	var result view.InventoryResult
	w.Work(w.T("forms.importing"), func(ctx context.Context, progress Progress) (err error) {
		result, err = inv.Take(ctx, progress)
		return err
	}, func(err error) {
		if err != nil && !stopped(err) {
			w.Show(d.dialog)
			w.Fail(err)
			return
		}
		w.Go(SystemsRoute())
		w.tellInventory(result)
	})
}

// tellInventory says what became of an inventory.
func (w *Window) tellInventory(r view.InventoryResult) {
	text := w.T("forms.inventory_done", "added", strconv.Itoa(r.Added), "already", strconv.Itoa(r.Already))
	if r.Left == 0 {
		w.Say(text)
		return
	}
	w.Show(kit.NewDialog(w.T("forms.inventory_stopped"), kit.NewText(text+w.T("forms.inventory_left", "n", strconv.Itoa(r.Left))),
		w.T("error.understood"), ""))
}
