package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Appearance is what the user chose for the window's colours.
type Appearance string

// The appearances that the settings offer. An empty or unknown value follows the system.
const (
	AppearanceSystem Appearance = "system"
	AppearanceLight  Appearance = "light"
	AppearanceDark   Appearance = "dark"
)

// Theme is the look of the window: a calm office palette around a deep blue, light and dark, with the program's own
// Chinese fonts. Every text colour keeps a contrast of at least 4.5:1 to the grounds it stands on.
type Theme struct {
	appearance Appearance
	scale      float32
	regular    fyne.Resource
	bold       fyne.Resource
}

// NewTheme makes a theme from the bytes of a regular and a bold font (TTF; a collection would stop Fyne), and keeps them.
// Without bytes Fyne's own fonts are used, which is what the tests want.
func NewTheme(appearance Appearance, regular, bold []byte) *Theme {
	t := &Theme{appearance: appearance, scale: 1}
	if len(regular) > 0 {
		t.regular = fyne.NewStaticResource("regular.ttf", withoutLayoutRules(regular))
	}
	if len(bold) > 0 {
		t.bold = fyne.NewStaticResource("bold.ttf", withoutLayoutRules(bold))
	}
	return t
}

// Scaled returns the same theme with every size multiplied, for those who want larger letters.
func (t *Theme) Scaled(by float32) *Theme {
	scaled := *t
	scaled.scale = by
	return &scaled
}

// Appearing returns the same theme in another appearance.
func (t *Theme) Appearing(a Appearance) *Theme {
	other := *t
	other.appearance = a
	return &other
}

// Appearance is what the theme looks like.
func (t *Theme) Appearance() Appearance { return t.appearance }

// Color gives the palette's colour; what the palette does not name is Fyne's.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch t.appearance {
	case AppearanceLight:
		variant = theme.VariantLight
	case AppearanceDark:
		variant = theme.VariantDark
	}
	palette := lightPalette
	if variant == theme.VariantDark {
		palette = darkPalette
	}
	if c, ok := palette[name]; ok {
		return c
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font gives our font for plain and for bold text only. Fyne opens a font once for each style that it asks for,
// ten megabytes a time, so italic, monospace and symbols stay with its own small ones.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	plain := !style.Italic && !style.Monospace && !style.Symbol
	switch {
	case plain && style.Bold && t.bold != nil:
		return t.bold
	case plain && !style.Bold && t.regular != nil:
		return t.regular
	}
	return theme.DefaultTheme().Font(style)
}

// Icon gives Fyne's own icons, used only inside its own widgets.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size gives sizes that keep a form of two columns readable at 1366 × 768; Fyne scales them up on finer screens.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	size, ok := sizes[name]
	if !ok {
		size = theme.DefaultTheme().Size(name)
	}
	return size * t.scale
}

var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:               14,
	theme.SizeNameCaptionText:        12,
	theme.SizeNameSubHeadingText:     16,
	theme.SizeNameHeadingText:        20,
	theme.SizeNamePadding:            4,
	theme.SizeNameInnerPadding:       7,
	theme.SizeNameLineSpacing:        4,
	theme.SizeNameInlineIcon:         18,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameInputRadius:        4,
	theme.SizeNameSelectionRadius:    3,
	theme.SizeNameScrollBar:          12,
	theme.SizeNameScrollBarSmall:     5,
	theme.SizeNameScrollBarRadius:    3,
	theme.SizeNameSeparatorThickness: 1,
}

