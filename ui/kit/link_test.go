package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestLink(t *testing.T) {
	test.NewTempApp(t)
	tapped := 0
	link := NewLink("“本系统为非涉密系统，不在政务云平台上存储、处理、传输国家秘密” must be declared (第二十九条).", func() { tapped++ })
	for width := float32(60); width < 400; width += 7 {
		link.Resize(fyne.NewSize(width, 10))
		link.Resize(fyne.NewSize(width, link.MinSize().Height))
		var all strings.Builder
		for i, o := range test.WidgetRenderer(link).Objects() {
			row := o.(*canvas.Text)
			all.WriteString(row.Text)
			if strings.HasPrefix(row.Text, "。") || strings.HasPrefix(row.Text, "）") || width > 120 && strings.HasPrefix(row.Text, "d ") {
				t.Fatalf("%v wide, row %d begins with %q", width, i, row.Text)
			}
			if row.Position().Y+row.Size().Height > link.Size().Height {
				t.Fatalf("%v wide, row %d is cut off", width, i)
			}
		}
		if all.String() != link.Text {
			t.Fatalf("%v wide: %q", width, all.String())
		}
	}
	test.Tap(link)
	if tapped != 1 {
		t.Error("it leads nowhere")
	}
}
