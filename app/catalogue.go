package app

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"yunban/model"
)

// catalogueLists are the lists of the profile that an administrator may edit: what the cloud offers, not what the
// regulation says.
var catalogueLists = []string{"vm_specs", "operating_systems", "engines", "storage_types", "cpu_archs", "security_services", "network_services"}

// CatalogueLists names the lists that can be edited and are in this city's profile.
func (o *Office) CatalogueLists() []string {
	p := o.Profile()
	return slices.DeleteFunc(slices.Clone(catalogueLists), func(id string) bool { return len(p.Lists[id]) == 0 })
}

// loadCatalogue lays the edited lists over the profile's own.
func (o *Office) loadCatalogue(ctx context.Context) error {
	records, err := o.Store.Records(ctx, model.CatalogueSubject)
	if err != nil {
		return err
	}
	edited := map[string][]model.Choice{}
	for _, r := range records {
		var choices []model.Choice
		if err := json.Unmarshal([]byte(r.Values["choices"]), &choices); err != nil {
			return model.Wrap(model.Other, err, "error.store_broken")
		}
		edited[r.Subject.ID] = choices
	}
	if len(edited) == 0 {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	rules := map[string]*model.Profile{}
	for ref, p := range o.rules { // others may be reading the old ones
		own := *p
		own.Lists = maps.Clone(p.Lists)
		maps.Copy(own.Lists, edited)
		rules[ref] = &own
	}
	o.rules, o.now = rules, rules[o.now.Ref()]
	return nil
}

// SaveCatalogue edits one list of the catalogue. What requests chose before stays as it is.
func (d *Desk) SaveCatalogue(ctx context.Context, list string, choices []model.Choice) error {
	if err := d.checkCatalogue(list, choices); err != nil {
		return err
	}
	data, err := json.Marshal(choices)
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	if err := d.saveRecord(ctx, d.Person, model.Subject{Kind: model.CatalogueSubject, ID: list}, model.Values{"choices": string(data)}); err != nil {
		return err
	}
	return d.loadCatalogue(ctx)
}

func (d *Desk) checkCatalogue(list string, choices []model.Choice) error {
	if err := d.mayAdminister(); err != nil {
		return err
	}
	if !slices.Contains(d.CatalogueLists(), list) {
		return model.Errorf(model.NotFound, "error.no_list", "list", list)
	}
	return model.InvalidInput(checkChoices(choices, d.Profile().SizesList(list)))
}

// checkChoices finds what is wrong with an edited list; sizes must be readable as such, so that one tap can fill them in.
func checkChoices(choices []model.Choice, sizes bool) []model.Problem {
	if len(choices) == 0 {
		return []model.Problem{{Field: "choices", Key: "problem.empty_list"}}
	}
	seen := map[string]bool{}
	for _, c := range choices {
		if c.ID == "" || strings.TrimSpace(c.Label) == "" || strings.Contains(c.ID, model.ChoiceSeparator) {
			return []model.Problem{{Field: "choices", Key: "problem.choice_form"}}
		}
		if seen[c.ID] {
			return []model.Problem{{Field: "choices", Key: "problem.choice_twice", Args: map[string]string{"label": c.Label}}}
		}
		seen[c.ID] = true
		if _, ok := c.Size(); sizes && !ok {
			return []model.Problem{{Field: "choices", Key: "problem.size_form", Args: map[string]string{"label": c.Label}}}
		}
	}
	return nil
}
