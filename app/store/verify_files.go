package store

import (
	"context"
	"io"
	"maps"
	"slices"

	"yunban/model"
)

// keptFiles reads every file that the log names and compares its hash.
func (v *verification) keptFiles(ctx context.Context) error {
	v.all += len(v.files)
	for _, hash := range slices.Sorted(maps.Keys(v.files)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		what, err := v.store.checkFile(ctx, hash)
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

func (s *Store) checkFile(ctx context.Context, hash string) (what string, err error) {
	file, err := s.look(hash)
	if model.KindOf(err) == model.NotFound {
		return "broken.file_missing", nil
	}
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }() // only read
	sum, _, err := copySum(ctx, io.Discard, file)
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil || sum != hash { // a file that cannot be read is what was looked for
		return "broken.file_altered", nil
	}
	return "", nil
}
