package ui

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"yunban/ui/kit"
)

func TestTheme(t *testing.T) {
	t.Run("every text colour is readable on every ground, light and dark", func(t *testing.T) {
		inks := []fyne.ThemeColorName{theme.ColorNameForeground, theme.ColorNamePlaceHolder, theme.ColorNamePrimary,
			theme.ColorNameError, theme.ColorNameWarning, theme.ColorNameSuccess, theme.ColorNameHyperlink}
		grounds := []fyne.ThemeColorName{theme.ColorNameBackground, theme.ColorNameInputBackground,
			theme.ColorNameOverlayBackground, theme.ColorNameMenuBackground}
		for _, look := range []Appearance{AppearanceLight, AppearanceDark} {
			th := NewTheme(look, nil, nil)
			for _, ink := range inks {
				for _, ground := range grounds {
					if got := contrast(th.Color(ink, 0), th.Color(ground, 0)); got < 4.5 {
						t.Errorf("%s: %s on %s has a contrast of %.2f, want 4.5", look, ink, ground, got)
					}
				}
			}
			pairs := map[fyne.ThemeColorName]fyne.ThemeColorName{
				theme.ColorNameForegroundOnPrimary: theme.ColorNamePrimary,
				theme.ColorNameForegroundOnError:   theme.ColorNameError,
				theme.ColorNameForegroundOnWarning: theme.ColorNameWarning,
				theme.ColorNameForegroundOnSuccess: theme.ColorNameSuccess,
			}
			for ink, ground := range pairs {
				if got := contrast(th.Color(ink, 0), th.Color(ground, 0)); got < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f, want 4.5", look, ink, ground, got)
				}
			}
			if got := contrast(th.Color(theme.ColorNameInputBorder, 0), th.Color(theme.ColorNameInputBackground, 0)); got < 3 {
				t.Errorf("%s: a field's border has a contrast of %.2f, want 3", look, got)
			}
		}
	})
	t.Run("the word of a status is readable on the wash of its own tone", func(t *testing.T) {
		for _, look := range []Appearance{AppearanceLight, AppearanceDark} {
			th := NewTheme(look, nil, nil)
			for tone := kit.ToneNeutral; tone <= kit.ToneBad; tone++ {
				for _, ground := range []fyne.ThemeColorName{theme.ColorNameBackground, theme.ColorNameOverlayBackground} {
					ink := th.Color(tone.ColorName(), 0).(color.NRGBA)
					under := mix(ink, th.Color(ground, 0).(color.NRGBA), kit.WashAlpha)
					if got := contrast(ink, under); got < 4.5 {
						t.Errorf("%s: tone %d on its wash over %s has a contrast of %.2f, want 4.5", look, tone, ground, got)
					}
				}
			}
		}
	})
	t.Run("the setting decides the variant, and without one the system does", func(t *testing.T) {
		ground := func(a Appearance, v fyne.ThemeVariant) color.Color {
			return NewTheme(a, nil, nil).Color(theme.ColorNameBackground, v)
		}
		light, dark := lightPalette[theme.ColorNameBackground], darkPalette[theme.ColorNameBackground]
		for _, c := range []struct {
			a    Appearance
			v    fyne.ThemeVariant
			want color.Color
		}{
			{AppearanceSystem, theme.VariantDark, dark}, {AppearanceSystem, theme.VariantLight, light},
			{AppearanceLight, theme.VariantDark, light}, {AppearanceDark, theme.VariantLight, dark},
			{"", theme.VariantDark, dark},
		} {
			if got := ground(c.a, c.v); got != c.want {
				t.Errorf("%q with variant %d: ground %v, want %v", c.a, c.v, got, c.want)
			}
		}
	})
	t.Run("our fonts serve plain and bold text only", func(t *testing.T) {
		th := NewTheme(AppearanceLight, []byte("regular"), []byte("bold"))
		for _, c := range []struct {
			style fyne.TextStyle
			want  string
		}{
			{fyne.TextStyle{}, "regular.ttf"}, {fyne.TextStyle{Bold: true}, "bold.ttf"},
		} {
			if got := th.Font(c.style).Name(); got != c.want {
				t.Errorf("font of %+v is %s, want %s", c.style, got, c.want)
			}
		}
		for _, style := range []fyne.TextStyle{{Italic: true}, {Monospace: true}, {Symbol: true}, {Bold: true, Italic: true}} {
			if name := th.Font(style).Name(); name == "regular.ttf" || name == "bold.ttf" {
				t.Errorf("font of %+v is ours; it costs 36 MB for nothing", style)
			}
		}
	})
	t.Run("larger letters scale every size", func(t *testing.T) {
		th := NewTheme(AppearanceLight, nil, nil)
		if got, want := th.Scaled(1.5).Size(theme.SizeNameText), th.Size(theme.SizeNameText)*1.5; got != want {
			t.Errorf("text size %v, want %v", got, want)
		}
	})
}

// mix lays a colour over another with an alpha.
func mix(over, under color.NRGBA, alpha uint8) color.NRGBA {
	part := func(a, b uint8) uint8 { return uint8((int(a)*int(alpha) + int(b)*(255-int(alpha))) / 255) }
	return color.NRGBA{R: part(over.R, under.R), G: part(over.G, under.G), B: part(over.B, under.B), A: 255}
}

// contrast is the ratio of WCAG 2.1.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	channel := func(v uint32) float64 {
		s := float64(v) / 0xFFFF
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(r) + 0.7152*channel(g) + 0.0722*channel(b)
}
