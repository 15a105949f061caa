package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"yunban/model"
)

// Cursor tells how far this replica has followed its hub.
func (s *Store) Cursor(ctx context.Context) (model.Cursor, error) {
	c, err := loadCursor(s.view(ctx))
	if err != nil {
		return c, fmt.Errorf("cursor: %w", translated(err))
	}
	return c, nil
}

func loadCursor(tx *gorm.DB) (model.Cursor, error) {
	var c model.Cursor
	text, err := readMeta(tx, metaCursor)
	if err != nil || text == "" {
		return c, err
	}
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return c, model.Wrap(model.Other, err, "error.store_broken")
	}
	return c, nil
}

func saveCursor(tx *gorm.DB, c model.Cursor) error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return putMeta(tx, metaRow{metaCursor, string(text)})
}

// errAnew tells that this replica cannot be brought up to date step by step: ResetReplica, and pull from the beginning.
func errAnew(why string) error { return model.Errorf(model.Conflict, "error.replica_anew", "why", why) }

// begun tells whether a desk has taken in a page since it began, or began anew: scopes are counted from 1.
func begun(at model.Cursor) bool { return at.ScopeEpoch != 0 }

// Apply takes a page of the hub's log in. A page that was taken in before changes nothing. It fails with conflict and
// error.replica_anew when the page does not continue what is here, and with error.page_missed when the one before
// is missing.
func (s *Store) Apply(ctx context.Context, page model.FeedPage) error {
	if err := s.follows(); err != nil {
		return err
	}
	items := s.readItems(page.Items) // before the turn: others would wait for it
	err := s.act(ctx, func(tx *gorm.DB) error {
		at, err := loadCursor(tx)
		if err != nil {
			return err
		}
		switch {
		case at.Hub != "" && at.Hub != page.Hub:
			return errAnew("hub")
		case begun(at) && at.ScopeEpoch != page.ScopeEpoch:
			return errAnew("scope")
		case begun(at) && at.After < page.Floor && at.Floor < page.Floor:
			return errAnew("floor")
		case page.After > at.After:
			return model.Errorf(model.Conflict, "error.page_missed")
		case page.Next < at.After:
			return nil
		}
		err = s.touching(tx, func(touched map[model.Subject]bool) error {
			if err := s.takeIn(tx, items, touched); err != nil {
				return err
			}
			return passed(tx, page.Next, touched)
		})
		if err != nil {
			return err
		}
		floor := at.Floor
		if !begun(at) {
			floor = page.Floor
		}
		return saveCursor(tx, model.Cursor{Hub: page.Hub, ScopeEpoch: page.ScopeEpoch, After: page.Next, Floor: floor})
	})
	if err != nil {
		return fmt.Errorf("follow the hub: %w", err)
	}
	return nil
}

// arrival is a page on its way into the log.
type arrival struct {
	store    *Store
	tx       *gorm.DB
	end      int64                      // of what is here of the log
	touched  map[model.Subject]bool     // to be derived anew
	coming   map[model.Subject]*newcome // that came up so far
	waiting  map[string]outboxRow       // what waits here, by id
	waitsFor map[model.Subject]bool     // and about what
}

// newcome is what a page brings about a subject.
type newcome struct {
	last model.Event   // the last one in the log, or none
	past []model.Event // what was in the log before the page
	news []model.Event // what the page has added
	doc  int64         // names a request that is new
}

func (s *Store) takeIn(tx *gorm.DB, items []incoming, touched map[model.Subject]bool) error {
	in := &arrival{store: s, tx: tx, touched: touched, coming: map[model.Subject]*newcome{}, waiting: map[string]outboxRow{}, waitsFor: map[model.Subject]bool{}}
	var waiting []outboxRow
	if err := tx.Find(&waiting).Error; err != nil {
		return err
	}
	var err error
	if in.end, err = headOf(tx); err != nil {
		return err
	}
	for _, row := range waiting {
		in.waiting[row.ID], in.waitsFor[row.subject()] = row, true
	}
	for _, item := range items {
		if err := in.item(item); err != nil {
			return fmt.Errorf("event %d: %w", item.Feed, err)
		}
	}
	return in.derive()
}

func (in *arrival) item(item incoming) error {
	switch {
	case item.Evict != nil:
		in.touched[*item.Evict] = true
		delete(in.coming, *item.Evict)
		return evict(in.tx, *item.Evict)
	case item.err != nil:
		return errAnew("event")
	case !item.holds:
		return nil // a step of a newer version
	}
	return in.place(item)
}

// about is what is known of the subject of an event. One that begins behind the end of what is here is not here yet.
func (in *arrival) about(item incoming) (c *newcome, err error) {
	about := item.event.Subject
	if c = in.coming[about]; c != nil {
		return c, nil
	}
	c = &newcome{}
	in.coming[about] = c
	if item.event.Seq > 1 || item.Feed <= in.end {
		c.last, err = lastOf(in.tx, about)
	}
	return c, err
}

