package store

import (
	"context"
	"fmt"

	"gorm.io/gorm/clause"
)

// settingRow is a preference of this desk.
type settingRow struct {
	Name  string `gorm:"primaryKey"`
	Value string
}

// TableName names the table.
func (settingRow) TableName() string { return "settings" }

// Setting gives a preference; nothing when it was never set.
func (s *Store) Setting(ctx context.Context, key string) (string, error) {
	var rows []settingRow
	if err := s.view(ctx).Where("name = ?", key).Find(&rows).Error; err != nil {
		return "", fmt.Errorf("setting %s: %w", key, translated(err))
	}
	if len(rows) == 0 {
		return "", nil
	}
	return rows[0].Value, nil
}

// SaveSetting keeps a preference in place of the one before.
func (s *Store) SaveSetting(ctx context.Context, key, value string) error {
	row := settingRow{key, value}
	if err := s.writer.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error; err != nil {
		return fmt.Errorf("save setting %s: %w", key, translated(err))
	}
	return nil
}
