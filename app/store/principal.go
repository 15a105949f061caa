package store

import (
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yunban/model"
)

// principalRow says that somebody acted on a request on a person's behalf (代 X 办理): it is among what that person
// has done, too.
type principalRow struct {
	Doc    int64  `gorm:"primaryKey;autoIncrement:false"`
	Person string `gorm:"primaryKey"`
}

// TableName names the table.
func (principalRow) TableName() string { return "summary_principals" }

// savePrincipals lets the persons find the request that was acted on for them.
func savePrincipals(tx *gorm.DB, doc int64, people []string) error {
	for _, person := range people {
		row := principalRow{doc, person}
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
			return err
		}
	}
	return nil
}

// principalsOf are the persons on whose behalf others acted, each once.
func principalsOf(events ...model.Event) []string {
	var people []string
	for _, e := range events {
		if e.ForID != "" && !slices.Contains(people, e.ForID) {
			people = append(people, e.ForID)
		}
	}
	return people
}

// loadPrincipals reads for whom which request is found.
func loadPrincipals(tx *gorm.DB) (map[int64][]string, error) {
	var rows []principalRow
	err := tx.Find(&rows).Error
	principals := map[int64][]string{}
	for _, row := range rows {
		principals[row.Doc] = append(principals[row.Doc], row.Person)
	}
	return principals, err
}
