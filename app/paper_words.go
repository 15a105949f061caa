package app

import (
	"strconv"
	"strings"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

// sharedPaper has the labels that many papers print.
const sharedPaper = "shared"

// sheet is one paper being written: of which request, which time of it, in which words.
type sheet struct {
	kind    model.DocumentKind
	turn    int
	p       *model.Profile
	r       model.Request
	history []model.Event
	w       wording
	cal     workday.Calendar
	blank   bool // to be filled by hand
}

func (d *Desk) sheet(file Dossier, kind model.DocumentKind, turn int) sheet {
	s := sheet{kind: kind, turn: turn, p: file.Profile, r: file.Request, history: file.History, cal: d.Workdays()}
	s.w = s.wording()
	return s
}

// text is the words of the paper.
func (s sheet) text() model.Paper { return s.p.Papers[string(s.kind)] }

// label gives one printed label with its names filled in: the paper's own, or the one that papers share. One that is
// missing shows its name, to be seen.
func (s sheet) label(id string) string {
	text, known := s.text().Labels[id]
	if !known {
		text, known = s.p.Papers[sharedPaper].Labels[id]
	}
	if !known {
		return "{" + id + "}"
	}
	return s.w.fill(text)
}

// with is the sheet with more names for its wording.
func (s sheet) with(pairs ...string) sheet {
	s.w = s.w.with(pairs...)
	return s
}

// begin begins the document that a form is.
func (s sheet) begin(issuer string, on time.Time) model.Document {
	return model.Document{Kind: s.kind, Style: model.StyleForm, Title: s.w.fill(s.text().Title), Number: s.r.Number, Issuer: issuer, Date: dayOf(on)}
}

// authority is the body that decides.
func (s sheet) authority() string { return s.p.Word("authority") }

// round is the submission that a paper of a round is about, else the last one.
func (s sheet) round() model.Round {
	if (s.kind == model.PaperApplication || s.kind == model.PaperNotAccepted) && s.turn >= 1 && s.turn <= len(s.r.Rounds) {
		return s.r.Rounds[s.turn-1]
	}
	return s.r.Round()
}

// last is the last event of an action; the zero Event when there is none.
func (s sheet) last(action model.Action) model.Event {
	events := eventsOf(s.history, action)
	if len(events) == 0 {
		return model.Event{}
	}
	return events[len(events)-1]
}

// field writes what a form says in one of its fields.
func (s sheet) field(form, id, value string) string {
	f, _ := s.p.Forms[form].Field(id)
	return shown(s.p, f, value)
}

// level names the system's protection level.
func (s sheet) level() string {
	return s.field(string(model.Usage), "mlps_level", s.r.Values()["mlps_level"])
}

// due is when a step had to be done, and by which article.
func (s sheet) due(status model.Status, since time.Time) string {
	due := s.p.Due(s.r.Case, status, since, s.cal)
	if due.None() {
		return ""
	}
	return dueDay(due) + "（" + due.Article + "）"
}

// wording fills what a paper's texts name: {number}, {unit_name}, {article.acceptance} …
type wording map[string]string

func (w wording) fill(text string) string {
	pairs := make([]string, 0, 2*len(w))
	for k, v := range w {
		pairs = append(pairs, "{"+k+"}", v)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// with is the wording with more names.
func (w wording) with(pairs ...string) wording {
	out := wording{}
	for k, v := range w {
		out[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// rules are what any paper of the city may name: articles, limits, bounds.
func rules(p *model.Profile) wording {
	w := wording{"regulation": strings.Trim(p.Title, "《》"),
		"trial_min": strconv.Itoa(p.Trial.MinDays), "trial_max": strconv.Itoa(p.Trial.MaxDays)}
	for provision := range p.Provisions {
		w["article."+provision] = p.ArticleOf(provision)
	}
	for _, l := range p.Limits {
		w["days."+string(l.Case)+"."+string(l.Status)] = strconv.Itoa(l.Days)
	}
	return w
}

// wording is what every paper of a request may name.
func (s sheet) wording() wording {
	r, p, round := s.r, s.p, s.round()
	w := rules(p).with("number", r.Number, "unit_name", round.Values["unit_name"], "system_name", round.Values["system_name"],
		"round", strconv.Itoa(round.No), "submitted_on", chineseDay(round.Submitted), "live_on", chineseDay(r.LiveAt),
		"review_note", r.Review.Note, "level", s.level(), "turn", strconv.Itoa(s.turn))
	answered := r.Round().Answer.At
	approval := p.Due(model.Usage, model.Accepted, answered, s.cal)
	w["approval_days"], w["approval_due"] = strconv.Itoa(approval.Days), dueDay(approval)
	w["delivery_days"] = strconv.Itoa(p.Due(model.Usage, model.Approved, answered, s.cal).Days)
	return w
}

func chineseDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return workday.DateOf(t).Chinese()
}

// dayOf is the day that a paper bears: an act at seven in the morning was not the day before, as it was in Greenwich.
func dayOf(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return workday.DateOf(t).Start()
}

// dueDay writes a due day; one past the published holidays says that it is provisional (T21).
func dueDay(due model.Deadline) string {
	if due.Provisional {
		return due.Due.Chinese() + "（暂定）"
	}
	return due.Due.Chinese()
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// shown writes a value with its unit; a date as papers bear it.
func shown(p *model.Profile, f model.Field, value string) string {
	value = f.Display(p, value)
	if f.Kind == model.DateField {
		if day, err := workday.ParseDate(value); err == nil {
			return day.Chinese()
		}
	}
	if value != "" && f.Unit != "" {
		value += " " + f.Unit
	}
	return value
}

// Size writes a file's size.
func Size(bytes int64) string {
	if bytes < 1<<20 {
		return number(max((bytes+1023)>>10, 1)) + " KB"
	}
	return strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64) + " MB"
}
