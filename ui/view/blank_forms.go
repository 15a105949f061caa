package view

import (
	"context"

	"yunban/app"
	"yunban/model"
)

// BlankForm is a form of the city with nothing filled in, to be filled by hand.
type BlankForm struct {
	Kind  model.DocumentKind
	Title string
}

// BlankForms lists them: the applications first, then the forms of records.
func BlankForms(desk *app.Desk) []BlankForm {
	var forms []BlankForm
	for _, kind := range app.BlankKinds(desk.Profile()) {
		if title := desk.Profile().Papers[string(kind)].Title; title != "" {
			forms = append(forms, BlankForm{kind, title})
		}
	}
	return forms
}

// Print draws the form as PDF, or as OFD.
func (f BlankForm) Print(ctx context.Context, desk *app.Desk, ofd bool) ([]byte, error) {
	doc, err := app.BlankPaper(desk.Profile(), f.Kind)
	if err != nil {
		return nil, err
	}
	var pages app.PageWriter = desk.Printer
	if ofd {
		pages = desk.OFD
	}
	return pages.Print(ctx, doc)
}
