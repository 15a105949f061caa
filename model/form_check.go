package model

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"yunban/model/workday"
)

// Check finds everything wrong with the values of the form's fields at once, in the order of the form. today tells what
// has happened; with none that is not asked.
func (f Form) Check(p *Profile, v Values, today workday.Date) []Problem {
	var found []Problem
	for field := range f.eachField() {
		if !field.Asked(v) {
			continue
		}
		pr, bad := field.check(p, v[field.ID])
		if !bad {
			pr, bad = f.checkDay(p, *field, v, today)
		}
		if bad {
			found = append(found, pr)
		}
	}
	return found
}

// checkDay finds a day of something that has happened, but is still to come (P 12, L 16), and one before the day that
// it follows.
func (f Form) checkDay(p *Profile, field Field, v Values, today workday.Date) (Problem, bool) {
	day, ok := v.day(field)
	if !ok {
		return Problem{}, false
	}
	if field.Past && !today.IsZero() && day.After(today) {
		key, article := "problem.day_to_come", p.ArticleOf(field.Provision)
		if article != "" {
			key = "problem.day_to_come_article"
		}
		return problem(field.ID, key, "label", field.Label, "today", today.String(), "article", article), true
	}
	if field.NotBefore == "" {
		return Problem{}, false
	}
	first, known := f.Field(field.NotBefore)
	if begin, ok := v.day(first); known && ok && first.Asked(v) && day.Before(begin) {
		return problem(field.ID, "problem.day_before", "label", field.Label, "other", first.Label, "day", begin.String()), true
	}
	return Problem{}, false
}

// day reads the value of a date field; ok is false for other fields and for what is no day.
func (v Values) day(f Field) (workday.Date, bool) {
	if f.Kind != DateField {
		return workday.Date{}, false
	}
	day, err := workday.ParseDate(strings.TrimSpace(v[f.ID]))
	return day, err == nil
}

// check finds the first thing wrong with one value.
func (f Field) check(p *Profile, raw string) (Problem, bool) {
	value := strings.TrimSpace(raw)
	if f.Kind == DeclarationField {
		if value == True {
			return Problem{}, false
		}
		return problem(f.ID, "problem.declaration", "label", f.Label, "article", p.ArticleOf(f.Provision)), true
	}
	if value == "" {
		if f.Required {
			return problem(f.ID, "problem.required", "label", f.Label), true
		}
		return Problem{}, false
	}
	if n := utf8.RuneCountInString(value); n > f.Limit() {
		return problem(f.ID, "problem.too_long", "label", f.Label, "max", strconv.Itoa(f.Limit()), "now", strconv.Itoa(n)), true
	}
	if !utf8.ValidString(value) {
		return problem(f.ID, "problem.not_text", "label", f.Label), true
	}
	if key := f.wrongKind(p, value); key != "" {
		return problem(f.ID, key, f.boundsArgs()...), true
	}
	return Problem{}, false
}

var (
	phonePattern   = regexp.MustCompile(`^\+?[0-9][0-9 \-]{5,18}[0-9](转[0-9]{1,6})?$`)
	emailPattern   = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s.]+$`)
	decimalPattern = regexp.MustCompile(`^-?[0-9]{1,12}(\.[0-9]{1,4})?$`)
)

// wrongKind is the key of what is wrong with a value of this kind, or nothing.
func (f Field) wrongKind(p *Profile, value string) string {
	switch f.Kind {
	case IntegerField:
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return "problem.not_integer"
		}
		return f.outOfBounds(float64(n))
	case DecimalField:
		if !decimalPattern.MatchString(value) {
			return "problem.not_number"
		}
		n, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return "problem.not_number"
		}
		return f.outOfBounds(n)
	case DateField:
		if _, err := workday.ParseDate(value); err != nil {
			return "problem.not_date"
		}
	case BooleanField:
		if value != True && value != "false" {
			return "problem.not_boolean"
		}
	case ChoiceField:
		if !f.Open && !p.InList(f.List, value) {
			return "problem.not_on_list"
		}
	case ChoicesField:
		for _, one := range strings.Split(value, ChoiceSeparator) {
			if !f.Open && !p.InList(f.List, one) {
				return "problem.not_on_list"
			}
		}
	case PhoneField:
		if !phonePattern.MatchString(value) {
			return "problem.not_phone"
		}
	case EmailField:
		if !emailPattern.MatchString(value) {
			return "problem.not_email"
		}
	case CreditCodeField:
		if !validCreditCode(value) {
			return "problem.not_credit_code"
		}
	}
	return ""
}

func (f Field) outOfBounds(n float64) string {
	if f.Min != nil && n < float64(*f.Min) {
		return "problem.too_small"
	}
	if f.Max != nil && n > float64(*f.Max) {
		return "problem.too_big"
	}
	return ""
}

func (f Field) boundsArgs() []string {
	pairs := []string{"label", f.Label}
	if f.Min != nil {
		pairs = append(pairs, "min", strconv.FormatInt(*f.Min, 10))
	}
	if f.Max != nil {
		pairs = append(pairs, "max", strconv.FormatInt(*f.Max, 10))
	}
	return pairs
}

// creditCodeWeights and the alphabet are those of GB 32100-2015, the unified social credit code.
var creditCodeWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

const creditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// validCreditCode checks length, alphabet and check character.
func validCreditCode(code string) bool {
	code = strings.ToUpper(code)
	if len(code) != 18 {
		return false
	}
	sum := 0
	for i := range 17 {
		at := strings.IndexByte(creditCodeAlphabet, code[i])
		if at < 0 {
			return false
		}
		sum += at * creditCodeWeights[i]
	}
	return creditCodeAlphabet[(31-sum%31)%31] == code[17]
}
