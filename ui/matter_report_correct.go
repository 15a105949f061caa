package ui

import (
	"context"
	"strconv"
	"strings"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// correctReport opens the correction of a report whose table is too long for its page.
func (w *Window) correctReport(words string, r *view.Report, then func(model.Event)) {
	w.Work(w.T("work.loading"), func(ctx context.Context, _ Progress) error { return r.Load(ctx) }, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		w.openCorrection(words, r, then)
	})
}

func (w *Window) openCorrection(words string, r *view.Report, then func(model.Event)) *reportPart {
	p := w.openReport(words, r)
	p.d.then = then
	p.d.taking = func() {
		if p.r.Usage().Name == "" { // its table stays as it is
			p.d.take()
			return
		}
		p.ask()
	}
	return p
}

// tellFiled says how many reports were filed or received, and which were not, with the reason.
func (w *Window) tellFiled(filed []app.FiledReport, key string) {
	done := 0
	var failed []string
	for _, f := range filed {
		if f.Err == nil {
			done++
			continue
		}
		failed = append(failed, f.Name+"："+w.words.Error(f.Err))
	}
	w.Refresh()
	w.Say(w.T(key, "n", strconv.Itoa(done)))
	if len(failed) > 0 {
		w.Show(kit.NewDialog(w.T("reports.not_all"), kit.NewText(strings.Join(failed, "\n")), w.T("error.understood"), ""))
	}
}

// receiveAll acknowledges every monthly report that waits for this person.
func (p *mattersPage) receiveAll() {
	w, desk := p.w, p.w.desk
	var received []app.FiledReport
	w.Work(w.T("work.saving"), func(ctx context.Context, progress Progress) (err error) {
		received, err = view.ReceiveReports(ctx, desk, progress)
		return err
	}, func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		w.tellFiled(received, "reports.received")
	})
}
