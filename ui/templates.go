package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
)

// phrases stands under an opinion: the person's own phrases to choose from, and keeping what was typed as one more.
func (w *Window) phrases(typed func() string, take func(string)) fyne.CanvasObject {
	pick := kit.NewPicker(nil, w.pickerWords())
	pick.PlaceHolder = w.T("phrases.choose")
	choose := wide(320, pick)
	fill := func(known []string) {
		pick.SetOptions(phraseOptions(known))
		visible(choose, len(known) > 0)
	}
	pick.OnChanged = func(phrase string) {
		if phrase != "" {
			take(joined(typed(), phrase))
			pick.SetValue("")
		}
	}
	keep := kit.NewQuietButton(w.T("phrases.keep"), kit.Icon("star"), nil)
	keep.OnTapped = func() { w.keepPhrase(keep, typed(), fill) }
	fill(nil)
	w.withPhrases(func(known []string) []string { return known }, nil, fill)
	return container.NewHBox(choose, keep)
}

func phraseOptions(phrases []string) []kit.Option {
	options := make([]kit.Option, len(phrases))
	for i, p := range phrases {
		options[i] = kit.Option{Code: p, Label: strings.Join(strings.Fields(p), " ")}
	}
	return options
}

// joined puts a phrase behind what was typed already.
func joined(typed, phrase string) string {
	if strings.TrimSpace(typed) == "" {
		return phrase
	}
	return strings.TrimRight(typed, "\n") + "\n" + phrase
}

func (w *Window) keepPhrase(b fyne.Disableable, phrase string, then func([]string)) {
	if phrase = strings.TrimSpace(phrase); phrase == "" {
		w.Say(w.T("phrases.empty"))
		return
	}
	w.withPhrases(func(known []string) []string {
		if slices.Contains(known, phrase) {
			return known
		}
		return append(known, phrase)
	}, b, func(known []string) {
		then(known)
		w.Say(w.T("phrases.kept"))
	})
}

// withPhrases reads the person's phrases, changes them and gives them back. Without a button nothing is saved.
func (w *Window) withPhrases(change func([]string) []string, b fyne.Disableable, then func([]string)) {
	desk := w.desk
	var known []string
	do := func(ctx context.Context, _ Progress) (err error) {
		if known, err = desk.Templates(ctx); err != nil || b == nil {
			return err
		}
		known = change(known)
		return desk.SaveTemplates(ctx, known)
	}
	after := func(err error) {
		if err != nil {
			w.Fail(err)
			return
		}
		then(known)
	}
	if b == nil {
		w.Work(w.T("work.loading"), do, after)
		return
	}
	w.workFrom(b, w.T("work.saving"), do, after)
}

// templates is the card of the settings that lists the person's phrases.
func (p *settingsPage) templates() fyne.CanvasObject {
	w := p.w
	list := kit.NewColumn(4)
	var fill func([]string)
	fill = func(known []string) {
		list.Objects = nil
		if len(known) == 0 {
			list.Add(kit.NewCaption(w.T("phrases.none"), kit.ToneNeutral))
		}
		for _, phrase := range known {
			drop := kit.NewQuietButton("", kit.Icon("trash"), nil)
			drop.OnTapped = func() {
				w.withPhrases(func(now []string) []string {
					return slices.DeleteFunc(now, func(other string) bool { return other == phrase })
				}, drop, fill)
			}
			list.Add(container.NewBorder(nil, nil, nil, drop, kit.NewText(phrase)))
		}
		list.Refresh()
		p.content.Refresh()
	}
	add := kit.NewButton(w.T("phrases.add"), kit.Icon("plus"), func() { p.addPhrase(fill) })
	p.later = append(p.later, func() {
		w.withPhrases(func(known []string) []string { return known }, nil, fill)
	})
	return kit.NewCard(w.T("phrases.title"), list, add)
}

func (p *settingsPage) addPhrase(then func([]string)) {
	w := p.w
	f := w.newFields()
	phrase := kit.NewMultiLine()
	phrase.Max = 400
	f.add("phrase", "phrases.phrase", phrase)
	d := kit.NewDialog(w.T("phrases.add"), f.content, w.T("dialog.save"), w.T("dialog.cancel"))
	d.OnConfirm = func() bool {
		var known []string
		w.saveFrom(d, f, func(ctx context.Context, desk *app.Desk) (err error) {
			text := strings.TrimSpace(phrase.Value())
			if text == "" {
				return model.InvalidInput([]model.Problem{{Field: "phrase", Key: "problem.phrase"}})
			}
			if known, err = desk.Templates(ctx); err != nil {
				return err
			}
			if !slices.Contains(known, text) {
				known = append(known, text)
			}
			return desk.SaveTemplates(ctx, known)
		}, func() { then(known) })
		return false
	}
	w.Show(d)
}

// noted is the opinion of an act with the person's own phrases under it.
func (d *actDialog) noted() fyne.CanvasObject {
	return kit.NewColumn(4, d.note, d.w.phrases(d.act.Note, func(text string) {
		d.note.Field.SetValue(text)
		d.act.SetNote(text)
		d.mark()
	}))
}
