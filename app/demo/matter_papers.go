package demo

import (
	"context"

	"yunban/app"
	"yunban/model"
)

// matterPapers issues the papers of the year: of every assessment and inspection, and of each unit's last report and the
// last grant that it gave.
func (s *Stage) matterPapers(ctx context.Context) error {
	for _, of := range []struct {
		kind model.SubjectKind
		by   *app.Desk
		all  bool
	}{
		{model.AccessGrant, nil, false},
		{model.MonthlyReport, s.actors[model.DutyDelivery], false},
		{model.Inspection, s.actors[model.DutyInspection], true},
		{model.Assessment, s.actors[model.DutyAssessment], true},
	} {
		matters, err := s.actors[model.DutyApproval].Matters(ctx, of.kind)
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, m := range matters { // the latest first
			_, entered := m.First(model.Enter)
			if !of.all && seen[m.Unit] || of.kind == model.AccessGrant && !entered {
				continue
			}
			seen[m.Unit] = true
			desk := of.by
			if desk == nil {
				desk = s.clerkOf(m.Unit)
			}
			if err := s.issueMatter(ctx, desk, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// clerkOf is the clerk of a unit.
func (s *Stage) clerkOf(unit string) *app.Desk {
	for _, desk := range s.clerks {
		if desk.Person.Unit == unit {
			return desk
		}
	}
	return s.actors[model.DutyAcceptance]
}

// papersOf are the papers of a matter that are ready.
func papersOf(ctx context.Context, desk *app.Desk, m model.Matter) (kinds []model.DocumentKind, err error) {
	papers, err := desk.MatterPapers(ctx, m)
	for _, o := range papers {
		if o.Ready {
			kinds = append(kinds, o.Kind)
		}
	}
	return kinds, err
}

// issueMatter issues the papers of a matter, and tells each.
func (s *Stage) issueMatter(ctx context.Context, desk *app.Desk, m model.Matter) error {
	papers, err := papersOf(ctx, desk, m)
	if err != nil {
		return err
	}
	for _, kind := range papers {
		issued, err := desk.IssueMatter(ctx, kind, m.ID)
		if err != nil {
			return err
		}
		step := s.step(desk, app.Dossier{Profile: s.Office.Profile()}, act{action: model.Issue})
		step.Number, step.Paper, step.File = m.Number, kind, issued
		if err := s.Tell(step); err != nil {
			return err
		}
	}
	return nil
}
