package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"yunban/model"
)

// The sizes of a page.
const (
	usualPage   = 50
	largestPage = 1000
)

// Requests gives one page of requests.
func (s *Store) Requests(ctx context.Context, q model.Query) (model.Page, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = usualPage
	}
	limit = min(limit, largestPage)
	if found, err := s.mayFind(ctx, q); err != nil || !found {
		return model.Page{}, err
	}
	find, err := after(filter(s.view(ctx), q), q)
	if err != nil {
		return model.Page{}, err
	}
	var rows []summaryRow
	if err := find.Limit(limit + 1).Find(&rows).Error; err != nil {
		return model.Page{}, fmt.Errorf("list requests: %w", translated(err))
	}
	var page model.Page
	if len(rows) > limit {
		rows = rows[:limit]
		page.Next = cursorOf(q.Order, rows[limit-1])
	}
	page.Items = make([]model.Summary, len(rows))
	for i, row := range rows {
		if page.Items[i], err = row.summary(); err != nil {
			return model.Page{}, fmt.Errorf("list request %s: %w", row.ID, err)
		}
	}
	return page, nil
}

// mayFind says that there is nothing to find where one short look tells: each application for a new system asks what
// else there is of it.
func (s *Store) mayFind(ctx context.Context, q model.Query) (bool, error) {
	if q.System == "" {
		return true, nil
	}
	if t, together := ctx.Value(carriedTold{s}).(*told); together && t.free[q.System] {
		return false, nil
	}
	doc, err := askNumber(s.view(ctx), "SELECT doc FROM summaries WHERE system = ? LIMIT 1", q.System)
	if err != nil {
		return false, fmt.Errorf("list requests: %w", translated(err))
	}
	return doc != 0, nil
}

// Count counts what a query would find in all, pages aside.
func (s *Store) Count(ctx context.Context, q model.Query) (int, error) {
	var n int64
	if err := filter(s.view(ctx), q).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count requests: %w", translated(err))
	}
	return int(n), nil
}

// filter narrows the summaries down to what a query asks for. The signs before doc and after id keep SQLite from
// fetching and sorting all that a search finds: it walks the page's order instead and looks each row up among the
// found ones (10 ms become 2 when a search finds all of 10,000 requests). Behind status it keeps SQLite from going
// through all that wait for the same act when a system or a person narrows more.
func filter(db *gorm.DB, q model.Query) *gorm.DB {
	db = db.Model(&summaryRow{})
	if q.Case != "" {
		db = db.Where("kind = ?", q.Case)
	}
	if len(q.Status) > 0 {
		status := "status"
		if q.System != "" || q.Assignee != "" {
			status = "status || ''"
		}
		db = db.Where(status+" IN ?", q.Status)
	}
	if q.Unit != "" {
		db = db.Where("unit = ?", q.Unit)
	}
	if q.Asks != "" {
		db = db.Where("asks = ?", q.Asks)
	}
	if q.System != "" {
		db = db.Where("system = ?", q.System)
	}
	if q.Assignee != "" {
		db = db.Where("assignee = ? AND assignee <> ''", q.Assignee) // as the index is
	}
	if q.Copied != "" {
		db = db.Where("doc IN (SELECT doc FROM summary_copies WHERE person = ?)", q.Copied)
	}
	if q.Level != 0 {
		db = db.Where("level = ?", q.Level)
	}
	if q.Near != nil {
		db = near(db, q.Near)
	}
	if !q.From.IsZero() {
		db = db.Where("filed >= ?", micros(q.From.Start()))
	}
	if !q.To.IsZero() {
		db = db.Where("filed <> 0 AND filed < ?", micros(q.To.AddDays(1).Start()))
	}
	if q.Actor != "" {
		db = db.Where("(id || '' IN (SELECT subject_id FROM events WHERE actor = ? AND subject_kind = ?"+
			" UNION ALL SELECT subject_id FROM outbox WHERE actor = ? AND subject_kind = ?)"+
			" OR doc IN (SELECT doc FROM summary_principals WHERE person = ?))",
			q.Actor, model.RequestSubject, q.Actor, model.RequestSubject, q.Actor)
	}
	if strings.TrimSpace(q.Text) != "" {
		db = matching(db, q.Text)
	}
	return db
}

// near keeps the requests of any of some piles.
func near(db *gorm.DB, piles []model.Near) *gorm.DB {
	if len(piles) == 0 {
		return db.Where("1 = 0")
	}
	var either []string
	var args []any
	for _, n := range piles {
		at := "since"
		if n.Trial {
			at = "trial_began + trial_days * 86400000000" // µs a day
		}
		one := "kind = ? AND status = ? AND profile = ? AND " + at + " < ?"
		args = append(args, n.Case, n.Status, n.Profile, micros(n.To.AddDays(1).Start()))
		if !n.From.IsZero() {
			one += " AND " + at + " >= ?"
			args = append(args, micros(n.From.Start()))
		}
		if n.Unit != "" {
			one += " AND unit = ?"
			args = append(args, n.Unit)
		}
		if n.Asks != "" {
			one += " AND asks = ?"
			args = append(args, n.Asks)
		}
		either = append(either, "("+one+")")
	}
	return db.Where("("+strings.Join(either, " OR ")+")", args...)
}

// matching keeps the requests that a search finds: none when the search holds nothing but signs.
func matching(db *gorm.DB, text string) *gorm.DB {
	match := matchWords(text)
	if match == "" {
		return db.Where("1 = 0")
	}
	return db.Where("+doc IN (SELECT rowid FROM search WHERE search MATCH ?)", match)
}

// cursor is the last row of a page: the next one begins behind it, whatever was added meanwhile.
type cursor struct {
	Order model.Order `json:"o,omitempty"`
	At    int64       `json:"t"`
	ID    string      `json:"i"`
}

// after sorts, and skips what came on the pages before.
func after(db *gorm.DB, q model.Query) (*gorm.DB, error) {
	column, direction, sign := "updated", " DESC", "<"
	switch q.Order {
	case model.ByUpdate:
	case model.BySince:
		column, direction, sign = "since", "", ">"
	default:
		return nil, model.Errorf(model.Invalid, "error.bad_order", "order", string(q.Order))
	}
	db = db.Order(column + direction + ", id" + direction)
	if q.After == "" {
		return db, nil
	}
	c, err := readCursor(q.After)
	if err != nil || c.Order != q.Order {
		return nil, model.Wrap(model.Invalid, err, "error.bad_cursor")
	}
	return db.Where("("+column+", id) "+sign+" (?, ?)", c.At, c.ID), nil
}

func cursorOf(order model.Order, last summaryRow) string {
	c := cursor{Order: order, At: last.Updated, ID: last.ID}
	if order == model.BySince {
		c.At = last.Since
	}
	data, err := json.Marshal(c)
	if err != nil { // a cursor holds nothing that cannot be written as JSON
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

func readCursor(text string) (cursor, error) {
	var c cursor
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(data, &c)
}
