package store

import (
	"slices"

	"gorm.io/gorm"

	"yunban/model"
)

// derive brings the subject's summary or record up to date with one more event. doc names a request that is new.
func derive(tx *gorm.DB, past []model.Event, next model.Event, doc int64) error {
	all := append(past[:len(past):len(past)], next)
	if next.Subject.Kind != model.RequestSubject {
		return saveRecord(tx, all)
	}
	before, err := model.Replay(past)
	if err != nil {
		return err
	}
	now := model.Apply(before, next)
	if len(past) > 0 {
		if doc, err = docOf(tx, next.Subject.ID); err != nil {
			return err
		}
	}
	if err := saveSummary(tx, doc, now.Summary(next.At)); err != nil {
		return err
	}
	if !slices.Equal(before.Copied, now.Copied) {
		if err := saveCopies(tx, doc, now.Copied); err != nil {
			return err
		}
	}
	if err := savePrincipals(tx, doc, principalsOf(next)); err != nil {
		return err
	}
	text := now.SearchText()
	switch {
	case len(past) == 0:
		return addWords(tx, doc, text)
	case before.SearchText() == text:
		return nil
	}
	return saveWords(tx, doc, text)
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
