package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Tone is how good or bad a thing is. It always comes with a word and a sign of its own, never as colour alone.
type Tone int

// The tones, from nothing to say to something that must be seen to.
const (
	ToneNone    Tone = iota
	ToneNeutral      // waiting, past, without a limit
	ToneInfo         // going on
	ToneGood         // done, in time
	ToneWarn         // soon due, provisional
	ToneBad          // overdue, refused
)

// Sign is the mark that stands for the tone where colours cannot be told apart. All are in GB 2312.
func (t Tone) Sign() string {
	return [...]string{"", "○", "●", "◆", "▲", "■"}[t]
}

// ColorName is the theme's colour for words of this tone.
func (t Tone) ColorName() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{theme.ColorNameForeground, theme.ColorNamePlaceHolder, theme.ColorNamePrimary,
		theme.ColorNameSuccess, theme.ColorNameWarning, theme.ColorNameError}[t]
}

func (t Tone) ink() color.Color { return theme.Color(t.ColorName()) }

// WashAlpha is how strongly a tone colours the ground under its own words.
const WashAlpha = 0x1C

// wash is the ground for words of this tone: a breath of the same colour.
func (t Tone) wash() color.Color {
	if t == ToneNone {
		return color.Transparent
	}
	c := color.NRGBAModel.Convert(t.ink()).(color.NRGBA)
	c.A = WashAlpha
	return c
}
