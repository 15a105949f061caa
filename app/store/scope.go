package store

import (
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yunban/model"
)

// scopeRow says that a unit's desks hold a subject since an event, or held it until then.
type scopeRow struct {
	Unit        string            `gorm:"primaryKey"`
	SubjectKind model.SubjectKind `gorm:"primaryKey"`
	SubjectID   string            `gorm:"primaryKey"`
	Since       int64
	Held        int // 1 is yes
	Late        int // 1 is yes: it had a past before it came to the unit
}

// TableName names the table.
func (scopeRow) TableName() string { return "scopes" }

// rescope writes down which units' desks hold a subject after one more event, and which not any more.
func rescope(tx *gorm.DB, f folded, feed int64) error {
	about, past, now := f.about(), f.past, f.now
	switch about.Kind {
	case model.RequestSubject:
		if len(past) > 0 && slices.Equal(f.before.Copied, now.Copied) && f.before.Assignee == now.Assignee {
			return nil // nothing else moves a request
		}
		units, err := unitsOfRequest(tx, now.Unit, append(now.Copied[:len(now.Copied):len(now.Copied)], now.Assignee))
		if err != nil {
			return err
		}
		return moveScopes(tx, about, units, feed, len(past) > 0)
	case model.PersonSubject:
		if model.ReplayRecord(past).Values["unit"] == model.ReplayRecord(f.all()).Values["unit"] {
			return nil
		}
		return movedPerson(tx, about.ID, feed)
	case model.SystemSubject, model.FilingSubject:
		return moveScopes(tx, about, unitsOfRecord(model.ReplayRecord(f.all())), feed, len(past) > 0)
	}
	if about.Kind.IsMatter() && !about.Kind.Common() && len(past) == 0 { // it stays with whom it began
		return moveScopes(tx, about, unitsOfMatter(model.ReplayRecord(f.all())), feed, false)
	}
	return nil
}

// unitsOfRequest are the units whose desks hold a request: the one that filed it, and those of people it was sent to.
func unitsOfRequest(tx *gorm.DB, unit string, people []string) ([]string, error) {
	units := []string{unit}
	for _, id := range people {
		if id == "" {
			continue
		}
		var rows []recordRow
		err := tx.Where("subject_kind = ? AND subject_id = ?", model.PersonSubject, id).Find(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			person, err := row.record()
			if err != nil {
				return nil, err
			}
			units = append(units, person.Values["unit"])
		}
	}
	return distinct(units), nil
}

// unitsOfMatter are the unit that a matter belongs to and the one that began it: who asked for access learns the answer.
func unitsOfMatter(r model.Record) []string {
	units := []string{r.Values["unit_id"]}
	if len(r.Acts) > 0 {
		units = append(units, r.Acts[0].Unit)
	}
	return distinct(units)
}

func unitsOfRecord(r model.Record) []string { return distinct([]string{r.Values["unit_id"]}) }

func distinct(units []string) []string {
	slices.Sort(units)
	return slices.DeleteFunc(slices.Compact(units), func(unit string) bool { return unit == "" })
}

// movedPerson lets the requests that were sent to a person follow to another unit.
func movedPerson(tx *gorm.DB, person string, feed int64) error {
	var rows []summaryRow
	err := tx.Where("assignee = ? AND assignee <> '' OR doc IN (SELECT doc FROM summary_copies WHERE person = ?)", person, person).Order("doc").Find(&rows).Error
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := movedRequest(tx, row, feed); err != nil {
			return err
		}
	}
	return nil
}

func movedRequest(tx *gorm.DB, row summaryRow, feed int64) error {
	r, err := row.summary()
	if err != nil {
		return err
	}
	units, err := unitsOfRequest(tx, r.Unit, append(r.Copied, r.Assignee))
	if err != nil {
		return err
	}
	return moveScopes(tx, model.Subject{Kind: model.RequestSubject, ID: r.ID}, units, feed, true)
}

// moveScopes makes the units the ones that hold a subject.
func moveScopes(tx *gorm.DB, about model.Subject, units []string, feed int64, late bool) error {
	var rows []scopeRow
	if late {
		if err := tx.Where("subject_kind = ? AND subject_id = ?", about.Kind, about.ID).Find(&rows).Error; err != nil {
			return err
		}
	}
	var moved []scopeRow
	for _, row := range rows {
		at := slices.Index(units, row.Unit)
		switch {
		case at < 0 && row.Held == 1:
			row.Held, row.Late = 0, 0
		case at >= 0 && row.Held == 0:
			row.Held, row.Late = 1, 1
		default:
			row.Since = 0 // stays
		}
		if at >= 0 {
			units = slices.Delete(slices.Clone(units), at, at+1)
		}
		if row.Since != 0 {
			row.Since = feed
			moved = append(moved, row)
		}
	}
	for _, unit := range units {
		moved = append(moved, scopeRow{unit, about.Kind, about.ID, feed, 1, oneIf(late)})
	}
	if len(moved) == 0 {
		return nil
	}
	for _, row := range moved {
		if err := perform(tx, putScope, row.Unit, string(row.SubjectKind), row.SubjectID, row.Since, row.Held, row.Late); err != nil {
			return err
		}
	}
	return nil
}

const putScope = `INSERT INTO scopes (unit, subject_kind, subject_id, since, held, late) VALUES (?, ?, ?, ?, ?, ?)
	ON CONFLICT (unit, subject_kind, subject_id) DO UPDATE SET since = excluded.since, held = excluded.held, late = excluded.late`

// fillScopes writes down who holds what in a store that never did. No desk has followed it so far: its past is told
// as it went.
func (s *Store) fillScopes(tx *gorm.DB, all []subjectRow) error {
	if s.replica {
		return nil
	}
	for _, one := range all {
		units, err := s.unitsOf(tx, one.subject())
		if err != nil {
			return err
		}
		for _, unit := range units {
			row := scopeRow{unit, one.SubjectKind, one.SubjectID, one.Doc, 1, 0}
			if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
				return err
			}
		}
	}
	return nil
}

// unitsOf are the units whose desks hold a subject, as it stands.
func (s *Store) unitsOf(tx *gorm.DB, about model.Subject) ([]string, error) {
	if about.Kind.Common() {
		return nil, nil
	}
	events, err := loadEvents(tx, about)
	if err != nil {
		return nil, err
	}
	if about.Kind.IsMatter() {
		return unitsOfMatter(model.ReplayRecord(events)), nil
	}
	if about.Kind != model.RequestSubject {
		return unitsOfRecord(model.ReplayRecord(events)), nil
	}
	r, err := model.Replay(events)
	if err != nil {
		return nil, err
	}
	return unitsOfRequest(tx, r.Unit, append(slices.Clone(r.Copied), r.Assignee))
}
