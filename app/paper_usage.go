package app

import (
	"strconv"
	"strings"

	"yunban/model"
	"yunban/model/workday"
)

// writeApplication writes the 使用申请表 of a round: the form as the city asks it, lines, materials, and room to sign
// and seal (P 7, L 11).
func writeApplication(s sheet) model.Document {
	round := s.round()
	doc := s.begin(round.Values["unit_name"], round.Submitted)
	doc.Blocks = append(doc.Blocks, model.Grid{Columns: formColumns, Rows: []model.GridRow{
		{model.LabelCell(s.label("number")), model.ValueCell(s.r.Number, 1), model.LabelCell(s.label("filed")),
			model.ValueCell(workday.DateOf(round.Submitted).Chinese()+"　"+s.label("rounds"), 1)}}})
	for _, sec := range s.p.Forms[string(model.Usage)].Sections {
		switch sec.Kind {
		case model.LinesSection:
			doc.Blocks = append(doc.Blocks, s.askedTable(round.Lines))
		case model.MaterialsSection:
			doc.Blocks = append(doc.Blocks, s.materialsTable(s.label("materials"), s.inOrder(round.Files)))
		default:
			doc.Blocks = append(doc.Blocks, s.section(sec, round.Values))
		}
	}
	doc.Blocks = append(append(doc.Blocks, s.boxes(nil)...), s.note())
	return doc
}

// inOrder sorts files as the city lists its materials.
func (s sheet) inOrder(files []model.File) []model.File {
	var sorted []model.File
	for _, m := range s.p.Materials {
		for _, f := range files {
			if f.Role == m.ID {
				sorted = append(sorted, f)
			}
		}
	}
	return sorted
}

func (s sheet) askedTable(lines []model.Line) model.Table {
	return s.lineTable(s.label("lines"), lines, s.begins(17, s.configColumn(30),
		lineColumn{title: s.label("line_spec"), width: 26, total: s.totals(model.TotalsAt(lines, model.StageAsked)),
			cell: func(_ int, l model.Line) string { return s.resource(l).Spec(l.Asked) }},
		lineColumn{title: s.label("line_count"), width: 6, align: model.AlignRight,
			cell: func(_ int, l model.Line) string { return countOf(s.resource(l), l.Asked) }})...)
}

// writeApproval writes the 审批意见表: asked and approved side by side, the result, the opinion (P 8, L 12; T15).
func writeApproval(s sheet) model.Document {
	r, round := s.r, s.r.Round()
	doc := s.begin(s.authority(), r.Approval.At)
	refused := r.Approval.Action == model.Disapprove
	lines := r.Lines
	result := "approve"
	switch {
	case refused:
		result = "disapprove"
	case reduced(lines):
		result = "adjusted"
	}
	doc.Blocks = model.Blocks{
		s.facts("number", r.Number, "unit", s.w["unit_name"], "system_name", s.w["system_name"], "level", s.level(),
			"filed", chineseDay(round.Submitted), "accepted", chineseDay(round.Answer.At), "due", s.w["approval_due"], "decided", chineseDay(r.Approval.At)),
		s.lineTable(s.label("lines"), lines, s.begins(18, s.stageColumn("line_asked", 30, lines, model.StageAsked),
			s.stageColumn("line_approved", 30, lines, model.StageApproved))...),
		s.ticked("result", []string{"approve", "adjusted", "disapprove"}, result)}
	doc.Blocks = append(doc.Blocks, s.countersigned()...)
	doc.Blocks = append(append(doc.Blocks, s.boxes(map[string]opinionOf{"opinion": opinionFrom(r.Approval)})...), s.note())
	return doc
}

func opinionFrom(o model.Opinion) opinionOf { return opinionOf{o.Note, o.By, o.At} }

// reduced reports whether any line was approved with other than was asked.
func reduced(lines []model.Line) bool {
	for _, l := range lines {
		if l.Approved != nil && *l.Approved != l.Asked {
			return true
		}
	}
	return false
}

