package ui

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2/test"

	"yunban/app/apptest"
)

func TestWork(t *testing.T) {
	office := apptest.New(t, "panjin-2016")

	t.Run("work beside the window hands its error back to it", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.worker.inline = false
		failed, back := errors.New("failed"), make(chan error)
		w.Work("导出", func(_ context.Context, p Progress) error {
			p(1, 2)
			return failed
		}, func(err error) { back <- err })
		if err := <-back; !errors.Is(err, failed) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("work that takes long is shown with how far it has come, and can be stopped", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		stopped := false
		job := &task{title: "正在导出…", cancel: func() { stopped = true }}
		w.worker.appear(job)
		w.worker.advance(job, 1, 4)
		sees(t, w, "正在导出…", "25%", w.T("work.stop"))
		test.Tap(w.frame.status.stop)
		if !stopped {
			t.Error("it was not stopped")
		}
		w.worker.hide(job)
		if w.frame.status.running.Visible() {
			t.Error("it is still shown")
		}
	})
	t.Run("work that is over when its time comes is not shown", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.worker.appear(&task{title: "正在导出…", over: true})
		if w.frame.status.running.Visible() {
			t.Error("it is shown")
		}
	})
	t.Run("a button cannot be pressed again while its work goes on", func(t *testing.T) {
		w := signedIn(t, office.Office, "chenkun")
		w.Go(ListRoute(w.history.visits[0].route.Filter))
		p := page[*listPage](t, w)
		var during, after bool
		w.workFrom(p.export, "导出", func(context.Context, Progress) error {
			during = p.export.Disabled()
			return nil
		}, func(error) { after = p.export.Disabled() })
		if !during || after {
			t.Errorf("disabled during %t, after %t", during, after)
		}
	})
}
