package app

import (
	"context"
	"io"
	"slices"
	"strconv"
	"time"

	"yunban/model"
)

// scorePaper is what the paper of an assessment tells: 使用单位考核评分表, 供应商考核评分表.
func scorePaper(p *model.Profile, card model.Scorecard, number string, on time.Time) RecordPaper {
	period, _ := model.ParsePeriod(card.Period) // it was computed for it
	paper := RecordPaper{Kind: model.PaperUnitScore, Number: number, Date: on, Rows: map[string][]model.Values{"scores": scoreRows(p, card)},
		Values: model.Values{"unit_name": card.UnitName, "vendor_name": card.UnitName, "period": period.Chinese(), "systems": card.Counts["systems"],
			"on_cloud": card.Counts["on_cloud"], "score": model.NoData, "grade": card.GradeName(p), "advice": card.Advice}}
	if card.Score != nil {
		paper.Values["score"] = model.Decimal(*card.Score)
	}
	if card.Subject == model.AssessVendor {
		paper.Kind = model.PaperVendorScore
		for _, level := range p.Lists["satisfactions"] {
			answers, share := answersText(card, level.ID)
			paper.Rows["satisfaction"] = append(paper.Rows["satisfaction"], model.Values{model.RowName: level.ID, "answers": strconv.Itoa(answers), "share": share})
		}
	}
	return paper
}

// PreviewScore prints an assessment that is not published; it is kept nowhere, and bears no number.
func (d *Desk) PreviewScore(ctx context.Context, card model.Scorecard) ([]byte, error) {
	p := d.Profile()
	doc, err := WriteRecord(p, scorePaper(p, card, p.ScoreText("note.draft", nil), d.Clock()))
	if err != nil {
		return nil, err
	}
	doc.Sandbox = d.Sandbox
	return d.pages().Print(ctx, doc)
}

// IssueScore issues the paper of a published assessment.
func (d *Desk) IssueScore(ctx context.Context, id string) (model.File, error) {
	file, card, err := d.Published(ctx, id)
	if err != nil {
		return model.File{}, err
	}
	about := model.Subject{Kind: model.Assessment, ID: file.ID}
	return d.IssueRecord(ctx, about, scorePaper(d.Profile(), card, file.Number, file.Opened()))
}

// WriteScorecard writes an assessment as a workbook: the scores, every figure with how it was computed, and the records
// behind each. number is that of a published one.
func (d *Desk) WriteScorecard(ctx context.Context, w io.Writer, card model.Scorecard, number string, words Wording) error {
	x := &export{desk: d, ctx: ctx, words: words}
	names, err := d.subjectNames(ctx, card)
	if err != nil {
		return err
	}
	p := d.Profile()
	sheets := []model.Sheet{
		x.sheet("assess.title_"+string(card.Subject), []column{{"indicator", 30, false}, {"measured", 52, false}, {"weight", 8, true},
			{"score", 8, true}, {"manual", 10, false}, {"reason", 70, false}}, onePage(scoreSheet(p, card, words))),
		x.sheet("assess.title_figures", []column{{"indicator", 30, false}, {"figure", 26, false}, {"value", 16, false}, {"how", 80, false},
			{"behind", 10, true}}, onePage(figureSheet(p, card))),
		x.sheet("assess.title_trace", []column{{"figure", 26, false}, {"record_kind", 14, false}, {"record", 44, false}, {"id", 40, false}}, onePage(traceSheet(p, card, names, words))),
	}
	period, _ := model.ParsePeriod(card.Period)
	for i := range sheets {
		sheets[i].Name = sheets[i].Title
		sheets[i].Note = words("assess.note", "who", card.UnitName, "period", period.Chinese(), "day", card.AsOf.String(), "number", number) + "　" + sheets[i].Note
	}
	return d.Sheets.Write(ctx, w, sheets...)
}

func scoreSheet(p *model.Profile, card model.Scorecard, words Wording) [][]string {
	var rows [][]string
	for _, row := range scoreRows(p, card) {
		manual := ""
		if row["manual"] == model.True {
			manual = words("assess.manual")
		}
		rows = append(rows, []string{p.LabelIn(string(card.Subject)+"_indicators", row[model.RowName]), row["measured"], row["weight"], row["score"], manual, row["reason"]})
	}
	total := model.NoData
	if card.Score != nil {
		total = model.Decimal(*card.Score)
	}
	return append(rows, []string{words("register.total"), card.GradeName(p), "100", total, "", card.Advice})
}

func figureSheet(p *model.Profile, card model.Scorecard) [][]string {
	var rows [][]string
	for _, i := range card.Indicators {
		for _, f := range i.Figures {
			rows = append(rows, []string{p.LabelIn(string(card.Subject)+"_indicators", i.ID), f.Name(p), f.Text(p), f.How(p), strconv.Itoa(len(f.Trace))})
		}
	}
	return rows
}

func traceSheet(p *model.Profile, card model.Scorecard, names map[model.Subject]string, words Wording) [][]string {
	var rows [][]string
	for _, i := range card.Indicators {
		for _, f := range i.Figures {
			for _, s := range f.Trace {
				rows = append(rows, []string{f.Name(p), kindName(s.Kind, words), names[s], s.ID})
			}
		}
	}
	return rows
}

// kindName is what a kind of record is called.
func kindName(k model.SubjectKind, words Wording) string {
	if k.IsMatter() {
		return words("matter." + string(k))
	}
	return words("assess.kind_" + string(k))
}

// subjectNames are the names of the records behind an assessment: official numbers, and the names of systems.
func (d *Desk) subjectNames(ctx context.Context, card model.Scorecard) (map[model.Subject]string, error) {
	names := map[model.Subject]string{}
	var kinds []model.SubjectKind
	for _, i := range card.Indicators {
		for _, f := range i.Figures {
			for _, s := range f.Trace {
				if !slices.Contains(kinds, s.Kind) {
					kinds = append(kinds, s.Kind)
				}
			}
		}
	}
	for _, k := range kinds {
		if k == model.RequestSubject {
			err := (&evidence{desk: d, ctx: ctx, stretch: stretch{asOf: d.Today()}}).requests("", func(s model.Summary) error {
				names[model.Subject{Kind: k, ID: s.ID}] = s.Number + " " + s.Title
				return nil
			})
			if err != nil {
				return nil, err
			}
			continue
		}
		records, err := d.Store.Records(ctx, k)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			names[r.Subject] = r.Number()
			if k == model.SystemSubject {
				names[r.Subject] = model.SystemOf(r).Name()
			}
		}
	}
	return names, nil
}
