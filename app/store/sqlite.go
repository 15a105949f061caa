package store

import (
	"cmp"
	"database/sql"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/mattn/go-sqlite3"
	gormlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"yunban/model"
)

// mode says what a pool of connections is for.
type mode int

const (
	reading mode = 0
	writing mode = 1 << iota
	making       // together with writing: the file may be new
)

const readers = 4

// connect opens a pool of connections to the database file.
func connect(path string, m mode) (*gorm.DB, error) {
	pool, err := sql.Open("sqlite3", dsn(path, m))
	if err != nil {
		return nil, translated(err)
	}
	pool.SetMaxOpenConns(readers)
	if m&writing != 0 {
		pool.SetMaxOpenConns(1) // one writer, so that nobody waits for a lock inside SQLite
	}
	err = checkPool(pool, m)
	if err == nil && m&writing != 0 {
		_, err = pool.Exec(writerSettings)
	}
	if err != nil {
		_ = pool.Close() // the first failure is the one to tell
		return nil, translated(err)
	}
	db, err := gorm.Open(gormlite.New(gormlite.Config{Conn: pool}), &gorm.Config{
		SkipDefaultTransaction: true, // transactions are ours to draw
		PrepareStmt:            true,
		TranslateError:         true,
		Logger:                 logger.Discard, // failures are returned, and rows hold people's data
	})
	if err != nil {
		_ = pool.Close()
		return nil, translated(err)
	}
	return db, nil
}

// writerSettings let the writer keep 16 MB of the file at hand, and carry what it wrote over into it every 32 MB: each
// time the disk is waited for twice more.
const writerSettings = "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 8000; PRAGMA temp_store = MEMORY"

// dsn names the file and its settings. In WAL mode the driver's own choice is synchronous=NORMAL, which loses
// acknowledged writes when the power fails: it has to be FULL.
func dsn(path string, m mode) string {
	q := url.Values{
		"_journal_mode": {"WAL"},
		"_synchronous":  {"FULL"},
		"_busy_timeout": {"5000"},
		"_foreign_keys": {"1"},
		"mode":          {"rw"},
	}
	if m&writing != 0 {
		q.Set("_txlock", "immediate") // a transaction that reads before it writes must not be overtaken in between
	} else {
		q.Set("_txlock", "deferred")
		q.Set("_query_only", "1")
	}
	if m&making != 0 {
		q.Set("mode", "rwc")
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… is written file:///C:/…
	}
	return "file://" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// checkPool makes sure that the file is a database that can be written, with the log of writes switched on.
func checkPool(pool *sql.DB, m mode) error {
	var journal string
	if err := pool.QueryRow("PRAGMA journal_mode").Scan(&journal); err != nil {
		return err
	}
	if journal != "wal" {
		return model.Errorf(model.Other, "error.store_wal", "what", "journal_mode="+journal)
	}
	if m&writing == 0 {
		return nil
	}
	tx, err := pool.Begin() // takes the write lock at once, which a file that cannot be written refuses
	if err != nil {
		return err
	}
	return tx.Rollback()
}

// oldest is the first SQLite without the fault that can ruin a database in WAL mode (3.7.0 to 3.51.2).
const oldest = "3.51.3"

func libraryVersion() (version string, search bool) {
	version, _, _ = sqlite3.Version()
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return version, false
	}
	defer func() { _ = db.Close() }() // nothing was kept there
	err = db.QueryRow("SELECT sqlite_compileoption_used('ENABLE_FTS5')").Scan(&search)
	return version, err == nil && search
}

// checkLibrary refuses to run on a SQLite that loses data or cannot search.
func checkLibrary(version string, search bool) error {
	if compareVersions(version, oldest) < 0 {
		return model.Errorf(model.Other, "error.store_build", "what", "SQLite "+version+" < "+oldest)
	}
	if !search {
		return model.Errorf(model.Other, "error.store_build", "what", "-tags sqlite_fts5")
	}
	return nil
}

// compareVersions orders two versions written as 3.51.3.
func compareVersions(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(as), len(bs)) {
		x, _ := strconv.Atoi(as[i]) // what is no number counts as 0: too old
		y, _ := strconv.Atoi(bs[i])
		if c := cmp.Compare(x, y); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(as), len(bs))
}
