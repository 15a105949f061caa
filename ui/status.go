package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"yunban/ui/kit"
)

// statusLine is the foot of the window: the last thing said, and work that is going on.
type statusLine struct {
	content *fyne.Container
	said    *widget.Label
	what    *widget.Label
	bar     *widget.ProgressBar
	running *fyne.Container
	stop    *kit.Button
	task    *task
}

func newStatusLine(w *Window) *statusLine {
	s := &statusLine{said: widget.NewLabel(""), what: widget.NewLabel(""), bar: widget.NewProgressBar()}
	s.said.Truncation = fyne.TextTruncateEllipsis
	s.stop = kit.NewQuietButton(w.T("work.stop"), nil, func() {
		if s.task != nil {
			s.task.cancel()
		}
	})
	s.running = container.NewHBox(s.what, s.bar, s.stop)
	s.running.Hide()
	s.content = container.NewVBox(widget.NewSeparator(), container.NewBorder(nil, nil, nil, s.running, s.said))
	return s
}

// Say puts a line at the foot of the window: what was done, in passing.
func (w *Window) Say(text string) {
	if w.frame != nil {
		w.frame.status.said.SetText(text)
	}
}

func (w *Window) showTask(t *task) {
	if w.frame == nil {
		if w.gate != nil {
			w.gate.Busy(t.title)
		}
		return
	}
	s := w.frame.status
	s.task = t
	s.what.SetText(t.title)
	if t.all > 0 {
		s.bar.SetValue(float64(t.done) / float64(t.all))
		s.bar.Show()
	} else {
		s.bar.Hide()
	}
	s.running.Show()
	s.content.Refresh()
}

func (w *Window) hideTask(t *task) {
	if w.frame == nil {
		if w.gate != nil {
			w.gate.Busy("")
		}
		return
	}
	if w.frame.status.task != t {
		return
	}
	w.frame.status.task = nil
	w.frame.status.running.Hide()
	w.frame.status.content.Refresh()
}
