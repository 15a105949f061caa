package kit

import (
	"strings"
	"testing"
	"testing/fstest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

func TestWrappedWidgetsTakeTheHeightTheyNeed(t *testing.T) {
	long := paragraph(200)
	for name, o := range map[string]fyne.CanvasObject{
		"a text":         NewText(long),
		"a caption":      NewCaption(long, ToneNeutral),
		"a title":        NewTitle(long),
		"a check":        NewCheck(long, nil),
		"a card":         NewCard(long, NewText(long)),
		"a card's tools": NewCard(long, NewText(long), NewButton("好", nil, nil)),
		"an info grid":   NewInfoGrid(Info{Label: "说明", Value: long}, Info{Label: long, Value: "甲"}, Info{Label: "乙", Value: long, Wide: true}),
		"a file":         NewFileRow(long, "1 MB", long, ToneBad),
		"a drop target":  NewDropTarget(long, "选择", nil),
		"a form row":     NewFormRow(long, true, NewEntry(), long),
	} {
		t.Run(name, func(t *testing.T) {
			after := widget.NewLabel("after")
			window(t, NewColumn(0, o, after), 500, 2000)
			if o.Size().Height < o.MinSize().Height-0.5 {
				t.Errorf("it is %v high and needs %v", o.Size().Height, o.MinSize().Height)
			}
			if after.Position().Y < o.Position().Y+o.Size().Height {
				t.Error("what follows lies over it")
			}
			if o.Size().Height < 60 {
				t.Errorf("200 characters in 500 points are only %v high", o.Size().Height)
			}
		})
	}
}

func TestNotice(t *testing.T) {
	t.Run("it is there while it has something to say, and its button acts", func(t *testing.T) {
		n := NewNotice()
		window(t, NewColumn(0, n), 500, 200)
		if n.Visible() {
			t.Error("an empty notice is shown")
		}
		done := false
		n.Ask("有 3 处需要补正", ToneWarn, "查看", func() { done = true })
		test.Tap(n.action)
		if !n.Visible() || !done || n.Text() != "有 3 处需要补正" {
			t.Errorf("visible %v, done %v", n.Visible(), done)
		}
		test.Tap(n.cross)
		if n.Visible() {
			t.Error("the cross did not put it away")
		}
	})
}

func TestSections(t *testing.T) {
	t.Run("keys and clicks open a section, and the owner hears it once", func(t *testing.T) {
		s := NewSections(SectionItem{Title: "单位"}, SectionItem{Title: "系统", Problems: 2}, SectionItem{Title: "材料", Done: true})
		var heard []int
		s.OnSelected = func(i int) { heard = append(heard, i) }
		window(t, s, 200, 300)
		press(s, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyHome)
		s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(10, s.rowHeight()*1.5)})
		s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(10, s.rowHeight()*9)})
		if len(heard) != 4 || heard[3] != 1 || s.Selected() != 1 {
			t.Errorf("heard %v", heard)
		}
	})
	t.Run("problems, ticks and counts are told by signs and numbers", func(t *testing.T) {
		s := NewSections(SectionItem{Title: "单位", Problems: 2, Done: true}, SectionItem{Title: "系统", Done: true}, SectionItem{Title: "队列", Count: 12}, SectionItem{Title: "空"})
		window(t, s, 200, 300)
		rows := test.WidgetRenderer(s).(*sectionsRenderer).rows
		for i, want := range []struct {
			number string
			sign   bool
		}{{"2", true}, {"", true}, {"12", false}, {"", false}} {
			number := ""
			if rows[i].count.Visible() {
				number = rows[i].count.Text
			}
			if number != want.number || rows[i].tick.Visible() != want.sign {
				t.Errorf("item %d shows %q and a sign %v", i, number, rows[i].tick.Visible())
			}
		}
	})
}