// writeDelivery writes the 试用环境交付确认单: what was handed over, where it answers, from when to when (P 9, L 13).
func writeDelivery(s sheet) model.Document {
	r, handed := s.r, s.last(model.Deliver)
	days, _ := r.Delivery.Int("trial_days")
	doc := s.begin(s.p.Word("vendor"), r.Delivered)
	doc.Blocks = model.Blocks{s.facts("number", r.Number, "unit", s.w["unit_name"], "system_name", r.Title(), "level", s.level(),
		"approved", chineseDay(r.Approval.At), "due", s.due(model.Approved, r.Approval.At),
		"delivered", chineseDay(r.Delivered), "trial_days", s.with("days", number(days)).label("days"),
		"delivered_by", handed.By(), "received_by", r.Delivery["received_by"],
		"trial", s.fromTo(chineseDay(r.Delivered), dueDay(s.p.TrialEnd(r.Delivered, int(days), s.cal))),
		"handover_note", r.Delivery["handover_note"]),
		s.quotaTable(r.Lines)}
	doc.Blocks = append(doc.Blocks, s.instances(r.Delivery["delivered_instances"])...)
	doc.Blocks = append(append(doc.Blocks, s.boxes(nil)...), s.note())
	return doc
}

func (s sheet) fromTo(from, to string) string { return s.with("from", from, "to", to).label("from_to") }

