// Command bare is the least that a Fyne program can show: what Yunban's window is compared with. With fonts it is
// what no window of ours can do without: a table in the fonts that we ship.
package main

import (
	"fmt"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

func main() {
	a := app.NewWithID("cn.yunban.bare")
	w := a.NewWindow("bare")
	w.SetContent(widget.NewLabel("bare"))
	if len(os.Args) == 3 { // the two fonts
		a.Settings().SetTheme(fonts{theme.DefaultTheme(), load(os.Args[1]), load(os.Args[2])})
		w.SetContent(widget.NewTable(func() (int, int) { return 50, 8 },
			func() fyne.CanvasObject { return widget.NewLabel("政务云使用申请") },
			func(id widget.TableCellID, o fyne.CanvasObject) {
				o.(*widget.Label).TextStyle.Bold = id.Col == 0
				o.(*widget.Label).SetText(fmt.Sprintf("政务云申请 %d-%d", id.Row, id.Col))
			}))
	}
	w.Resize(fyne.NewSize(1280, 720))
	w.ShowAndRun()
}

type fonts struct {
	fyne.Theme
	regular, bold fyne.Resource
}

func (f fonts) Font(s fyne.TextStyle) fyne.Resource {
	if s.Bold {
		return f.bold
	}
	return f.regular
}

func load(path string) fyne.Resource {
	r, err := fyne.LoadResourceFromPath(path)
	if err != nil {
		panic(err)
	}
	return r
}
