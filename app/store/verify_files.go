package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
)

// keptFiles reads every file that the log names and compares its hash.
func (v *verification) keptFiles(ctx context.Context) error {
	v.all += len(v.files)
	for _, hash := range slices.Sorted(maps.Keys(v.files)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		what, err := v.store.checkFile(hash)
		if err != nil {
			return err
		}
		if what == "broken.file_missing" && v.store.replica {
			what = "" // fetched when somebody asks for it
		}
		if what != "" {
			v.wrong(hash, what, v.files[hash].Name)
		}
		v.step()
	}
	return nil
}

func (s *Store) checkFile(hash string) (what string, err error) {
	path, ok := s.filePath(hash)
	if !ok {
		return "broken.file_missing", nil
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "broken.file_missing", nil
	}
	if err != nil {
		return "", translated(err)
	}
	defer func() { _ = file.Close() }() // only read
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "broken.file_altered", nil // a file that cannot be read is what was looked for
	}
	if hex.EncodeToString(sum.Sum(nil)) != hash {
		return "broken.file_altered", nil
	}
	return "", nil
}
