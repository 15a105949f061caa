package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"yunban/model"
)

// A unit's desk gets each event of what it holds where the log has it, but nothing of a subject before the event that
// brought it into the unit: there it comes whole. Where a subject left the unit, the news of that comes instead. Only
// where things stand now counts: what came and went again since the desk last asked was never there.

const (
	usualStretch   = 500
	largestStretch = 10000
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
	events, full, err := stretch(tx, d, page, limit)
	if err != nil {
		return err
	}
	page.Next = page.Head
	if full {
		page.Next, page.More = events[len(events)-1].Feed, true
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

// scopedKinds are the kinds of which a unit's desk holds only its own subjects.
var scopedKinds = func() string {
	var quoted []string
	for _, k := range model.ScopedKinds() {
		quoted = append(quoted, "'"+string(k)+"'")
	}
	return "(" + strings.Join(quoted, ", ") + ")"
}()

// held is the condition that a unit's desk holds an event where the log has it.
var held = `(e.subject_kind NOT IN ` + scopedKinds + ` OR EXISTS (SELECT 1 FROM scopes AS c
	WHERE c.unit = ? AND c.subject_kind = e.subject_kind AND c.subject_id = e.subject_id AND c.held = 1 AND c.since <= e.feed))`

// heldFeeds are the places of the events that a unit's desk holds, found by what it holds and not by looking at each
// event of the log.
var heldFeeds = `SELECT e.feed FROM scopes AS c CROSS JOIN events AS e ON e.subject_kind = c.subject_kind AND e.subject_id = c.subject_id
	WHERE c.unit = ? AND c.held = 1 AND c.subject_kind IN ` + scopedKinds + ` AND e.feed >= c.since AND e.feed > ?
	UNION ALL SELECT e.feed FROM kinds CROSS JOIN events AS e ON e.subject_kind = kinds.kind
	WHERE kinds.kind NOT IN ` + scopedKinds + ` AND e.feed > ?`

// allKinds are the kinds of subject that the log knows, each by one look into the index.
const allKinds = `WITH RECURSIVE kinds (kind) AS (SELECT min(subject_kind) FROM events UNION ALL
	SELECT (SELECT min(subject_kind) FROM events WHERE subject_kind > kinds.kind) FROM kinds WHERE kinds.kind IS NOT NULL) `

// farBehind is so many events that a unit's desk is better served by what it holds than by looking at each.
const farBehind = 1000

// fullPage bounds the events of a page in bytes: hub and desk hold it in memory more than once.
const fullPage = 8 << 20

// stretch gives events where the log has them: not more than limit, nor more than fill a page; full when there are more.
func stretch(tx *gorm.DB, d model.Device, page *model.FeedPage, limit int) (all []feedRow, full bool, err error) {
	query, args := "SELECT e.feed, e.body FROM events AS e WHERE e.feed > ? ORDER BY e.feed LIMIT ?", []any{page.After, limit + 1}
	switch {
	case d.All:
	case page.Head-page.After > farBehind:
		query = allKinds + "SELECT e.feed, e.body FROM (" + heldFeeds + " ORDER BY 1 LIMIT ?) AS f CROSS JOIN events AS e ON e.feed = f.feed ORDER BY f.feed"
		args = []any{d.Unit, page.After, page.After, limit + 1}
	default:
		query = "SELECT e.feed, e.body FROM events AS e WHERE e.feed > ? AND " + held + " ORDER BY e.feed LIMIT ?"
		args = []any{page.After, d.Unit, limit + 1}
	}
	size := 0
	err = each(tx, query, args, func(found scanned) error {
		if full = len(all) == limit || size > fullPage; full {
			return errEnough
		}
		var r feedRow
		if err := found.Scan(&r.Feed, &r.Body); err != nil {
			return err
		}
		r.At = r.Feed
		all, size = append(all, r), size+len(r.Body)
		return nil
	})
	return all, full, err
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
