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
	f = folded{past: past, news: news}
	if f.about().Kind != model.RequestSubject {
		return f, nil
	}
	f.before, err = model.Replay(past)
	f.now = f.before
	for _, e := range news {
		f.now = model.Apply(f.now, e)
	}
	text := f.now.SearchText()
	if f.found = len(past) > 0 && f.before.SearchText() == text; !f.found {
		f.words = indexWords(text)
	}
	return f, err
}

func (f folded) about() model.Subject { return f.news[0].Subject }

// all is everything that happened to the subject.
func (f folded) all() []model.Event { return append(f.past[:len(f.past):len(f.past)], f.news...) }

// derive brings the subject's summary or record up to date with what happened now. doc names a request that is new.
func derive(tx *gorm.DB, f folded, doc int64) (err error) {
	if f.about().Kind != model.RequestSubject {
		return saveRecord(tx, f.all())
	}
	if len(f.past) > 0 {
		if doc, err = docOf(tx, f.about().ID); err != nil {
			return err
		}
	}
	if err := saveSummary(tx, doc, f.now.Summary(f.news[len(f.news)-1].At)); err != nil {
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
