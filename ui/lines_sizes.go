package ui

import (
	"fyne.io/fyne/v2"

	"yunban/ui/kit"
	"yunban/ui/view"
)

// offerSizes offers the usual sizes of the selected line, where its resource has some. Others are typed.
func (l *linesPart) offerSizes() {
	labels, _ := l.p.in.Sizes(l.at)
	if len(labels) == 0 {
		return
	}
	at := l.at
	l.sizes = kit.NewPresets(labels)
	l.sizes.OnTaken = func(size int) {
		l.p.in.TakeSize(at, size)
		for _, id := range []string{"vcpu", "memory_gb"} {
			l.form.Row(id).Field.SetValue(l.p.in.Rows()[at].Values[id])
			l.p.in.Leave(view.CellField(at, id))
		}
		l.p.edited()
	}
	l.markSize()
}

// markSize marks the usual size that the selected line has.
func (l *linesPart) markSize() {
	if l.sizes != nil {
		_, chosen := l.p.in.Sizes(l.at)
		l.sizes.Choose(chosen)
	}
}

// fields are the fields of the selected line, under the usual sizes.
func (l *linesPart) fields() fyne.CanvasObject {
	if l.sizes == nil {
		return l.form
	}
	return kit.NewColumn(6, kit.NewCaption(l.p.w.T("lines.sizes"), kit.ToneNeutral), l.sizes, l.form)
}
