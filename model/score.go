package model

import (
	"slices"
	"strings"

	"yunban/model/workday"
)

// An assessment is computed from the program's own records, and every figure of it names the records that it rests on
// (P 22 and 23, L 27 and 28; R51, R52). What cannot be computed is said to have no data: it is never 0, and it takes no
// weight.

// AssessedKind says who is assessed; the ids of the list assessed.
type AssessedKind string

// Who is assessed.
const (
	AssessUnit   AssessedKind = "unit"   // 使用单位 (P 22, L 27)
	AssessVendor AssessedKind = "vendor" // 云服务商 (P 23, L 28)
)

// NoData is said where there is nothing to compute a figure from.
const NoData = "无数据"

// The lists of the profile that name figures, their units and the grades.
const (
	figureNames = "figures"
	figureUnits = "figure_units"
	gradeNames  = "grades"
)

// Figure is one number of an assessment, what it was computed from, and the records behind it.
type Figure struct {
	ID    string    `json:"id"`
	Value *float64  `json:"value"` // nil is no data
	Args  Values    `json:"from,omitempty"`
	Trace []Subject `json:"trace"`
}

// Text writes the figure with its unit: 80%, 1.4 个工作日, 无数据.
func (f Figure) Text(p *Profile) string {
	if f.Value == nil {
		return NoData
	}
	unit := p.LabelIn(figureUnits, f.ID)
	if unit == f.ID {
		unit = ""
	}
	if unit != "" && unit != "%" {
		unit = " " + unit
	}
	return Decimal(*f.Value) + unit
}

// Name is what the city calls the figure.
func (f Figure) Name(p *Profile) string { return p.LabelIn(figureNames, f.ID) }

// How says in words how the figure was computed: 在政务云上4个÷全部应用系统5个; and of one without data that there was
// nothing to compute it from.
func (f Figure) How(p *Profile) string {
	if f.Value == nil {
		return p.ScoreText("how.none", nil)
	}
	if how := f.scored(p); how != "" {
		return how
	}
	return p.ScoreText("detail."+f.ID, f.Args)
}

// scored says how a figure that earns points was computed; nothing of one that only stands beside.
func (f Figure) scored(p *Profile) string { return p.ScoreText("how."+f.ID, f.Args) }

// scoreTexts are the words of the profile for assessments, beside those of its papers.
const scoreTexts = "assessment"

// ScoreText fills one of the profile's texts about assessments; nothing when it has none: how.on_time, note.no_data,
// change.idle.
func (p *Profile) ScoreText(id string, args Values) string {
	return filled(p.Papers[scoreTexts].Labels[id], args)
}

