package model

import (
	"fmt"
	"strings"
)

// check finds everything that makes the profile uncited or unlawful.
func (p *Profile) check() []error {
	var wrong []error
	fault := func(format string, a ...any) { wrong = append(wrong, fmt.Errorf(format, a...)) }
	if p.ID == "" || p.City == "" || p.Title == "" || p.Version < 1 || p.Series == "" {
		fault("id, version, city, title and series are needed")
	}
	for _, word := range []string{"authority", "vendor", "platform", "system"} {
		if p.Words[word] == "" {
			fault("words: %q is missing", word)
		}
	}
	wrong = append(wrong, p.checkArticles()...)
	wrong = append(wrong, p.checkLimits()...)
	wrong = append(wrong, p.checkTrial()...)
	wrong = append(wrong, p.checkDuties()...)
	wrong = append(wrong, p.checkObligations()...)
	return append(wrong, p.checkForms()...)
}

func (p *Profile) checkArticles() []error {
	var wrong []error
	seen := map[string]bool{}
	for _, a := range p.Articles {
		if a.Key == "" || a.Printed == "" || a.Text == "" {
			wrong = append(wrong, fmt.Errorf("article %q: key, printed number and text are needed", a.Key))
		}
		if seen[a.Key] {
			wrong = append(wrong, fmt.Errorf("article %q: there are two of that key", a.Key))
		}
		seen[a.Key] = true
		for _, f := range a.Faults {
			if !strings.Contains(a.Text, f.Printed) {
				wrong = append(wrong, fmt.Errorf("article %q: the misprint %q is not in its text", a.Key, f.Printed))
			}
		}
	}
	for provision, key := range p.Provisions {
		if !seen[key] {
			wrong = append(wrong, fmt.Errorf("provision %q: article %q is not in the text", provision, key))
		}
	}
	return wrong
}

func (p *Profile) checkLimits() []error {
	var wrong []error
	seen := map[string]bool{}
	for _, l := range p.Limits {
		at := fmt.Sprintf("limit on %s %s", l.Case, l.Status)
		if seen[at] {
			wrong = append(wrong, fmt.Errorf("%s: there are two", at))
		}
		seen[at] = true
		if !KnownStatus(l.Case, l.Status) {
			wrong = append(wrong, fmt.Errorf("%s: there is no such status", at))
		}
		if l.Days < 1 || l.Days > 365 || l.Unit != WorkingDay && l.Unit != CalendarDay {
			wrong = append(wrong, fmt.Errorf("%s: %d %q is no limit", at, l.Days, l.Unit))
			continue
		}
		a, ok := p.Article(l.Article)
		if !ok {
			wrong = append(wrong, fmt.Errorf("%s: its article %q is missing: a limit must be cited", at, l.Article))
		} else if !says(a.Text, l.Days, l.Unit.chinese()) {
			wrong = append(wrong, fmt.Errorf("%s: %s does not say %d个%s", at, a.Printed, l.Days, l.Unit.chinese()))
		}
	}
	return wrong
}

// says reports whether a text names so many days, in digits or in Chinese numerals.
func says(text string, n int, unit string) bool {
	for _, number := range []string{fmt.Sprint(n), chineseNumber(n)} {
		if strings.Contains(text, number+"个"+unit) || strings.Contains(text, number+unit) {
			return true
		}
	}
	return false
}

// chineseNumber writes 1 to 99 in Chinese numerals.
func chineseNumber(n int) string {
	digits := []rune("零一二三四五六七八九")
	switch {
	case n < 10:
		return string(digits[n])
	case n >= 100:
		return fmt.Sprint(n)
	}
	s := "十"
	if n/10 > 1 {
		s = string(digits[n/10]) + s
	}
	if n%10 > 0 {
		s += string(digits[n%10])
	}
	return s
}

// maxCountersigners is how many approvers besides the deciding one a city may ask for.
const maxCountersigners = 9

func (p *Profile) checkTrial() []error {
	var wrong []error
	if p.Countersigners < 0 || p.Countersigners > maxCountersigners {
		wrong = append(wrong, fmt.Errorf("countersigners: %d is not between 0 and %d", p.Countersigners, maxCountersigners))
	}
	t := p.Trial
	if t.MinDays < 1 || t.MaxDays < t.MinDays {
		wrong = append(wrong, fmt.Errorf("trial: %d to %d days is no period", t.MinDays, t.MaxDays))
	}
	a, ok := p.Article(t.Article)
	if !ok {
		wrong = append(wrong, fmt.Errorf("trial: its article %q is missing: a limit must be cited", t.Article))
	} else if !says(a.Text, t.MaxDays, "天") && !says(a.Text, t.MaxDays, "日") || !strings.Contains(a.Text, fmt.Sprint(t.MinDays)) {
		wrong = append(wrong, fmt.Errorf("trial: %s does not say %d to %d days", a.Printed, t.MinDays, t.MaxDays))
	}
	if _, ok := p.Article(p.ThirdParty.Article); !ok || p.ThirdParty.MinLevel < 1 || p.ThirdParty.Accreditation == "" {
		wrong = append(wrong, fmt.Errorf("third_party: level, accreditation and article are needed"))
	}
	return wrong
}

func (p *Profile) checkDuties() []error {
	var wrong []error
	for _, d := range duties {
		if len(p.Duties[d]) == 0 {
			wrong = append(wrong, fmt.Errorf("duty %s: nobody holds it", d))
		}
	}
	for d, roles := range p.Duties {
		if !knownDuty(d) {
			wrong = append(wrong, fmt.Errorf("duty %q is unknown", d))
		}
		for _, r := range roles {
			if p.Side(r) == "" {
				wrong = append(wrong, fmt.Errorf("duty %s: role %q is not one of the roles, or has no side", d, r))
			}
		}
	}
	return wrong
}

func (p *Profile) checkForms() []error {
	var wrong []error
	if len(p.Forms[string(Usage)].Fields()) == 0 {
		wrong = append(wrong, fmt.Errorf("forms: the usage form is missing"))
	}
	for id, f := range p.Forms {
		if f.ID != id {
			wrong = append(wrong, fmt.Errorf("form %q calls itself %q", id, f.ID))
		}
		wrong = append(wrong, f.checkDesign(p)...)
	}
	for _, r := range p.Resources {
		wrong = append(wrong, r.checkDesign(p)...)
	}
	for _, m := range p.Materials {
		if m.ID == "" || m.Name == "" || m.Required && p.Provisions[m.Provision] == "" {
			wrong = append(wrong, fmt.Errorf("material %q: id, name and, if required, a cited provision are needed", m.ID))
		}
	}
	return wrong
}
