package kit

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// StepState is where a step of a procedure stands.
type StepState int

// The states of a step.
const (
	StepNext StepState = iota
	StepDone
	StepNow
	StepRefused
)

// Step is one stage of a procedure, with up to two lines under it: when, and by whom.
type Step struct {
	Title     string
	When, Who string
	State     StepState
}

// Stepper is the stage line of a procedure. Done stages bear a tick, the present one its number on a filled ground, a
// refused one a cross.
type Stepper struct {
	widget.BaseWidget
	steps []Step
}

// NewStepper makes a stage line.
func NewStepper(steps ...Step) *Stepper {
	s := &Stepper{steps: steps}
	s.ExtendBaseWidget(s)
	return s
}

// SetSteps changes the stages.
func (s *Stepper) SetSteps(steps ...Step) {
	s.steps = steps
	s.Refresh()
}

// CreateRenderer draws the line.
func (s *Stepper) CreateRenderer() fyne.WidgetRenderer {
	r := &stepperRenderer{stepper: s}
	r.Refresh()
	return r
}

const stepCircle = 24

type stepperRenderer struct {
	stepper *Stepper
	marks   []stepMark
	objects []fyne.CanvasObject
}

type stepMark struct {
	circle           *canvas.Circle
	line             *canvas.Line // to the next
	number           *canvas.Text
	icon             *canvas.Image
	title, when, who *canvas.Text
}

func (r *stepperRenderer) Destroy()                     {}
func (r *stepperRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *stepperRenderer) MinSize() fyne.Size {
	line := metricsFor(theme.TextSize(), fyne.TextStyle{}).lineHeight()
	small := metricsFor(theme.CaptionTextSize(), fyne.TextStyle{}).lineHeight()
	return fyne.NewSize(float32(len(r.stepper.steps))*line*3.5, stepCircle+8+line+2*small)
}

func (r *stepperRenderer) Refresh() {
	for len(r.marks) < len(r.stepper.steps) {
		r.marks = append(r.marks, stepMark{
			circle: canvas.NewCircle(color.Transparent), line: canvas.NewLine(color.Transparent),
			number: canvas.NewText("", nil), icon: canvas.NewImageFromResource(nil),
			title: canvas.NewText("", nil), when: canvas.NewText("", nil), who: canvas.NewText("", nil),
		})
	}
	r.marks = r.marks[:len(r.stepper.steps)]
	r.objects = r.objects[:0]
	for _, m := range r.marks {
		r.objects = append(r.objects, m.line)
	}
	for _, m := range r.marks {
		r.objects = append(r.objects, m.circle, m.number, m.icon, m.title, m.when, m.who)
	}
	r.Layout(r.stepper.Size())
	canvas.Refresh(r.stepper)
}

func (r *stepperRenderer) Layout(size fyne.Size) {
	if len(r.marks) == 0 {
		return
	}
	wide := size.Width / float32(len(r.marks))
	for i, m := range r.marks {
		r.place(m, r.stepper.steps[i], i, wide)
		show(m.line, i+1 < len(r.marks))
	}
}

func (r *stepperRenderer) place(m stepMark, step Step, i int, wide float32) {
	x := wide*float32(i) + wide/2
	fill, stroke, ink := step.colors()
	m.circle.FillColor, m.circle.StrokeColor, m.circle.StrokeWidth = fill, stroke, 2
	m.circle.Move(fyne.NewPos(x-stepCircle/2, 0))
	m.circle.Resize(fyne.NewSquareSize(stepCircle))
	m.circle.Refresh()

	m.line.StrokeColor, m.line.StrokeWidth = theme.Color(theme.ColorNameInputBorder), 2
	if step.State == StepDone {
		m.line.StrokeColor = theme.Color(theme.ColorNamePrimary)
	}
	m.line.Position1 = fyne.NewPos(x+stepCircle/2+6, stepCircle/2)
	m.line.Position2 = fyne.NewPos(x+wide-stepCircle/2-6, stepCircle/2)
	m.line.Refresh()

	m.sign(step, i, x, ink)
	body := metricsFor(theme.TextSize(), fyne.TextStyle{Bold: step.State == StepNow})
	small := metricsFor(theme.CaptionTextSize(), fyne.TextStyle{})
	titleInk := theme.Color(theme.ColorNameForeground)
	switch step.State {
	case StepNext:
		titleInk = theme.Color(theme.ColorNamePlaceHolder)
	case StepRefused:
		titleInk = theme.Color(theme.ColorNameError)
	}
	y := float32(stepCircle + 4)
	centred(m.title, step.Title, titleInk, body, x, y, wide-8)
	y += body.lineHeight()
	quiet := theme.Color(theme.ColorNamePlaceHolder)
	centred(m.when, step.When, quiet, small, x, y, wide-8)
	centred(m.who, step.Who, quiet, small, x, y+small.lineHeight(), wide-8)
}

// sign puts a tick, a cross or the number into the circle.
func (m stepMark) sign(step Step, i int, x float32, ink fyne.ThemeColorName) {
	name := map[StepState]string{StepDone: "check", StepRefused: "close"}[step.State]
	show(m.icon, name != "")
	show(m.number, name == "")
	if name != "" {
		m.icon.Resource = theme.NewColoredResource(picture(name), ink)
		m.icon.FillMode = canvas.ImageFillContain
		m.icon.Resize(fyne.NewSquareSize(14))
		m.icon.Move(fyne.NewPos(x-7, stepCircle/2-7))
		m.icon.Refresh()
		return
	}
	small := metricsFor(theme.CaptionTextSize(), fyne.TextStyle{Bold: true})
	centred(m.number, strconv.Itoa(i+1), theme.Color(ink), small, x, (stepCircle-small.lineHeight())/2, stepCircle)
}

func (s Step) colors() (fill, stroke color.Color, ink fyne.ThemeColorName) {
	primary := theme.Color(theme.ColorNamePrimary)
	switch s.State {
	case StepDone:
		return ToneInfo.wash(), primary, theme.ColorNamePrimary
	case StepNow:
		return primary, primary, theme.ColorNameForegroundOnPrimary
	case StepRefused:
		bad := theme.Color(theme.ColorNameError)
		return bad, bad, theme.ColorNameForegroundOnError
	}
	return color.Transparent, theme.Color(theme.ColorNameInputBorder), theme.ColorNamePlaceHolder
}

// centred writes a text around x, cut to a width.
func centred(t *canvas.Text, s string, ink color.Color, m *metrics, x, y, width float32) {
	s = m.fit(s, width)
	setText(t, s, ink, m.size, m.style)
	used := m.exact(s)
	t.Move(fyne.NewPos(x-used/2, y))
	t.Resize(fyne.NewSize(used, m.lineHeight()))
}
