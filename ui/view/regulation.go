package view

import (
	"strconv"
	"strings"

	"yunban/model"
)

// Regulation is the city's regulation to be read.
type Regulation struct {
	Title    string
	City     string
	Facts    []Text // document number, day of issue, version
	Articles []ArticleText
	Limits   []LimitRow
}

// ArticleText is an article as it is shown, its misprints pointed out in place.
type ArticleText struct {
	Key     string
	Label   string // 第八条; 第二十九条（应为第三十二条）
	Chapter string // set on the first article of a chapter
	Text    string
	Faulty  bool // something in it is misprinted
}

// LimitRow is one time limit with the article that sets it.
type LimitRow struct {
	Case    model.Case
	Status  model.Status
	Days    string
	Unit    Text
	Article string
	Key     string // the article's
}

// Read lays a regulation out for reading.
func Read(p *model.Profile) Regulation {
	r := Regulation{Title: p.Title, City: p.City, Limits: LimitsOf(p)}
	if p.DocumentNo != "" {
		r.Facts = append(r.Facts, Say("regulation.document_no", "number", p.DocumentNo))
	}
	if !p.Issued.IsZero() {
		r.Facts = append(r.Facts, Say("regulation.issued", "date", p.Issued.String()))
	}
	r.Facts = append(r.Facts, Say("regulation.version", "version", strconv.Itoa(p.Version)))
	chapter := ""
	for _, a := range p.Articles {
		text := ArticleText{Key: a.Key, Label: a.Label(), Text: a.Reading(), Faulty: a.Correct != "" || len(a.Faults) > 0}
		if a.Chapter != chapter {
			chapter, text.Chapter = a.Chapter, a.Chapter
		}
		r.Articles = append(r.Articles, text)
	}
	return r
}

// LimitsOf lists the time limits, the trial among them.
func LimitsOf(p *model.Profile) []LimitRow {
	var rows []LimitRow
	for _, l := range p.Limits {
		a, _ := p.Article(l.Article)
		rows = append(rows, LimitRow{l.Case, l.Status, strconv.Itoa(l.Days), Say("unit." + string(l.Unit)), a.Label(), a.Key})
	}
	a, _ := p.Article(p.Trial.Article)
	days := strconv.Itoa(p.Trial.MinDays) + "—" + strconv.Itoa(p.Trial.MaxDays)
	return append(rows, LimitRow{model.Usage, model.Trial, days, Say("unit." + string(model.CalendarDay)), a.Label(), a.Key})
}

// Find lists the places of the articles that have a text in label or words; all without one.
func (r Regulation) Find(text string) []int {
	text = strings.TrimSpace(text)
	var at []int
	for i, a := range r.Articles {
		if strings.Contains(a.Label, text) || strings.Contains(a.Text, text) {
			at = append(at, i)
		}
	}
	return at
}

// At is the place of an article by its label or key; -1 when there is none.
func (r Regulation) At(article string) int {
	for i, a := range r.Articles {
		if article != "" && (a.Label == article || a.Key == article) {
			return i
		}
	}
	return -1
}
