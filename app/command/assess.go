package command

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/model"
)

// assessing is what the assess command was asked for.
type assessing struct {
	app.AssessmentQuery
	out, subject string
	marks        string
	publish      bool
	anew         bool
}

// assessCommand computes an assessment, and publishes it.
func (c *call) assessCommand() *cobra.Command {
	var a assessing
	cmd := &cobra.Command{Use: "assess --subject unit|vendor --period PERIOD [--unit UNIT] [--out F.xlsx|F.pdf] [--publish]", Short: "Assess a unit or the vendor",
		Long: `assess --subject vendor --period 2026                          the figures of the vendor, with --json each with the records behind it
assess --subject unit --unit UNIT --period 2026 --out F.pdf     the same on paper, or as a workbook with F.xlsx
assess … --marks M.json                                         manual scores and remarks: {"idle":{"percent":90,"remark":"…"}}
assess … --publish                                              publishes it: from then on it is frozen, has a number, and is what this command shows`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.Subject = model.AssessedKind(a.subject)
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.assess(cmd.Context(), d, a) })
		}}
	cmd.Flags().StringVar(&a.subject, "subject", "", "who is assessed: unit or vendor")
	cmd.Flags().StringVar(&a.Period, "period", "", "the period: 2026, 2026-Q3 or 2026-09")
	cmd.Flags().StringVar(&a.Unit, "unit", "", "of a unit: its id or name; nothing is the own one")
	cmd.Flags().StringVar(&a.out, "out", "", "the file to write: .xlsx, .pdf or .ofd")
	cmd.Flags().StringVar(&a.marks, "marks", "", "manual scores and remarks by indicator, as a JSON file")
	cmd.Flags().StringVar(&a.Advice, "advice", "", "advice for improvement")
	cmd.Flags().BoolVar(&a.publish, "publish", false, "publish it to those concerned")
	cmd.Flags().BoolVar(&a.anew, "anew", false, "compute it anew though it is published")
	required(cmd, "subject", "period")
	return cmd
}

func (c *call) assess(ctx context.Context, d *app.Desk, a assessing) error {
	if a.marks != "" {
		data, err := os.ReadFile(a.marks)
		if err == nil {
			err = json.Unmarshal(data, &a.Marks)
		}
		if err != nil {
			return model.Wrap(model.Invalid, err, "error.file_unreadable", "name", filepath.Base(a.marks))
		}
	}
	q, err := c.registerQuery(ctx, d, a.Unit, "", "")
	if err != nil {
		return err
	}
	if a.Unit, d = q.Unit, inFormat(d, a.out); a.Unit == "" && a.Subject == model.AssessUnit {
		a.Unit = d.Person.Unit
	}
	card, id, number, err := c.scorecard(ctx, d, a)
	if err != nil {
		return err
	}
	if err := c.writeScore(ctx, d, card, id, number, a.out); err != nil {
		return err
	}
	return c.answer(saidScore(d.Profile(), card, id, number, a.out), c.scoreLines(d.Profile(), card, number, a.out)...)
}

// scorecard is the assessment asked for: published now; or as it was published, with its id and number; or computed.
func (c *call) scorecard(ctx context.Context, d *app.Desk, a assessing) (card model.Scorecard, id, number string, err error) {
	if a.publish {
		e, err := d.PublishAssessment(ctx, a.AssessmentQuery)
		if err != nil {
			return card, "", "", err
		}
		id = e.Subject.ID
	} else if !a.anew {
		m, _, err := d.PublishedOf(ctx, a.Subject, a.Unit, a.Period)
		if err != nil {
			return card, "", "", err
		}
		id = m.ID
	}
	if id == "" {
		card, err = d.Assess(ctx, a.AssessmentQuery)
		return card, "", "", err
	}
	file, card, err := d.Published(ctx, id)
	return card, id, file.Number, err
}

