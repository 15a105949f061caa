package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yunban/model"
)

// outboxCounter counts the acts that this desk ever sent, or will.
const outboxCounter = "outbox"

// outboxRow is an act on its way to the hub. Feed is not 0 once the hub has numbered it, while the log here has not
// come that far.
type outboxRow struct {
	Seq         int64 `gorm:"primaryKey;autoIncrement:false"`
	ID          string
	SubjectKind model.SubjectKind
	SubjectID   string
	After       string
	Actor       string
	Feed        int64
	Body        string
}

// TableName names the table.
func (outboxRow) TableName() string { return "outbox" }

func (r outboxRow) subject() model.Subject {
	return model.Subject{Kind: r.SubjectKind, ID: r.SubjectID}
}

func (r outboxRow) pushed() (model.Pushed, error) {
	e, err := eventRow{Body: r.Body}.event()
	return model.Pushed{Seq: r.Seq, After: r.After, Event: e}, err
}

func rowOfPushed(p model.Pushed) (outboxRow, error) {
	body, err := json.Marshal(p.Event)
	return outboxRow{Seq: p.Seq, ID: p.Event.ID, SubjectKind: p.Event.Subject.Kind, SubjectID: p.Event.Subject.ID,
		After: p.After, Actor: p.Event.Actor, Body: string(body)}, err
}

// wait puts an act into the outbox. Number and seal are the hub's to give.
func (s *Store) wait(tx *gorm.DB, past []model.Event, next model.Event) (model.Event, error) {
	next = next.Seal(past) // for its format and its times
	next.Prev, next.Hash, next.Number = "", "", ""
	seq, err := take(tx, outboxCounter)
	if err != nil {
		return next, err
	}
	row, err := rowOfPushed(model.Pushed{Seq: seq, After: lastSeen(past), Event: next})
	if err != nil {
		return next, err
	}
	if err := tx.Create(&row).Error; err != nil {
		return next, err
	}
	f, err := fold(past, next)
	if err != nil {
		return next, err
	}
	doc, err := f.doc(tx, 0, -seq)
	if err != nil {
		return next, err
	}
	return next, derive(tx, f, doc)
}

// lastSeen is the last event that decides something of which the author of the next act knows. Asides are passed over,
// also confirmed ones: others may decide before those that wait arrive, and a hub that was restored from a copy gets the
// confirmed ones again, behind what was decided meanwhile.
func lastSeen(past []model.Event) string {
	for _, e := range slices.Backward(past) {
		if !model.Beside(e.Action) {
			return e.ID
		}
	}
	return ""
}

// loadWaiting reads what waits about a subject.
func loadWaiting(tx *gorm.DB, about model.Subject) ([]model.Event, error) {
	var events []model.Event
	err := each(tx, "SELECT body FROM outbox WHERE subject_kind = ? AND subject_id = ? ORDER BY seq",
		[]any{string(about.Kind), about.ID}, func(found scanned) error {
			var row eventRow
			if err := found.Scan(&row.Body); err != nil {
				return err
			}
			e, err := row.event()
			events = append(events, e)
			return err
		})
	return events, err
}

func outboxByID(tx *gorm.DB, id string) (outboxRow, bool, error) {
	var rows []outboxRow
	if err := tx.Where("id = ?", id).Limit(1).Find(&rows).Error; err != nil || len(rows) == 0 {
		return outboxRow{}, false, err
	}
	return rows[0], true, nil
}

func waitingByID(tx *gorm.DB, id string) (model.Event, bool, error) {
	row, found, err := outboxByID(tx, id)
	if err != nil || !found {
		return model.Event{}, false, err
	}
	p, err := row.pushed()
	return p.Event, true, err
}

// Pending gives the acts that the hub has not answered, the oldest first.
func (s *Store) Pending(ctx context.Context, limit int) ([]model.Pushed, error) {
	var rows []outboxRow
	err := s.view(ctx).Where("feed = 0").Order("seq").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("pending acts: %w", translated(err))
	}
	pending := make([]model.Pushed, len(rows))
	for i, row := range rows {
		if pending[i], err = row.pushed(); err != nil {
			return nil, fmt.Errorf("pending act %s: %w", row.ID, err)
		}
	}
	return pending, nil
}

// PendingCount counts the acts that the hub has not answered.
func (s *Store) PendingCount(ctx context.Context) (int, error) {
	var n int64
	if err := s.view(ctx).Model(&outboxRow{}).Where("feed = 0").Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count pending acts: %w", translated(err))
	}
	return int(n), nil
}

// Waiting gives what the acts are about that the log here does not have yet.
func (s *Store) Waiting(ctx context.Context) (about []model.Subject, err error) {
	err = each(s.view(ctx), "SELECT DISTINCT subject_kind, subject_id FROM outbox", nil, func(row scanned) error {
		var one model.Subject
		err := row.Scan(&one.Kind, &one.ID)
		about = append(about, one)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("what waits: %w", translated(err))
	}
	return about, nil
}

// sentRow is an act that the hub numbered, as it was sent.
type sentRow struct {
	ID    string `gorm:"primaryKey"`
	Seq   int64
	At    int64
	After string
	Body  string
}

// TableName names the table.
func (sentRow) TableName() string { return "sent" }

// rememberSent keeps an act that the hub numbered, for a hub that forgets. Its first number stays: acts that are offered
// again are counted anew, and not always in the order they were made.
func rememberSent(tx *gorm.DB, row outboxRow) error {
	sent := sentRow{row.ID, row.Seq, micros(time.Now()), row.After, row.Body}
	again := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"at"})}
	return tx.Clauses(again).Create(&sent).Error
}

// arrived takes an act out of the outbox whose event is in the log now.
func arrived(tx *gorm.DB, row outboxRow) error {
	if err := rememberSent(tx, row); err != nil {
		return err
	}
	return tx.Delete(&outboxRow{Seq: row.Seq}).Error
}

// passed takes the acts out of the outbox that the hub has numbered and the feed has passed without bringing them:
// their subjects are not this desk's to hold.
func passed(tx *gorm.DB, at int64, touched map[model.Subject]bool) error {
	var rows []outboxRow
	if err := tx.Where("feed <> 0 AND feed <= ?", at).Find(&rows).Error; err != nil {
		return err
	}
	for _, row := range rows {
		touched[row.subject()] = true
		if err := tx.Delete(&outboxRow{Seq: row.Seq}).Error; err != nil {
			return err
		}
	}
	return nil
}
