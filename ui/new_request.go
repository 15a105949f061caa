package ui

import (
	"context"

	"fyne.io/fyne/v2/container"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// NewRequest begins an application and opens it: for a system of the inventory that is to be migrated, or a blank one,
// which adds its system to the inventory. Where no system waits there is nothing to ask.
func (w *Window) NewRequest() {
	desk := w.desk
	var waiting []view.SystemRow
	w.Work(w.T("work.opening"), func(ctx context.Context, _ Progress) error {
		systems, err := view.LoadSystems(ctx, desk)
		if err == nil {
			waiting = systems.Waiting()
		}
		return err
	}, func(err error) {
		switch {
		case err != nil:
			w.Fail(err)
		case len(waiting) == 0:
			w.newRequestFor("")
		default:
			w.chooseSystem(waiting)
		}
	})
}

// chooseSystem asks what the application is for. The blank one comes first and is chosen already, so that Enter is
// enough.
func (w *Window) chooseSystem(waiting []view.SystemRow) {
	blank := view.SystemRow{Name: w.T("new.blank")}
	table := kit.NewTable(
		kit.Column[view.SystemRow]{Title: w.T("column.title"), Width: 260, Grow: 2, Text: func(r view.SystemRow) string { return r.Name }},
		kit.Column[view.SystemRow]{Title: w.T("column.level"), Width: 80, Text: func(r view.SystemRow) string { return r.Level }},
		kit.Column[view.SystemRow]{Title: w.T("systems.migration"), Width: 120, Text: func(r view.SystemRow) string { return r.Migrates }})
	table.SetRows(append([]view.SystemRow{blank}, waiting...))
	table.Select(0)
	var d *kit.Dialog
	papers := container.New(&flow{gap: 4},
		kit.NewQuietButton(w.T("forms.save_short"), kit.Icon("offline"), func() {
			if _, row, ok := table.Selected(); ok {
				w.saveUsageForm(row)
			}
		}),
		kit.NewQuietButton(w.T("forms.import"), kit.Icon("import"), func() { d.Close(); w.ImportForms() }),
		kit.NewQuietButton(w.T("menu.blank_forms"), kit.Icon("print"), func() { d.Close(); w.showBlankForms() }))
	d = kit.NewDialog(w.T("menu.new"), kit.NewColumn(8, kit.NewText(w.T("new.how")), container.New(fixedHeight{260}, table), papers),
		w.T("new.begin"), w.T("dialog.cancel"))
	d.Width = 680
	begin := func() {
		if _, row, ok := table.Selected(); ok {
			d.Close()
			w.newRequestFor(row.ID)
		}
	}
	table.OnOpen = func(int, view.SystemRow) { begin() }
	d.OnConfirm = func() bool { begin(); return false }
	w.Show(d)
	w.win.Canvas().Focus(table)
}

// newRequestFor begins the application of a system, or with none a blank one.
func (w *Window) newRequestFor(system string) {
	desk := w.desk
	w.openNew(func(ctx context.Context) (string, error) {
		if system != "" {
			return view.Begin(ctx, desk, system, model.Usage)
		}
		blank, err := desk.NewDraft(ctx)
		return blank.ID, err
	})
}
