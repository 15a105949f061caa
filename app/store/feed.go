package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"yunban/model"
)

// A unit's desk gets each event of what it holds where the log has it, but nothing of a subject before the event that
// brought it into the unit: there it comes whole. Where a subject left the unit, the news of that comes instead. Only
// where things stand now counts: what came and went again since the desk last asked was never there.

const (
	usualStretch   = 500
	largestStretch = 5000
)

// feedRow is an event at its place in what a desk is told.
type feedRow struct {
	At   int64
	Feed int64
	Body string
}

// leftRow is a subject that the desk has to give back.
type leftRow struct {
	Since       int64
	SubjectKind model.SubjectKind
	SubjectID   string
}

// Head is the number of the last event in the log.
func (s *Store) Head(ctx context.Context) (int64, error) {
	head, err := headOf(s.view(ctx))
	if err != nil {
		return 0, fmt.Errorf("end of the log: %w", translated(err))
	}
	return head, nil
}

func headOf(tx *gorm.DB) (int64, error) {
	var head int64
	err := tx.Raw("SELECT coalesce(max(feed), 0) FROM events").Scan(&head).Error
	return head, err
}

// Feed gives a desk the stretch of the log behind its cursor, as far as it is the desk's to hold. limit bounds how many
// events of the log are looked at at once; a subject that comes whole comes on one page.
func (s *Store) Feed(ctx context.Context, device string, after int64, limit int) (model.FeedPage, error) {
	var page model.FeedPage
	if limit <= 0 {
		limit = usualStretch
	}
	err := s.read(ctx, func(tx *gorm.DB) error {
		d, err := admitted(tx, device)
		if err != nil {
			return err
		}
		page.After, page.ScopeEpoch = after, d.ScopeEpoch
		if page.Hub, err = readMeta(tx, metaHub); err != nil {
			return err
		}
		if page.Head, err = headOf(tx); err != nil {
			return err
		}
		if page.Floor, err = floorOf(tx); err != nil {
			return err
		}
		if after > page.Head {
			return errAnew("ahead")
		}
		return fillPage(tx, d, min(limit, largestStretch), &page)
	})
	if err != nil {
		return model.FeedPage{}, fmt.Errorf("feed of %s behind %d: %w", device, after, err)
	}
	return page, nil
}

func fillPage(tx *gorm.DB, d model.Device, limit int, page *model.FeedPage) error {
	events, err := stretch(tx, d, page.After, limit+1)
	if err != nil {
		return err
	}
	page.Next = page.Head
	if len(events) > limit {
		events = events[:limit]
		page.Next, page.More = events[limit-1].Feed, true
	}
	var left []leftRow
	if !d.All {
		late, err := latecomers(tx, d.Unit, page.After, page.Next)
		if err != nil {
			return err
		}
		if left, err = leavers(tx, d.Unit, page.After, page.Next); err != nil {
			return err
		}
		events = append(late, events...)
		slices.SortStableFunc(events, func(a, b feedRow) int {
			return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Feed, b.Feed))
		})
	}
	page.Items, err = items(d, events, left)
	return err
}

// items are the steps of a page: a subject's leaving stands behind the event that made it leave.
func items(d model.Device, events []feedRow, left []leftRow) ([]model.FeedItem, error) {
	all := make([]model.FeedItem, 0, len(events)+len(left))
	for _, e := range events {
		for len(left) > 0 && left[0].Since < e.At {
			all = append(all, left[0].item())
			left = left[1:]
		}
		body, err := bodyFor(d, e.Body)
		if err != nil {
			return nil, err
		}
		all = append(all, model.FeedItem{Feed: e.Feed, Body: body})
	}
	for _, l := range left {
		all = append(all, l.item())
	}
	return all, nil
}

func (l leftRow) item() model.FeedItem {
	return model.FeedItem{Feed: l.Since, Evict: &model.Subject{Kind: l.SubjectKind, ID: l.SubjectID}}
}

// held is the condition that a unit's desk holds an event where the log has it.
const held = `(e.subject_kind NOT IN ('request', 'system', 'filing') OR EXISTS (SELECT 1 FROM scopes AS c
	WHERE c.unit = ? AND c.subject_kind = e.subject_kind AND c.subject_id = e.subject_id AND c.held = 1 AND c.since <= e.feed))`

// stretch gives events where the log has them.
func stretch(tx *gorm.DB, d model.Device, after int64, limit int) ([]feedRow, error) {
	query, args := "SELECT e.feed AS at, e.feed, e.body FROM events AS e WHERE e.feed > ?", []any{after}
	if !d.All {
		query += " AND " + held
		args = append(args, d.Unit)
	}
	var rows []feedRow
	err := tx.Raw(query+" ORDER BY e.feed LIMIT ?", append(args, limit)...).Scan(&rows).Error
	return rows, err
}

// latecomers gives the past of subjects that came to the unit in a stretch of the log.
func latecomers(tx *gorm.DB, unit string, after, upTo int64) ([]feedRow, error) {
	var rows []feedRow
	err := tx.Raw(`SELECT c.since AS at, e.feed, e.body FROM scopes AS c JOIN events AS e
		ON e.subject_kind = c.subject_kind AND e.subject_id = c.subject_id
		WHERE c.unit = ? AND c.held = 1 AND c.late = 1 AND c.since > ? AND c.since <= ? AND e.feed < c.since
		ORDER BY c.since, e.feed`, unit, after, upTo).Scan(&rows).Error
	return rows, err
}

// leavers gives the subjects that left the unit in a stretch of the log.
func leavers(tx *gorm.DB, unit string, after, upTo int64) ([]leftRow, error) {
	var rows []leftRow
	err := tx.Raw(`SELECT since, subject_kind, subject_id FROM scopes
		WHERE unit = ? AND held = 0 AND since > ? AND since <= ? ORDER BY since, subject_kind, subject_id`, unit, after, upTo).Scan(&rows).Error
	return rows, err
}
