package ui

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"yunban/app"
	"yunban/model/workday"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// calendarPage is where an administrator keeps the holidays: one year at a glance, where it comes from, and what was
// changed.
type calendarPage struct {
	w        *Window
	calendar view.Calendar
	year     int
	pick     *kit.Picker
	source   *fyne.Container
	months   *kit.Table[view.MonthRow]
	changes  *kit.Table[view.CalendarChange]
	past     *fyne.Container
	content  *fyne.Container
}

func newCalendarPage(w *Window) *calendarPage {
	p := &calendarPage{w: w, year: w.office.Today().Year, source: kit.NewColumn(2), past: container.NewStack()}
	p.pick = kit.NewPicker(nil, w.pickerWords())
	p.pick.Required = true
	p.pick.OnChanged = func(code string) {
		p.year, _ = strconv.Atoi(code) // chosen from the list
		p.Refresh()
	}
	p.months = kit.NewTable(
		kit.Column[view.MonthRow]{Title: w.T("calendar.month"), Width: 70, Text: func(r view.MonthRow) string {
			return w.T("calendar.month_n", "n", strconv.Itoa(int(r.Month)))
		}},
		kit.Column[view.MonthRow]{Title: w.T("calendar.off"), Width: 240, Grow: 3, Text: func(r view.MonthRow) string { return r.Off }},
		kit.Column[view.MonthRow]{Title: w.T("calendar.work"), Width: 160, Grow: 1, Text: func(r view.MonthRow) string { return r.Work }},
		kit.Column[view.MonthRow]{Title: w.T("calendar.workdays"), Width: 90, Align: fyne.TextAlignTrailing,
			Text: func(r view.MonthRow) string { return strconv.Itoa(r.Workdays) }})
	p.months.OnOpen = func(_ int, r view.MonthRow) {
		p.editDay(workday.Date{Year: p.year, Month: r.Month, Day: 1})
	}
	p.changes = kit.NewTable(
		kit.Column[view.CalendarChange]{Title: w.T("calendar.at"), Width: 140, Text: func(c view.CalendarChange) string { return c.At }},
		kit.Column[view.CalendarChange]{Title: w.T("calendar.by"), Width: 100, Text: func(c view.CalendarChange) string { return c.By }},
		kit.Column[view.CalendarChange]{Title: w.T("calendar.notice"), Width: 200, Grow: 1, Text: func(c view.CalendarChange) string { return c.Notice }})
	p.past.Objects = []fyne.CanvasObject{container.NewBorder(w.heading("calendar.changes"), nil, nil, nil, container.New(fixedHeight{110}, p.changes))}
	head := container.NewHBox(wide(110, p.pick), layout.NewSpacer(),
		kit.NewButton(w.T("calendar.day"), kit.Icon("edit"), func() { p.editDay(workday.Date{}) }),
		kit.NewButton(w.T("calendar.source"), kit.Icon("edit"), p.editSource),
		kit.NewPrimaryButton(w.T("calendar.import"), kit.Icon("import"), p.importYear))
	p.content = container.NewStack(container.New(layout.NewCustomPaddedLayout(10, 6, 12, 12),
		container.New(headed{gap: 8}, kit.NewColumn(8, head, p.source), container.NewBorder(nil, p.past, nil, nil, p.months))))
	return p
}

// Title names the page.
func (p *calendarPage) Title() string { return p.w.T("nav.calendar") }

// Content is the page.
func (p *calendarPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the list of months.
func (p *calendarPage) FirstFocus() fyne.Focusable { return p.months }

// Refresh loads the holidays again.
func (p *calendarPage) Refresh() {
	year := p.year
	load(p.w, p.content, p.w.reload, func(ctx context.Context, desk *app.Desk) (view.Calendar, error) {
		return view.LoadCalendar(ctx, desk, year)
	}, func(c view.Calendar) {
		p.calendar = c
		p.draw()
	})
}

func (p *calendarPage) draw() {
	w := p.w
	var options []kit.Option
	for _, y := range slices.Backward(p.calendar.Years) {
		options = append(options, kit.Option{Code: strconv.Itoa(y.Year), Label: strconv.Itoa(y.Year)})
	}
	p.pick.SetOptions(options)
	p.pick.SetValue(strconv.Itoa(p.year))
	p.source.Objects = nil
	y, known := p.calendar.Year(p.year)
	if !known || y.Provisional {
		p.source.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.T("calendar.provisional_why"), kit.ToneWarn))
	}
	if known {
		p.source.Add(kit.NewText(y.Notice))
		if y.URL != "" {
			p.source.Add(kit.NewCaption(y.URL, kit.ToneNeutral))
		}
	}
	p.months.SetRows(p.calendar.Months(p.year))
	p.changes.SetRows(p.calendar.Changes)
	visible(p.past, len(p.calendar.Changes) > 0)
	p.content.Refresh()
}

