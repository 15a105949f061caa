package store

import (
	"context"
	"errors"
	"time"

	jsonfast "github.com/go-json-experiment/json"
	"gorm.io/gorm"

	"yunban/model"
)

// checkedAtOnce is how many places in the log one look goes over.
const checkedAtOnce = 2000

// link is as much of an event as shows where it belongs.
type link struct {
	ID       string        `json:"id"`
	Subject  model.Subject `json:"subject"`
	Seq      int           `json:"seq"`
	Actor    string        `json:"actor"`
	At       time.Time     `json:"at"`
	Action   model.Action  `json:"action"`
	Withheld bool          `json:"withheld"`
	Prev     string        `json:"prev"`
	Hash     string        `json:"hash"`
	feed     int64
}

func (l link) event() model.Event {
	return model.Event{ID: l.ID, Subject: l.Subject, Seq: l.Seq, Actor: l.Actor, At: l.At, Action: l.Action,
		Withheld: l.Withheld, Prev: l.Prev, Hash: l.Hash}
}

// checkLog checks that each event is as it was sealed, stands where it says, and continues the one before of its
// subject. It answers with the places of those that were left out.
func checkLog(ctx context.Context, path string, head int64) (stubs []int64, err error) {
	db, err := connect(path, reading)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, closePool(db)) }()
	last, count := map[model.Subject]model.Event{}, int64(0)
	looks := int(head/checkedAtOnce) + 1
	for first := 0; first < looks; first += readers {
		some := min(readers, looks-first)
		links, failed := make([][]link, some), make([]error, some)
		onAll(some, func(i int) {
			after := int64(first+i) * checkedAtOnce
			links[i], failed[i] = readLinks(db.WithContext(ctx), after, after+checkedAtOnce)
		})
		if err := errors.Join(failed...); err != nil {
			return nil, err
		}
		for _, read := range links {
			count += int64(len(read))
			for _, l := range read {
				e := l.event()
				if !continues(last[l.Subject], e) {
					return nil, errAnew("chain")
				}
				last[l.Subject] = model.Event{Seq: l.Seq, Hash: l.Hash}
				if l.Withheld {
					stubs = append(stubs, l.feed)
				}
			}
		}
	}
	if count != head { // the log of a hub has no gaps
		return nil, errAnew("gap")
	}
	return stubs, nil
}

// readLinks reads and checks the events of a stretch, each by itself.
func readLinks(db *gorm.DB, after, upTo int64) ([]link, error) {
	replica := &Store{replica: true}
	var links []link
	err := each(db, "SELECT "+eventColumns+" FROM events WHERE feed > ? AND feed <= ? ORDER BY feed", []any{after, upTo}, func(found scanned) error {
		var row eventRow
		if err := found.Scan(&row.Feed, &row.ID, &row.SubjectKind, &row.SubjectID, &row.Seq, &row.Actor, &row.Action, &row.At, &row.Body); err != nil {
			return err
		}
		l := link{feed: row.Feed}
		body := []byte(row.Body)
		if err := jsonfast.Unmarshal(body, &l, asWritten); err != nil {
			return model.Wrap(model.Other, err, "error.store_broken")
		}
		e := l.event()
		if row != rowOfBody(row.Feed, e, row.Body) || !replica.genuine(body, e) {
			return errAnew("event")
		}
		links = append(links, l)
		return nil
	})
	return links, err
}
