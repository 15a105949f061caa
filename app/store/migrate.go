package store

import (
	"context"
	"embed"
	"io/fs"
	"strconv"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"

	"yunban/model"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the database to the newest form that this program knows. A database of a newer program is left
// alone.
func migrate(ctx context.Context, db *gorm.DB) error {
	pool, err := db.DB()
	if err != nil {
		return translated(err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return translated(err)
	}
	// No provider.Close: it would close our pool.
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return translated(err)
	}
	has, knows, err := provider.GetVersions(ctx)
	switch {
	case err != nil:
		return translated(err)
	case has > knows:
		return model.Errorf(model.Other, "error.store_newer", "has", strconv.FormatInt(has, 10),
			"knows", strconv.FormatInt(knows, 10))
	case has == knows:
		return nil
	}
	_, err = provider.Up(ctx)
	return translated(err)
}