// instances sets the list of instances and addresses, one a line: name, address, use.
func (s sheet) instances(list string) model.Blocks {
	t := model.Table{Caption: s.label("instances"), Columns: []model.TableColumn{
		{Title: s.label("instance_no"), Width: 6, Align: model.AlignCenter}, {Title: s.label("instance_name"), Width: 30},
		{Title: s.label("instance_address"), Width: 30}, {Title: s.label("instance_use"), Width: 34}}}
	for _, line := range strings.Split(list, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		row := []string{strconv.Itoa(len(t.Rows) + 1), words[0], "", ""}
		if len(words) > 1 {
			row[2], row[3] = words[1], strings.Join(words[2:], " ")
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return model.Blocks{t}
}

// writeExtension writes the 延长试用申请及意见 of one time that the trial was asked to be longer (P 9, L 13).
func writeExtension(s sheet) model.Document {
	asks := eventsOf(s.history, model.AskExtension)
	asked, answer := asks[s.turn-1], s.answerTo(asks[s.turn-1])
	before := s.trialDaysBefore(asked)
	more, _ := asked.Values.Int("days")
	on := asked.At
	known := map[string]opinionOf{}
	var result []string
	newEnd := s.label("not_yet")
	if answer.Action != "" {
		on = answer.At
		known["authority"] = opinionOf{answer.Note, answer.By(), answer.At}
		result, newEnd = []string{"refused"}, dash
	}
	if answer.Action == model.GrantExtension {
		result, newEnd = []string{"granted"}, dueDay(s.p.TrialEnd(s.r.Delivered, before+int(more), s.cal))
	}
	used := workday.DateOf(s.r.Delivered).DaysUntil(workday.DateOf(asked.At))
	boxes := s.boxes(known) // the unit's, and the authority's under its result
	first := min(1, len(boxes))
	doc := s.begin(s.w["unit_name"], on)
	doc.Blocks = model.Blocks{s.facts("number", s.r.Number, "unit", s.w["unit_name"], "system_name", s.r.Title(), "asked_turn", s.label("turn"),
		"trial_began", chineseDay(s.r.Delivered), "trial_end", dueDay(s.p.TrialEnd(s.r.Delivered, before, s.cal)),
		"trial_used", s.with("days", strconv.Itoa(used)).label("days"), "asked_on", chineseDay(asked.At),
		"extension_days", s.with("days", number(more)).label("days"), "new_end", newEnd),
		model.Grid{Columns: formColumns, Rows: []model.GridRow{{model.LabelCell(s.label("reason")), {Text: asked.Note, Span: 3, Lines: 4}}}}}
	doc.Blocks = append(append(doc.Blocks, boxes[:first]...), s.ticked("result", []string{"granted", "refused"}, result...))
	doc.Blocks = append(append(doc.Blocks, boxes[first:]...), s.note())
	return doc
}

// answerTo is what was answered to an extension that was asked for; the zero Event while it is not.
func (s sheet) answerTo(asked model.Event) model.Event {
	for _, e := range eventsOf(s.history, model.AskExtension, model.GrantExtension, model.RefuseExtension) {
		if e.Seq <= asked.Seq {
			continue
		}
		if e.Action == model.AskExtension {
			break
		}
		return e
	}
	return model.Event{}
}

// trialDaysBefore is how long the trial was to be when an extension was asked for.
func (s sheet) trialDaysBefore(asked model.Event) int {
	days, _ := s.r.Delivery.Int("trial_days")
	for _, e := range eventsOf(s.history, model.AskExtension) {
		if more, ok := e.Values.Int("days"); ok && e.Seq < asked.Seq && s.answerTo(e).Action == model.GrantExtension {
			days += more
		}
	}
	return int(days)
}

// writeFinalReview writes the 终审意见 of one time that the tests were reviewed: passed, or returned (P 10, L 14).
func writeFinalReview(s sheet) model.Document {
	reviewed := eventsOf(s.history, model.ReturnTests, model.PassReview)[s.turn-1]
	var submitted model.Event
	for _, e := range eventsOf(s.history, model.SubmitTests) {
		if e.Seq < reviewed.Seq {
			submitted = e
		}
	}
	result := "passed"
	if reviewed.Action == model.ReturnTests {
		result = "returned"
	}
	asOf := s.before(reviewed)
	doc := s.begin(s.authority(), reviewed.At)
	doc.Blocks = model.Blocks{s.facts("number", s.r.Number, "unit", s.w["unit_name"], "system_name", s.r.Title(), "level", s.level(),
		"trial", s.fromTo(chineseDay(s.r.Delivered), dueDay(s.p.TrialEnd(s.r.Delivered, asOf.trialDaysBefore(reviewed), s.cal))),
		"submitted_tests", chineseDay(submitted.At), "reviewed", chineseDay(reviewed.At), "third_party", asOf.reportInWords()),
		asOf.testTable(s.label("tests"), asOf.latestTests(model.TestKinds)),
		s.ticked("result", []string{"passed", "returned"}, result)}
	doc.Blocks = append(append(doc.Blocks, s.boxes(map[string]opinionOf{"opinion": {reviewed.Note, reviewed.By(), reviewed.At}})...), s.note())
	return doc
}

// before is the sheet as its writer saw it just before an event.
func (s sheet) before(e model.Event) sheet {
	var past []model.Event
	for _, old := range s.history {
		if old.Seq < e.Seq {
			past = append(past, old)
		}
	}
	s.history = past
	return s
}

// writeTrialEnd writes the confirmation that the resources of a trial that did not go live were reclaimed (T7).
func writeTrialEnd(s sheet) model.Document {
	r, ended, reclaimed := s.r, s.last(model.EndTrial), s.last(model.Reclaim)
	doc := s.begin(s.p.Word("vendor"), reclaimed.At)
	doc.Blocks = model.Blocks{s.facts("number", r.Number, "unit", s.w["unit_name"], "system_name", r.Title(), "level", s.level(),
		"trial", s.fromTo(chineseDay(r.Delivered), dueDay(s.p.TrialEnd(r.Delivered, r.TrialDays, s.cal))), "ended_on", chineseDay(ended.At),
		"ended_reason", ended.Note, "reclaimed_on", chineseDay(reclaimed.At), "reclaimed_by", reclaimed.Values["reclaimed_by"],
		"erase_method", s.field(string(model.Reclaim), "erase_method", reclaimed.Values["erase_method"])),
		s.quotaTable(r.Lines)}
	doc.Blocks = append(append(doc.Blocks, s.boxes(map[string]opinionOf{"vendor": {"", reclaimed.Values["reclaimed_by"], reclaimed.At}})...), s.note())
	return doc
}
