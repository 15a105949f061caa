package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Presets is a row of usual values to take by one tap, going on below where the width is full. It is one stop of the
// keyboard: Left and Right move, Enter or Space takes.
type Presets struct {
	widget.BaseWidget
	OnTaken func(i int)

	words   []string
	chosen  int // the one that holds now; -1 for none
	marked  int // where the keyboard or the mouse is
	focused bool
	width   float32 // when it was last laid out
}

var (
	_ fyne.Focusable    = (*Presets)(nil)
	_ desktop.Hoverable = (*Presets)(nil)
)

// NewPresets makes a row of values, none of them chosen.
func NewPresets(words []string) *Presets {
	p := &Presets{words: words, chosen: -1, marked: -1}
	p.ExtendBaseWidget(p)
	return p
}

// Choose marks the value that holds; -1 for none of them.
func (p *Presets) Choose(i int) {
	if p.chosen != i {
		p.chosen = i
		p.Refresh()
	}
}

// Chosen is the value that holds; -1 for none of them.
func (p *Presets) Chosen() int { return p.chosen }

func (p *Presets) take(i int) {
	if i >= 0 && i < len(p.words) && p.OnTaken != nil {
		p.OnTaken(i)
	}
}

// Tapped takes the value under the mouse.
func (p *Presets) Tapped(e *fyne.PointEvent) { p.take(p.at(e.Position)) }

// MouseIn marks the value under the mouse.
func (p *Presets) MouseIn(e *desktop.MouseEvent) { p.mark(p.at(e.Position)) }

// MouseMoved marks the value under the mouse.
func (p *Presets) MouseMoved(e *desktop.MouseEvent) { p.mark(p.at(e.Position)) }

// MouseOut marks none.
func (p *Presets) MouseOut() { p.mark(-1) }

func (p *Presets) mark(i int) {
	if p.marked != i {
		p.marked = i
		p.Refresh()
	}
}

// FocusGained marks the value that holds, or the first.
func (p *Presets) FocusGained() {
	p.focused = true
	p.marked = max(0, p.chosen)
	p.Refresh()
	reveal(p)
}

// FocusLost marks none.
func (p *Presets) FocusLost() {
	p.focused, p.marked = false, -1
	p.Refresh()
}

// TypedRune does nothing.
func (p *Presets) TypedRune(rune) {}

// TypedKey moves the mark or takes the marked value.
func (p *Presets) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyLeft:
		p.mark(max(0, p.marked-1))
	case fyne.KeyRight:
		p.mark(min(len(p.words)-1, p.marked+1))
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.take(p.marked)
	default:
		passKey(p, key)
	}
}

// at is the value at a place; -1 for none.
func (p *Presets) at(place fyne.Position) int {
	for i, box := range p.boxes() {
		if within(place, box.at, box.size) {
			return i
		}
	}
	return -1
}

const presetGap = 6

// box is where a value stands.
type box struct {
	at   fyne.Position
	size fyne.Size
}

// boxes places the values in the present width.
func (p *Presets) boxes() []box {
	m := metricsFor(theme.TextSize(), fyne.TextStyle{})
	out := make([]box, len(p.words))
	at := fyne.NewPos(0, 0)
	for i, word := range p.words {
		size := fyne.NewSize(m.exact(word)+2*theme.InnerPadding(), m.lineHeight()+6)
		if at.X > 0 && p.width > 0 && at.X+size.Width > p.width {
			at = fyne.NewPos(0, at.Y+size.Height+presetGap)
		}
		out[i] = box{at, size}
		at.X += size.Width + presetGap
	}
	return out
}

// MinSize is the height that the values need in the present width.
func (p *Presets) MinSize() fyne.Size {
	boxes := p.boxes()
	if len(boxes) == 0 {
		return fyne.NewSize(0, 0)
	}
	last := boxes[len(boxes)-1]
	return fyne.NewSize(last.size.Width, last.at.Y+last.size.Height)
}

// OneLine is the width at which all values stand in one line.
func (p *Presets) OneLine() float32 {
	m := metricsFor(theme.TextSize(), fyne.TextStyle{Bold: true})
	var width float32
	for _, word := range p.words {
		width += m.exact(word) + 2*theme.InnerPadding() + presetGap
	}
	return width
}

// Resize notes the width, which decides the height.
func (p *Presets) Resize(size fyne.Size) {
	p.width = size.Width
	p.BaseWidget.Resize(size)
}

// CreateRenderer draws the values.
func (p *Presets) CreateRenderer() fyne.WidgetRenderer {
	r := &presetsRenderer{presets: p}
	for range p.words {
		r.grounds = append(r.grounds, canvas.NewRectangle(color.Transparent))
		r.texts = append(r.texts, canvas.NewText("", nil))
	}
	r.Refresh()
	return r
}

type presetsRenderer struct {
	presets *Presets
	grounds []*canvas.Rectangle
	texts   []*canvas.Text
}

func (r *presetsRenderer) Destroy()           {}
func (r *presetsRenderer) MinSize() fyne.Size { return r.presets.MinSize() }

func (r *presetsRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for i := range r.grounds {
		all = append(all, r.grounds[i], r.texts[i])
	}
	return all
}

func (r *presetsRenderer) Layout(fyne.Size) {
	for i, box := range r.presets.boxes() {
		r.grounds[i].Move(box.at)
		r.grounds[i].Resize(box.size)
		r.texts[i].Move(box.at.AddXY(theme.InnerPadding(), 3))
		r.texts[i].Resize(box.size.SubtractWidthHeight(2*theme.InnerPadding(), 6))
	}
}

func (r *presetsRenderer) Refresh() {
	p := r.presets
	for i, ground := range r.grounds {
		ground.CornerRadius, ground.StrokeWidth = 4, 1
		ground.FillColor, ground.StrokeColor = color.Transparent, theme.Color(theme.ColorNameInputBorder)
		style := fyne.TextStyle{Bold: i == p.chosen}
		if i == p.chosen {
			ground.FillColor, ground.StrokeColor = theme.Color(theme.ColorNameSelection), theme.Color(theme.ColorNamePrimary)
		}
		if i == p.marked {
			ground.FillColor = theme.Color(theme.ColorNameHover)
		}
		if i == p.marked && p.focused {
			ground.StrokeWidth, ground.StrokeColor = 2, theme.Color(theme.ColorNamePrimary)
		}
		ground.Refresh()
		setText(r.texts[i], p.words[i], theme.Color(theme.ColorNameForeground), theme.TextSize(), style)
	}
	r.Layout(p.Size())
	canvas.Refresh(p)
}
