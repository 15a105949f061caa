package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"yunban/app"
	"yunban/model"
	"yunban/ui/kit"
	"yunban/ui/view"
)

// verifyPage tells what can be said of a PDF that a person brings: whether it is a paper of this office, whether it was
// changed, and who signed it.
type verifyPage struct {
	w       *Window
	target  *kit.DropTarget
	found   *fyne.Container
	content fyne.CanvasObject
	choose  func()
}

func newVerifyPage(w *Window) *verifyPage {
	p := &verifyPage{w: w, found: kit.NewColumn(10)}
	p.choose = func() { w.chooseFile(w.T("verify.choose"), []string{"pdf"}, p.check) }
	p.target = kit.NewDropTarget(w.T("verify.drop"), w.T("verify.choose"), p.choose)
	p.found.Add(kit.NewCaption(w.T("verify.what"), kit.ToneNeutral))
	p.content = scrolled(container.New(inset{10, 12}, container.New(&narrow{860}, kit.NewColumn(12, p.target, p.found))))
	return p
}

// Title names the page.
func (p *verifyPage) Title() string { return p.w.T("verify.title") }

// Content is the page.
func (p *verifyPage) Content() fyne.CanvasObject { return p.content }

// Shortcuts are the page's own keys.
func (p *verifyPage) Shortcuts() []Shortcut {
	return []Shortcut{{Key: fyne.KeyO, Modifier: ctrl, Words: "verify.choose", Do: p.choose}}
}

// Dropped checks a file that was dropped onto the page.
func (p *verifyPage) Dropped(_ fyne.Position, files []fyne.URI) {
	if len(files) > 0 {
		p.check(files[0].Path())
	}
}

// check checks a file and shows what was found.
func (p *verifyPage) check(path string) {
	desk := p.w.desk
	var v view.Verification
	p.w.Work(p.w.T("verify.checking"), func(ctx context.Context, _ Progress) (err error) {
		v, err = view.VerifyFile(ctx, desk, path)
		return err
	}, func(err error) {
		p.found.Objects = nil
		if err != nil {
			p.found.Add(p.refused(v.Name, err))
		} else {
			p.show(v)
		}
		p.found.Refresh()
		p.content.Refresh()
	})
}

// refused says why a file cannot be checked: damaged, encrypted, no PDF at all.
func (p *verifyPage) refused(name string, err error) fyne.CanvasObject {
	body := kit.NewColumn(6, kit.NewText(p.w.words.Error(err)), kit.NewCaption(p.w.T("verify.refused_text"), kit.ToneNeutral))
	return kit.NewCard(name, body, kit.NewBadge(p.w.T("verify.grade_refused"), kit.ToneBad))
}

// gradeTones colours a verdict; its words say the same.
var gradeTones = map[view.Grade]kit.Tone{view.GradeGood: kit.ToneGood, view.GradeUnknown: kit.ToneNeutral, view.GradeDoubt: kit.ToneWarn,
	view.GradeBad: kit.ToneBad}

func (p *verifyPage) show(v view.Verification) {
	w := p.w
	body := kit.NewColumn(8, kit.NewText(w.text(v.Says())))
	if v.Paper != nil {
		body.Add(p.paper(*v.Paper))
	}
	if id := v.Request(); id != "" {
		body.Add(container.NewHBox(kit.NewPrimaryButton(w.T("verify.open_request"), kit.Icon("requests"), func() { w.Go(RequestRoute(id)) })))
	}
	p.found.Add(kit.NewCard(v.Name, body, kit.NewBadge(w.T(v.Word()), gradeTones[v.Grade()])))
	for i, s := range v.Signatures {
		p.found.Add(p.signature(i+1, s))
	}
	switch {
	case len(v.Signatures) > 0:
		p.found.Add(kit.NewCaption(w.T("verify.note"), kit.ToneNeutral))
	case v.Paper != nil:
		p.found.Add(kit.NewCaption(w.T("signature.none"), kit.ToneNeutral))
	}
}

// paper says which paper the file is.
func (p *verifyPage) paper(paper app.IssuedPaper) fyne.CanvasObject {
	w := p.w
	facts := kit.NewColumn(6, kit.NewInfoGrid(
		kit.Info{Label: w.T("papers.paper"), Value: paper.Title}, kit.Info{Label: w.T("verify.number"), Value: paper.Number},
		kit.Info{Label: w.T("verify.issued"), Value: view.Moment(paper.At) + "　" + paper.By},
		kit.Info{Label: w.T("verify.code"), Value: paper.Code.String()}))
	if !paper.Current {
		facts.Add(kit.NewCaption(kit.ToneWarn.Sign()+" "+w.T("verify.not_current"), kit.ToneWarn))
	}
	return facts
}

// signature says of one signature who, when, by what, and what is to be thought of it.
func (p *verifyPage) signature(n int, s model.Signature) fyne.CanvasObject {
	w := p.w
	at := w.T("signature.time_unknown")
	if !s.At.IsZero() {
		at = view.Moment(s.At)
	}
	infos := []kit.Info{{Label: w.T("verify.at"), Value: at}, {Label: w.T("sign.algorithm"), Value: s.Algorithm},
		{Label: w.T("sign.subject"), Value: s.Certificate.Subject, Wide: true}, {Label: w.T("sign.issuer"), Value: s.Certificate.Issuer, Wide: true}}
	if s.Reason != "" {
		infos = append(infos, kit.Info{Label: w.T("sign.reason"), Value: s.Reason, Wide: true})
	}
	body := kit.NewColumn(6, kit.NewInfoGrid(infos...))
	for _, f := range view.Findings(s) {
		tone := gradeTones[f.Grade]
		body.Add(kit.NewCaption(tone.Sign()+" "+w.text(f.Text), tone))
	}
	grade := view.SignatureGrade(s)
	title := w.T("verify.signature", "n", strconv.Itoa(n), "who", s.Certificate.Name)
	return kit.NewCard(title, body, kit.NewBadge(w.T(grade.Word()), gradeTones[grade]))
}
