package store

import "fmt"

// exchange checks what waits for the hub, what it refused, and what a hub answered.
func (v *verification) exchange() error {
	var waiting []outboxRow
	if err := v.tx.Order("seq").Find(&waiting).Error; err != nil {
		return err
	}
	for _, row := range waiting {
		p, err := row.pushed()
		want, _ := rowOfPushed(p)
		if want.Feed = row.Feed; err != nil || want != row {
			v.wrong(row.ID, "broken.outbox", fmt.Sprint(row.Seq))
		}
	}
	var refused []refusedRow
	if err := v.tx.Order("seq").Find(&refused).Error; err != nil {
		return err
	}
	for _, row := range refused {
		if act, err := row.act(); err != nil || act.Event.ID != row.ID || act.Answer.ID != row.ID {
			v.wrong(row.ID, "broken.outbox", fmt.Sprint(row.Seq))
		}
	}
	return v.exchanged()
}

// exchanged compares counters and answers with what they are about.
func (v *verification) exchanged() error {
	for _, check := range []struct{ what, query string }{
		{"broken.outbox", `SELECT id FROM outbox WHERE seq > (SELECT coalesce(max(last), 0) FROM counters WHERE name = 'outbox')`},
		{"broken.outbox", `SELECT o.id FROM outbox AS o JOIN events AS e ON e.id = o.id`},
		{"broken.answer", `SELECT id FROM answers AS a WHERE (verdict = 'taken') <> EXISTS (SELECT 1 FROM events AS e WHERE e.id = a.id)`},
	} {
		var ids []string
		if err := v.tx.Raw(check.query).Scan(&ids).Error; err != nil {
			return err
		}
		for _, id := range ids {
			v.wrong(id, check.what, "")
		}
	}
	return nil
}

// scope checks which units' desks hold a subject. A replica holds what its hub sent and does not ask why.
func (v *verification) scope(one subjectRow) error {
	if v.store.replica || one.subject().Kind.Common() {
		return nil
	}
	want, err := v.store.unitsOf(v.tx, one.subject())
	if err != nil {
		return err
	}
	var have []string
	err = v.tx.Model(&scopeRow{}).Where("subject_kind = ? AND subject_id = ? AND held = 1", one.SubjectKind, one.SubjectID).
		Order("unit").Pluck("unit", &have).Error
	if err == nil && !samePeople(want, have) {
		v.wrong(one.SubjectID, "broken.scope", fmt.Sprint(have, " ≠ ", want))
	}
	return err
}
