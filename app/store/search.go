package store

import (
	"gorm.io/gorm"
)

// saveWords makes a request findable by words, and no longer by those before. fresh spares looking for any.
func saveWords(tx *gorm.DB, doc int64, words string, fresh bool) error {
	if !fresh {
		if err := perform(tx, "DELETE FROM search WHERE rowid = ?", doc); err != nil {
			return err
		}
	}
	return perform(tx, "INSERT INTO search (rowid, words) VALUES (?, ?)", doc, words)
}
