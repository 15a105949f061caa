package ui

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"yunban/app"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// sharer shares the store of the office that is worked in; nil where that cannot be.
func (w *Window) sharer() view.Sharer {
	if w.opts.Share == nil || w.office == nil {
		return nil
	}
	return w.opts.Share(w.office)
}

// sharePage is where an administrator shares this desk's store with the desks of a small office (共享本机).
type sharePage struct {
	w       *Window
	sharer  view.Sharer
	share   view.Share
	form    *fields
	notice  *kit.Notice
	body    *fyne.Container
	devices *kit.Table[view.DeviceRow]
	start   *kit.Button
	content *fyne.Container
}

func newSharePage(w *Window) *sharePage {
	p := &sharePage{w: w, sharer: w.sharer(), notice: kit.NewNotice(), body: container.NewStack(), content: container.NewStack()}
	p.devices = kit.NewTable(p.columns()...)
	p.devices.OnOpen = func(_ int, d view.DeviceRow) { p.revoke(d) }
	return p
}

func (p *sharePage) columns() []kit.Column[view.DeviceRow] {
	w := p.w
	state := func(d view.DeviceRow) string {
		switch {
		case d.Revoked:
			return w.T("share.revoked")
		case d.Recent:
			return w.T("share.here")
		}
		return w.T("share.away")
	}
	scope := func(d view.DeviceRow) string {
		if d.All {
			return w.T("share.scope_all")
		}
		return w.T("share.scope_unit")
	}
	return []kit.Column[view.DeviceRow]{
		{Title: w.T("share.name"), Width: 150, Grow: 2, Text: func(d view.DeviceRow) string { return d.Name }},
		{Title: w.T("column.unit"), Width: 170, Grow: 2, Text: func(d view.DeviceRow) string { return d.Unit }},
		{Title: w.T("share.scope"), Width: 120, Text: scope},
		{Title: w.T("share.enrolled"), Width: 140, Text: func(d view.DeviceRow) string { return d.Enrolled }},
		{Title: w.T("share.seen"), Width: 140, Text: func(d view.DeviceRow) string { return d.Seen }},
		{Title: w.T("person.state"), Width: 100, Text: state, Tone: func(d view.DeviceRow) kit.Tone {
			switch {
			case d.Revoked:
				return kit.ToneBad
			case d.Recent:
				return kit.ToneGood
			}
			return kit.ToneNeutral
		}},
	}
}

// Title names the page.
func (p *sharePage) Title() string { return p.w.T("share.title") }

// Content is the page.
func (p *sharePage) Content() fyne.CanvasObject { return p.content }

// Tick looks which desks were here.
func (p *sharePage) Tick() { p.Refresh() }

// Refresh loads how this desk is shared.
func (p *sharePage) Refresh() {
	if p.sharer == nil {
		p.content.Objects = []fyne.CanvasObject{kit.NewEmpty(kit.Icon("users"), p.w.T("share.not_here"), p.w.T("share.not_here_text"), nil)}
		p.content.Refresh()
		return
	}
	load(p.w, p.content, p.Refresh, func(ctx context.Context, desk *app.Desk) (view.Share, error) {
		return view.LoadShare(ctx, desk, p.sharer)
	}, func(s view.Share) {
		same := len(p.content.Objects) > 0 && s.On == p.share.On && s.Port == p.share.Port
		p.share = s
		if !same {
			p.draw()
		}
		p.devices.SetRows(s.Devices)
	})
}

func (p *sharePage) draw() {
	w := p.w
	head := kit.NewColumn(10, p.notice)
	if p.share.On {
		head.Add(p.on())
	} else {
		head.Add(p.off())
	}
	if !p.share.On && len(p.share.Devices) == 0 {
		p.content.Objects = []fyne.CanvasObject{container.New(inset{8, 12}, head)}
		p.content.Refresh()
		return
	}
	table := container.NewBorder(kit.NewColumn(4, container.NewHBox(w.heading("share.devices"), layout.NewSpacer(),
		kit.NewButton(w.T("share.revoke"), kit.Icon("lock"), p.revokeChosen)), kit.NewCaption(w.T("share.devices_how"), kit.ToneNeutral)), nil, nil, nil, p.devices)
	p.content.Objects = []fyne.CanvasObject{container.New(inset{8, 12}, container.New(headed{gap: 10}, head, table))}
	p.content.Refresh()
}

