package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"yunban/model"
)

// foldVersion names how events become summaries, records and search words. Raise it when the model folds them in
// another way: stores are then rebuilt when they are opened.
const foldVersion = "4"

// subjectRow is a subject with the feed number of its first event.
type subjectRow struct {
	SubjectKind model.SubjectKind
	SubjectID   string
	Doc         int64
}

func (r subjectRow) subject() model.Subject {
	return model.Subject{Kind: r.SubjectKind, ID: r.SubjectID}
}

// everySubject is everything that is known here, by the log or by what waits for the hub.
const everySubject = `SELECT subject_kind, subject_id, min(feed) AS doc FROM events GROUP BY subject_kind, subject_id
	UNION ALL SELECT subject_kind, subject_id, -min(seq) FROM outbox AS o WHERE NOT EXISTS
		(SELECT 1 FROM events AS e WHERE e.subject_kind = o.subject_kind AND e.subject_id = o.subject_id)
	GROUP BY subject_kind, subject_id`

// subjects lists everything that is known here, in the order of first mention.
func subjects(tx *gorm.DB) ([]subjectRow, error) {
	var rows []subjectRow
	err := tx.Raw(everySubject + " ORDER BY doc").Scan(&rows).Error
	return rows, err
}

// subjectOf finds one subject, if anything is known of it.
func subjectOf(tx *gorm.DB, about model.Subject) (subjectRow, bool, error) {
	one := subjectRow{about.Kind, about.ID, 0}
	for _, query := range []string{"SELECT coalesce(min(feed), 0) FROM events WHERE subject_kind = ? AND subject_id = ?",
		"SELECT coalesce(-min(seq), 0) FROM outbox WHERE subject_kind = ? AND subject_id = ?"} {
		doc, err := askNumber(tx, query, string(about.Kind), about.ID)
		if one.Doc = doc; err != nil || doc != 0 {
			return one, true, err
		}
	}
	return one, false, nil
}

// Rebuild derives summaries, records and search words anew from the log.
func (s *Store) Rebuild(ctx context.Context) error {
	defer s.versions.settle()
	if err := s.write(ctx, s.rebuild); err != nil {
		return fmt.Errorf("rebuild: %w", err)
	}
	return nil
}

// refold rebuilds a store that was last folded by a program with other rules.
func (s *Store) refold(ctx context.Context) error {
	folded, err := readMeta(s.writer.WithContext(ctx), metaFold)
	if err != nil || folded == foldVersion {
		return translated(err)
	}
	return s.Rebuild(ctx)
}

func (s *Store) rebuild(tx *gorm.DB) error {
	s.versions.touchAll()
	for _, clear := range []string{"DELETE FROM summaries", "DELETE FROM summary_copies", "DELETE FROM summary_principals",
		"DELETE FROM records", "INSERT INTO search (search) VALUES ('delete-all')"} {
		if err := tx.Exec(clear).Error; err != nil {
			return err
		}
	}
	all, err := subjects(tx)
	if err != nil {
		return err
	}
	for _, one := range all {
		if err := s.rebuildSubject(tx, one); err != nil {
			return fmt.Errorf("%s %s: %w", one.SubjectKind, one.SubjectID, err)
		}
	}
	if err := s.fillScopes(tx, all); err != nil {
		return err
	}
	return putMeta(tx, metaRow{metaFold, foldVersion})
}

func (s *Store) rebuildSubject(tx *gorm.DB, one subjectRow) error {
	events, err := s.past(tx, one.subject())
	if err != nil {
		return err
	}
	if one.SubjectKind != model.RequestSubject {
		return saveRecord(tx, events)
	}
	r, err := model.Replay(events)
	if err != nil {
		return err
	}
	if err := saveSummary(tx, one.Doc, r.Summary(events[len(events)-1].At)); err != nil {
		return err
	}
	if len(r.Copied) > 0 {
		if err := saveCopies(tx, one.Doc, r.Copied); err != nil {
			return err
		}
	}
	if err := savePrincipals(tx, one.Doc, principalsOf(events...)); err != nil {
		return err
	}
	return saveWords(tx, one.Doc, indexWords(r.SearchText()), true)
}
