package store

import (
	"errors"
	"strings"

	"gorm.io/gorm"
)

// What every act does goes to the database directly: building a statement anew and finding by reflection where each
// column belongs takes longer than the database itself.

// perform runs a statement; in a transaction of acts, before anything is asked there or the transaction ends.
func perform(tx *gorm.DB, query string, args ...any) error {
	if t := transactionOf(tx); t != nil {
		return t.later(query, args)
	}
	_, err := tx.Statement.ConnPool.ExecContext(tx.Statement.Context, query, args...)
	return err
}

// askNumber asks for a single number; 0 when there is no row.
func askNumber(tx *gorm.DB, query string, args ...any) (n int64, err error) {
	err = each(tx, query, args, func(r scanned) error { return r.Scan(&n) })
	return n, err
}

// errEnough ends the reading of rows before the last one.
var errEnough = errors.New("enough")

// each asks for rows and reads one after the other, until read has enough.
func each(tx *gorm.DB, query string, args []any, read func(scanned) error) (err error) {
	if t := transactionOf(tx); t != nil {
		return t.ask(query, args, read)
	}
	rows, err := tx.Statement.ConnPool.QueryContext(tx.Statement.Context, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := read(rows); errors.Is(err, errEnough) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return rows.Err()
}

// upsert is the statement that puts a row in place of the one with the same key, the first of the columns.
func upsert(table string, columns ...string) string {
	sets := make([]string, len(columns)-1)
	for i, column := range columns[1:] {
		sets[i] = column + " = excluded." + column
	}
	return "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES (?" + strings.Repeat(", ?", len(columns)-1) +
		") ON CONFLICT (" + columns[0] + ") DO UPDATE SET " + strings.Join(sets, ", ")
}
