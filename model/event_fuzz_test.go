package model_test

import (
	"encoding/json"
	"testing"
	"time"

	"yunban/model"
)

// Whatever a message says happened, it folds, is judged and is folded again without a fall, and what the rules let pass
// says what was sent.
func FuzzEvents(f *testing.F) {
	p := city(f, "luan")
	filling := sampleForm(f, "luan", samples(f, "luan")[0])
	clerk := model.Person{ID: "clerk", Name: "张三", Unit: "u1", Roles: []model.Role{model.RoleClerk}}
	unit := model.Unit{ID: "u1", Name: "市大数据局"}
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	filed, err := model.Next(p, nil, model.Act{ID: "e1", Request: "r1", Case: model.Usage, Action: model.Submit, Actor: clerk, Unit: unit, Claimed: at, At: at,
		Values: filling.Values, Rows: filling.Rows, Files: filling.Files})
	if err != nil {
		f.Fatal(err)
	}
	filed = filed.Seal(nil)
	add := func(e model.Event) {
		text, err := json.Marshal(e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	add(filed)
	for _, action := range []model.Action{model.Comment, model.CC, model.Transfer, model.Accept, model.Withdraw, model.Approve, model.Deliver, model.RecordTest} {
		add(model.Event{ID: "e2", Subject: filed.Subject, Actor: "clerk", Action: action, Note: "同意", Values: model.Values{"visible": "all", "to": "li", "trial_days": "30"},
			Lines: filed.Lines, Claimed: at, At: at})
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var e model.Event
		if json.Unmarshal(text, &e) != nil {
			return
		}
		e.Subject.Kind = model.RequestSubject
		for _, past := range [][]model.Event{nil, {filed}} {
			if r, err := model.Replay(append(past, e)); err == nil {
				_, _ = r.Summary(at), r.SearchText()
				_ = r.Can(p, clerk)
			}
			act := model.ActOf(e, clerk, unit)
			act.At = at
			next, err := model.Next(p, past, act)
			if err != nil {
				continue
			}
			if _, err := model.Replay(append(past, next.Seal(past))); err != nil {
				t.Fatalf("taken, and it cannot be folded: %v", err)
			}
		}
		_ = model.ReplayRecord([]model.Event{e, e})
		_ = e.Withhold().Digest()
		_ = e.SaysAs(filed)
	})
}