// filled puts the arguments into a text.
func filled(text string, args Values) string {
	var pairs []string
	for k, v := range args {
		pairs = append(pairs, "{"+k+"}", v)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Mark is what a person says of an indicator: a score in place of the computed one, a remark, or both. It is marked as
// such wherever it stands.
type Mark struct {
	Percent *float64 `json:"percent,omitempty"` // of full marks, 0 to 100; nil leaves the computed score
	Remark  string   `json:"remark,omitempty"`
	By      string   `json:"by,omitempty"`
}

// Indicator is one indicator of an assessment with its figures and its score.
type Indicator struct {
	ID      string   `json:"id"`
	Figures []Figure `json:"figures"`
	Percent *float64 `json:"percent"` // of full marks, by the figures alone; nil is no data
	Asked   float64  `json:"asked"`   // the weight as the office set it
	Weight  float64  `json:"weight"`  // full marks: the weight as a share of those that have data, of 100
	Score   *float64 `json:"score"`   // out of Weight; nil is no data
	Mark    *Mark    `json:"mark,omitempty"`
}

// Manual reports whether a person gave the score.
func (i Indicator) Manual() bool { return i.Mark != nil && i.Mark.Percent != nil }

// earned is the share of full marks that counts: a person's word before the figures'.
func (i Indicator) earned() *float64 {
	if i.Manual() {
		return i.Mark.Percent
	}
	return i.Percent
}

// Measured writes what was measured: 按期率 98.2%；平均用时 1.4 个工作日.
func (i Indicator) Measured(p *Profile) string {
	var parts []string
	for _, f := range i.Figures {
		if f.Value != nil {
			parts = append(parts, f.Name(p)+" "+f.Text(p))
		}
	}
	if len(parts) == 0 {
		return NoData
	}
	return strings.Join(parts, "；")
}

// Reason says how the score came about: how each figure was computed, and what became of the weight.
func (i Indicator) Reason(p *Profile) string {
	var parts []string
	for _, f := range i.Figures {
		if how := f.scored(p); how != "" && f.Value != nil {
			parts = append(parts, how)
		}
	}
	note := func(id string, args Values) { parts = append(parts, p.ScoreText("note."+id, args)) }
	switch {
	case i.earned() == nil:
		note("no_data", Values{"asked": Decimal(i.Asked)})
	case i.Weight != i.Asked:
		note("rescaled", Values{"asked": Decimal(i.Asked), "weight": Decimal(i.Weight)})
	}
	if i.Manual() {
		note("manual", Values{"percent": Decimal(*i.Mark.Percent), "by": i.Mark.By})
	}
	if i.Mark != nil && i.Mark.Remark != "" {
		note("remark", Values{"remark": i.Mark.Remark, "by": i.Mark.By})
	}
	return strings.Join(parts, "；")
}

// Scorecard is an assessment as computed: of a unit or of the vendor, for a period, by the measures of the office.
type Scorecard struct {
	Subject    AssessedKind `json:"subject"`
	Unit       string       `json:"unit,omitempty"`
	UnitName   string       `json:"unit_name,omitempty"` // of the vendor: its name, if known
	Period     string       `json:"period"`
	AsOf       workday.Date `json:"as_of"` // the day as of which it is told
	Measures   Values       `json:"measures"`
	Indicators []Indicator  `json:"indicators"`
	Counts     Values       `json:"counts,omitempty"` // what the paper says besides: systems, on_cloud, answers of each level
	Score      *float64     `json:"score"`            // of 100; nil is no data
	Grade      string       `json:"grade,omitempty"`  // the id in the list grades
	Advice     string       `json:"advice,omitempty"`
}

// Indicator finds an indicator by its id.
func (c Scorecard) Indicator(id string) (Indicator, bool) {
	for _, i := range c.Indicators {
		if i.ID == id {
			return i, true
		}
	}
	return Indicator{}, false
}

// Figure finds a figure of any indicator by its id.
func (c Scorecard) Figure(id string) (Figure, bool) {
	for _, i := range c.Indicators {
		for _, f := range i.Figures {
			if f.ID == id {
				return f, true
			}
		}
	}
	return Figure{}, false
}

// GradeName is what the grade is called.
func (c Scorecard) GradeName(p *Profile) string {
	if c.Grade == "" {
		return NoData
	}
	return p.LabelIn(gradeNames, c.Grade)
}

// Weighed gives the card with the marks of a person laid over it, every weight as a share of those that have data, the
// scores, their sum and the grade.
func (c Scorecard) Weighed(marks map[string]Mark) Scorecard {
	c.Indicators = slices.Clone(c.Indicators)
	var asked []float64
	for i := range c.Indicators {
		one := &c.Indicators[i]
		one.Mark, one.Score, one.Weight = nil, nil, 0
		if m, ok := marks[one.ID]; ok {
			one.Mark = &m
		}
		w := 0.0
		if one.earned() != nil {
			w = one.Asked
		}
		asked = append(asked, w)
	}
	c.Score, c.Grade = nil, ""
	for i, w := range shares(asked) {
		one := &c.Indicators[i]
		one.Weight = w
		if earned := one.earned(); earned != nil && w > 0 {
			one.Score = known(roundTenth(min(max(*earned, 0), 100) / 100 * w))
			c.Score = known(roundTenth(*one.Score + orZero(c.Score)))
		}
	}
	if c.Score != nil {
		c.Grade = gradeOf(*c.Score, c.Measures)
	}
	return c
}

// gradeOf is the grade of a score by the office's bands; no regulation names one.
func gradeOf(score float64, m Values) string {
	for _, g := range []string{"excellent", "good", "pass"} {
		if band, ok := number(m, "grade_"+g); ok && score >= band {
			return g
		}
	}
	return "fail"
}
