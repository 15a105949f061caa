package kit

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Dialog is a modal sheet inside the window: a title, a content and the verb that will be done. Esc cancels, Enter
// confirms unless a field of several lines has the focus. What is higher than the window scrolls.
type Dialog struct {
	widget.BaseWidget

	Title        string
	Content      fyne.CanvasObject
	Verb, Cancel string  // an empty Cancel leaves a dialog with one button
	Danger       bool    // the verb cannot be taken back: it is red, and Enter is not on it from the start
	Width        float32 // 0: 520
	OnConfirm    func() bool
	OnCancel     func()
	OnDropped    func(at fyne.Position, paths []string) // takes files dropped onto it; nil takes none

	canvas fyne.Canvas
	verb   *Button
	cancel *Button
	extra  []fyne.CanvasObject
	scroll *Scroll
	before func(*fyne.KeyEvent) // the window's own keys, under the first dialog
}

// open are the dialogs on a screen, the topmost last.
var open []*Dialog

// NewDialog makes a dialog. OnConfirm decides by its answer whether it closes; without one it closes.
func NewDialog(title string, content fyne.CanvasObject, verb, cancel string) *Dialog {
	d := &Dialog{Title: title, Content: content, Verb: verb, Cancel: cancel}
	d.ExtendBaseWidget(d)
	d.verb = NewPrimaryButton(verb, nil, d.Confirm)
	d.cancel = NewButton(cancel, nil, d.Dismiss)
	return d
}

// DialogOpen tells whether a dialog lies over the canvas: commands of the window should then wait.
func DialogOpen(c fyne.Canvas) bool {
	return topDialog(c) != nil
}

// ConfirmTop does what the verb of the topmost dialog says, and answers whether there is a dialog.
func ConfirmTop(c fyne.Canvas) bool {
	d := topDialog(c)
	if d != nil {
		d.Confirm()
	}
	return d != nil
}

// DropTop gives dropped files to the topmost dialog, never to what lies under it. open tells whether there is one, and
// taken whether it takes files.
func DropTop(c fyne.Canvas, at fyne.Position, paths []string) (open, taken bool) {
	d := topDialog(c)
	if d == nil {
		return false, false
	}
	if d.OnDropped != nil {
		d.OnDropped(at, paths)
	}
	return true, d.OnDropped != nil
}

func topDialog(c fyne.Canvas) *Dialog {
	for i := len(open) - 1; i >= 0; i-- {
		if open[i].canvas == c {
			return open[i]
		}
	}
	return nil
}

// AddButton puts another button at the left of the row.
func (d *Dialog) AddButton(b fyne.CanvasObject) { d.extra = append(d.extra, b) }

// SetVerbEnabled greys the verb out, or not.
func (d *Dialog) SetVerbEnabled(on bool) {
	if on {
		d.verb.Enable()
	} else {
		d.verb.Disable()
	}
}

// Open lays the dialog over the window and puts the focus on its first field.
func (d *Dialog) Open(c fyne.Canvas) {
	if d.canvas != nil {
		return
	}
	d.verb.SetText(d.Verb)
	d.cancel.SetText(d.Cancel)
	if d.Danger {
		d.verb.Importance = widget.DangerImportance
		d.verb.Refresh()
	}
	d.canvas = c
	if topDialog(c) == nil {
		d.before = c.OnTypedKey()
		c.SetOnTypedKey(func(key *fyne.KeyEvent) { topDialog(c).key(key) })
	}
	open = append(open, d)
	c.Overlays().Add(d)
	d.Resize(c.Size())
	d.focusFirst()
}

func (d *Dialog) focusFirst() {
	d.canvas.FocusNext()
	focused := d.canvas.Focused()
	isButton := focused == fyne.Focusable(d.cancel) || focused == fyne.Focusable(d.verb) || focused == nil ||
		slices.ContainsFunc(d.extra, func(o fyne.CanvasObject) bool { return any(o) == any(focused) })
	switch {
	case !isButton:
	case d.Danger && d.Cancel != "":
		d.canvas.Focus(d.cancel)
	default:
		d.canvas.Focus(d.verb)
	}
}

// Close takes the dialog away without calling anything.
func (d *Dialog) Close() {
	c := d.canvas
	if c == nil {
		return
	}
	d.canvas = nil
	for i, other := range open {
		if other == d {
			open = append(open[:i], open[i+1:]...)
			break
		}
	}
	c.Overlays().Remove(d)
	if next := topDialog(c); next == nil {
		c.SetOnTypedKey(d.before)
	} else if next.before == nil {
		next.before = d.before
	}
}

// Confirm does what the verb says.
func (d *Dialog) Confirm() {
	if d.verb.Disabled() {
		return
	}
	if d.OnConfirm == nil || d.OnConfirm() {
		d.Close()
	}
}

