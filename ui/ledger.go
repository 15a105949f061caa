package ui

import (
	"context"
	"os"

	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// ledgerDialog asks which register is to be exported, of which period and unit.
type ledgerDialog struct {
	w       *Window
	ledger  view.Ledger
	fields  *fields
	kind    *kit.Picker
	from    *kit.DateField
	to      *kit.DateField
	periods *kit.Presets
	unit    *kit.Picker // nil for who sees the own unit only
	note    *kit.Entry
	dialog  *kit.Dialog
}

// ExportLedger asks for a register and writes it. On the list of requests it begins with what the list shows now, on
// the statistics with their period.
func (w *Window) ExportLedger() {
	v, _ := w.history.current()
	switch p := v.page.(type) {
	case *listPage:
		if p.showProblems() {
			w.exportLedger(view.Ledger{Kind: view.ListLedger, List: p.filter}, true)
		}
	case *statisticsPage:
		w.exportLedger(view.Ledger{Kind: app.StatisticsRegister, Span: p.span}, false)
	case *systemsPage:
		w.exportLedger(view.Ledger{Kind: app.SystemRegister, Span: view.Span{Unit: p.filter.Unit}}, false)
	default:
		w.exportLedger(view.Ledger{Kind: app.RequestRegister}, false)
	}
}

// exportLedger reads what there is to choose from and opens the dialog.
func (w *Window) exportLedger(ledger view.Ledger, withList bool) {
	desk := w.desk
	var units []view.Offer
	w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		units, err = view.OfferUnits(ctx, desk)
		return err
	}, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		newLedgerDialog(w, ledger, view.Ledgers(desk, withList), units).open()
	})
}

func newLedgerDialog(w *Window, ledger view.Ledger, kinds, units []view.Offer) *ledgerDialog {
	d := &ledgerDialog{w: w, ledger: ledger, fields: w.newFields(), note: kit.NewCaption("", kit.ToneNeutral)}
	d.kind = kit.NewPicker(w.options(kinds), w.pickerWords())
	d.kind.Required = true
	d.kind.SetValue(string(ledger.Kind))
	d.kind.OnChanged = func(code string) { d.ledger.Kind = app.Register(code); d.fit() }
	d.fields.add("kind", "ledger.kind", d.kind)
	d.from, d.to = kit.NewDateField(w.dateWords()), kit.NewDateField(w.dateWords())
	d.periods = w.newPeriods(func(from, to string) { d.from.SetValue(from); d.to.SetValue(to) })
	d.fields.add("from", "ledger.from", d.from)
	d.fields.add("to", "ledger.to", d.to)
	d.from.SetValue(ledger.From)
	d.to.SetValue(ledger.To)
	d.from.OnChanged = func(string) { d.periods.Choose(-1) }
	d.to.OnChanged = func(string) { d.periods.Choose(-1) }
	d.fields.content.Add(indented(d.periods))
	if len(units) > 1 {
		d.unit = w.unitPicker(units, ledger.Unit)
		d.fields.content.Add(widget.NewLabel(""))
		d.fields.add("unit", "ledger.unit", d.unit)
	}
	d.fields.content.Add(indented(d.note))
	d.dialog = kit.NewDialog(w.T("ledger.title"), d.fields.content, w.T("ledger.export"), w.T("dialog.cancel"))
	d.dialog.OnConfirm = func() bool { d.confirm(); return false }
	return d
}

func (d *ledgerDialog) open() {
	d.fit()
	d.w.Show(d.dialog)
}

// fit lets only be filled what the chosen register heeds; what was filled stays for the others.
func (d *ledgerDialog) fit() {
	enable(d.from, d.ledger.HasPeriod())
	enable(d.to, d.ledger.HasPeriod())
	visible(d.periods, d.ledger.HasPeriod())
	if d.unit != nil {
		enable(d.unit, d.ledger.HasUnit())
	}
	d.note.SetValue(d.w.text(d.ledger.Note()))
	d.fields.clear()
	d.dialog.Refresh()
}

// confirm looks at what was filled and asks where to write. The dialog stays below until a place is chosen.
func (d *ledgerDialog) confirm() {
	d.ledger.From, d.ledger.To = d.from.Value(), d.to.Value()
	if d.unit != nil {
		d.ledger.Unit = d.unit.Value()
	}
	if !d.fields.show(model.InvalidInput(d.ledger.Problems())) {
		return
	}
	w, ledger := d.w, d.ledger
	w.savePath(w.T("ledger.title"), w.ledgerName(ledger), func(path string) {
		d.dialog.Close()
		w.writeLedger(ledger, path)
	})
}

// ledgerName is the file's name at first: the register and its period.
func (w *Window) ledgerName(l view.Ledger) string {
	name := w.T("register.title_" + string(l.Register()))
	if l.HasPeriod() && l.From != "" && l.To != "" {
		name += " " + l.From + "—" + l.To
	}
	return name + ".xlsx"
}

// writeLedger writes a register; it can be stopped, and then leaves nothing behind.
func (w *Window) writeLedger(ledger view.Ledger, path string) {
	path = withEnding(path, ".xlsx")
	desk, words := w.desk, w.words
	w.Work(w.T("work.exporting"), func(ctx context.Context, progress Progress) error {
		return writeWhole(path, func(f *os.File) error { return ledger.Export(ctx, desk, f, words.Text, progress) })
	}, func(err error) {
		switch {
		case stopped(err):
		case err != nil:
			w.Fail(err)
		default:
			w.wrote(path)
		}
	})
}
