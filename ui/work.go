package ui

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
)

// slow is how long work may take before the window shows that it is going on.
const slow = 200 * time.Millisecond

// Progress tells the window how far a piece of work has come. It may be called from the work's own goroutine.
type Progress func(done, all int)

// worker runs work beside the window. This file is the only home of goroutines and of fyne.Do: everything else in
// this package runs on the window's own goroutine.
type worker struct {
	inline  bool // at once, in the caller's goroutine: for tests, where fyne.Do is not in order
	show    func(*task)
	hide    func(*task)
	planned func() // inline: what would have come later
}

// task is one piece of work that is going on.
type task struct {
	title     string
	cancel    context.CancelFunc
	done, all int
	visible   bool
	over      bool
}

// Work does something that may take long: do runs beside the window and must not touch it, then is called in the
// window with do's error. When it takes longer than 200 ms the window shows the title, how far it has come, and a
// button to stop it.
func (w *Window) Work(title string, do func(context.Context, Progress) error, then func(error)) {
	ctx, cancel := context.WithCancel(context.Background())
	t := &task{title: title, cancel: cancel}
	if w.worker.inline {
		err := do(ctx, func(int, int) {})
		cancel()
		then(err)
		return
	}
	later := time.AfterFunc(slow, func() { fyne.Do(func() { w.worker.appear(t) }) })
	go func() {
		err := do(ctx, func(done, all int) { fyne.Do(func() { w.worker.advance(t, done, all) }) })
		later.Stop()
		stopped := ctx.Err() != nil
		cancel()
		fyne.Do(func() {
			t.over = true
			w.worker.hide(t)
			if stopped && errors.Is(err, context.Canceled) {
				w.Say(w.T("work.stopped", "what", t.title))
			}
			then(err)
		})
	}()
}

// stopped reports whether work ended because somebody stopped it; that is said at the foot of the window already.
func stopped(err error) bool { return errors.Is(err, context.Canceled) }

// workFrom works for a button, which cannot be pressed again meanwhile.
func (w *Window) workFrom(b fyne.Disableable, title string, do func(context.Context, Progress) error, then func(error)) {
	b.Disable()
	w.Work(title, do, func(err error) {
		b.Enable()
		then(err)
	})
}

func (k *worker) appear(t *task) {
	if !t.over {
		t.visible = true
		k.show(t)
	}
}

func (k *worker) advance(t *task, done, all int) {
	t.done, t.all = done, all
	if t.visible && !t.over {
		k.show(t)
	}
}

// every calls f in the window again and again until the context ends.
func (k *worker) every(ctx context.Context, d time.Duration, f func()) {
	if k.inline {
		return
	}
	go func() {
		tick := time.NewTicker(d)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				fyne.Do(f)
			}
		}
	}()
}

// beside runs something that goes on until the context ends. What it hands to tell is called in the window, as long as
// the context lasts. Inline nothing goes on: a test tells what has happened.
func (k *worker) beside(ctx context.Context, run func(tell func(f func()))) {
	if k.inline {
		return
	}
	go run(func(f func()) {
		fyne.Do(func() {
			if ctx.Err() == nil {
				f()
			}
		})
	})
}

// later calls f in the window after a while, once; what it gives takes the plan back. Inline nothing comes by itself:
// a test says when the time has passed.
func (w *Window) later(d time.Duration, f func()) (cancel func()) {
	if w.worker.inline {
		w.worker.planned = f
		return func() { w.worker.planned = nil }
	}
	off := false
	timer := time.AfterFunc(d, func() {
		fyne.Do(func() {
			if !off {
				f()
			}
		})
	})
	return func() { off = true; timer.Stop() }
}
