package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// tapIcon is an icon to tap that takes no part in the Tab order: the keyboard has its own way.
type tapIcon struct {
	widget.BaseWidget
	icon   *widget.Icon
	tapped func()
}

func newTapIcon(res fyne.Resource, tapped func()) *tapIcon {
	i := &tapIcon{icon: widget.NewIcon(res), tapped: tapped}
	i.ExtendBaseWidget(i)
	return i
}

// Tapped does what the icon is for.
func (i *tapIcon) Tapped(*fyne.PointEvent) { i.tapped() }

// Cursor is a hand.
func (i *tapIcon) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MinSize is the icon with air around it.
func (i *tapIcon) MinSize() fyne.Size {
	return fyne.NewSize(theme.IconInlineSize()+2*theme.InnerPadding(), theme.IconInlineSize())
}

// CreateRenderer keeps the icon at its size in the middle.
func (i *tapIcon) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(fixedIcon{theme.IconInlineSize()}, i.icon))
}
