//go:build sqlite_fts5

package store

import (
	"testing"

	"gorm.io/gorm"
	"yunban/model"
)

func BenchmarkRec(b *testing.B) {
	s := newStore(b)
	must(0, s.write(b.Context(), func(tx *gorm.DB) error {
		for n := range many {
			e := citySystem(n)
			if _, err := s.add(tx, e.Subject, next(e)); err != nil {
				return err
			}
		}
		return nil
	}))
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			must(s.Records(b.Context(), model.SystemSubject))
		}
	})
	var rows []recordRow
	b.Run("rows", func(b *testing.B) {
		for b.Loop() {
			rows = nil
			must(0, s.reader.Where("subject_kind = ?", model.SystemSubject).Order("subject_id").Find(&rows).Error)
		}
	})
	b.Run("decode", func(b *testing.B) {
		for b.Loop() {
			for _, r := range rows {
				must(r.record())
			}
		}
	})
	b.Run("pluck", func(b *testing.B) {
		for b.Loop() {
			var bodies []string
			must(0, s.reader.Model(&recordRow{}).Where("subject_kind = ?", model.SystemSubject).Order("subject_id").Pluck("body", &bodies).Error)
		}
	})
}
