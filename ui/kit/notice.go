package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Notice is a strip that says what has just happened, or what is the matter with this page: an icon and words on a ground
// of the tone, perhaps a button, and a cross to put it away. It is hidden while it says nothing.
type Notice struct {
	widget.BaseWidget
	tone   Tone
	icon   *widget.Icon
	text   *Entry
	action *Button
	cross  *tapIcon
}

// NewNotice makes a hidden notice.
func NewNotice() *Notice {
	n := &Notice{icon: widget.NewIcon(Icon("info")), text: NewText(""), action: NewQuietButton("", nil, nil)}
	n.cross = newTapIcon(Icon("close"), n.Clear)
	n.action.Hide()
	n.ExtendBaseWidget(n)
	n.Hide()
	return n
}

// Say shows words.
func (n *Notice) Say(text string, tone Tone) { n.Ask(text, tone, "", nil) }

// Ask shows words with a button.
func (n *Notice) Ask(text string, tone Tone, verb string, do func()) {
	n.tone = tone
	n.text.SetValue(text)
	name := map[Tone]string{ToneGood: "accept", ToneWarn: "warning", ToneBad: "error"}[tone]
	if name == "" {
		name = "info"
	}
	n.icon.SetResource(ToneIcon(name, tone))
	n.action.SetText(verb)
	n.action.OnTapped = do
	show(n.action, verb != "")
	n.Show()
	n.Refresh()
}

// Clear puts it away.
func (n *Notice) Clear() {
	n.text.SetValue("")
	n.Hide()
}

// Text is what it says.
func (n *Notice) Text() string { return n.text.Value() }

// CreateRenderer draws the strip.
func (n *Notice) CreateRenderer() fyne.WidgetRenderer {
	r := &noticeRenderer{notice: n, ground: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type noticeRenderer struct {
	notice *Notice
	ground *canvas.Rectangle
}

func (r *noticeRenderer) Destroy() {}

func (r *noticeRenderer) Objects() []fyne.CanvasObject {
	n := r.notice
	return []fyne.CanvasObject{r.ground, n.icon, n.text, n.action, n.cross}
}

func (r *noticeRenderer) MinSize() fyne.Size {
	line := metricsFor(theme.TextSize(), fyne.TextStyle{}).lineHeight()
	high := max(r.notice.text.MinSize().Height, line) + 16
	if r.notice.action.Visible() {
		high = max(high, r.notice.action.MinSize().Height+4)
	}
	return fyne.NewSize(200, high)
}

func (r *noticeRenderer) Layout(size fyne.Size) {
	n := r.notice
	side := theme.IconInlineSize()
	r.ground.Resize(size)
	n.icon.Resize(fyne.NewSquareSize(side))
	n.icon.Move(fyne.NewPos(12, (size.Height-side)/2))
	cross := n.cross.MinSize()
	right := size.Width - cross.Width
	n.cross.Resize(fyne.NewSize(cross.Width, size.Height))
	n.cross.Move(fyne.NewPos(right, 0))
	if n.action.Visible() {
		b := n.action.MinSize()
		right -= b.Width + 4
		n.action.Resize(b)
		n.action.Move(fyne.NewPos(right, (size.Height-b.Height)/2))
	}
	x := 12 + side + 8
	high := heightAt(n.text, right-x-8)
	n.text.Move(fyne.NewPos(x, (size.Height-high)/2))
	n.text.Resize(fyne.NewSize(right-x-8, high))
}

func (r *noticeRenderer) Refresh() {
	r.ground.FillColor, r.ground.CornerRadius = r.notice.tone.wash(), 4
	r.ground.StrokeColor, r.ground.StrokeWidth = r.notice.tone.ink(), 1
	r.ground.Refresh()
	r.Layout(r.notice.Size())
	canvas.Refresh(r.notice)
}