// writeScore writes an assessment as a paper or a workbook; nothing where no file was asked for. id is that of a
// published one, whose paper is issued.
func (c *call) writeScore(ctx context.Context, d *app.Desk, card model.Scorecard, id, number, out string) error {
	switch {
	case out == "":
		return nil
	case isWorkbook(out):
		return writeWhole(out, func(w io.Writer) error { return d.WriteScorecard(ctx, w, card, number, c.words.Text) })
	case id != "":
		file, err := d.IssueScore(ctx, id)
		if err != nil {
			return err
		}
		return d.SaveFile(ctx, file, out)
	}
	pages, err := d.PreviewScore(ctx, card)
	if err != nil {
		return err
	}
	return writeFile(out, pages)
}

// saidFigure is a figure as others read it: a value that is not there is null and said to be no data.
type saidFigure struct {
	ID     string          `json:"id"`
	Name   string          `json:"name"`
	Value  *float64        `json:"value"`
	Text   string          `json:"text"`
	NoData bool            `json:"no_data,omitempty"`
	How    string          `json:"how,omitempty"`
	Trace  []model.Subject `json:"trace"`
}

type saidIndicator struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Weight  float64      `json:"weight"`
	Score   *float64     `json:"score"`
	NoData  bool         `json:"no_data,omitempty"`
	Manual  bool         `json:"manual,omitempty"`
	Remark  string       `json:"remark,omitempty"`
	Reason  string       `json:"reason"`
	Figures []saidFigure `json:"figures"`
}

func saidScore(p *model.Profile, card model.Scorecard, id, number, out string) map[string]any {
	var indicators []saidIndicator
	for _, i := range card.Indicators {
		one := saidIndicator{ID: i.ID, Name: p.LabelIn(string(card.Subject)+"_indicators", i.ID), Weight: i.Weight, Score: i.Score,
			NoData: i.Score == nil, Manual: i.Manual(), Reason: i.Reason(p)}
		if i.Mark != nil {
			one.Remark = i.Mark.Remark
		}
		for _, f := range i.Figures {
			one.Figures = append(one.Figures, saidFigure{f.ID, f.Name(p), f.Value, f.Text(p), f.Value == nil, f.How(p), f.Trace})
		}
		indicators = append(indicators, one)
	}
	return map[string]any{"subject": card.Subject, "unit": card.Unit, "unit_name": card.UnitName, "period": card.Period, "as_of": card.AsOf,
		"id": id, "number": number, "published": id != "", "score": card.Score, "grade": card.GradeName(p), "indicators": indicators,
		"measures": card.Measures, "counts": card.Counts, "advice": card.Advice, "file": out}
}

func (c *call) scoreLines(p *model.Profile, card model.Scorecard, number, out string) []string {
	total := model.NoData
	if card.Score != nil {
		total = model.Decimal(*card.Score)
	}
	period, _ := model.ParsePeriod(card.Period)
	lines := []string{strings.TrimSpace(number + "　" + card.UnitName + "　" + c.words.Period(period) + "　" + total + "　" + card.GradeName(p))}
	for _, i := range card.Indicators {
		score := model.NoData
		if i.Score != nil {
			score = model.Decimal(*i.Score)
		}
		lines = append(lines, "· "+p.LabelIn(string(card.Subject)+"_indicators", i.ID)+"　"+score+" / "+model.Decimal(i.Weight))
		for _, f := range i.Figures {
			lines = append(lines, "    "+f.Name(p)+"　"+f.Text(p)+"　"+f.How(p)+"　["+strconv.Itoa(len(f.Trace))+"]")
		}
	}
	if out != "" {
		lines = append(lines, c.words.Text("command.written", "path", out))
	}
	return lines
}

// ledgerCommand shows what systems have, what the platform holds, and what is worth looking at.
func (c *call) ledgerCommand() *cobra.Command {
	var unit, request string
	cmd := &cobra.Command{Use: "ledger [--unit UNIT] [--request ID]", Short: "Resources by unit, system and zone: asked, approved, delivered, used", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.ledger(cmd.Context(), d, unit, request) })
		}}
	cmd.Flags().StringVar(&unit, "unit", "", "only this unit, by its id or name")
	cmd.Flags().StringVar(&request, "request", "", "what the platform would hold with this request, by its id or number")
	return cmd
}

