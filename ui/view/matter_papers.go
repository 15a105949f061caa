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
	m.Papers = slices.DeleteFunc(m.Papers, func(o app.PaperOption) bool { return !o.Ready })
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
	kind := model.PaperUnitScore
	if card.Subject == model.AssessVendor {
		kind = model.PaperVendorScore
	}
	if title := m.Profile().Papers[string(kind)].Title; title != "" {
		m.Papers = []app.PaperOption{{Kind: kind, Title: title, Ready: true}}
	}
	return nil
}

// Issue issues a paper of the matter.
func (m *Matter) Issue(ctx context.Context, kind model.DocumentKind) (model.File, error) {
	return m.desk.IssueMatter(ctx, kind, m.ID)
}