// Dismiss does nothing and closes.
func (d *Dialog) Dismiss() {
	d.Close()
	if d.OnCancel != nil {
		d.OnCancel()
	}
}

func (d *Dialog) key(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyEscape:
		d.Dismiss()
	case fyne.KeyReturn, fyne.KeyEnter:
		if !d.Danger {
			d.Confirm()
		}
	}
}

// Tapped keeps a tap beside the sheet from reaching the window.
func (d *Dialog) Tapped(*fyne.PointEvent) {}

// TappedSecondary keeps a right click beside the sheet from reaching the window.
func (d *Dialog) TappedSecondary(*fyne.PointEvent) {}

// CreateRenderer draws the dimmed window and the sheet.
func (d *Dialog) CreateRenderer() fyne.WidgetRenderer {
	d.scroll = NewScroll(container.New(gutter{}, d.Content))
	r := &dialogRenderer{dialog: d,
		dim:   canvas.NewRectangle(color.Transparent),
		sheet: canvas.NewRectangle(color.Transparent),
		rule:  canvas.NewRectangle(color.Transparent),
		title: canvas.NewText(d.Title, color.Transparent),
	}
	r.objects = []fyne.CanvasObject{r.dim, r.sheet, r.rule, r.title, d.scroll}
	r.objects = append(r.objects, d.extra...)
	if d.Cancel != "" {
		r.objects = append(r.objects, d.cancel)
	}
	r.objects = append(r.objects, d.verb)
	r.Refresh()
	return r
}

type dialogRenderer struct {
	dialog           *Dialog
	dim, sheet, rule *canvas.Rectangle
	title            *canvas.Text
	objects          []fyne.CanvasObject
}

func (r *dialogRenderer) Destroy()                     {}
func (r *dialogRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *dialogRenderer) MinSize() fyne.Size           { return fyne.NewSize(200, 120) }

func (r *dialogRenderer) Refresh() {
	r.dim.FillColor = theme.Color(theme.ColorNameShadow)
	r.sheet.FillColor = theme.Color(theme.ColorNameOverlayBackground)
	r.sheet.StrokeColor, r.sheet.StrokeWidth = theme.Color(theme.ColorNameSeparator), 1
	r.sheet.CornerRadius = 8
	r.rule.FillColor = theme.Color(theme.ColorNameSeparator)
	setText(r.title, r.dialog.Title, theme.Color(theme.ColorNameForeground), theme.TextSubHeadingSize(),
		fyne.TextStyle{Bold: true})
	if size := r.dialog.Size(); size.Width > 0 {
		r.Layout(size) // its content may have grown
	}
	canvas.Refresh(r.dialog)
}

// Layout gives the sheet the height of its content, as far as the window has it.
func (r *dialogRenderer) Layout(size fyne.Size) {
	d := r.dialog
	const margin, pad = 24, 20
	width := d.Width
	if width == 0 {
		width = 520
	}
	width = min(width, size.Width-2*margin)
	inner := width - 2*pad
	head := r.title.MinSize().Height + 2*14
	foot := d.verb.MinSize().Height + 2*12
	body := heightAt(d.Content, inner) + 4
	height := min(head+body+foot+8, size.Height-2*margin)
	at := fyne.NewPos((size.Width-width)/2, (size.Height-height)/2)

	r.dim.Resize(size)
	r.sheet.Move(at)
	r.sheet.Resize(fyne.NewSize(width, height))
	r.title.Move(at.AddXY(pad, 14))
	r.title.Resize(r.title.MinSize())
	d.scroll.Move(at.AddXY(pad-gutterWidth, head))
	d.scroll.Resize(fyne.NewSize(inner+2*gutterWidth, height-head-foot-8))
	r.rule.Move(at.AddXY(0, height-foot))
	r.rule.Resize(fyne.NewSize(width, 1))
	r.buttons(at.AddXY(0, height-foot+12), width, pad)
}

// buttons stand at the right, the verb last; those of the caller at the left.
func (r *dialogRenderer) buttons(at fyne.Position, width, pad float32) {
	d := r.dialog
	x := at.X + width - pad
	place := func(b *Button) {
		size := b.MinSize()
		size.Width = max(size.Width, 88)
		x -= size.Width
		b.Resize(size)
		b.Move(fyne.NewPos(x, at.Y))
		x -= 10
	}
	place(d.verb)
	if d.Cancel != "" {
		place(d.cancel)
	}
	left := at.X + pad
	for _, o := range d.extra {
		o.Resize(o.MinSize())
		o.Move(fyne.NewPos(left, at.Y))
		left += o.MinSize().Width + 10
	}
}
