package store

import (
	"crypto/rand"
	"strconv"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yunban/model"
)

// metaRow is one thing that a store knows about itself.
type metaRow struct {
	Name  string `gorm:"primaryKey"`
	Value string
}

// TableName names the table.
func (metaRow) TableName() string { return "meta" }

// The names of what a store knows about itself.
const (
	metaApp     = "app"
	metaSandbox = "sandbox"
	metaFold    = "fold"
	metaRole    = "role"
	metaHub     = "hub"    // names this store's log
	metaCursor  = "cursor" // how far a replica has followed its hub
	metaFloor   = "floor"  // up to where a hub has forgotten what left which unit
)

// roleReplica is what metaRole holds for a replica; the trigger events_last knows it too.
const roleReplica = "replica"

const appName = "yunban"

func writeMeta(tx *gorm.DB, opts Options) error {
	return putMeta(tx, metaRow{metaApp, appName}, metaRow{metaSandbox, strconv.FormatBool(opts.Sandbox)},
		metaRow{metaFold, foldVersion}, metaRow{metaRole, role(opts)}, metaRow{metaHub, newLogName()})
}

// newLogName makes a name that no other log has.
func newLogName() string { return rand.Text() }

func role(opts Options) string {
	if opts.Replica {
		return roleReplica
	}
	return "hub"
}

func putMeta(tx *gorm.DB, rows ...metaRow) error {
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&rows).Error
}

func readMeta(tx *gorm.DB, name string) (string, error) {
	var values []string
	err := tx.Model(&metaRow{}).Where("name = ?", name).Pluck("value", &values).Error
	if err != nil || len(values) == 0 {
		return "", err
	}
	return values[0], nil
}

// readSandbox tells whether the store is a sandbox, and refuses a database that is not ours.
func readSandbox(tx *gorm.DB) (bool, error) {
	app, err := readMeta(tx, metaApp)
	if isForeign(err) || err == nil && app != appName {
		return false, model.Wrap(model.Other, err, "error.store_broken")
	}
	if err != nil {
		return false, translated(err)
	}
	sandbox, err := readMeta(tx, metaSandbox)
	return sandbox == "true", translated(err)
}
