package store

import (
	"gorm.io/gorm"
)

// saveWords makes a request findable by the words of a text, and no longer by those before.
func saveWords(tx *gorm.DB, doc int64, text string) error {
	if err := perform(tx, "DELETE FROM search WHERE rowid = ?", doc); err != nil {
		return err
	}
	return addWords(tx, doc, text)
}

// addWords is saveWords of a request that had none.
func addWords(tx *gorm.DB, doc int64, text string) error {
	return perform(tx, "INSERT INTO search (rowid, words) VALUES (?, ?)", doc, indexWords(text))
}
