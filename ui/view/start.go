package view

import (
	"yunban/app"
	"yunban/model"
)

// Start is the first start: the city is chosen and the administrator made.
type Start struct {
	Cities []*model.Profile

	City     string // a profile's id
	Name     string
	ID       string // to sign in with
	Password string
	Again    string
}

// Problems finds what stands in the way. What an administrator's name and password must be is checked by the office
// itself; here is what only this page knows.
func (s Start) Problems() []model.Problem {
	var found []model.Problem
	if s.Profile() == nil {
		found = append(found, model.Problem{Field: "city", Key: "problem.choose_city"})
	}
	if s.Password != s.Again {
		found = append(found, model.Problem{Field: "again", Key: "problem.passwords_differ"})
	}
	return found
}

// Founding is what the office is to begin with.
func (s Start) Founding() app.Founding {
	return app.Founding{Profile: s.City, Password: s.Password, Admin: model.Person{ID: s.ID, Name: s.Name}}
}

// Profile is the chosen city's regulation; nil before one is chosen.
func (s Start) Profile() *model.Profile {
	for _, p := range s.Cities {
		if p.ID == s.City {
			return p
		}
	}
	return nil
}

// Facts say what the choice of a city means: its regulation, and the numbers in which cities differ.
func (s Start) Facts() []Text {
	p := s.Profile()
	if p == nil {
		return nil
	}
	facts := []Text{Say("start.regulation", "title", p.Title)}
	if p.DocumentNo != "" {
		facts = append(facts, Say("start.document_no", "number", p.DocumentNo))
	}
	for _, l := range LimitsOf(p) {
		switch {
		case l.Case != model.Usage:
		case l.Status == model.Trial:
			facts = append(facts, Say("start.trial", "days", l.Days, "article", l.Article))
		default:
			facts = append(facts, Say("start.limit", "status", string(l.Status), "days", l.Days, "article", l.Article))
		}
	}
	return facts
}
