//go:build sqlite_fts5

package store

import (
	"fmt"
	"os"
	"reflect"
	"testing"

	"gorm.io/gorm"
	"pgregory.net/rapid"

	"yunban/model"
)

// anyEvent draws an event about one of a few subjects. Nobody judged it: the log may hold what no rule allows.
func anyEvent(rt *rapid.T, n int) model.Event {
	kinds := []model.SubjectKind{model.RequestSubject, model.RequestSubject, model.RequestSubject, model.PersonSubject, model.OfficeSubject,
		model.SystemSubject, model.FilingSubject, model.DelegationSubject, model.CatalogueSubject, model.CalendarSubject, "planet"}
	actions := []model.Action{model.Save, model.Issue, model.Comment, model.Urge, model.CC, model.Transfer, "teleport"}
	for _, c := range []model.Case{model.Usage, model.Change, model.Termination} {
		for _, arrow := range model.Arrows(c) {
			actions = append(actions, arrow.Action)
		}
	}
	e := event("", fmt.Sprint("e", n), rapid.SampledFrom(actions).Draw(rt, "action"))
	e.Subject = model.Subject{Kind: rapid.SampledFrom(kinds).Draw(rt, "kind"), ID: rapid.SampledFrom([]string{"a", "b", "丙"}).Draw(rt, "subject")}
	if rapid.Bool().Draw(rt, "first words") {
		e.Action = model.Submit
	}
	e.At = day(rapid.IntRange(0, 9).Draw(rt, "day"))
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "政务服务系统", "Ａ3号楼", "𬭎", "7"}))
	e.Note = text.Draw(rt, "note")
	e.Values = rapid.MapOfN(rapid.SampledFrom([]string{"system_name", "unit_name", "mlps_level", "trial_days", "days", "test_kind", "name",
		"system_id", "usage_id", "to", "major"}), rapid.OneOf(text, rapid.SampledFrom([]string{"li", "wang", model.True})), 0, 5).Draw(rt, "values")
	e.Values["case"] = rapid.SampledFrom([]string{"usage", "usage", "usage", "change", "termination", "?"}).Draw(rt, "case")
	if rapid.Bool().Draw(rt, "lines") {
		e.Lines = []model.Line{{ID: "1", Resource: "vm", Values: model.Values{"name": text.Draw(rt, "line")}}}
	}
	if rapid.Bool().Draw(rt, "numbered") {
		e.Series = "PJ-SQ-2026"
	}
	return e
}

func TestRebuild(t *testing.T) {
	parent := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		s := must(Create(t.Context(), must(os.MkdirTemp(parent, "")), Options{}))
		defer func() {
			if err := s.Close(); err != nil {
				rt.Error(err)
			}
		}()
		must(0, s.writer.Exec("PRAGMA synchronous = OFF").Error) // nobody pulls the plug here
		for n := range rapid.IntRange(1, 25).Draw(rt, "events") {
			e := anyEvent(rt, n)
			must(s.Change(t.Context(), e.Subject, next(e)))
		}
		kept := derivedTables(s)
		if found, err := s.Verify(t.Context(), nil); err != nil || len(found) > 0 {
			rt.Errorf("as kept: broken %v, %v", found, err)
		}
		if err := s.Rebuild(t.Context()); err != nil {
			rt.Fatal(err)
		}
		if rebuilt := derivedTables(s); !reflect.DeepEqual(kept, rebuilt) {
			rt.Errorf("kept    %v\nrebuilt %v", kept, rebuilt)
		}
	})
}

// derivedTables is everything that is derived from the log.
func derivedTables(s *Store) map[string][]map[string]any {
	tables := map[string][]map[string]any{}
	err := s.writer.Connection(func(tx *gorm.DB) error {
		for name, query := range map[string]string{
			"words":     "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, search, instance)",
			"summaries": "SELECT * FROM summaries ORDER BY id",
			"copies":    "SELECT * FROM summary_copies ORDER BY doc, person",
			"acted":     "SELECT * FROM summary_principals ORDER BY doc, person",
			"records":   "SELECT * FROM records ORDER BY subject_kind, subject_id",
		} {
			if name == "words" {
				if err := tx.Exec(query).Error; err != nil {
					return err
				}
				query = "SELECT term, doc, \"offset\" FROM temp.words ORDER BY doc, \"offset\""
			}
			var rows []map[string]any
			if err := tx.Raw(query).Scan(&rows).Error; err != nil {
				return err
			}
			tables[name] = rows
		}
		return nil
	})
	if err != nil {
		panic(err)
	}
	return tables
}
