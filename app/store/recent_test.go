//go:build sqlite_fts5

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"yunban/model"
)

// remembersTheLog compares what a store remembers with its log.
func remembersTheLog(t fataler, s *Store) {
	t.Helper()
	for about := range s.recent.subjects {
		got, known := s.recent.past(about)
		want, err := loadEvents(s.writer, about)
		if err != nil || !known || !reflect.DeepEqual(contentsOf(got.events), contentsOf(want)) {
			t.Errorf("remembers %v of %v, %v\n%+v\n%+v", known, about, err, got.events, want)
		}
		if about.Kind != model.RequestSubject {
			continue
		}
		if row, err := docOf(s.writer, about.ID); err != nil || row != got.doc {
			t.Errorf("remembers %v as %d, it is %d, %v", about, got.doc, row, err)
		}
		if r, err := model.Replay(want); err != nil || asText(t, r) != asText(t, got.request) {
			t.Errorf("remembers %s, it is %s, %v", asText(t, got.request), asText(t, r), err)
		}
	}
	if bytes := s.recent.bytes; bytes < 0 || len(s.recent.subjects) != s.recent.order.Len() {
		t.Errorf("%d bytes, %d subjects of %d", bytes, len(s.recent.subjects), s.recent.order.Len())
	}
}

// asText is a request as text.
func asText(t fataler, r model.Request) string {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Errorf("%v", err)
	}
	return string(text)
}

type fataler interface {
	Helper()
	Errorf(format string, args ...any)
}

// contentsOf are events as JSON has them, where nothing and none are the same.
func contentsOf(events []model.Event) []string {
	digests := make([]string, len(events))
	for i, e := range events {
		digests[i] = e.Digest() + e.Hash
	}
	return digests
}

func TestRecent(t *testing.T) {
	t.Run("what is remembered is what the log has, whatever was refused, undone or forgotten for want of room", rapid.MakeCheck(func(r *rapid.T) {
		s := newStore(t)
		enrol(t, s, model.Device{ID: "d", All: true})
		enrol(t, s, model.Device{ID: "e", All: true})
		lost := errors.New("lost")
		seqs, n := map[string]int64{"d": 0, "e": 0}, 0
		for range rapid.IntRange(1, 6).Draw(r, "rounds") {
			var all sync.WaitGroup
			for _, device := range []string{"d", "e"} {
				var acts []model.Pushed
				fates := map[string]int{}
				for range rapid.IntRange(1, 6).Draw(r, "acts") {
					n++
					seqs[device]++
					subject := fmt.Sprint("r", rapid.IntRange(0, 3).Draw(r, "subject"))
					e := filed(subject, "u1")
					e.ID = fmt.Sprint("e", n)
					if rapid.Bool().Draw(r, "comment") {
						e = event(subject, e.ID, model.Comment)
					}
					acts = append(acts, model.Pushed{Seq: seqs[device], Event: e})
					fates[e.ID] = rapid.IntRange(0, 5).Draw(r, "fate")
				}
				all.Go(func() {
					answers, err := s.SettleAll(context.Background(), device, acts, func(_ context.Context, sent model.Pushed, past []model.Event) (model.Event, error) {
						switch fates[sent.Event.ID] {
						case 0:
							return sent.Event, lost
						case 1:
							return sent.Event, errTwice
						}
						if len(past) == 0 && sent.Event.Action == model.Comment || len(past) > 0 && sent.Event.Action == model.Submit {
							return sent.Event, errTwice
						}
						return sent.Event, nil
					})
					first := 0 // the first act that was lost ends the answers
					for first < len(acts) && fates[acts[first].Event.ID] != 0 {
						first++
					}
					if (err != nil) != (first == 0) || len(answers) != first {
						t.Errorf("%d answers, %v, want %d", len(answers), err, first)
					}
				})
			}
			all.Wait()
			for device := range seqs {
				seqs[device] = must(s.Device(context.Background(), device)).Seq
			}
			remembersTheLog(t, s)
		}
		wholeStore(t, s)
	}))
	t.Run("what an author does to his event afterwards is not remembered", func(t *testing.T) {
		s := newStore(t)
		e := filed("r1", "u1")
		must(s.Change(t.Context(), e.Subject, next(e)))
		e.Values["system_name"] = "另一个系统"
		remembersTheLog(t, s)
	})
	t.Run("it keeps to its room", func(t *testing.T) {
		var r recent
		for n := range 1000 {
			e := event(fmt.Sprint("r", n%300), fmt.Sprint("e", n), model.Comment)
			before, _ := r.past(e.Subject)
			r.keep(before.events, e, model.Request{Case: model.Usage, Status: model.Submitted}, before.doc, mostRecent/100)
		}
		if len(r.subjects) == 0 || len(r.subjects) > 100 || r.bytes > mostRecent {
			t.Errorf("%d subjects, %d bytes", len(r.subjects), r.bytes)
		}
		if _, known := r.past(request("r99")); !known { // the last one that was kept
			t.Error("the latest is forgotten")
		}
	})
}
