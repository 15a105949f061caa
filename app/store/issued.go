package store

import (
	"context"
	"fmt"

	"yunban/model"
)

// issuedFile finds the events of an action that name a file.
const issuedFile = "feed IN (SELECT feed FROM named_files WHERE hash = ?) AND action = ? ORDER BY feed"

// Issued gives the events that issued a file, by the hash of its content; none is not an error. The log's index of
// the files that its events name leads to them.
func (s *Store) Issued(ctx context.Context, hash string) ([]model.Event, error) {
	if !hashForm.MatchString(hash) {
		return nil, nil
	}
	rows, err := askEvents(s.view(ctx), issuedFile, hash, string(model.Issue))
	if err != nil {
		return nil, fmt.Errorf("find issued %s: %w", hash, translated(err))
	}
	return eventsOf(rows)
}
