package demo

import (
	"context"

	"yunban/app"
	"yunban/model"
)

// grows tells the papers that say more with every step: they are issued when the story ends.
var grows = map[model.DocumentKind]bool{model.PaperLines: true, model.PaperTests: true, model.PaperChangeTests: true, model.PaperChangeDone: true,
	model.PaperReclaim: true}

// answers are the acts whose answer is written on a paper that was issued before.
var answers = map[model.Action]model.DocumentKind{model.GrantExtension: model.PaperExtension, model.RefuseExtension: model.PaperExtension}

// issue issues the papers that are ready and wanted, and tells each.
func (s *Stage) issue(ctx context.Context, desk *app.Desk, file app.Dossier, step Step, wanted func(app.PaperOption) bool) error {
	for _, o := range desk.Papers(file) {
		if !o.Ready || !wanted(o) {
			continue
		}
		issued, err := desk.Issue(ctx, file.Request.ID, o.Kind)
		if err != nil {
			return err
		}
		if o.Issued != nil && *o.Issued == issued { // the same words as before
			continue
		}
		step.Action, step.Paper, step.File, step.Note = model.Issue, o.Kind, issued, ""
		if err := s.Tell(step); err != nil {
			return err
		}
	}
	return nil
}

// register registers a construction proposal where the city keeps a register (P 4), and issues its paper.
func (s *Stage) register(ctx context.Context) error {
	desk := s.actors[model.DutyAcceptance]
	if s.silent || !s.Office.Profile().Modules["filing"] {
		return nil
	}
	id, err := desk.SaveFiling(ctx, "", model.Values{"filing_title": "公共资源交易平台上云建设方案", "proposing_body": "盘锦市公共资源交易服务中心",
		"received_on": s.Office.Today().String(), "registered_by": desk.Person.Name, "filing_status": "registered"}, nil)
	if err != nil {
		return err
	}
	issued, err := desk.IssueFiling(ctx, id)
	if err != nil {
		return err
	}
	paper, err := desk.PaperByHash(ctx, issued.Hash)
	if err != nil {
		return err
	}
	step := s.step(desk, app.Dossier{Profile: s.Office.Profile()}, act{})
	step.Action, step.Number, step.Paper, step.File = model.Issue, paper.Number, model.PaperFiling, issued
	return s.Tell(step)
}

// archive issues every paper of a request as it stands when its story ends, and binds the case file.
func (s *Stage) archive(ctx context.Context, request string) error {
	if s.silent {
		return nil
	}
	desk := s.actors[model.DutyAcceptance]
	file, err := desk.Dossier(ctx, request)
	if err != nil {
		return err
	}
	step := s.step(desk, file, act{})
	if err := s.issue(ctx, desk, file, step, func(app.PaperOption) bool { return true }); err != nil {
		return err
	}
	pdf, bound, err := desk.BindCaseFile(ctx, request, nil)
	if err != nil {
		return err
	}
	step.Action, step.Paper, step.Bound, step.File = model.Issue, model.PaperCaseFile, pdf, model.File{Name: bound.Name, Size: int64(len(pdf))}
	return s.Tell(step)
}
