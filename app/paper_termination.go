package app

import (
	"yunban/model"
)

// writeTermination writes the 终止申请表: off-line since when, data moved and backed up where and by whom checked, what
// is declared, what is to be reclaimed (P 12, L 16).
func writeTermination(s sheet) model.Document {
	round := s.r.Round()
	doc := s.begin(s.w["unit_name"], round.Submitted)
	doc.Blocks = append(doc.Blocks, s.facts("number", s.r.Number, "filed", chineseDay(round.Submitted),
		"unit", s.w["unit_name"], "system_name", s.r.Title(), "level", s.level()))
	for _, sec := range s.p.Forms[string(model.Termination)].Sections {
		if sec.Kind == model.FieldsSection {
			doc.Blocks = append(doc.Blocks, s.section(sec, round.Values))
		}
	}
	doc.Blocks = append(doc.Blocks, s.quotaTable(s.r.Lines))
	doc.Blocks = append(append(doc.Blocks, s.boxes(nil)...), s.note())
	return doc
}

// writeTerminationApproval writes the 终止审核表 (P 12, L 16).
func writeTerminationApproval(s sheet) model.Document {
	r, v := s.r, s.r.Values()
	field := func(id string) string { return s.field(string(model.Termination), id, v[id]) }
	result := "approve"
	if r.Approval.Action == model.Disapprove {
		result = "disapprove"
	}
	doc := s.begin(s.authority(), r.Approval.At)
	doc.Blocks = model.Blocks{s.facts("number", r.Number, "unit", s.w["unit_name"], "system_name", r.Title(), "level", s.level(),
		"filed", chineseDay(r.Round().Submitted), "due", s.due(model.Submitted, r.Round().Submitted), "decided", chineseDay(r.Approval.At),
		"offline", field("offline_date"), "migration", field("migration_target"),
		"backup", s.with("method", field("backup_method"), "place", field("backup_place"), "checker", field("backup_checked_by"), "checked", field("backup_checked_on")).label("backup_text"),
		"reason", v["reason"]),
		s.ticked("declared", []string{"declared_all"}, s.declared(v)...),
		s.quotaTable(r.Lines),
		s.ticked("result", []string{"approve", "disapprove"}, result)}
	doc.Blocks = append(doc.Blocks, s.countersigned()...)
	doc.Blocks = append(append(doc.Blocks, s.boxes(map[string]opinionOf{"opinion": opinionFrom(r.Approval)})...), s.note())
	return doc
}

// declared ticks the declarations when every one was made (R26, T10).
func (s sheet) declared(v model.Values) []string {
	for _, f := range s.p.Forms[string(model.Termination)].Fields() {
		if f.Kind == model.DeclarationField && v[f.ID] != model.True {
			return nil
		}
	}
	return []string{"declared_all"}
}

// writeReclaim writes the 资源回收确认单, line by line (P 12, L 16).
func writeReclaim(s sheet) model.Document {
	r, reclaimed, signed := s.r, s.last(model.Reclaim), s.last(model.SignOff)
	v, form := reclaimed.Values, "termination.reclaim"
	on := reclaimed.At
	known := map[string]opinionOf{"vendor": {reclaimed.Note, v["reclaimed_by"], reclaimed.At}}
	signedBy, signedOn := s.label("not_yet"), s.label("not_yet")
	if signed.Action != "" {
		on = signed.At
		signedBy, signedOn = signed.Values["signed_by"], chineseDay(signed.At)
		known["unit"] = opinionOf{signed.Note, signed.Values["signed_by"], signed.At}
	}
	release := r.Values()["release_list"]
	if release == "" {
		release = s.label("none")
	}
	var closed []string
	if v["accounts_closed"] == model.True {
		closed = []string{"accounts_closed"}
	}
	doc := s.begin(s.p.Word("vendor"), on)
	doc.Blocks = model.Blocks{s.facts("number", r.Number, "unit", s.w["unit_name"], "system_name", r.Title(), "level", s.level(),
		"approved", chineseDay(r.Approval.At), "due", s.due(model.Approved, r.Approval.At),
		"reclaimed_on", chineseDay(reclaimed.At), "reclaimed_by", v["reclaimed_by"],
		"erase_method", s.field(form, "erase_method", v["erase_method"]), "signed_by", signedBy, "signed_on", signedOn, "release", release),
		s.ticked("accounts", []string{"accounts_closed"}, closed...),
		s.quotaTable(r.Lines, s.reclaimedColumn())}
	doc.Blocks = append(append(doc.Blocks, s.boxes(known)...), s.note())
	return doc
}
