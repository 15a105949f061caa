package model_test

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yunban/model"
	"yunban/model/workday"
)

// rejudged judges an event again as a hub would: from its JSON alone, on the past before it.
func (g *play) rejudged(t *rapid.T, e model.Event, a model.Act) {
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var sent model.Event
	if err := json.Unmarshal(data, &sent); err != nil {
		t.Fatal(err)
	}
	again := model.ActOf(sent, a.Actor, a.Unit)
	again.For, again.ForUnit, again.Live = a.For, a.ForUnit, a.Live
	got, err := model.Next(g.p, g.past, again)
	if err != nil || !got.SaysAs(sent) || got.Series != e.Series {
		t.Fatalf("%s judged again: %v\n%+v\n%+v", e.Action, err, sent, got)
	}
}

func TestActOf(t *testing.T) {
	for _, id := range []string{"panjin-2016", "luan"} {
		p := city(t, id)
		for _, name := range samples(t, id) {
			t.Run(id+": every event of "+name+" says the same when it is judged again", func(t *testing.T) {
				past := goneLive(t, p, name).past
				for i, e := range past {
					at := slices.IndexFunc(everyone, func(who model.Person) bool { return who.ID == e.Actor })
					act := model.ActOf(e, everyone[at], model.Unit{ID: everyone[at].Unit, Name: e.ActorUnit})
					got, err := model.Next(p, past[:i], act)
					if err != nil || !got.SaysAs(e) {
						t.Fatalf("%s: %v\n%+v\n%+v", e.Action, err, e, got)
					}
				}
			})
		}
	}
	t.Run("an event that names another person, line or figure says something else", func(t *testing.T) {
		e := goneLive(t, city(t, "luan"), samples(t, "luan")[0]).past[0]
		for what, change := range map[string]func(*model.Event){
			"actor": func(e *model.Event) { e.Actor = "x" }, "principal": func(e *model.Event) { e.ForID = "x" },
			"note": func(e *model.Event) { e.Note = "x" }, "subject": func(e *model.Event) { e.Subject.ID = "x" },
			"lines": func(e *model.Event) { e.Lines = e.Lines[1:] }, "files": func(e *model.Event) { e.Files = nil },
			"value": func(e *model.Event) {
				e.Values = e.Values.Clone()
				e.Values["system_name"] = "x"
			},
		} {
			other := e
			if change(&other); other.SaysAs(e) {
				t.Error(what)
			}
		}
	})
	t.Run("what somebody else numbered at another time says the same", func(t *testing.T) {
		e := goneLive(t, city(t, "luan"), samples(t, "luan")[0]).past[0]
		other := e
		other.Number, other.Seq, other.Hash, other.At = "1", 7, "x", e.At.AddDate(0, 0, 1).In(workday.Shanghai)
		if !other.SaysAs(e) {
			t.Error("it does not")
		}
	})
}
