package store

import (
	"context"
	"fmt"
	"os"
)

// Missing gives files that the log names and that are not here, those of the latest events first.
func (s *Store) Missing(ctx context.Context, limit int) ([]string, error) {
	var named []string
	if err := s.view(ctx).Raw("SELECT hash FROM named_files GROUP BY hash ORDER BY max(feed) DESC, hash").Scan(&named).Error; err != nil {
		return nil, fmt.Errorf("missing files: %w", translated(err))
	}
	var missing []string
	for _, hash := range named {
		if len(missing) == limit {
			break
		}
		path, ok := s.filePath(hash)
		if !ok {
			continue
		}
		if _, err := os.Stat(path); err != nil {
			missing = append(missing, hash)
		}
	}
	return missing, nil
}