func (c *call) ledger(ctx context.Context, d *app.Desk, unit, request string) error {
	q, err := c.registerQuery(ctx, d, unit, "", "")
	if err != nil {
		return err
	}
	rows, err := d.ResourceLedger(ctx, q.Unit)
	if err != nil {
		return err
	}
	suggestions, err := d.Suggestions(ctx, q.Unit)
	if err != nil {
		return err
	}
	said := map[string]any{"rows": rows, "suggestions": suggestions}
	var lines []string
	for _, r := range rows {
		lines = append(lines, strings.Join([]string{r.UnitName, r.SystemName, r.ZoneName, c.words.Text("system_state." + string(r.State)), saidTotals(r.Asked), saidTotals(r.Approved), saidTotals(r.Delivered),
			"CPU " + model.PercentText(r.CPU), c.words.Text("ledger.memory") + " " + model.PercentText(r.Memory)}, "　"))
	}
	for _, s := range suggestions {
		lines = append(lines, "· "+s.UnitName+"　"+c.words.Text(s.Key(), flatArgs(s.Args)...))
	}
	if d.ReadsAll() {
		if request != "" {
			if request, err = requestNumbered(ctx, d, request); err != nil {
				return err
			}
		}
		pool, err := d.PoolFor(ctx, request)
		if err != nil {
			return err
		}
		said["pool"] = pool
		for _, r := range pool.Rows {
			lines = append(lines, c.words.Text("ledger.pool", "zone", r.ZoneName, "capacity", capacityText(r.Capacity), "before", saidTotals(r.Before), "after", saidTotals(r.After)))
		}
	}
	return c.answer(said, lines...)
}

func capacityText(t *model.Totals) string {
	if t == nil {
		return model.NoData
	}
	return saidTotals(*t)
}

// saidTotals writes sums short: 24C/96G/1200G.
func saidTotals(t model.Totals) string {
	return strconv.FormatInt(t.VCPU, 10) + "C/" + strconv.FormatInt(t.MemoryGB, 10) + "G/" + strconv.FormatInt(t.StorageGB, 10) + "G"
}

func flatArgs(args map[string]string) []string {
	var pairs []string
	for _, k := range slices.Sorted(maps.Keys(args)) {
		pairs = append(pairs, k, args[k])
	}
	return pairs
}

// statementCommand writes a unit's yearly statement, for who plans its budget.
func (c *call) statementCommand() *cobra.Command {
	var unit, year, out string
	cmd := &cobra.Command{Use: "statement --unit UNIT --year 2026 --out F.pdf|F.xlsx", Short: "A unit's use of the cloud in a year, for its budget", Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.statement(cmd.Context(), d, unit, year, out) })
		}}
	cmd.Flags().StringVar(&unit, "unit", "", "the unit, by its id or name; nothing is the own one")
	cmd.Flags().StringVar(&year, "year", "", "the year")
	cmd.Flags().StringVar(&out, "out", "", "the file to write: .pdf, .ofd or .xlsx")
	required(cmd, "year", "out")
	return cmd
}

func (c *call) statement(ctx context.Context, d *app.Desk, unit, year, out string) error {
	if unit == "" {
		unit = d.Person.Unit
	}
	d = inFormat(d, out)
	s, err := d.UsageStatement(ctx, unit, year)
	if err != nil {
		return err
	}
	if isWorkbook(out) {
		err = writeWhole(out, func(w io.Writer) error { return d.WriteStatement(ctx, w, s, c.words.Text) })
	} else {
		var pages []byte
		if pages, err = d.PrintStatement(ctx, s); err == nil {
			err = writeFile(out, pages)
		}
	}
	if err != nil {
		return err
	}
	return c.answer(map[string]any{"file": out, "values": s.Values, "rows": s.Rows}, c.words.Text("command.written", "path", out))
}
