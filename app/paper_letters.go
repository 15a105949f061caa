package app

import (
	"strings"
	"time"

	"yunban/model"
)

// letter writes a notice by its wording: addressee, body, and the end with issuer and date (GB/T 9704).
func letter(p *model.Profile, r model.Request, kind model.DocumentKind, on time.Time, w wording) model.Document {
	text := p.Papers[string(kind)]
	doc := model.Document{Style: model.StyleLetter, Title: text.Title, Number: r.Number,
		Issuer: p.Word("authority"), Date: dayOf(on),
		Blocks: model.Blocks{model.Addressee{Text: w.fill(text.To)}}}
	for _, part := range text.Body {
		if said := strings.TrimSpace(w.fill(part)); said != "" {
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
func writeAcceptance(p *model.Profile, r model.Request, w wording) model.Document {
	answer := r.Round().Answer
	return closing(letter(p, r, model.PaperAcceptance, answer.At, w.with("note", answer.Note)))
}

// writeNotAccepted writes the 不予受理意见书 of the last round that was not accepted (P 8, L 12).
func writeNotAccepted(p *model.Profile, r model.Request, w wording) model.Document {
	round := declined(r)
	w = w.with("note", round.Answer.Note, "submitted_on", chineseDay(round.Submitted), "round", number(int64(round.No)),
		"unit_name", round.Values["unit_name"], "system_name", round.Values["system_name"])
	return closing(letter(p, r, model.PaperNotAccepted, round.Answer.At, w))
}

// writeGoLive writes the 开通通知书 with the formal quota (P 10, L 14).
func writeGoLive(p *model.Profile, r model.Request, w wording) model.Document {
	doc := letter(p, r, model.PaperGoLive, r.LiveAt, w)
	label := labels(p, model.PaperGoLive, w)
	table := model.Table{Caption: label("lines"), Columns: []model.TableColumn{
		{Title: label("line_no"), Width: 5, Align: model.AlignCenter}, {Title: label("line_resource"), Width: 12},
		{Title: label("line_name"), Width: 22}, {Title: label("line_spec"), Width: 36},
		{Title: label("line_count"), Width: 8, Align: model.AlignRight}}}
	for i, l := range r.Lines {
		resource, _ := p.Resource(l.Resource)
		amount, _ := l.Amount(model.StageDelivered)
		table.Rows = append(table.Rows, []string{number(int64(i + 1)), resource.Name, l.Name(), resource.Spec(amount), countOf(resource, amount)})
	}
	table.Total = []string{"", label("total"), "", totals(label("totals"), model.TotalsAt(r.Lines, model.StageDelivered)), ""}
	doc.Blocks = append(doc.Blocks, table)
	return closing(doc)
}
