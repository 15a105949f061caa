package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"yunban/model"
)

// refusedRow is an act that the hub did not take.
type refusedRow struct {
	ID      string `gorm:"primaryKey"`
	Seq     int64
	After   string
	At      int64
	Settled int
	Body    string
	Answer  string
}

// TableName names the table.
func (refusedRow) TableName() string { return "refused" }

func (r refusedRow) act() (model.RefusedAct, error) {
	act := model.RefusedAct{Pushed: model.Pushed{Seq: r.Seq, After: r.After}, At: instant(r.At), Settled: r.Settled != 0}
	for text, into := range map[string]any{r.Body: &act.Event, r.Answer: &act.Answer} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			return act, model.Wrap(model.Other, err, "error.store_broken")
		}
	}
	return act, nil
}

// Answered takes the hub's answers in. Taken acts wait no more, for the feed to
// bring them; the others are set aside for their author to settle. An
// answer that was taken in before, or to an act that is not from here, changes nothing.
func (s *Store) Answered(ctx context.Context, answers []model.Answer) error {
	if err := s.follows(); err != nil {
		return err
	}
	err := s.act(ctx, func(tx *gorm.DB) error {
		return s.touching(tx, func(touched map[model.Subject]bool) error {
			for _, a := range answers {
				row, found, err := outboxByID(tx, a.ID)
				if err != nil {
					return err
				}
				if !found {
					continue
				}
				touched[row.subject()] = true
				if err := answered(tx, row, a); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("take answers in: %w", err)
	}
	return nil
}

// follows refuses on a hub what only a replica does.
func (s *Store) follows() error {
	if s.replica {
		return nil
	}
	return model.Errorf(model.Other, "error.not_replica", "dir", s.dir)
}

// touching derives anew whatever do has touched.
func (s *Store) touching(tx *gorm.DB, do func(touched map[model.Subject]bool) error) error {
	touched := map[model.Subject]bool{}
	if err := do(touched); err != nil {
		return err
	}
	for about := range touched {
		s.versions.touch(about.Kind)
		if err := s.rederive(tx, about); err != nil {
			return err
		}
	}
	return nil
}

func answered(tx *gorm.DB, row outboxRow, a model.Answer) error {
	switch a.Verdict {
	case model.Taken:
		return taken(tx, row, a)
	case model.Refused, model.Blocked:
		return setAside(tx, row, a)
	}
	return nil // a verdict of a newer version: the act keeps waiting
}

// taken notes the act's place in the log. The feed brings the event itself, behind whatever lies before it; where the
// feed has passed that place without it, its subject is not this desk's to hold.
func taken(tx *gorm.DB, row outboxRow, a model.Answer) error {
	row.Feed = a.Feed
	if err := rememberSent(tx, row); err != nil {
		return err
	}
	at, err := loadCursor(tx)
	if err != nil {
		return err
	}
	if a.Feed <= at.After {
		return tx.Delete(&outboxRow{Seq: row.Seq}).Error
	}
	return tx.Model(&outboxRow{}).Where("seq = ?", row.Seq).Update("feed", a.Feed).Error
}

// continues reports whether an event is the next in its subject's chain.
func continues(last, e model.Event) bool { return e.Seq == last.Seq+1 && e.Prev == last.Hash }

// lastOf is the last event of a subject in the log, and none when there is none.
func lastOf(tx *gorm.DB, about model.Subject) (model.Event, error) {
	rows, err := askEvents(tx, "subject_kind = ? AND subject_id = ? ORDER BY seq DESC LIMIT 1", string(about.Kind), about.ID)
	if err != nil || len(rows) == 0 {
		return model.Event{}, err
	}
	return rows[0].event()
}

// setAside keeps a refused act for its author. One that an earlier hub had taken is not offered to a later one again:
// its author knows that it was refused.
func setAside(tx *gorm.DB, row outboxRow, a model.Answer) error {
	answer, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := tx.Delete(&outboxRow{Seq: row.Seq}).Error; err != nil {
		return err
	}
	if err := tx.Delete(&sentRow{ID: row.ID}).Error; err != nil {
		return err
	}
	refused := refusedRow{ID: row.ID, Seq: row.Seq, After: row.After, At: micros(time.Now()), Body: row.Body, Answer: string(answer)}
	return tx.Create(&refused).Error
}

// Refused gives the acts that the hub did not take and nobody settled yet, in the order they were made.
func (s *Store) Refused(ctx context.Context) ([]model.RefusedAct, error) {
	var rows []refusedRow
	if err := s.view(ctx).Where("settled = 0").Order("seq, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("refused acts: %w", translated(err))
	}
	acts := make([]model.RefusedAct, len(rows))
	for i, row := range rows {
		var err error
		if acts[i], err = row.act(); err != nil {
			return nil, fmt.Errorf("refused act %s: %w", row.ID, err)
		}
	}
	return acts, nil
}

// RefusedAct gives one refused act, settled or not.
func (s *Store) RefusedAct(ctx context.Context, id string) (model.RefusedAct, error) {
	act, err := refusedByID(s.view(ctx), id)
	if err != nil {
		return act, fmt.Errorf("refused act %s: %w", id, translated(err))
	}
	return act, nil
}

func refusedByID(tx *gorm.DB, id string) (model.RefusedAct, error) {
	var rows []refusedRow
	if err := tx.Where("id = ?", id).Limit(1).Find(&rows).Error; err != nil {
		return model.RefusedAct{}, err
	}
	if len(rows) == 0 {
		return model.RefusedAct{}, model.Errorf(model.NotFound, "error.no_refused_act", "event", id)
	}
	return rows[0].act()
}

// Dismiss marks a refused act as settled. It stays kept.
func (s *Store) Dismiss(ctx context.Context, id string) error {
	err := s.act(ctx, func(tx *gorm.DB) error {
		if _, err := refusedByID(tx, id); err != nil {
			return err
		}
		return tx.Model(&refusedRow{}).Where("id = ?", id).Update("settled", 1).Error
	})
	if err != nil {
		return fmt.Errorf("dismiss %s: %w", id, err)
	}
	return nil
}
