package xlsx

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"yunban/model"
)

// rules tells the inputs of a sheet what may be typed. Inputs of one rule in one column share it.
func (b *formBook) rules(s model.WorkSheet) error {
	type shared struct {
		input model.CellInput
		cells []model.SheetCell
	}
	var order []string
	by := map[string]*shared{}
	for _, c := range s.Cells {
		if c.Input == nil {
			continue
		}
		key := ruleKey(*c.Input)
		if by[key] == nil {
			by[key] = &shared{input: *c.Input}
			order = append(order, key)
		}
		by[key].cells = append(by[key].cells, c)
	}
	for _, key := range order {
		rule, err := b.rule(by[key].input)
		if err != nil {
			return err
		}
		rule.SetSqref(strings.Join(ranges(by[key].cells), " "))
		if err := b.file.AddDataValidation(s.Name, rule); err != nil {
			return err
		}
	}
	return nil
}

// ranges writes cells below each other as one range, B5:B34; they come from top to bottom.
func ranges(cells []model.SheetCell) []string {
	slices.SortStableFunc(cells, func(a, b model.SheetCell) int { return a.Col - b.Col })
	var out []string
	for i := 0; i < len(cells); {
		end := i
		for end+1 < len(cells) && cells[end+1].Col == cells[i].Col && cells[end+1].Row == cells[end].Row+1 {
			end++
		}
		ref := cells[i].Ref()
		if end > i {
			ref += ":" + cells[end].Ref()
		}
		out = append(out, ref)
		i = end + 1
	}
	return out
}

func ruleKey(in model.CellInput) string {
	f := in.Field
	return strings.Join(append([]string{string(f.Kind), strconv.Itoa(f.Limit()), bound(f.Min), bound(f.Max),
		strconv.FormatBool(f.Open), in.Hint, f.Label}, in.Choices...), "\x00")
}

func bound(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

// rule is what may be typed into an input. A list that is open advises and does not refuse.
func (b *formBook) rule(in model.CellInput) (*excelize.DataValidation, error) {
	f := in.Field
	rule := excelize.NewDataValidation(true)
	rule.SetError(excelize.DataValidationErrorStyleStop, cutTo(f.Label, 30), cutTo(in.Hint, 220))
	if in.Hint != "" {
		rule.SetInput(cutTo(f.Label, 30), cutTo(in.Hint, 250))
	}
	if len(in.Choices) > 0 {
		rule.ShowErrorMessage = !f.Open
		return rule, b.offer(rule, in.Choices)
	}
	switch f.Kind {
	case model.IntegerField:
		return rule, numbers(rule, f, excelize.DataValidationTypeWhole)
	case model.DecimalField:
		return rule, numbers(rule, f, excelize.DataValidationTypeDecimal)
	case model.DateField:
		return rule, rule.SetRange(18264, 73050, excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween) // 1950 to 2099
	}
	return rule, rule.SetRange(0, f.Limit(), excelize.DataValidationTypeTextLength, excelize.DataValidationOperatorBetween)
}

func numbers(rule *excelize.DataValidation, f model.Field, kind excelize.DataValidationType) error {
	low, high := float64(-999_999_999_999), float64(999_999_999_999)
	if f.Min != nil {
		low = float64(*f.Min)
	}
	if f.Max != nil {
		high = float64(*f.Max)
	}
	return rule.SetRange(low, high, kind, excelize.DataValidationOperatorBetween)
}

// offer lists the choices in the rule itself, or on the hidden sheet where they are too long for that.
func (b *formBook) offer(rule *excelize.DataValidation, choices []string) error {
	joined := strings.Join(choices, ",")
	if len(choices) <= 8 && len(utf16.Encode([]rune(joined))) <= 200 && !strings.ContainsAny(strings.Join(choices, ""), `,"=`) {
		return rule.SetDropList(choices)
	}
	key := strings.Join(choices, "\x00")
	at, ok := b.lists[key]
	if !ok {
		if len(b.lists) == 0 {
			if _, err := b.file.NewSheet(listsSheet); err != nil {
				return err
			}
		}
		column := columnName(len(b.lists) + 1)
		var err error
		for i, c := range choices {
			err = errors.Join(err, b.file.SetCellStr(listsSheet, column+strconv.Itoa(i+1), c))
		}
		if err != nil {
			return err
		}
		at = listsSheet + "!$" + column + "$1:$" + column + "$" + strconv.Itoa(len(choices))
		b.lists[key] = at
	}
	rule.SetSqrefDropList(at)
	return nil
}

// cutTo keeps a text within what a rule's message holds.
func cutTo(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return text
}
