package command

import (
	"maps"
	"slices"

	"yunban/model"
)

// theirOwn are the values of acts that have no form: whom a copy or a transfer goes to, who may read a comment.
var theirOwn = map[model.Action][]string{model.CC: {"to"}, model.Transfer: {"to"}, model.Comment: {"visible"}}

// untaken names what was typed and would be passed over in silence: a field that the act does not ask for, a figure
// that no line has. A misspelt figure would otherwise approve what nobody meant.
func untaken(p *model.Profile, c model.Case, action model.Action, values model.Values, figures []figure) error {
	if !model.KnownAction(c, action) {
		return model.InvalidInput([]model.Problem{{Field: "action", Key: "problem.unknown_action", Args: map[string]string{"value": string(action)}}})
	}
	form, _ := p.ActForm(c, action)
	if action == model.Submit {
		form = p.Forms[string(c)]
	}
	var found []model.Problem
	for _, name := range slices.Sorted(maps.Keys(values)) {
		_, asked := form.Field(name)
		checks := action == model.Accept || action == model.Decline // the model knows these by their materials and lines
		if !asked && !slices.Contains(theirOwn[action], name) && (!checks || !model.CheckValue(name)) {
			found = append(found, model.Problem{Field: name, Key: "problem.unknown_field", Args: map[string]string{"field": name}})
		}
	}
	for _, f := range figures {
		if !model.IsFigure(f.name) {
			at := "lines." + f.line + "." + f.name
			found = append(found, model.Problem{Field: at, Key: "problem.unknown_field", Args: map[string]string{"field": at}})
		}
	}
	if len(found) > 0 {
		return model.InvalidInput(found)
	}
	return nil
}
