package store

import (
	"context"
	"fmt"

	"gorm.io/gorm/clause"

	"yunban/model"
)

// secretRow is a person's password hash. It is no part of the log, which everyone may read.
type secretRow struct {
	Person   string `gorm:"primaryKey"`
	Password string
}

// TableName names the table.
func (secretRow) TableName() string { return "secrets" }

// Password gives a person's password hash; not_found when none is set.
func (s *Store) Password(ctx context.Context, person string) (string, error) {
	var rows []secretRow
	if err := s.view(ctx).Where("person = ?", person).Find(&rows).Error; err != nil {
		return "", fmt.Errorf("password of %s: %w", person, translated(err))
	}
	if len(rows) == 0 {
		return "", model.Errorf(model.NotFound, "error.no_person", "name", person)
	}
	return rows[0].Password, nil
}

// SetPassword keeps a person's password hash in place of the one before.
func (s *Store) SetPassword(ctx context.Context, person, hash string) error {
	row := secretRow{person, hash}
	if err := s.writer.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error; err != nil {
		return fmt.Errorf("set password of %s: %w", person, translated(err))
	}
	return nil
}
