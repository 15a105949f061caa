package store

import (
	"encoding/json"

	"gorm.io/gorm"

	"yunban/model"
)

// answerRow is what the hub answered to an act that it did not take. One that it took is its own answer.
type answerRow struct {
	ID      string `gorm:"primaryKey"`
	Device  string
	Seq     int64
	Digest  string // of the act's content
	Verdict model.Verdict
	Body    string
}

// TableName names the table.
func (answerRow) TableName() string { return "answers" }

// reply is what became of an act: an answer that was kept, or an event of the log.
type reply struct {
	answerRow
	feed int64
}

// told is what was answered to acts that come together, and to those that they follow, before the first of them is
// judged: it is asked for all at once.
type told struct {
	replies map[string]reply         // by the act's id
	now     map[string]model.Verdict // what was answered meanwhile
	free    map[string]bool          // systems that are applied for and that nothing was filed about
}

// carriedTold is the key of what is told, in the context of acts that come together.
type carriedTold struct{ store *Store }

// note notes what became of an act.
func (t *told) note(p model.Pushed, a model.Answer) {
	t.now[p.Event.ID] = a.Verdict
	delete(t.free, p.Event.Values["system_id"])
}

// toldOf asks what was answered to acts. What happened to their subjects is read with it, where nobody remembers.
func (s *Store) toldOf(tx *gorm.DB, acts []model.Pushed) (*told, error) {
	t := &told{map[string]reply{}, map[string]model.Verdict{}, map[string]bool{}}
	if len(acts) == 1 {
		return t, t.ask(tx, answersToOne, acts[0].Event.ID, acts[0].After, acts[0].Event.ID)
	}
	if err := s.remember(tx, acts); err != nil {
		return t, err
	}
	if err := t.findFree(tx, acts); err != nil {
		return t, err
	}
	ids, both := make([]string, len(acts)), make([]string, 0, 2*len(acts))
	for i, p := range acts {
		ids[i], both = p.Event.ID, append(both, p.Event.ID, p.After)
	}
	return t, t.ask(tx, answersToMany, asList(both), asList(ids))
}

// What was answered to acts. A store of an earlier version has answers also to acts that were taken: the log comes
// behind them and says the same.
const (
	answersToOne = `SELECT id, digest, verdict, body, 0 FROM answers WHERE id IN (?, ?)
		UNION ALL SELECT id, '', 'taken', body, feed FROM events WHERE id = ?`
	answersToMany = `SELECT id, digest, verdict, body, 0 FROM answers WHERE id IN (SELECT value FROM json_each(?))
		UNION ALL SELECT id, '', 'taken', body, feed FROM events WHERE id IN (SELECT value FROM json_each(?))`
)

func (t *told) ask(tx *gorm.DB, query string, args ...any) error {
	return each(tx, query, args, func(found scanned) error {
		var r reply
		if err := found.Scan(&r.ID, &r.Digest, &r.Verdict, &r.Body, &r.feed); err != nil {
			return err
		}
		if r.Verdict != model.Taken || r.feed > 0 {
			t.replies[r.ID] = r
		}
		return nil
	})
}

// findFree finds which systems that are applied for nothing was filed about.
func (t *told) findFree(tx *gorm.DB, acts []model.Pushed) error {
	var systems []string
	for _, p := range acts {
		if system := p.Event.Values["system_id"]; system != "" && p.Event.Action == model.Submit {
			t.free[system], systems = true, append(systems, system)
		}
	}
	if len(systems) == 0 {
		return nil
	}
	return each(tx, "SELECT DISTINCT system FROM summaries WHERE system IN (SELECT value FROM json_each(?))", []any{asList(systems)}, func(found scanned) error {
		var system string
		err := found.Scan(&system)
		delete(t.free, system)
		return err
	})
}

// before is what became of an act.
func (t *told) before(tx *gorm.DB, id string) (reply, bool, error) {
	if _, meanwhile := t.now[id]; meanwhile {
		if err := t.ask(tx, answersToOne, id, id, id); err != nil {
			return reply{}, false, err
		}
	}
	r, known := t.replies[id]
	return r, known, nil
}

// refused reports whether an act was refused, or follows one that was.
func (t *told) refused(id string) bool {
	if verdict, meanwhile := t.now[id]; meanwhile {
		return verdict != model.Taken
	}
	r, known := t.replies[id]
	return known && r.Verdict != model.Taken
}

// asList is texts as the database takes a list of them.
func asList(texts []string) string {
	text, err := json.Marshal(texts)
	if err != nil { // texts can be written as JSON
		return "[]"
	}
	return string(text)
}

// remember reads what happened to the requests that acts are about, where nobody remembers it.
func (s *Store) remember(tx *gorm.DB, acts []model.Pushed) error {
	pasts, docs := map[string][]model.Event{}, map[string]int64{}
	var ids []string
	for _, p := range acts {
		about := p.Event.Subject
		if _, asked := pasts[about.ID]; asked || about.Kind != model.RequestSubject {
			continue
		}
		if _, known := s.recent.past(about); !known {
			pasts[about.ID], ids = nil, append(ids, about.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	rows, err := askEvents(tx, "subject_kind = ? AND subject_id IN (SELECT value FROM json_each(?)) ORDER BY subject_id, seq",
		string(model.RequestSubject), asList(ids))
	if err != nil {
		return err
	}
	for _, row := range rows {
		e, err := row.event()
		if err != nil {
			return err
		}
		if len(pasts[row.SubjectID]) == 0 {
			docs[row.SubjectID] = row.Feed
		}
		pasts[row.SubjectID] = append(pasts[row.SubjectID], e)
	}
	for id, past := range pasts {
		r, err := model.Replay(past)
		if err != nil {
			return err
		}
		s.recent.learn(model.Subject{Kind: model.RequestSubject, ID: id}, past, r, docs[id])
	}
	return nil
}
