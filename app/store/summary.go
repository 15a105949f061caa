package store

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yunban/model"
)

// summaryRow is a request in one row. Doc names it in the search index.
type summaryRow struct {
	Doc        int64 `gorm:"primaryKey;autoIncrement:false"`
	ID         string
	Number     string
	Kind       model.Case
	Title      string
	Unit       string
	UnitName   string
	Status     model.Status
	Since      int64
	Filed      int64
	Updated    int64
	Round      int
	Level      int
	Profile    string
	FiledBy    string
	Asks       string
	TrialBegan int64
	TrialDays  int
	ReadOnly   int // 1 is yes: the two databases disagree about booleans
}

// TableName names the table.
func (summaryRow) TableName() string { return "summaries" }

func rowOfSummary(doc int64, s model.Summary) summaryRow {
	row := summaryRow{ID: s.ID, Doc: doc, Number: s.Number, Kind: s.Case, Title: s.Title, Unit: s.Unit,
		UnitName: s.UnitName, Status: s.Status, Since: micros(s.Since), Filed: micros(s.Filed),
		Updated: micros(s.Updated), Round: s.Round, Level: s.Level, Profile: s.Profile, FiledBy: s.FiledBy,
		Asks: s.Asks, TrialBegan: micros(s.TrialBegan), TrialDays: s.TrialDays}
	if s.ReadOnly {
		row.ReadOnly = 1
	}
	return row
}

func (r summaryRow) summary() model.Summary {
	return model.Summary{ID: r.ID, Number: r.Number, Case: r.Kind, Title: r.Title, Unit: r.Unit, UnitName: r.UnitName,
		Status: r.Status, Since: instant(r.Since), Filed: instant(r.Filed), Updated: instant(r.Updated),
		Round: r.Round, Level: r.Level, Profile: r.Profile, FiledBy: r.FiledBy, Asks: r.Asks,
		TrialBegan: instant(r.TrialBegan), TrialDays: r.TrialDays, ReadOnly: r.ReadOnly != 0}
}

func saveSummary(tx *gorm.DB, doc int64, s model.Summary) error {
	row := rowOfSummary(doc, s)
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}

// docOf finds a request's name in the search index: the feed number of its first event.
func docOf(tx *gorm.DB, id string) (int64, error) {
	var doc int64
	err := tx.Model(&eventRow{}).Where("subject_kind = ? AND subject_id = ?", model.RequestSubject, id).
		Select("min(feed)").Scan(&doc).Error
	return doc, err
}
