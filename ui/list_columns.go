package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/app"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// columnsDialog is where a person chooses which columns the list has, and in which order.
type columnsDialog struct {
	p       *listPage
	columns view.Columns
	list    *fyne.Container
	wrong   *kit.Notice
	dialog  *kit.Dialog
	boxes   []*kit.Check
	ups     []*kit.Button
	downs   []*kit.Button
}

// chooseColumns opens the dialog with the columns as they are.
func (p *listPage) chooseColumns() {
	desk := p.w.desk
	d := &columnsDialog{p: p, list: kit.NewColumn(-4), wrong: kit.NewNotice()}
	p.w.Work(p.w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		d.columns, err = view.LoadColumns(ctx, desk)
		return err
	}, func(err error) {
		if err != nil {
			p.w.Fail(err)
			return
		}
		p.columns = d
		d.open()
	})
}

func (d *columnsDialog) open() {
	w := d.p.w
	usual := kit.NewQuietButton(w.T("columns.usual"), kit.Icon("refresh"), func() {
		d.columns = view.UsualColumns()
		d.draw()
	})
	content := kit.NewColumn(6, kit.NewText(w.T("columns.how")), d.wrong, container.NewHBox(usual), d.list)
	d.dialog = kit.NewDialog(w.T("columns.title"), content, w.T("dialog.save"), w.T("dialog.cancel"))
	d.dialog.Width = 420
	d.dialog.OnConfirm = func() bool { d.save(); return false }
	d.draw()
	w.Show(d.dialog)
}

// draw lists the columns in their order, each with its tick and its two ways.
func (d *columnsDialog) draw() {
	w := d.p.w
	d.list.Objects, d.boxes, d.ups, d.downs = nil, nil, nil, nil
	for i, c := range d.columns {
		box := kit.NewCheck(w.T("column."+c.Key), nil)
		if c.On {
			box.SetValue("true")
		}
		box.OnChanged = func(on bool) {
			d.columns.Set(i, on)
			d.wrong.Clear()
		}
		up := kit.NewQuietButton("", kit.Icon("up"), func() { d.move(i, -1) })
		down := kit.NewQuietButton("", kit.Icon("down"), func() { d.move(i, 1) })
		d.boxes, d.ups, d.downs = append(d.boxes, box), append(d.ups, up), append(d.downs, down)
		d.list.Add(container.NewBorder(nil, nil, nil, container.NewHBox(up, down), container.New(inset{1, 0}, box)))
	}
	d.ups[0].Disable()
	d.downs[len(d.downs)-1].Disable()
	d.list.Refresh()
	d.dialog.Refresh()
}

// move moves a column; the keyboard goes with it.
func (d *columnsDialog) move(at, by int) {
	to := d.columns.Move(at, by)
	d.draw()
	way := d.ups
	if by > 0 {
		way = d.downs
	}
	if !way[to].Disabled() {
		d.p.w.win.Canvas().Focus(way[to])
	}
}

func (d *columnsDialog) save() {
	w, chosen := d.p.w, d.columns
	if wrong := chosen.Problems(); len(wrong) > 0 {
		d.wrong.Say(w.Problem(wrong[0]), kit.ToneBad)
		d.dialog.Refresh()
		return
	}
	w.doing(w.T("work.saving"), func(ctx context.Context, desk *app.Desk) error { return chosen.Save(ctx, desk) }, func() {
		d.dialog.Close()
		d.p.table.SetColumns(w.rowColumns(chosen.Keys()...)...)
	})
}