func TestStepper(t *testing.T) {
	t.Run("done, present and refused stages differ by their signs", func(t *testing.T) {
		s := NewStepper(Step{Title: "申请", State: StepDone, Who: "张三"}, Step{Title: "受理", State: StepRefused}, Step{Title: "审批", State: StepNow}, Step{Title: "开通"})
		window(t, s, 800, 120)
		marks := test.WidgetRenderer(s).(*stepperRenderer).marks
		for i, icon := range []bool{true, true, false, false} {
			if marks[i].icon.Visible() != icon || marks[i].number.Visible() == icon {
				t.Errorf("stage %d: icon %v, number %v", i, marks[i].icon.Visible(), marks[i].number.Visible())
			}
		}
		if marks[0].who.Text != "张三" || marks[3].line.Visible() {
			t.Error("the first has no name, or the last a line")
		}
	})
	t.Run("names too long for their stage are cut, not laid over the next", func(t *testing.T) {
		s := NewStepper(Step{Title: paragraph(40), Who: paragraph(40)}, Step{Title: paragraph(40)})
		window(t, s, 300, 120)
		for _, m := range test.WidgetRenderer(s).(*stepperRenderer).marks {
			if m.title.Size().Width > 150 || m.who.Size().Width > 150 {
				t.Errorf("a title is %v wide", m.title.Size().Width)
			}
		}
	})
}

func TestDue(t *testing.T) {
	t.Run("late time has another icon than time left, beside its colour", func(t *testing.T) {
		icon := func(tone Tone) string {
			d := NewDue()
			window(t, d, 300, 60)
			d.Set("逾期 1 个工作日", "第八条", tone)
			return d.icon.Resource.Name()
		}
		if err := LoadIcons(fstest.MapFS{
			"icons/clock.svg":   {Data: []byte("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>")},
			"icons/warning.svg": {Data: []byte("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>")},
		}, "icons"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { clear(icons) })
		if icon(ToneInfo) == icon(ToneBad) || !strings.Contains(icon(ToneBad), "warning") {
			t.Errorf("icons %s and %s", icon(ToneInfo), icon(ToneBad))
		}
	})
}

func TestBadge(t *testing.T) {
	t.Run("a badge says its word with the sign of its tone", func(t *testing.T) {
		signs := map[string]bool{}
		for tone := ToneNeutral; tone <= ToneBad; tone++ {
			b := NewBadge("状态", tone)
			signs[b.text()] = true
		}
		if len(signs) != 5 {
			t.Errorf("signs %v are not all different", signs)
		}
	})
}

func TestDropTarget(t *testing.T) {
	t.Run("a drop on the place is its own, one beside it is not", func(t *testing.T) {
		target := NewDropTarget("拖到这里", "选择", nil)
		window(t, NewColumn(0, widget.NewLabel("above"), target), 400, 300)
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(target)
		if !target.Contains(at.AddXY(5, 5)) || target.Contains(at.AddXY(5, -5)) {
			t.Error("the place does not know where it is")
		}
		target.Hide()
		if target.Contains(at.AddXY(5, 5)) {
			t.Error("a hidden place takes drops")
		}
	})
}

func TestScroll(t *testing.T) {
	t.Run("the page follows the focus down and up", func(t *testing.T) {
		var fields []fyne.CanvasObject
		for range 40 {
			fields = append(fields, NewEntry())
		}
		s := NewScroll(NewColumn(4, fields...))
		w := window(t, s, 400, 300)
		w.Canvas().Focus(fields[39].(*Entry))
		if s.Offset.Y == 0 {
			t.Error("the last field is out of sight")
		}
		w.Canvas().Focus(fields[0].(*Entry))
		if s.Offset.Y != 0 {
			t.Errorf("the first field is out of sight: %v", s.Offset.Y)
		}
	})
}

func TestIcons(t *testing.T) {
	t.Run("an icon that does not exist is a question mark, not a crash", func(t *testing.T) {
		test.NewTempApp(t)
		if Icon("no-such") == nil || len(Icon("no-such").Content()) == 0 {
			t.Error("no picture")
		}
	})
}
