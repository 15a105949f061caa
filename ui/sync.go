package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"yunban/app"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// syncing is the exchange with the hub as the window knows it.
type syncing struct {
	office *app.Office // whose exchange goes on
	stop   context.CancelFunc
	state  view.Sync
	report app.SyncReport // of the last exchange
	failed error
	banner string // what the banner said last: put away, it does not say the same again
	begun  bool   // what waited at the sign-in was sent, or tried
}

// follow begins the exchange of an office and ends that of the one before.
func (w *Window) follow(office *app.Office) {
	if w.sync.office == office {
		return
	}
	w.unfollow()
	if w.opts.Watch == nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	w.sync = syncing{office: office, stop: cancel}
	w.worker.beside(ctx, func(tell func(func())) {
		err := w.opts.Watch(ctx, office, func(report app.SyncReport, err error) {
			tell(func() { w.exchanged(report, err) })
		})
		if err != nil {
			tell(func() { w.exchanged(app.SyncReport{}, err) })
		}
	})
}

// unfollow ends the exchange.
func (w *Window) unfollow() {
	if w.sync.stop != nil {
		w.sync.stop()
	}
	w.sync = syncing{}
}

// exchanged takes in what came of an exchange: the badge says it, and the page in sight looks for news when there are.
func (w *Window) exchanged(report app.SyncReport, err error) {
	if !report.Begun {
		w.sync.report, w.sync.failed = report, err
	}
	w.drawSync()
	if report.Received+report.Taken+report.Refused > 0 {
		w.tick()
	}
	if _, asked := w.gate.(*signInPage); asked && view.KeyOf(err) == "error.device_revoked" && w.mayJoinAgain() {
		w.adopt(w.office) // where nobody signs in any more
	}
}

// beginSync sends what waited until its author signed in.
func (w *Window) beginSync() {
	w.sync.begun = false
	w.drawSync()
}

// drawSync reads how the exchange stands and says it.
func (w *Window) drawSync() {
	if w.frame == nil {
		return
	}
	frame, desk, sharer, report, failed := w.frame, w.desk, w.sharer(), w.sync.report, w.sync.failed
	var state view.Sync
	w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		state, err = view.LoadSync(ctx, desk, sharer, report, failed)
		return err
	}, func(err error) {
		if err != nil || w.frame != frame { // what is shown stays
			return
		}
		w.sync.state = state
		frame.drawSync(state)
		if state.Joined && state.Pending > 0 && !w.sync.begun {
			w.sync.begun = true
			w.exchange(nil)
		}
	})
}

var standingImportance = map[view.Standing]widget.Importance{view.StandingStuck: widget.WarningImportance,
	view.StandingClosed: widget.DangerImportance}

var standingTone = map[view.Standing]kit.Tone{view.StandingGood: kit.ToneGood, view.StandingWaits: kit.ToneInfo,
	view.StandingCut: kit.ToneNeutral, view.StandingStuck: kit.ToneWarn, view.StandingClosed: kit.ToneBad}

func (f *frame) drawSync(s view.Sync) {
	w := f.w
	var said []string
	for _, t := range s.Badge() {
		said = append(said, w.text(t))
	}
	text := strings.TrimSpace(standingTone[s.Standing()].Sign() + " " + strings.Join(said, " · "))
	if f.badge.Text != text || f.badge.Importance != badgeImportance(s) {
		f.badge.Importance = badgeImportance(s)
		f.badge.SetText(text)
	}
	visible(f.badge, s.Shown())
	f.refused.SetText(w.T("nav.refused", "n", s.RefusedText()))
	visible(f.refused, s.Refused > 0)
	f.drawBanner(s)
	f.content.Refresh()
}

func badgeImportance(s view.Sync) widget.Importance {
	if i, ok := standingImportance[s.Standing()]; ok {
		return i
	}
	return widget.LowImportance
}

// drawBanner says what must be seen to, once until it changes.
func (f *frame) drawBanner(s view.Sync) {
	w := f.w
	said, any := s.Banner()
	text := w.text(said)
	if !any {
		text = ""
	}
	if text == w.sync.banner && (text == "") == !f.banner.Visible() {
		return
	}
	w.sync.banner = text
	switch {
	case text == "":
		f.banner.Clear()
	case s.SignIn:
		f.banner.Ask(text, kit.ToneWarn, w.T("nav.sign_out"), w.SignOut)
	case s.Revoked() && w.mayJoinAgain():
		f.banner.Ask(text, kit.ToneBad, w.T("locked.join"), w.joinLocked)
	case s.Revoked():
		f.banner.Say(text, kit.ToneBad)
	case s.Anew:
		f.banner.Ask(text, kit.ToneWarn, w.T("sync.enrol_anew"), w.enrolAnew)
	default:
		f.banner.Ask(text, kit.ToneWarn, w.T("sync.now"), func() { w.exchange(nil) })
	}
}

