package ui

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// intakeAside is the column at the right: the article, the help, what is still missing.
type intakeAside struct {
	w       *Window
	content fyne.CanvasObject
	opinion *kit.Entry // what the non-acceptance asks to mend
	article *kit.Entry
	text    *kit.Entry
	help    *kit.Entry
	head    *kit.Entry
	missing *fyne.Container
	shown   []string
}

func newIntakeAside(w *Window) *intakeAside {
	a := &intakeAside{w: w, opinion: kit.NewText(""), article: kit.NewText(""), text: kit.NewText(""), help: kit.NewCaption("", kit.ToneNeutral),
		head: kit.NewText(""), missing: kit.NewColumn(0)}
	a.article.SetBold(true)
	a.head.SetBold(true)
	a.content = scrolled(kit.NewColumn(10, a.opinion, a.article, a.help, a.text, a.head, a.missing))
	a.opinion.Hide()
	a.setField(model.Article{}, "")
	return a
}

// setOpinion shows what the non-acceptance says and what the officer found, while it is being answered (R12, R13).
func (a *intakeAside) setOpinion(o model.Opinion, checked view.Checked) {
	if o.Action != "" {
		said := a.w.T("request.verdict", "action", string(o.Action), "who", o.By, "at", view.Moment(o.At), "note", o.Note)
		setText(a.opinion, strings.TrimSpace(said+"\n"+a.w.checkedText(checked)))
	}
}

// setField shows the article that asks for a field, and the field's help.
func (a *intakeAside) setField(article model.Article, help string) {
	title, text := a.w.T("intake.aside"), ""
	if article.Key != "" {
		title, text = a.w.T("intake.article", "article", article.Label()), article.Reading()
	} else if help == "" {
		help = a.w.T("intake.aside_empty")
	}
	setText(a.article, title)
	setText(a.text, text)
	setText(a.help, help)
	a.content.Refresh()
}

// setText shows a text, or hides the place of none.
func setText(e *kit.Entry, text string) {
	e.SetValue(text)
	if text == "" {
		e.Hide()
	} else {
		e.Show()
	}
}

// mostMissing is how many missing things the column names; the step counts the rest.
const mostMissing = 8

// setMissing lists what the step lacks; each leads to its field.
func (a *intakeAside) setMissing(problems []model.Problem, goTo func(string)) {
	now := make([]string, len(problems))
	for i, p := range problems {
		now[i] = p.Field + " " + a.w.Problem(p)
	}
	if slices.Equal(now, a.shown) && a.head.Value() != "" {
		return
	}
	a.shown = now
	a.missing.Objects = nil
	for i, p := range problems {
		if i == mostMissing {
			a.missing.Add(kit.NewText(a.w.T("intake.more_missing", "n", strconv.Itoa(len(problems)-i))))
			break
		}
		a.missing.Add(newLink(a.w.Problem(p), func() { goTo(p.Field) }))
	}
	head := a.w.T("intake.missing", "n", strconv.Itoa(len(problems)))
	if len(problems) == 0 {
		head = a.w.T("intake.nothing_missing")
	}
	setText(a.head, head)
	a.content.Refresh()
}

// link is a line of words that leads somewhere. The mouse takes it; Tab passes by, because what it leads to is on the
// way of Tab anyway.
type link struct {
	widget.Label
	tapped func()
}

func newLink(text string, tapped func()) *link {
	l := &link{tapped: tapped}
	l.Text, l.Wrapping, l.Importance = text, fyne.TextWrapBreak, widget.HighImportance
	l.ExtendBaseWidget(l)
	return l
}

// Tapped leads there.
func (l *link) Tapped(*fyne.PointEvent) { l.tapped() }
