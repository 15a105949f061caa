package demo

import (
	"maps"
	"strconv"

	"yunban/app"
	"yunban/model"
)

// check says of each material and of the larger lines what the officer finds (R12): an accepted file is complete, and a
// refused one lacks what its opinion names.
func check(p *model.Profile, r model.Request, doing *app.Doing) {
	found := model.Values{}
	accepted := doing.Action == model.Accept
	for _, m := range p.Checklist(r) {
		complete := m.Filed && (accepted || m.ID != "security_self_test")
		found[model.CompleteValue(m.ID)] = strconv.FormatBool(complete)
	}
	for _, l := range r.Lines {
		switch {
		case l.Asked.Count <= 2:
		case accepted:
			found[model.ReasonableValue(l.ID)] = "数量与业务量测算相符。"
		default:
			found[model.ReasonableValue(l.ID)] = "未附并发量测算依据，数量是否合理无法核实。"
		}
	}
	maps.Copy(doing.Values, found)
}