// off offers to share.
func (p *sharePage) off() fyne.CanvasObject {
	w := p.w
	p.form = w.newFields()
	port := kit.NewEntry()
	value := view.UsualPort
	if p.share.Port != 0 {
		value = p.share.Port
	}
	port.OnSubmitted = func(string) { p.begin() }
	p.form.add("port", "share.port", port).SetValue(strconv.Itoa(value))
	p.start = kit.NewPrimaryButton(w.T("share.start"), kit.Icon("users"), p.begin)
	if p.share.Failed != nil {
		p.notice.Say(w.words.Error(p.share.Failed), kit.ToneBad)
	}
	return kit.NewCard(w.T("share.off"), kit.NewColumn(10, wrapped(w.T("share.text")), container.New(&narrow{420}, p.form.content), indented(container.NewHBox(p.start))))
}

func (p *sharePage) begin() {
	w, sharer := p.w, p.sharer
	form := view.ShareForm{Port: p.form.value("port")}
	w.workFrom(p.start, w.T("work.sharing"), func(ctx context.Context, _ Progress) error { return form.Begin(ctx, sharer) }, func(err error) {
		if p.form.show(err) {
			p.notice.Clear()
			p.Refresh()
			w.drawSync()
		}
	})
}

// on says where other desks find this one, and makes codes.
func (p *sharePage) on() fyne.CanvasObject {
	w := p.w
	digits := largeText(p.share.Fingerprint)
	digits.TextSize = 18
	facts := kit.NewInfoGrid(kit.Info{Label: w.T("share.addresses"), Value: strings.Join(p.share.Addresses, "\n"), Wide: true})
	code := kit.NewPrimaryButton(w.T("share.make_code"), kit.Icon("plus"), p.askCode)
	carry := kit.NewButton(w.T("answering.title"), kit.Icon("import"), p.askParcels)
	stop := kit.NewButton(w.T("share.stop"), kit.Icon("close"), p.askStop)
	return kit.NewCard(w.T("share.on"), kit.NewColumn(10, facts, kit.NewCaption(w.T("share.fingerprint"), kit.ToneNeutral),
		container.NewHBox(digits), kit.NewCaption(w.T("share.on_how"), kit.ToneNeutral)), code, carry, stop)
}

func (p *sharePage) askStop() {
	w, sharer := p.w, p.sharer
	w.Ask(Question{Title: w.T("share.stop"), Text: w.T("share.stop_text"), Verb: w.T("share.stop"), Then: func() {
		w.Work(w.T("work.saving"), func(ctx context.Context, _ Progress) error { return sharer.Stop(ctx) }, func(err error) {
			w.Fail(err)
			p.Refresh()
			w.drawSync()
		})
	}})
}

// askCode asks whose desk the code is for, and then shows it.
func (p *sharePage) askCode() {
	w, sharer := p.w, p.sharer
	var options []kit.Option
	for _, u := range p.share.Units {
		options = append(options, kit.Option{Code: u.ID, Label: u.Name})
	}
	f := w.newFields()
	unit := kit.NewPicker(options, w.pickerWords())
	unit.PlaceHolder = w.T("field.choose")
	f.add("unit", "column.unit", unit)
	all := kit.NewCheck(w.T("share.all"), nil)
	f.add("all", "share.scope", all)
	records := kit.NewCheck(w.T("share.records"), nil)
	f.add("records", "share.brings", records)
	d := kit.NewDialog(w.T("share.make_code"), kit.NewColumn(8, wrapped(w.T("share.code_text")), f.content), w.T("share.make_code"), w.T("dialog.cancel"))
	d.OnConfirm = func() bool {
		form := view.CodeForm{Unit: f.value("unit"), All: all.Checked(), Records: records.Checked()}
		var code string
		d.SetVerbEnabled(false)
		w.Work(w.T("work.saving"), func(ctx context.Context, _ Progress) (err error) {
			code, err = form.Make(ctx, sharer)
			return err
		}, func(err error) {
			d.SetVerbEnabled(true)
			if f.show(err) {
				d.Close()
				p.showCode(code)
			}
		})
		return false
	}
	w.Show(d)
}

