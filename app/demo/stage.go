package demo

import (
	"context"
	"fmt"

	"yunban/app"
	"yunban/model"
)

// Stage is where stories play: an office, a clock that it moves, and whoever listens.
type Stage struct {
	Office  *app.Office
	Clock   *Clock
	Tell    func(Step) error
	actors  map[model.Duty]*app.Desk
	clerks  map[string]*app.Desk // by the name of their unit
	silent  bool                 // tell nobody, and issue no papers
	systems int                  // that were made from a sample under another name
	coming  []happening          // what comes round by the calendar
}

// NewStage sets a stage; the office must run by the clock.
func NewStage(ctx context.Context, office *app.Office, clock *Clock, tell func(Step) error) (*Stage, error) {
	s := &Stage{Office: office, Clock: clock, Tell: tell, actors: map[model.Duty]*app.Desk{}, clerks: map[string]*app.Desk{}}
	people, err := office.People(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		desk, err := office.DeskOf(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		s.cast(desk)
	}
	return s, nil
}

// cast gives a desk the parts that its duties allow and nobody has yet.
func (s *Stage) cast(desk *app.Desk) {
	p, roles := s.Office.Profile(), desk.Person.Roles
	for _, d := range []model.Duty{model.DutyAcceptance, model.DutyApproval, model.DutyFinalReview, model.DutyDelivery,
		model.DutyInspection, model.DutyAssessment, model.DutyContingency} {
		if s.actors[d] == nil && p.Holds(roles, d) {
			s.actors[d] = desk
		}
	}
	if s.clerks[desk.Unit.Name] == nil && p.Holds(roles, model.DutyUnit) {
		s.clerks[desk.Unit.Name] = desk
	}
}

// actor is who plays a duty on a sample: its own unit's clerk, or the office's officer.
func (s *Stage) actor(d model.Duty, of sample) (*app.Desk, error) {
	desk := s.actors[d]
	if d == model.DutyUnit {
		desk = s.clerks[of.unit]
	}
	if desk == nil {
		return nil, fmt.Errorf("nobody plays %s for %s", d, of.unit)
	}
	return desk, nil
}
