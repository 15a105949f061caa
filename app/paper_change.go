package app

import (
	"yunban/model"
)

// writeChange writes the 变更申请表: the lines before and after, reason, time, plan, effect, way back, and what may
// make the change a major one (P 11, L 15).
func writeChange(s sheet) model.Document {
	round := s.r.Round()
	doc := s.begin(s.w["unit_name"], round.Submitted)
	doc.Blocks = append(doc.Blocks, s.facts("number", s.r.Number, "filed", chineseDay(round.Submitted),
		"unit", s.w["unit_name"], "system_name", s.r.Title(), "level", s.level()))
	for _, sec := range s.p.Forms[string(model.Change)].Sections {
		switch {
		case sec.Kind == model.LinesSection:
			doc.Blocks = append(doc.Blocks, s.changeTable())
		case sec.ID == "major":
			doc.Blocks = append(doc.Blocks, s.majorChecklist(round.Values))
		default:
			doc.Blocks = append(doc.Blocks, s.section(sec, round.Values))
		}
	}
	doc.Blocks = append(append(doc.Blocks, s.boxes(nil)...), s.note())
	return doc
}

// majorChecklist ticks what may make a change a major one (T11).
func (s sheet) majorChecklist(v model.Values) model.Grid {
	return model.Grid{Columns: formColumns, Rows: []model.GridRow{{model.LabelCell(s.label("major")), {Span: 3, Ticks: s.majorTicks(v)}}}}
}

func (s sheet) majorTicks(v model.Values) []model.TickItem {
	f, _ := s.p.Forms[string(model.Change)].Field("major_reasons")
	items := choiceTicks(s.p, f, v.Choices(f.ID))
	return append(items, model.TickItem{Text: s.label("major_no"), Checked: !s.blank && v[f.ID] == ""})
}

// choiceTicks are a field's choices as boxes to tick.
func choiceTicks(p *model.Profile, f model.Field, chosen []string) []model.TickItem {
	var items []model.TickItem
	for _, c := range p.Lists[f.List] {
		item := model.TickItem{Text: c.Label}
		for _, one := range chosen {
			item.Checked = item.Checked || one == c.ID
		}
		items = append(items, item)
	}
	return items
}

// writeChangeApproval writes the 变更审批表: before, asked and approved, whether it is a major change, the opinion
// (P 11, L 15; T11).
func writeChangeApproval(s sheet) model.Document {
	r, v := s.r, s.r.Values()
	doc := s.begin(s.authority(), r.Approval.At)
	refused := r.Approval.Action == model.Disapprove
	result := "approve"
	switch {
	case refused:
		result = "disapprove"
	case reduced(r.Lines):
		result = "adjusted"
	}
	proposed := s.field(string(model.Change), "major_reasons", v["major_reasons"])
	if proposed == "" {
		proposed = s.label("none")
	}
	doc.Blocks = model.Blocks{s.facts("number", r.Number, "unit", s.w["unit_name"], "system_name", r.Title(), "level", s.level(),
		"categories", s.field(string(model.Change), "categories", v["categories"]), "planned", s.planned(v),
		"filed", chineseDay(r.Round().Submitted), "due", s.due(model.Submitted, r.Round().Submitted), "decided", chineseDay(r.Approval.At), "proposed", proposed),
		s.changeTable(s.stageColumn("line_approved", 22, r.Lines, model.StageApproved)),
		s.ticked("result", []string{"approve", "adjusted", "disapprove"}, result)}
	if !refused {
		major := "major_no"
		if r.Major {
			major = "major_yes"
		}
		doc.Blocks = append(doc.Blocks, s.ticked("major", []string{"major_yes", "major_no"}, major))
	}
	doc.Blocks = append(doc.Blocks, s.countersigned()...)
	doc.Blocks = append(append(doc.Blocks, s.boxes(map[string]opinionOf{"opinion": opinionFrom(r.Approval)})...), s.note())
	return doc
}

func (s sheet) planned(v model.Values) string {
	return s.fromTo(s.field(string(model.Change), "planned_start", v["planned_start"]), s.field(string(model.Change), "planned_end", v["planned_end"]))
}

// writeChangeDone writes the 变更完成确认单: what was done by the vendor and confirmed by the unit (P 11, L 15).
func writeChangeDone(s sheet) model.Document {
	r, confirmed := s.r, s.last(model.Confirm)
	on := r.Delivered
	known := map[string]opinionOf{"vendor": {"", r.Delivery["executed_by"], r.Delivered}}
	confirmedOn, confirmedBy := s.label("not_yet"), s.label("not_yet")
	if confirmed.Action != "" {
		on = confirmed.At
		confirmedOn, confirmedBy = chineseDay(confirmed.At), confirmed.Values["confirmed_by"]
		known["unit"] = opinionOf{confirmed.Note, confirmed.Values["confirmed_by"], confirmed.At}
	}
	major := s.label("no")
	if r.Major {
		major = s.label("yes")
	}
	facts := []string{"number", r.Number, "unit", s.w["unit_name"], "system_name", r.Title(), "level", s.level(),
		"approved", chineseDay(r.Approval.At), "due", s.due(model.Approved, r.Approval.At), "executed", chineseDay(r.Delivered),
		"executed_by", r.Delivery["executed_by"], "confirmed", confirmedOn, "confirmed_by", confirmedBy, "major", major}
	if r.Major {
		facts = append(facts, "retested", s.retestInWords())
	}
	doc := s.begin(s.p.Word("vendor"), on)
	doc.Blocks = model.Blocks{s.facts(append(facts, "executed_result", r.Delivery["result"])...),
		s.changeTable(s.stageColumn("line_delivered", 22, r.Lines, model.StageDelivered))}
	doc.Blocks = append(doc.Blocks, s.instances(r.Delivery["delivered_instances"])...)
	doc.Blocks = append(append(doc.Blocks, s.boxes(known)...), s.note())
	return doc
}