// showCode shows a code large, with what its receiver needs besides.
func (p *sharePage) showCode(code string) {
	w := p.w
	where := ""
	if len(p.share.Addresses) > 0 {
		where = p.share.Addresses[0]
	}
	grid := kit.NewInfoGrid(kit.Info{Label: w.T("join.address"), Value: where, Wide: true},
		kit.Info{Label: w.T("sync.fingerprint"), Value: p.share.Fingerprint, Wide: true})
	d := kit.NewDialog(w.T("share.code_title"), kit.NewColumn(14, container.NewCenter(largeText(code)), grid, wrapped(w.T("share.code_how"))), w.T("dialog.close"), "")
	d.AddButton(kit.NewQuietButton(w.T("share.copy"), kit.Icon("copy"), func() {
		w.app.Clipboard().SetContent(w.T("share.copied_text", "address", where, "code", code, "fingerprint", p.share.Fingerprint))
		w.Say(w.T("share.copied"))
	}))
	w.Show(d)
}

func (p *sharePage) revokeChosen() {
	if _, d, ok := p.devices.Selected(); ok {
		p.revoke(d)
		return
	}
	p.w.Say(p.w.T("share.choose_device"))
}

// revoke asks before a desk is locked out for good.
func (p *sharePage) revoke(d view.DeviceRow) {
	w, sharer := p.w, p.sharer
	if d.Revoked {
		return
	}
	w.Ask(Question{Title: w.T("share.revoke"), Text: w.T("share.revoke_text", "name", d.Name, "unit", d.Unit), Verb: w.T("share.revoke"), Danger: true, Then: func() {
		w.Work(w.T("work.saving"), func(ctx context.Context, _ Progress) error { return sharer.Revoke(ctx, d.ID) }, func(err error) {
			w.Fail(err)
			p.Refresh()
			w.drawSync()
		})
	}})
}

// sharing is the card of the settings about the shared store.
func (p *settingsPage) sharing() fyne.CanvasObject {
	w := p.w
	if w.sync.state.Joined {
		tools := []fyne.CanvasObject{kit.NewButton(w.T("share.card_show"), kit.Icon("refresh"), w.showSync)}
		if w.opts.Moved != nil {
			if moved, _, err := w.opts.Moved(w.office); err == nil && len(moved.Items) > 0 {
				tools = append([]fyne.CanvasObject{kit.NewButton(w.T("move.report"), kit.Icon("list"), func() { w.Go(MovedRoute()) })}, tools...)
			}
		}
		return kit.NewCard(w.T("share.card"), wrapped(w.T("share.card_joined")), tools...)
	}
	if w.sharer() == nil || !view.MayShare(w.desk) {
		return nil
	}
	buttons := container.New(&flow{gap: 8}, kit.NewButton(w.T("share.title"), kit.Icon("users"), func() { w.Go(ShareRoute()) }))
	if w.opts.Move != nil && w.office == w.own {
		buttons.Add(kit.NewButton(w.T("start.join"), kit.Icon("import"), func() {
			if office := w.office; w.leave() {
				w.showGate(newMovePage(w, office, view.Join{Name: w.opts.Machine}))
			}
		}))
	}
	return kit.NewCard(w.T("share.card"), kit.NewColumn(8, wrapped(w.T("share.card_text")), buttons))
}
