package store

import (
	"context"
	"fmt"

	"yunban/model"
)

// Issued gives the events that issued a file, by the hash of its content; none is not an error. It reads every issue
// in the log: whoever knows the request asks for its events instead.
func (s *Store) Issued(ctx context.Context, hash string) ([]model.Event, error) {
	if !hashForm.MatchString(hash) {
		return nil, nil
	}
	var rows []eventRow
	err := s.view(ctx).Where("action = ? AND body LIKE ?", model.Issue, `%"hash":"`+hash+`"%`).Order("feed").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("find issued %s: %w", hash, translated(err))
	}
	found, err := eventsOf(rows)
	if err != nil {
		return nil, err
	}
	var events []model.Event
	for _, e := range found {
		for _, f := range e.Files {
			if f.Hash == hash {
				events = append(events, e)
				break
			}
		}
	}
	return events, nil
}
