package store

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm/clause"

	"yunban/model"
)

// draftRow is an unfinished application on this desk.
type draftRow struct {
	ID    string `gorm:"primaryKey"`
	Owner string
	Saved int64
	Body  string
}

// TableName names the table.
func (draftRow) TableName() string { return "drafts" }

func (r draftRow) draft() (model.Draft, error) {
	var d model.Draft
	if err := json.Unmarshal([]byte(r.Body), &d); err != nil {
		return d, model.Wrap(model.Other, err, "error.store_broken")
	}
	return d, nil
}

// SaveDraft keeps a draft, on disk before it returns, in place of the one with the same id.
func (s *Store) SaveDraft(ctx context.Context, d model.Draft) error {
	body, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("save draft %s: %w", d.ID, translated(err))
	}
	row := draftRow{ID: d.ID, Owner: d.Owner, Saved: micros(d.Saved), Body: string(body)}
	if err := s.writer.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error; err != nil {
		return fmt.Errorf("save draft %s: %w", d.ID, translated(err))
	}
	return nil
}

// Draft gives one draft; not_found when there is none.
func (s *Store) Draft(ctx context.Context, id string) (model.Draft, error) {
	var rows []draftRow
	if err := s.view(ctx).Where("id = ?", id).Find(&rows).Error; err != nil {
		return model.Draft{}, fmt.Errorf("draft %s: %w", id, translated(err))
	}
	if len(rows) == 0 {
		return model.Draft{}, model.Errorf(model.NotFound, "error.draft_missing", "draft", id)
	}
	return rows[0].draft()
}

// Drafts lists a person's drafts, the latest first.
func (s *Store) Drafts(ctx context.Context, owner string) ([]model.Draft, error) {
	var rows []draftRow
	err := s.view(ctx).Where("owner = ?", owner).Order("saved DESC, id DESC").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("drafts of %s: %w", owner, translated(err))
	}
	drafts := make([]model.Draft, len(rows))
	for i, row := range rows {
		if drafts[i], err = row.draft(); err != nil {
			return nil, fmt.Errorf("draft %s: %w", row.ID, err)
		}
	}
	return drafts, nil
}

// DropDraft forgets a draft; one that is gone already is no error.
func (s *Store) DropDraft(ctx context.Context, id string) error {
	if err := s.writer.WithContext(ctx).Where("id = ?", id).Delete(&draftRow{}).Error; err != nil {
		return fmt.Errorf("drop draft %s: %w", id, translated(err))
	}
	return nil
}
