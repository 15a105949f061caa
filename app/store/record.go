package store

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yunban/model"
)

// recordRow is a record as it stands.
type recordRow struct {
	SubjectKind model.SubjectKind `gorm:"primaryKey"`
	SubjectID   string            `gorm:"primaryKey"`
	Seq         int
	Body        string
}

// TableName names the table.
func (recordRow) TableName() string { return "records" }

// recordBody is what a record holds besides its name.
type recordBody struct {
	Values model.Values `json:"values"`
	Files  []model.File `json:"files,omitempty"`
}

func rowOfRecord(r model.Record) (recordRow, error) {
	body, err := json.Marshal(recordBody{r.Values, r.Files})
	return recordRow{SubjectKind: r.Subject.Kind, SubjectID: r.Subject.ID, Seq: r.Seq, Body: string(body)}, err
}

func (r recordRow) record() (model.Record, error) {
	var body recordBody
	if err := json.Unmarshal([]byte(r.Body), &body); err != nil {
		return model.Record{}, model.Wrap(model.Other, err, "error.store_broken")
	}
	return model.Record{Subject: model.Subject{Kind: r.SubjectKind, ID: r.SubjectID}, Seq: r.Seq, Values: body.Values,
		Files: body.Files}, nil
}

// Records gives all records of a kind, by id.
func (s *Store) Records(ctx context.Context, kind model.SubjectKind) ([]model.Record, error) {
	var rows []recordRow
	err := s.reader.WithContext(ctx).Where("subject_kind = ?", kind).Order("subject_id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("records of %s: %w", kind, translated(err))
	}
	records := make([]model.Record, len(rows))
	for i, row := range rows {
		if records[i], err = row.record(); err != nil {
			return nil, fmt.Errorf("record of %s %s: %w", kind, row.SubjectID, err)
		}
	}
	return records, nil
}

func saveRecord(tx *gorm.DB, events []model.Event) error {
	row, err := rowOfRecord(model.ReplayRecord(events))
	if err != nil {
		return err
	}
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}
