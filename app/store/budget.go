package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"gorm.io/gorm"
)

// A replica can fetch a file again that its hub has, and so need not keep it for ever.

const (
	touchAfter = 24 * time.Hour      // how often it is written down that a file was used
	inHand     = time.Hour           // a file that came or was used since then stays: somebody may be about to name it
	sentLately = 31 * 24 * time.Hour // a hub that is restored from a copy may ask again for what it was sent
)

// hereFile is a file that is kept here.
type hereFile struct {
	path, hash string
	size       int64
	used       time.Time
}

// touch writes down that a file was used, for Trim to go by.
func (s *Store) touch(path string) {
	if !s.replica {
		return
	}
	now := time.Now()
	if info, err := os.Stat(path); err == nil && now.Sub(info.ModTime()) > touchAfter {
		_ = os.Chtimes(path, now, now) // at worst it is fetched again
	}
}

// Trim lets a replica's files go, the ones that nobody used for longest first, until they take no more than budget
// bytes. What the hub may not have stays: files of acts that wait, were refused or were sent lately, and of drafts. So
// does what the office works by.
func (s *Store) Trim(ctx context.Context, budget int64) (freed int64, err error) {
	if !s.replica {
		return 0, nil
	}
	here, total, err := s.hereFiles()
	if err != nil || total <= budget {
		return 0, err
	}
	err = s.act(ctx, func(tx *gorm.DB) error { // in a turn, so that no act names meanwhile what is let go
		fetchable, err := fetchable(tx)
		if err != nil {
			return err
		}
		for _, f := range here {
			if total-freed <= budget {
				return nil
			}
			if !fetchable[f.hash] || time.Since(f.used) < inHand {
				continue
			}
			if err := os.Remove(f.path); err != nil {
				return err
			}
			freed += f.size
		}
		return nil
	})
	if err != nil {
		return freed, fmt.Errorf("trim files: %w", translated(err))
	}
	return freed, nil
}

// Kept is how many bytes of files are here.
func (s *Store) Kept(context.Context) (int64, error) {
	_, total, err := s.hereFiles()
	return total, err
}

// hereFiles lists the files that are kept here, those that nobody used for longest first.
func (s *Store) hereFiles() (here []hereFile, total int64, err error) {
	err = filepath.WalkDir(filepath.Join(s.dir, filesName), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !hashForm.MatchString(d.Name()) {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil {
			here = append(here, hereFile{path, d.Name(), info.Size(), info.ModTime()})
			total += info.Size()
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, translated(err)
	}
	slices.SortFunc(here, func(a, b hereFile) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.hash, b.hash)) })
	return here, total, nil
}

var anyHash = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// fetchable are the files that the hub has for sure: confirmed events name them, and nothing of this desk's own that
// the hub may lack.
func fetchable(tx *gorm.DB) (map[string]bool, error) {
	var named []string
	err := tx.Raw(`SELECT hash FROM named_files AS f JOIN events AS e ON e.feed = f.feed
		GROUP BY hash HAVING max(e.subject_kind IN ('office', 'calendar', 'catalogue')) = 0`).Scan(&named).Error
	if err != nil {
		return nil, err
	}
	found := make(map[string]bool, len(named))
	for _, hash := range named {
		found[hash] = true
	}
	var own []string
	err = tx.Raw(`SELECT body FROM outbox UNION ALL SELECT body FROM refused WHERE settled = 0 UNION ALL SELECT body FROM drafts
		UNION ALL SELECT body FROM sent WHERE at > ?`, micros(time.Now().Add(-sentLately))).Scan(&own).Error
	for _, body := range own {
		for _, hash := range anyHash.FindAllString(body, -1) {
			delete(found, hash)
		}
	}
	return found, err
}
