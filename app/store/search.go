package store

import (
	"gorm.io/gorm"
)

// saveWords makes a request findable by the words of a text, and no longer by those before.
func saveWords(tx *gorm.DB, doc int64, text string) error {
	if err := tx.Exec("DELETE FROM search WHERE rowid = ?", doc).Error; err != nil {
		return err
	}
	return tx.Exec("INSERT INTO search (rowid, words) VALUES (?, ?)", doc, indexWords(text)).Error
}