// known is the shown year; one that nothing is known of begins empty.
func (p *calendarPage) known() workday.Year {
	if y, ok := p.calendar.Year(p.year); ok {
		return y
	}
	return workday.Year{Year: p.year}
}

// importYear takes a year out of a file.
func (p *calendarPage) importYear() {
	w := p.w
	w.chooseFile(w.T("calendar.import"), []string{"json"}, func(path string) {
		desk := w.desk
		var year int
		w.Work(w.T("work.saving"), func(ctx context.Context, _ Progress) (err error) {
			year, err = view.ImportYear(ctx, desk, path)
			return err
		}, func(err error) {
			if err != nil {
				w.Fail(err)
				return
			}
			p.year = year
			w.Say(w.T("calendar.imported", "year", strconv.Itoa(year)))
			p.Refresh()
		})
	})
}

// editDay makes a day a holiday, a worked weekend day, or a plain one; where that stands must be said.
func (p *calendarPage) editDay(day workday.Date) {
	w := p.w
	form := view.DayForm{Year: p.known()}
	f := w.newFields()
	date, name, notice := kit.NewDateField(w.dateWords()), kit.NewEntry(), kit.NewEntry()
	kind := kit.NewPicker([]kit.Option{{Code: view.DayOff, Label: w.T("calendar.kind_off")}, {Code: view.DayWork, Label: w.T("calendar.kind_work")},
		{Code: view.DayPlain, Label: w.T("calendar.kind_plain")}}, w.pickerWords())
	kind.Required = true
	f.add("day", "calendar.date", date).SetValue(day.String())
	f.add("kind", "calendar.kind", kind).SetValue(view.DayOff)
	f.add("name", "calendar.name", name)
	f.add("notice", "calendar.notice", notice).SetValue(form.Year.Notice)
	kind.OnChanged = func(code string) { enable(name, code == view.DayOff) }
	d := kit.NewDialog(w.T("calendar.day"), f.content, w.T("dialog.save"), w.T("dialog.cancel"))
	d.Width = 640
	d.OnConfirm = func() bool {
		form.Day, form.Kind, form.Name, form.Notice = date.Value(), kind.Value(), name.Value(), notice.Value()
		w.saveFrom(d, f, form.Save, p.saved)
		return false
	}
	w.Show(d)
}

// editSource changes where a year's holidays come from.
func (p *calendarPage) editSource() {
	w := p.w
	form := view.FormOfYear(p.known())
	f := w.newFields()
	notice, url := kit.NewEntry(), kit.NewEntry()
	provisional := kit.NewCheck(w.T("calendar.provisional"), nil)
	f.add("notice", "calendar.notice", notice).SetValue(form.Notice)
	f.add("url", "calendar.url", url).SetValue(form.URL)
	f.add("provisional", "calendar.state", provisional).SetValue(flag(form.Provisional))
	d := kit.NewDialog(w.T("calendar.source"), f.content, w.T("dialog.save"), w.T("dialog.cancel"))
	d.Width = 640
	d.OnConfirm = func() bool {
		form.Notice, form.URL, form.Provisional = notice.Value(), url.Value(), provisional.Checked()
		w.saveFrom(d, f, form.Save, p.saved)
		return false
	}
	w.Show(d)
}

func (p *calendarPage) saved() {
	p.w.Say(p.w.T("calendar.saved", "year", strconv.Itoa(p.year)))
	p.Refresh()
}
