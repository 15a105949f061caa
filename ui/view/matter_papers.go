package view

import (
	"context"
	"slices"

	"yunban/app"
	"yunban/model"
)

// loadPapers reads the papers that the matter has, and of an assessment its figures.
func (m *Matter) loadPapers(ctx context.Context) (err error) {
	if m.Kind == model.Assessment {
		return m.loadScore(ctx)
	}
	if m.Papers, err = m.desk.MatterPapers(ctx, m.Matter); err != nil {
		return err
	}
	m.Papers = slices.DeleteFunc(m.Papers, func(o app.MatterPaper) bool { return !o.Ready && o.Issued == nil })
	return nil
}

func (m *Matter) loadScore(ctx context.Context) error {
	_, card, err := m.desk.Published(ctx, m.ID)
	switch model.KindOf(err) {
	case model.NotFound: // its figures have not arrived here yet
		return nil
	}
	if err != nil {
		return err
	}
	m.Score = &Score{Card: card, Number: m.Number, profile: m.Profile()}
	m.Papers, err = m.desk.MatterPapers(ctx, m.Matter)
	return err
}

// Copies are the files beside a paper of the matter as it was issued: signed, scanned, as OFD.
func (m *Matter) Copies(p app.MatterPaper) []app.PaperCopy {
	return slices.DeleteFunc(slices.Clone(p.Files.Copies), func(c app.PaperCopy) bool { return c.Kind == app.OriginalCopy })
}

// Issue issues a paper of the matter.
func (m *Matter) Issue(ctx context.Context, kind model.DocumentKind) (model.File, error) {
	return m.desk.IssueMatter(ctx, kind, m.ID)
}
