package store

import (
	"slices"

	"gorm.io/gorm"

	"yunban/model"
)

// folded is a subject before and after what happened to it now.
type folded struct {
	past, news  []model.Event
	before, now model.Request // of a request
	words       string        // that it shall be found by
	found       bool          // by the same words as before
}

// fold folds what happened to a subject before, and behind it what happened now.
func fold(past []model.Event, news ...model.Event) (f folded, err error) {
	if news[0].Subject.Kind != model.RequestSubject {
		return folded{past: past, news: news}, nil
	}
	before, err := model.Replay(past)
	return foldOn(before, past, news...), err
}

// foldOn is fold for a subject that is known as it was before.
func foldOn(before model.Request, past []model.Event, news ...model.Event) folded {
	f := folded{past: past, news: news, before: before, now: before}
	if f.about().Kind != model.RequestSubject {
		return f
	}
	for _, e := range news {
		f.now = model.Apply(f.now, e)
	}
	if f.found = len(past) > 0 && f.now.FoundAs(f.before); !f.found {
		f.words = indexWords(f.now.SearchText())
	}
	return f
}

func (f folded) about() model.Subject { return f.news[0].Subject }

// all is everything that happened to the subject.
func (f folded) all() []model.Event { return append(f.past[:len(f.past):len(f.past)], f.news...) }

// doc is what names a request: what is known already, or of a new one its place in the log.
func (f folded) doc(tx *gorm.DB, known, feed int64) (int64, error) {
	switch {
	case known != 0 || f.about().Kind != model.RequestSubject:
		return known, nil
	case len(f.past) == 0:
		return feed, nil
	}
	return docOf(tx, f.about().ID)
}

// summarize brings the request's row up to date.
func (f folded) summarize(tx *gorm.DB, doc int64) error {
	now := f.now.Summary(f.news[len(f.news)-1].At)
	if len(f.past) == 0 {
		return saveSummary(tx, doc, now)
	}
	return changeSummary(tx, doc, f.before.Summary(f.past[len(f.past)-1].At), now)
}

// derive brings the subject's summary or record up to date with what happened now. doc names a request.
func derive(tx *gorm.DB, f folded, doc int64) error {
	if f.about().Kind != model.RequestSubject {
		return saveRecord(tx, f.all())
	}
	if err := f.summarize(tx, doc); err != nil {
		return err
	}
	if !slices.Equal(f.before.Copied, f.now.Copied) {
		if err := saveCopies(tx, doc, f.now.Copied); err != nil {
			return err
		}
	}
	if err := savePrincipals(tx, doc, principalsOf(f.news...)); err != nil {
		return err
	}
	if f.found {
		return nil
	}
	return saveWords(tx, doc, f.words, len(f.past) == 0)
}

// rederive derives a subject anew from what is known of it now, which may be nothing.
func (s *Store) rederive(tx *gorm.DB, about model.Subject) error {
	if err := underive(tx, about); err != nil {
		return err
	}
	one, found, err := subjectOf(tx, about)
	if err != nil || !found {
		return err
	}
	return s.rebuildSubject(tx, one)
}

// underive forgets what was derived about a subject.
func underive(tx *gorm.DB, about model.Subject) error {
	if about.Kind != model.RequestSubject {
		return perform(tx, "DELETE FROM records WHERE subject_kind = ? AND subject_id = ?", string(about.Kind), about.ID)
	}
	doc, err := docOf(tx, about.ID)
	if err != nil || doc == 0 {
		return err
	}
	for _, forget := range []string{"DELETE FROM summary_copies WHERE doc = ?", "DELETE FROM summary_principals WHERE doc = ?",
		"DELETE FROM search WHERE rowid = ?", "DELETE FROM summaries WHERE doc = ?"} {
		if err := perform(tx, forget, doc); err != nil {
			return err
		}
	}
	return nil
}
