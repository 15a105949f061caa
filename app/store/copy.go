package store

import (
	"slices"

	"gorm.io/gorm"
)

// copyRow says that a person got a copy of a request: what summaryRow.Copied says, to be found by the person.
type copyRow struct {
	Doc    int64  `gorm:"primaryKey;autoIncrement:false"`
	Person string `gorm:"primaryKey"`
}

// TableName names the table.
func (copyRow) TableName() string { return "summary_copies" }

// saveCopies lets people find the requests that they got a copy of, and nobody else.
func saveCopies(tx *gorm.DB, doc int64, people []string) error {
	if err := tx.Where("doc = ?", doc).Delete(&copyRow{}).Error; err != nil || len(people) == 0 {
		return err
	}
	rows := make([]copyRow, len(people))
	for i, person := range people {
		rows[i] = copyRow{doc, person}
	}
	return tx.Create(&rows).Error
}

// loadCopies reads who finds which request as a copy.
func loadCopies(tx *gorm.DB) (map[int64][]string, error) {
	var rows []copyRow
	err := tx.Find(&rows).Error
	copies := map[int64][]string{}
	for _, row := range rows {
		copies[row.Doc] = append(copies[row.Doc], row.Person)
	}
	return copies, err
}

// samePeople compares people in any order.
func samePeople(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