// place puts an event where the hub has it, byte for byte, and takes it out of the outbox when it is from here.
func (in *arrival) place(item incoming) error {
	e := item.event
	c, err := in.about(item)
	switch {
	case err != nil:
		return err
	case e.Seq <= c.last.Seq:
		return samePlace(in.tx, item.Feed, e)
	case !continues(c.last, e) || !item.genuine:
		return errAnew("chain")
	}
	if len(c.news) == 0 && c.last.Seq > 0 && !in.waitsFor[e.Subject] {
		if c.past, err = loadEvents(in.tx, e.Subject); err != nil {
			return err
		}
	}
	if len(c.news) == 0 {
		c.doc = item.Feed
	}
	c.last, c.news = e, append(c.news, e)
	if err := insertEvent(in.tx, rowOfBody(item.Feed, e, string(item.Body)), e.Files); err != nil {
		return err
	}
	if waiting, ours := in.waiting[e.ID]; ours {
		return arrived(in.tx, waiting)
	}
	return nil
}

// derive derives what the page has told. What stood here before need not be read again, unless something waits, or was
// taken away meanwhile: that is left to be derived anew. New requests come in the order of their names, which the
// search index wants: it begins a new part of itself at each that comes too late.
func (in *arrival) derive() error {
	var news []*newcome
	for about, c := range in.coming {
		switch {
		case len(c.news) == 0:
		case in.waitsFor[about] || in.touched[about]:
			in.touched[about] = true
		default:
			news = append(news, c)
		}
	}
	slices.SortFunc(news, func(a, b *newcome) int { return cmp.Compare(a.doc, b.doc) })
	folds, failed := make([]folded, len(news)), make([]error, len(news))
	onAll(len(news), func(i int) { folds[i], failed[i] = fold(news[i].past, news[i].news...) })
	for i, c := range news {
		in.store.versions.touch(c.last.Subject.Kind)
		if failed[i] != nil {
			return failed[i]
		}
		doc, err := folds[i].doc(in.tx, 0, c.doc)
		if err != nil {
			return err
		}
		if err := derive(in.tx, folds[i], doc); err != nil {
			return err
		}
	}
	return nil
}

// samePlace lets an event pass that is here already.
func samePlace(tx *gorm.DB, feed int64, e model.Event) error {
	here, at, found, err := eventByID(tx, e.ID)
	if err == nil && (!found || at != feed || here.Hash != e.Hash) {
		return errAnew("chain")
	}
	return err
}

// evict gives a subject back that is no longer this desk's to hold. What its people did and the hub has not answered
// stays until it is answered.
func evict(tx *gorm.DB, about model.Subject) error {
	return tx.Exec("DELETE FROM events WHERE subject_kind = ? AND subject_id = ?", about.Kind, about.ID).Error
}

// ResetReplica forgets what the hub sent, to follow it, or another one, from the beginning. What waits and what was
// refused stays. A hub that was restored from a copy may have lost acts that it had taken: those that it took at
// offer or later are offered to it again, the same acts under the same ids, counted anew: only where the log's name is
// another one (NewHubID). With no time none are, and the replica remembers whose log it followed: should that hub be
// restored before the first page is here, there is still something to offer.
func (s *Store) ResetReplica(ctx context.Context, offer time.Time) error {
	at, err := s.Cursor(ctx)
	if err != nil {
		return err
	}
	if !offer.IsZero() {
		at.Hub = ""
	}
	return s.Rejoin(ctx, at.Hub, offer)
}

// Rejoin begins anew with a hub whose log has this name, as ResetReplica does. What is offered is offered once: only
// when the name is yet another one there is reason to offer it again.
func (s *Store) Rejoin(ctx context.Context, hub string, offer time.Time) error {
	if err := s.follows(); err != nil {
		return err
	}
	err := s.act(ctx, func(tx *gorm.DB) error {
		if !offer.IsZero() {
			if err := offerAgain(tx, offer); err != nil {
				return err
			}
		}
		for _, forget := range []string{"DELETE FROM events", "DELETE FROM outbox WHERE feed <> 0"} {
			if err := tx.Exec(forget).Error; err != nil {
				return err
			}
		}
		if err := saveCursor(tx, model.Cursor{Hub: hub}); err != nil {
			return err
		}
		return s.rebuild(tx)
	})
	if err != nil {
		return fmt.Errorf("begin anew: %w", err)
	}
	return nil
}

// offerAgain puts acts that were taken back into the outbox, before those that wait: these may follow them.
func offerAgain(tx *gorm.DB, since time.Time) error {
	var taken []sentRow
	if err := tx.Where("at >= ?", micros(since)).Order("seq, id").Find(&taken).Error; err != nil {
		return err
	}
	var waiting []outboxRow
	if err := tx.Order("seq").Find(&waiting).Error; err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM outbox").Error; err != nil {
		return err
	}
	again := make([]outboxRow, 0, len(taken)+len(waiting))
	for _, sent := range taken {
		e, err := eventRow{Body: sent.Body}.event()
		if err != nil {
			return err
		}
		row, err := rowOfPushed(model.Pushed{After: sent.After, Event: e})
		if err != nil {
			return err
		}
		again = append(again, row)
	}
	for _, row := range waiting {
		if !slices.ContainsFunc(taken, func(sent sentRow) bool { return sent.ID == row.ID }) {
			again = append(again, row)
		}
	}
	for _, row := range again {
		seq, err := take(tx, outboxCounter)
		if err != nil {
			return err
		}
		row.Seq, row.Feed = seq, 0
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
	}
	return nil
}
