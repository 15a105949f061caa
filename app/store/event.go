package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	jsonfast "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"gorm.io/gorm"

	"yunban/model"
)

// eventRow is an event in the log. Body is the event's JSON, byte for byte as it was hashed but for the hash itself;
// the other columns are there to find it by.
type eventRow struct {
	Feed        int64 `gorm:"primaryKey;autoIncrement:false"`
	ID          string
	SubjectKind model.SubjectKind
	SubjectID   string
	Seq         int
	Actor       string
	Action      model.Action
	At          int64
	Body        string
}

// TableName names the table.
func (eventRow) TableName() string { return "events" }

func rowOfEvent(feed int64, e model.Event) (eventRow, error) {
	body, err := json.Marshal(e)
	return rowOfBody(feed, e, string(body)), err
}

func rowOfBody(feed int64, e model.Event, body string) eventRow {
	return eventRow{Feed: feed, ID: e.ID, SubjectKind: e.Subject.Kind, SubjectID: e.Subject.ID, Seq: e.Seq,
		Actor: e.Actor, Action: e.Action, At: micros(e.At), Body: body}
}

func (r eventRow) event() (model.Event, error) {
	e, err := readEvent([]byte(r.Body))
	if err != nil {
		return e, model.Wrap(model.Other, err, "error.store_broken")
	}
	return e, nil
}

// asWritten reads what encoding/json wrote as that would: the log was written by it.
var asWritten = jsonfast.JoinOptions(jsonfast.MatchCaseInsensitiveNames(true), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

func readEvent(body []byte) (e model.Event, err error) {
	err = jsonfast.Unmarshal(body, &e, asWritten)
	return e, err
}

// Events gives a subject's past, the oldest first; none is not an error. On a replica those that wait for the hub come
// last, without a hash.
func (s *Store) Events(ctx context.Context, about model.Subject) ([]model.Event, error) {
	var events []model.Event
	err := s.read(ctx, func(tx *gorm.DB) (err error) {
		events, err = s.past(tx, about)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("events of %s %s: %w", about.Kind, about.ID, translated(err))
	}
	return events, nil
}

// past is what is known of a subject: what is in the log, then what waits for the hub.
func (s *Store) past(tx *gorm.DB, about model.Subject) ([]model.Event, error) {
	events, err := loadEvents(tx, about)
	if err != nil || !s.replica {
		return events, err
	}
	waiting, err := loadWaiting(tx, about)
	for _, e := range waiting {
		e.Seq = len(events) + 1
		events = append(events, e)
	}
	return events, err
}

// eventColumns are the columns of events in the order that eventRow.read and insertEvent know.
const eventColumns = "feed, id, subject_kind, subject_id, seq, actor, action, at, body"

// insertEvent adds an event to the log, and notes which files it names.
func insertEvent(tx *gorm.DB, r eventRow, files []model.File) error {
	err := perform(tx, "INSERT INTO events ("+eventColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		r.Feed, r.ID, string(r.SubjectKind), r.SubjectID, r.Seq, r.Actor, string(r.Action), r.At, r.Body)
	if err != nil || len(files) == 0 {
		return err
	}
	names := make([]any, 0, 2*len(files))
	for _, f := range files {
		names = append(names, f.Hash, r.Feed)
	}
	return perform(tx, "INSERT OR IGNORE INTO named_files (hash, feed) VALUES (?, ?)"+strings.Repeat(", (?, ?)", len(files)-1), names...)
}

func askEvents(tx *gorm.DB, condition string, args ...any) ([]eventRow, error) {
	var all []eventRow
	err := each(tx, "SELECT "+eventColumns+" FROM events WHERE "+condition, args, func(found scanned) error {
		var r eventRow
		err := found.Scan(&r.Feed, &r.ID, &r.SubjectKind, &r.SubjectID, &r.Seq, &r.Actor, &r.Action, &r.At, &r.Body)
		all = append(all, r)
		return err
	})
	return all, err
}

func loadRows(tx *gorm.DB, about model.Subject) ([]eventRow, error) {
	return askEvents(tx, "subject_kind = ? AND subject_id = ? ORDER BY seq", string(about.Kind), about.ID)
}

func loadEvents(tx *gorm.DB, about model.Subject) ([]model.Event, error) {
	rows, err := loadRows(tx, about)
	if err != nil {
		return nil, err
	}
	return eventsOf(rows)
}

func eventsOf(rows []eventRow) ([]model.Event, error) {
	events := make([]model.Event, len(rows))
	for i, row := range rows {
		var err error
		if events[i], err = row.event(); err != nil {
			return nil, err
		}
	}
	return events, nil
}

func eventByID(tx *gorm.DB, id string) (model.Event, int64, bool, error) {
	rows, err := askEvents(tx, "id = ?", id)
	if err != nil || len(rows) == 0 {
		return model.Event{}, 0, false, err
	}
	e, err := rows[0].event()
	return e, rows[0].Feed, true, err
}
