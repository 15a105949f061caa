package view

import (
	"slices"
	"strconv"

	"yunban/model"
)

// MaterialCheck is a material whose completeness the officer judges (R12), ticked at first when it was filed.
type MaterialCheck struct {
	ID       string
	Name     string
	Required bool
	On       bool
}

// LineWord is a resource line with what the officer says of its reasonableness (R12).
type LineWord struct {
	ID       string
	No       int
	Resource string
	Name     string
	Text     string
}

// offerCompleteness prepares the check of a usage request that is accepted or not; other acts have none.
func (a *Act) offerCompleteness() {
	r := a.file.Request
	if r.Case != model.Usage || a.arrow.Action != model.Accept && a.arrow.Action != model.Decline {
		return
	}
	for _, m := range a.file.Profile.Checklist(r) {
		a.materials = append(a.materials, MaterialCheck{ID: m.ID, Name: m.Name, Required: m.Needed, On: m.Filed})
		a.values[model.CompleteValue(m.ID)] = strconv.FormatBool(m.Filed)
	}
	a.words = lineWords(a.file.Profile, r.Round())
}

// lineWords lists a round's lines with what was said of each so far.
func lineWords(p *model.Profile, round model.Round) []LineWord {
	words := make([]LineWord, len(round.Lines))
	for i, l := range round.Lines {
		kind, _ := p.Resource(l.Resource)
		words[i] = LineWord{ID: l.ID, No: i + 1, Resource: kind.Name, Name: l.Name(), Text: round.Reasonable(l.ID)}
	}
	return words
}

// Completeness lists the materials to check; none for most actions.
func (a *Act) Completeness() []MaterialCheck { return a.materials }

// SetComplete says that a material is complete, or not.
func (a *Act) SetComplete(material int, on bool) {
	a.materials[material].On = on
	at := model.CompleteValue(a.materials[material].ID)
	a.values[at] = strconv.FormatBool(on)
	a.settle(at)
}

// Reasonableness lists the lines that may be commented; none for most actions.
func (a *Act) Reasonableness() []LineWord { return a.words }

// SetReasonable comments a line; an empty text takes the comment back.
func (a *Act) SetReasonable(line int, text string) {
	a.words[line].Text = text
	at := model.ReasonableValue(a.words[line].ID)
	a.values[at] = text
	a.settle(at)
}

// Checked is what the officer found of a round (R12).
type Checked struct {
	Materials []MaterialCheck // those that were checked
	Lines     []LineWord      // those with a comment
}

// None reports whether nothing is on record.
func (c Checked) None() bool { return len(c.Materials) == 0 && len(c.Lines) == 0 }

// Incomplete names the materials found incomplete.
func (c Checked) Incomplete() []string {
	var names []string
	for _, m := range c.Materials {
		if !m.On {
			names = append(names, m.Name)
		}
	}
	return names
}

// Checked is what the officer found of the last round.
func (r *Request) Checked() Checked { return checkedOf(r.Profile, r.Request.Round()) }

func checkedOf(p *model.Profile, round model.Round) Checked {
	var c Checked
	for _, m := range p.Materials {
		if complete, known := round.Complete(m.ID); known {
			c.Materials = append(c.Materials, MaterialCheck{ID: m.ID, Name: m.Name, Required: m.Needed(round.Values), On: complete})
		}
	}
	c.Lines = slices.DeleteFunc(lineWords(p, round), func(l LineWord) bool { return l.Text == "" })
	return c
}
