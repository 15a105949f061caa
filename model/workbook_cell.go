package model

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"yunban/model/workday"
)

// The words of a ticked cell.
const (
	Yes = "是"
	No  = "否"
)

// MaxCellText is the longest text of a cell in characters; programs cut longer ones.
const MaxCellText = 32767

// Offer lists what a cell of the field offers to choose from; nothing where anything may be typed.
func (f Field) Offer(p *Profile) []string {
	switch f.Kind {
	case ChoiceField:
		var labels []string
		for _, c := range p.Lists[f.List] {
			labels = append(labels, c.Label)
		}
		return labels
	case BooleanField:
		return []string{Yes, No}
	case DeclarationField:
		return []string{Yes}
	}
	return nil
}

// Cell writes a value for a cell: a choice by its label, a tick as 是 or 否.
func (f Field) Cell(p *Profile, value string) string {
	if f.Kind == ChoiceField || f.Kind == ChoicesField || f.Kind == BooleanField || f.Kind == DeclarationField {
		return f.Display(p, value)
	}
	return value
}

// FromCell reads what was typed into a cell as a value of the field; the key of a problem is given when what was typed
// is lost already. What is only wrong is kept as it is, for Check to say so.
func (f Field) FromCell(p *Profile, c FilledCell, since1904 bool) (value, key string) {
	switch {
	case c.Formula:
		return "", "problem.cell_formula"
	case c.Error:
		return "", "problem.cell_error"
	case utf8.RuneCountInString(c.Text) > MaxCellText:
		return "", "problem.cell_too_long"
	}
	if c.Number && f.Kind != DateField {
		text, whole := plainNumber(c.Text)
		if !whole {
			return c.Text, "problem.cell_number"
		}
		c.Text = text
	}
	return f.typed(p, strings.TrimSpace(c.Text), c.Number, since1904), ""
}

func (f Field) typed(p *Profile, text string, number, since1904 bool) string {
	switch f.Kind {
	case DateField:
		return dateTyped(text, number, since1904)
	case ChoiceField:
		return p.idIn(f.List, text)
	case ChoicesField:
		var ids []string
		for _, one := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("|、，,；;\n", r) }) {
			ids = append(ids, p.idIn(f.List, strings.TrimSpace(one)))
		}
		return strings.Join(ids, ChoiceSeparator)
	case BooleanField, DeclarationField:
		return ticked(text)
	}
	return text
}

// ticked reads 是 and 否, and what people write instead.
func ticked(text string) string {
	switch strings.ToLower(text) {
	case Yes, "√", "✓", "✔", "☑", "y", "yes", "true", "1":
		return True
	case No, "×", "n", "no", "false", "0":
		return "false"
	}
	return text
}

// idIn finds the id of what a list offers by its words; anything else is given back.
func (p *Profile) idIn(list, text string) string {
	for _, c := range p.Lists[list] {
		if strings.TrimSpace(c.Label) == text {
			return c.ID
		}
	}
	return text
}

// maxNumber is beyond the 15 digits that a program keeps of a number; an 18-digit code typed as a number loses the rest.
const maxNumber = 1e15

// plainNumber writes a number as people do: 1E3 is 1000, 4.0 is 4, 0.10000000000000001 is 0.1. One that has lost digits
// is not whole.
func plainNumber(text string) (plain string, whole bool) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n < maxNumber && n > -maxNumber) {
		return text, false
	}
	if n, err = strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64); err != nil {
		return text, false
	}
	return strconv.FormatFloat(n, 'f', -1, 64), true
}

var dateText = regexp.MustCompile(`^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?$`)

// dateTyped reads a day as programs keep it, a count of days, and as people write it: 2026/2/11, 2026年2月11日.
func dateTyped(text string, number, since1904 bool) string {
	if number {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n < 1 || n > 2958465 { // 9999-12-31
			return text
		}
		first := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
		if since1904 {
			first = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
		}
		return first.AddDate(0, 0, int(n)).Format(time.DateOnly)
	}
	m := dateText.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	iso := m[1] + "-" + two(m[2]) + "-" + two(m[3])
	if _, err := workday.ParseDate(iso); err != nil {
		return text
	}
	return iso
}

func two(digits string) string {
	if len(digits) == 1 {
		return "0" + digits
	}
	return digits
}
