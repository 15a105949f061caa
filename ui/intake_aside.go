package ui

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

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

// setMissing lists what the step lacks, or the whole form before it is filed; each leads to its field.
func (a *intakeAside) setMissing(in *view.Intake, section string, goTo func(string)) {
	problems, some, none := in.Missing(section), "intake.missing", "intake.nothing_missing"
	if section == view.PreviewSection {
		problems, some, none = in.Problems(), "intake.missing_all", "intake.nothing_missing_all"
	}
	now := []string{section}
	for _, p := range problems {
		now = append(now, p.Field+" "+a.w.Problem(p))
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
		a.missing.Add(kit.NewLink(a.w.problemOf(in, p), func() { goTo(p.Field) }))
	}
	said := a.w.T(some, "n", strconv.Itoa(len(problems)))
	if len(problems) == 0 {
		said = a.w.T(none)
	}
	setText(a.head, said)
	a.content.Refresh()
}

// problemOf says what is wrong with a field, and of a resource line which one it is.
func (w *Window) problemOf(in *view.Intake, p model.Problem) string {
	if _, _, inLine := view.CellOf(p.Field); inLine {
		return in.Label(p.Field) + "：" + w.Problem(p)
	}
	return w.Problem(p)
}
