package kit

import (
	"fyne.io/fyne/v2"
)

// metrics remembers how wide the characters of one size and style are. Asking the toolkit shapes the text each time,
// which made a long paragraph cost 68 ms a key; a remembered sum costs microseconds.
type metrics struct {
	size   float32
	style  fyne.TextStyle
	probe  fyne.Size
	han    float32
	widths map[rune]float32
}

type metricsKey struct {
	size  float32
	style fyne.TextStyle
}

var knownMetrics = map[metricsKey]*metrics{}

// metricsFor gives the metrics of a size and style, measured anew when the font has changed under them.
func metricsFor(size float32, style fyne.TextStyle) *metrics {
	key := metricsKey{size, style}
	probe := fyne.MeasureText("国Ag", size, style)
	m := knownMetrics[key]
	if m == nil || m.probe != probe {
		m = &metrics{size: size, style: style, probe: probe, widths: map[rune]float32{}}
		m.han = fyne.MeasureText("国", size, style).Width
		knownMetrics[key] = m
	}
	return m
}

// lineHeight is the height of one line of text.
func (m *metrics) lineHeight() float32 { return m.probe.Height }

// advance is the width of one character; Chinese ones are all as wide as 国.
func (m *metrics) advance(r rune) float32 {
	if r >= 0x4E00 && r <= 0x9FFF {
		return m.han
	}
	w, ok := m.widths[r]
	if !ok {
		w = fyne.MeasureText(string(r), m.size, m.style).Width
		m.widths[r] = w
	}
	return w
}

// width is the sum of the characters' widths.
func (m *metrics) width(runes []rune) float32 {
	var sum float32
	for _, r := range runes {
		sum += m.advance(r)
	}
	return sum
}

// exact is the drawn width, kerning and all; for the caret, where half a point shows.
func (m *metrics) exact(s string) float32 {
	if s == "" {
		return 0
	}
	return fyne.MeasureText(s, m.size, m.style).Width
}

// fit cuts s with an ellipsis so that it is not wider than width.
func (m *metrics) fit(s string, width float32) string {
	var sum float32
	runes := []rune(s)
	for i, r := range runes {
		sum += m.advance(r)
		if sum > width+0.5 {
			return m.ellipsis(runes[:i], width)
		}
	}
	return s
}

func (m *metrics) ellipsis(runes []rune, width float32) string {
	room := width - m.advance('…')
	sum := m.width(runes)
	for len(runes) > 0 && sum > room {
		sum -= m.advance(runes[len(runes)-1])
		runes = runes[:len(runes)-1]
	}
	if room < 0 {
		return ""
	}
	return string(runes) + "…"
}