var lightPalette = map[fyne.ThemeColorName]color.Color{
	theme.ColorNameBackground:          rgb(0xF3F5F9),
	theme.ColorNameForeground:          rgb(0x1A2330),
	theme.ColorNamePlaceHolder:         rgb(0x525D6D),
	theme.ColorNameDisabled:            rgb(0x6F7A8A),
	theme.ColorNamePrimary:             rgb(0x1B4B9B),
	theme.ColorNameForegroundOnPrimary: rgb(0xFFFFFF),
	theme.ColorNameHyperlink:           rgb(0x1B4B9B),
	theme.ColorNameFocus:               rgba(0x1B4B9B, 0x55),
	theme.ColorNameSelection:           rgba(0x1B4B9B, 0x38),
	theme.ColorNameHover:               rgba(0x1B4B9B, 0x14),
	theme.ColorNamePressed:             rgba(0x1B4B9B, 0x2A),
	theme.ColorNameButton:              rgb(0xE3E8F0),
	theme.ColorNameDisabledButton:      rgb(0xE9ECF1),
	theme.ColorNameInputBackground:     rgb(0xFFFFFF),
	theme.ColorNameInputBorder:         rgb(0x8A95A5),
	theme.ColorNameHeaderBackground:    rgb(0xE9EDF4),
	theme.ColorNameMenuBackground:      rgb(0xFFFFFF),
	theme.ColorNameOverlayBackground:   rgb(0xFFFFFF),
	theme.ColorNameSeparator:           rgb(0xD8DEE8),
	theme.ColorNameShadow:              rgba(0x0B1626, 0x55),
	theme.ColorNameScrollBar:           rgba(0x3A4658, 0x88),
	theme.ColorNameScrollBarBackground: rgba(0x3A4658, 0x12),
	theme.ColorNameError:               rgb(0xB3261E),
	theme.ColorNameForegroundOnError:   rgb(0xFFFFFF),
	theme.ColorNameWarning:             rgb(0x8A5300),
	theme.ColorNameForegroundOnWarning: rgb(0xFFFFFF),
	theme.ColorNameSuccess:             rgb(0x1B6B3A),
	theme.ColorNameForegroundOnSuccess: rgb(0xFFFFFF),
}

var darkPalette = map[fyne.ThemeColorName]color.Color{
	theme.ColorNameBackground:          rgb(0x151A21),
	theme.ColorNameForeground:          rgb(0xE6EAF0),
	theme.ColorNamePlaceHolder:         rgb(0xA9B4C3),
	theme.ColorNameDisabled:            rgb(0x8490A0),
	theme.ColorNamePrimary:             rgb(0x86B0F4),
	theme.ColorNameForegroundOnPrimary: rgb(0x0B1B36),
	theme.ColorNameHyperlink:           rgb(0x86B0F4),
	theme.ColorNameFocus:               rgba(0x86B0F4, 0x66),
	theme.ColorNameSelection:           rgba(0x86B0F4, 0x44),
	theme.ColorNameHover:               rgba(0x86B0F4, 0x1C),
	theme.ColorNamePressed:             rgba(0x86B0F4, 0x33),
	theme.ColorNameButton:              rgb(0x2B333F),
	theme.ColorNameDisabledButton:      rgb(0x232A33),
	theme.ColorNameInputBackground:     rgb(0x1E252E),
	theme.ColorNameInputBorder:         rgb(0x6C7889),
	theme.ColorNameHeaderBackground:    rgb(0x232B36),
	theme.ColorNameMenuBackground:      rgb(0x232B36),
	theme.ColorNameOverlayBackground:   rgb(0x1E252E),
	theme.ColorNameSeparator:           rgb(0x333D4A),
	theme.ColorNameShadow:              rgba(0x000000, 0x99),
	theme.ColorNameScrollBar:           rgba(0xB8C2D0, 0x88),
	theme.ColorNameScrollBarBackground: rgba(0xB8C2D0, 0x14),
	theme.ColorNameError:               rgb(0xFF8F86),
	theme.ColorNameForegroundOnError:   rgb(0x3A0805),
	theme.ColorNameWarning:             rgb(0xF2BB55),
	theme.ColorNameForegroundOnWarning: rgb(0x332000),
	theme.ColorNameSuccess:             rgb(0x74CF9A),
	theme.ColorNameForegroundOnSuccess: rgb(0x05301A),
}

func rgb(v uint32) color.NRGBA { return rgba(v, 0xFF) }

func rgba(v uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: alpha}
}