// exchange exchanges at once; then is told what came of it.
func (w *Window) exchange(then func(error)) {
	office := w.office
	var report app.SyncReport
	w.Work(w.T("work.syncing"), func(ctx context.Context, _ Progress) (err error) {
		report, err = office.Sync(ctx)
		return err
	}, func(err error) {
		if w.office != office {
			return
		}
		w.exchanged(report, err)
		if then != nil {
			then(err)
		}
	})
}

// showSync opens the panel behind the badge.
func (w *Window) showSync() {
	if !w.sync.state.Joined {
		w.Go(ShareRoute())
		return
	}
	desk, sync := w.desk, w.sync.state
	var panel view.SyncPanel
	w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) (err error) {
		panel, err = view.LoadSyncPanel(ctx, desk, sync)
		return err
	}, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		newSyncDialog(w, panel)
	})
}

// syncDialog is the panel behind the badge: which hub, since when, what waits.
type syncDialog struct {
	w      *Window
	dialog *kit.Dialog
	body   *fyne.Container
	notice *kit.Notice
}

func newSyncDialog(w *Window, p view.SyncPanel) *syncDialog {
	d := &syncDialog{w: w, notice: kit.NewNotice()}
	d.body = kit.NewColumn(12)
	d.dialog = kit.NewDialog(w.T("sync.title"), d.body, w.T("sync.now"), w.T("dialog.close"))
	d.dialog.Width = 620
	d.dialog.OnConfirm = func() bool { d.now(); return false }
	if p.Refused > 0 {
		d.dialog.AddButton(kit.NewButton(w.T("nav.refused", "n", p.RefusedText()), kit.Icon("warning"), func() {
			d.dialog.Close()
			w.Go(RefusedRoute())
		}))
	}
	if p.Carry.Able {
		d.carrying()
	}
	d.draw(p)
	switch {
	case p.Revoked():
		d.notice.Say(w.text(view.Say("sync.banner_revoked")), kit.ToneBad)
		d.dialog.SetVerbEnabled(false)
	case p.Failed != nil:
		d.notice.Say(w.words.Error(p.Failed), kit.ToneWarn)
	}
	w.Show(d.dialog)
	return d
}

func (d *syncDialog) draw(p view.SyncPanel) {
	w := d.w
	var infos []kit.Info
	for _, f := range p.Facts() {
		info := kit.Info{Label: w.T(f.Label), Value: f.Value, Wide: true}
		if info.Value == "" {
			info.Value = w.text(f.Text)
		}
		if f.Warned {
			info.Value, info.Tone = kit.ToneWarn.Sign()+" "+info.Value, kit.ToneWarn
		}
		infos = append(infos, info)
	}
	d.body.Objects = []fyne.CanvasObject{d.notice, kit.NewInfoGrid(infos...), d.waiting(p)}
	if p.Carry.Able {
		d.body.Add(d.carried(p))
	}
	d.body.Refresh()
	d.dialog.Refresh()
}

// waiting lists what waits to be sent.
func (d *syncDialog) waiting(p view.SyncPanel) fyne.CanvasObject {
	if p.Pending == 0 {
		return kit.NewCaption(d.w.T("sync.nothing_waits"), kit.ToneNeutral)
	}
	list := kit.NewColumn(4, boldText(d.w.text(view.Say("sync.pending", "n", p.PendingText()))))
	for _, row := range p.Waiting {
		list.Add(kit.NewText(d.w.T("sync.waiting_row", "at", row.At, "action", string(row.Action), "title", row.Title, "who", row.Who)))
	}
	return list
}

// now exchanges at once and shows how it stands after that.
func (d *syncDialog) now() {
	w := d.w
	d.dialog.SetVerbEnabled(false)
	w.exchange(func(failed error) {
		d.dialog.SetVerbEnabled(true)
		if failed != nil {
			d.notice.Say(w.words.Error(failed), kit.ToneWarn)
		} else {
			r := w.sync.report
			d.notice.Say(w.T("sync.done", "taken", view.Count(r.Taken), "received", view.Count(r.Received)), kit.ToneGood)
		}
		desk, report, err := w.desk, w.sync.report, w.sync.failed
		var panel view.SyncPanel
		w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) error {
			sync, loading := view.LoadSync(ctx, desk, nil, report, err)
			if loading != nil {
				return loading
			}
			panel, loading = view.LoadSyncPanel(ctx, desk, sync)
			return loading
		}, func(err error) {
			if err == nil {
				d.draw(panel)
			}
		})
	})
}

// largeText is a text in the size of headings, for what is read aloud.
func largeText(text string) *canvas.Text {
	t := canvas.NewText(text, theme.Color(theme.ColorNameForeground))
	t.TextSize, t.TextStyle = 26, fyne.TextStyle{Monospace: false, Bold: true}
	return t
}

// boldText is a heading of a few lines, flush with the text below it.
func boldText(text string) fyne.CanvasObject {
	t := kit.NewText(text)
	t.SetBold(true)
	return t
}
