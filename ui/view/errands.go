package view

import (
	"context"
	"slices"

	"yunban/app"
	"yunban/model"
)

// matterErrand is a kind of thing that waits among the matters of a kind.
type matterErrand struct {
	id    string
	kind  model.SubjectKind
	asks  func(*app.Desk) bool // whom it can concern; nil is everybody
	count func(*app.Desk, model.Matter) int
	late  func(*app.Desk, model.Matter) bool
}

var matterErrands = []matterErrand{
	{"respond", model.ProblemTicket, holds(model.DutyDelivery), at(model.ReportedStatus), nil},
	{"solve", model.ProblemTicket, holds(model.DutyDelivery), at(model.RespondedStatus), nil},
	{"settle", model.ProblemTicket, isUnit, at(model.SolvedStatus), nil},
	{"reply", model.Consultation, holds(model.DutyDelivery), at(model.AskedStatus), nil},
	{"grant", model.AccessGrant, isUnit, own(at(model.AskedStatus)), nil},
	{"close_grant", model.AccessGrant, nil, expired, nil},
	{"rectify", model.Inspection, nil, toRectify, overdueFinding},
	{"recheck", model.Inspection, holds(model.DutyInspection), inState(model.FindingRectified), nil},
	{"receive", model.MonthlyReport, isUnit, own(unreceived), nil},
	{"answer", model.Survey, isUnit, toAnswer, nil},
}

func holds(d model.Duty) func(*app.Desk) bool {
	return func(desk *app.Desk) bool { return desk.Profile().Holds(desk.Person.Roles, d) }
}

func isUnit(desk *app.Desk) bool { return desk.Unit.ID != "" && holds(model.DutyUnit)(desk) }

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func at(s model.Status) func(*app.Desk, model.Matter) int {
	return func(_ *app.Desk, m model.Matter) int { return oneIf(m.Status == s) }
}

// own counts only what belongs to the person's unit.
func own(count func(*app.Desk, model.Matter) int) func(*app.Desk, model.Matter) int {
	return func(desk *app.Desk, m model.Matter) int {
		if m.Unit != desk.Unit.ID {
			return 0
		}
		return count(desk, m)
	}
}

// expired counts the grants that have run out and that who asked has not closed (R44).
func expired(desk *app.Desk, m model.Matter) int {
	asked := len(m.Acts) > 0 && m.Acts[0].Person == desk.Person.ID
	return oneIf(asked && (m.GrantStands(desk.Clock()) == model.GrantExpired || m.Status == model.RevokedStatus))
}

// toRectify counts the open findings of the own unit, or of the platform for who runs it.
func toRectify(desk *app.Desk, m model.Matter) int {
	if m.Unit == "" && holds(model.DutyDelivery)(desk) || m.Unit != "" && m.Unit == desk.Unit.ID && isUnit(desk) {
		return inState(model.FindingOpen)(desk, m)
	}
	return 0
}

func inState(s model.FindingState) func(*app.Desk, model.Matter) int {
	return func(_ *app.Desk, m model.Matter) int {
		n := 0
		for _, f := range m.Findings() {
			n += oneIf(f.State == s && m.Status == model.InspectedStatus)
		}
		return n
	}
}

func overdueFinding(desk *app.Desk, m model.Matter) bool {
	if toRectify(desk, m) == 0 {
		return false
	}
	for _, f := range m.Findings() {
		if f.Overdue(desk.Today()) {
			return true
		}
	}
	return false
}

func unreceived(desk *app.Desk, m model.Matter) int {
	_, received := m.ReceivedBy(desk.Unit.ID)
	return oneIf(!received)
}

// toAnswer counts the open surveys; who has answered is known by the answers.
func toAnswer(desk *app.Desk, m model.Matter) int { return oneIf(m.SurveyOpen(desk.Today())) }

// unanswered leaves out the surveys that the own unit has answered: one answer each (T18).
func unanswered(ctx context.Context, desk *app.Desk, surveys []model.Matter) ([]model.Matter, error) {
	answers, err := desk.Matters(ctx, model.SurveyAnswer)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(surveys, func(s model.Matter) bool {
		return slices.ContainsFunc(answers, func(a model.Matter) bool { return a.Unit == desk.Unit.ID && a.Values["survey"] == s.ID })
	}), nil
}
