package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

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
	// Of a matter:
	Status model.Status      `json:"status,omitempty"`
	Lines  []model.Line      `json:"lines,omitempty"`
	Acts   []model.MatterAct `json:"acts,omitempty"`
}

func rowOfRecord(r model.Record) (recordRow, error) {
	body, err := json.Marshal(recordBody{r.Values, r.Files, r.Status, r.Lines, r.Acts})
	return recordRow{SubjectKind: r.Subject.Kind, SubjectID: r.Subject.ID, Seq: r.Seq, Body: string(body)}, err
}

func (r recordRow) record() (model.Record, error) {
	about := model.Subject{Kind: r.SubjectKind, ID: r.SubjectID}
	if values, ok := plainValues(r.Body); ok {
		return model.Record{Subject: about, Seq: r.Seq, Values: values}, nil
	}
	var body recordBody
	if err := json.Unmarshal([]byte(r.Body), &body); err != nil {
		return model.Record{}, model.Wrap(model.Other, err, "error.store_broken")
	}
	return model.Record{Subject: about, Seq: r.Seq, Values: body.Values, Files: body.Files, Status: body.Status, Lines: body.Lines,
		Acts: body.Acts}, nil
}

// plainValues reads the body of a record without files and without a sign that JSON escapes: most are so, and it takes
// a fifth of the time. ok is false for any other body, which is not wrong for that.
func plainValues(body string) (values model.Values, ok bool) {
	rest, ok := strings.CutPrefix(body, `{"values":{`)
	values = make(model.Values, strings.Count(rest, `":"`))
	before := `"`
	for ok && rest != "}}" {
		name, behind, named := plainString(rest, before)
		values[name], rest, ok = plainString(behind, `:"`)
		ok = ok && named
		before = `,"`
	}
	return values, ok
}

// plainString takes a string off the front, that begins behind some signs and ends at a quote.
func plainString(from, begin string) (text, rest string, ok bool) {
	from, begun := strings.CutPrefix(from, begin)
	text, rest, ended := strings.Cut(from, `"`)
	return text, rest, begun && ended && !strings.Contains(text, `\`)
}

// Records gives all records of a kind, by id.
func (s *Store) Records(ctx context.Context, kind model.SubjectKind) ([]model.Record, error) {
	records, err := loadRecords(s.view(ctx), kind)
	if err != nil {
		return nil, fmt.Errorf("records of %s: %w", kind, translated(err))
	}
	return records, nil
}

// RecordIDs gives the ids of all records of a kind.
func (s *Store) RecordIDs(ctx context.Context, kind model.SubjectKind) ([]string, error) {
	var ids []string
	if err := s.view(ctx).Model(&recordRow{}).Where("subject_kind = ?", kind).Order("subject_id").Pluck("subject_id", &ids).Error; err != nil {
		return nil, fmt.Errorf("ids of %s: %w", kind, translated(err))
	}
	return ids, nil
}

// loadRecords reads row by row: an inventory has thousands of systems, and most of the time of Find goes into finding
// out by reflection where each column belongs.
func loadRecords(tx *gorm.DB, kind model.SubjectKind) (records []model.Record, err error) {
	rows, err := tx.Model(&recordRow{}).Select("subject_id, seq, body").Where("subject_kind = ?", kind).Order("subject_id").Rows()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		row := recordRow{SubjectKind: kind}
		if err := rows.Scan(&row.SubjectID, &row.Seq, &row.Body); err != nil {
			return nil, err
		}
		record, err := row.record()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", row.SubjectID, err)
		}
		records = append(records, record)
	}
	return records, rows.Err()
}

func saveRecord(tx *gorm.DB, events []model.Event) error {
	row, err := rowOfRecord(model.ReplayRecord(events))
	if err != nil {
		return err
	}
	return perform(tx, putRecord, string(row.SubjectKind), row.SubjectID, row.Seq, row.Body)
}

const putRecord = `INSERT INTO records (subject_kind, subject_id, seq, body) VALUES (?, ?, ?, ?)
	ON CONFLICT (subject_kind, subject_id) DO UPDATE SET seq = excluded.seq, body = excluded.body`
