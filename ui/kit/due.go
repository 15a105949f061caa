package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Due says how much time is left, in words and a tone, with the ground for it below: 剩余 2 个工作日, and under it the
// limit, its length and its article.
type Due struct {
	widget.BaseWidget
	icon   *widget.Icon
	left   *Entry
	reason *Entry
	tone   Tone
}

// NewDue makes a clock without words.
func NewDue() *Due {
	d := &Due{icon: widget.NewIcon(Icon("clock")), left: NewText(""), reason: NewCaption("", ToneNeutral)}
	d.left.style.Bold = true
	d.ExtendBaseWidget(d)
	return d
}

// Set changes what it says. Late and soon have icons of their own, so that colour is not alone.
func (d *Due) Set(left, reason string, tone Tone) {
	d.tone = tone
	d.left.tone = tone
	d.left.SetValue(left)
	d.reason.SetValue(reason)
	show(d.reason, reason != "")
	name := "clock"
	if tone == ToneBad || tone == ToneWarn {
		name = "warning"
	}
	d.icon.SetResource(ToneIcon(name, tone))
	d.Refresh()
}

// Refresh takes the theme's colours.
func (d *Due) Refresh() {
	d.left.Refresh()
	d.reason.Refresh()
	d.BaseWidget.Refresh()
}

// CreateRenderer puts the icon before the words.
func (d *Due) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(beside{}, d.icon, NewColumn(2, d.left, d.reason)))
}
