package view

import (
	"context"
	"slices"
	"strings"

	"yunban/app"
	"yunban/model"
)

// Catalogue is what the cloud offers, list by list, while an administrator edits it. Nothing is kept until it is saved.
type Catalogue struct {
	lists []*CatalogueList
}

// CatalogueList is one list of the catalogue.
type CatalogueList struct {
	ID      string
	Label   Text
	Choices []model.Choice
	kept    []model.Choice // as saved
	sizes   bool           // each entry is a size of a host: 4核8GB
}

// catalogueWords name the lists.
var catalogueWords = map[string]string{
	"vm_specs": "catalogue.vm_specs", "operating_systems": "catalogue.operating_systems", "engines": "catalogue.engines",
	"storage_types": "catalogue.storage_types", "cpu_archs": "catalogue.cpu_archs",
	"security_services": "catalogue.security_services", "network_services": "catalogue.network_services",
}

// LoadCatalogue reads the lists that can be edited.
func LoadCatalogue(desk *app.Desk) *Catalogue {
	c := &Catalogue{}
	for _, id := range desk.CatalogueLists() {
		choices := desk.Profile().Lists[id]
		c.lists = append(c.lists, &CatalogueList{ID: id, Label: Say(catalogueWords[id]),
			Choices: slices.Clone(choices), kept: slices.Clone(choices), sizes: desk.Profile().SizesList(id)})
	}
	return c
}

// Lists are the lists.
func (c *Catalogue) Lists() []*CatalogueList { return c.lists }

// Changed reports whether something is not saved.
func (c *Catalogue) Changed() bool {
	return slices.ContainsFunc(c.lists, func(l *CatalogueList) bool { return l.Changed() })
}

// Changed reports whether something of the list is not saved.
func (l *CatalogueList) Changed() bool { return !slices.Equal(l.Choices, l.kept) }

// Add puts a new entry at the end. Without a code of its own the label is the code.
func (l *CatalogueList) Add(code, label string) error {
	code, label = strings.TrimSpace(code), strings.TrimSpace(label)
	if label == "" {
		return model.InvalidInput([]model.Problem{{Field: "label", Key: "problem.choice_form"}})
	}
	if code == "" {
		code = label
	}
	if strings.Contains(code, model.ChoiceSeparator) {
		return model.InvalidInput([]model.Problem{{Field: "code", Key: "problem.choice_comma"}})
	}
	if slices.ContainsFunc(l.Choices, func(c model.Choice) bool { return c.ID == code || c.Label == label }) {
		return model.InvalidInput([]model.Problem{{Field: "label", Key: "problem.choice_twice", Args: map[string]string{"label": label}}})
	}
	added := model.Choice{ID: code, Label: label}
	if _, ok := added.Size(); l.sizes && !ok {
		return model.InvalidInput([]model.Problem{{Field: "label", Key: "problem.size_form", Args: map[string]string{"label": label}}})
	}
	l.Choices = append(l.Choices, added)
	return nil
}

// Rename changes an entry's words; its code stays, so that earlier requests keep their meaning.
func (l *CatalogueList) Rename(at int, label string) { l.Choices[at].Label = label }

// Remove takes an entry off. Requests that chose it keep it.
func (l *CatalogueList) Remove(at int) { l.Choices = slices.Delete(l.Choices, at, at+1) }

// Move moves an entry up or down.
func (l *CatalogueList) Move(at, by int) {
	if to := at + by; to >= 0 && to < len(l.Choices) {
		l.Choices[at], l.Choices[to] = l.Choices[to], l.Choices[at]
	}
}

// Undo takes the list back to what was saved.
func (l *CatalogueList) Undo() { l.Choices = slices.Clone(l.kept) }

// Saving prepares to keep the list. What it gives works on a copy; Saved tells that it succeeded.
func (l *CatalogueList) Saving() (save func(context.Context, *app.Desk) error, saved func()) {
	choices := slices.Clone(l.Choices)
	for i := range choices {
		choices[i].Label = strings.TrimSpace(choices[i].Label)
	}
	return func(ctx context.Context, desk *app.Desk) error { return desk.SaveCatalogue(ctx, l.ID, choices) },
		func() { l.Choices, l.kept = slices.Clone(choices), choices }
}
