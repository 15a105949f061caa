package view

import (
	"context"
	"slices"

	"yunban/model"
)

// plainSteps are the steps that no files come with.
var plainSteps = []model.Action{model.Receive, model.Settle, model.TakeBack, model.Close, model.RefuseGrant, model.Revoke}

// plainKinds are the kinds of matter that no files come with.
var plainKinds = []model.SubjectKind{model.Survey, model.SurveyAnswer, model.Measure}

// TakesFiles reports whether files come with this step.
func (s *MatterStep) TakesFiles() bool {
	return !slices.Contains(plainSteps, s.Action) && !slices.Contains(plainKinds, s.Kind)
}

// Files lists the files.
func (s *MatterStep) Files() []model.File { return s.files }

// Added reports whether a file was added now.
func (s *MatterStep) Added(f model.File) bool { return !slices.Contains(s.kept, f) }

// ReadFile copies a file into the office's keeping; AddFile takes its result.
func (s *MatterStep) ReadFile(ctx context.Context, path string) (model.File, error) {
	return s.desk.Attach(ctx, string(s.Kind), path)
}

// AddFile adds a kept file.
func (s *MatterStep) AddFile(f model.File) {
	if !slices.Contains(s.files, f) {
		s.files = append(s.files, f)
	}
	s.settle("files")
}

// RemoveFile takes a file off.
func (s *MatterStep) RemoveFile(f model.File) {
	s.files = slices.DeleteFunc(s.files, func(o model.File) bool { return o == f })
}
