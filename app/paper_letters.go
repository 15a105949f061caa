package app

import (
	"strings"
	"time"

	"yunban/model"
)

// letter writes a notice by its wording: addressee, body, and the end with issuer and date (GB/T 9704).
func (s sheet) letter(on time.Time) model.Document {
	text := s.text()
	doc := model.Document{Kind: s.kind, Style: model.StyleLetter, Title: s.w.fill(text.Title), Number: s.r.Number,
		Issuer: s.authority(), Date: dayOf(on), Blocks: model.Blocks{model.Addressee{Text: s.w.fill(text.To)}}}
	for _, part := range text.Body {
		if said := strings.TrimSpace(s.w.fill(part)); said != "" {
			doc.Blocks = append(doc.Blocks, model.Paragraph{Text: said})
		}
	}
	return doc
}

func closing(doc model.Document) model.Document {
	doc.Blocks = append(doc.Blocks, model.Closing{Issuer: doc.Issuer, Date: doc.Date, Sealed: true})
	return doc
}

// writeAcceptance writes the 受理通知书 (P 8, L 12).
func writeAcceptance(s sheet) model.Document {
	answer := s.r.Round().Answer
	return closing(s.with("note", answer.Note, "checked", s.checkedMaterials(s.r.Round())).letter(answer.At))
}

// writeNotAccepted writes the 不予受理意见书 of a round that was not accepted, with what was found of its materials
// and lines (P 8, L 12).
func writeNotAccepted(s sheet) model.Document {
	round := s.round()
	return closing(s.with("note", round.Answer.Note, "checked", s.checkedMaterials(round),
		"reasonable", s.checkedLines(round)).letter(round.Answer.At))
}

// checkedMaterials says what the officer found of a round's materials; nothing where nothing was recorded.
func (s sheet) checkedMaterials(round model.Round) string {
	count, missing := 0, []string{}
	for _, m := range s.p.Materials {
		complete, known := round.Complete(m.ID)
		switch {
		case known && complete:
			count++
		case known:
			missing = append(missing, m.Name)
		}
	}
	switch {
	case len(missing) > 0:
		return s.with("materials", strings.Join(missing, "、")).label("checked_missing")
	case count > 0:
		return s.with("count", number(int64(count))).label("checked_all")
	}
	return ""
}

// checkedLines says what the officer found of how reasonable the lines are, the same finding once.
func (s sheet) checkedLines(round model.Round) string {
	var findings []string
	about := map[string][]string{}
	for _, l := range round.Lines {
		finding := strings.TrimRight(strings.TrimSpace(round.Reasonable(l.ID)), "。；")
		if finding == "" {
			continue
		}
		if about[finding] == nil {
			findings = append(findings, finding)
		}
		about[finding] = append(about[finding], l.Name())
	}
	if len(findings) == 0 {
		return ""
	}
	for i, finding := range findings {
		findings[i] = strings.Join(about[finding], "、") + "：" + finding
	}
	return s.with("lines", strings.Join(findings, "；")).label("checked_lines")
}

// writeGoLive writes the 开通通知书 with the formal quota (P 10, L 14).
func writeGoLive(s sheet) model.Document {
	doc := s.letter(s.r.LiveAt)
	doc.Blocks = append(doc.Blocks, s.quotaTable(s.r.Lines))
	return closing(doc)
}
