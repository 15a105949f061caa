//go:build sqlite_fts5

package store

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gorm.io/gorm"

	"yunban/model"
)

// many is a city's requests of ten years and more.
const many = 10_000

// cityStore holds many requests of fifty units in all states, filed and answered by twenty people; a thousand changes;
// and as many systems as requests.
func cityStore(b *testing.B) *Store {
	b.Helper()
	s := newStore(b)
	err := s.write(b.Context(), func(tx *gorm.DB) error {
		for n := range many {
			events := append(cityRequest(n), citySystem(n))
			if n < 1000 {
				events = append(events, cityChange(n)...)
			}
			for _, e := range events {
				if _, err := s.add(b.Context(), tx, e.Subject, next(e)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func cityRequest(n int) []model.Event {
	id := fmt.Sprintf("01970000-0000-7000-8000-%012d", n)
	areas := []string{"审批服务", "医疗保障", "城市管理", "应急指挥", "教育资源", "市场监管", "公积金", "水务监测"}
	kinds := []string{"平台", "系统", "门户网站", "数据库"}
	submit := event(id, "s"+id, model.Submit)
	submit.At = day(0).Add(time.Duration(n) * time.Minute)
	submit.Actor = fmt.Sprint("p", n%20)
	submit.Series = "PJ-SQ-2026"
	unit := fmt.Sprint("u", n%50)
	submit.Values = model.Values{"case": "usage", "system_id": fmt.Sprint("s", n%2000), "unit_id": unit, "unit_name": "盘锦市第" + unit + "局", "mlps_level": "3",
		"system_name": fmt.Sprintf("%s%s（%d期）", areas[n%8], kinds[n%4], n%9), "contact_name": "王芳",
		"system_overview": "本系统面向全市各级单位和办事群众，提供统一受理、分类办理、统一反馈的服务，接入" + areas[(n+3)%8] + "等业务。"}
	submit.Lines = []model.Line{{ID: "1", Resource: "vm", Values: model.Values{"name": fmt.Sprintf("app-server-%d", n)}}}
	events := []model.Event{submit}
	for i, action := range []model.Action{model.Accept, model.Approve, model.Deliver, model.SubmitTests}[:n%5] {
		e := event(id, fmt.Sprint(action, id), action)
		e.At, e.Actor = submit.At.Add(time.Duration(i+1)*time.Hour), fmt.Sprint("q", n%7)
		events = append(events, e)
	}
	return append(events, cityAsides(n, events[len(events)-1])...)
}

// cityAsides sends a copy of every tenth request to sun, and passes every hundredth to li.
func cityAsides(n int, last model.Event) []model.Event {
	var events []model.Event
	for action, to := range map[model.Action]string{model.CC: "sun", model.Transfer: "li"} {
		if n%10 > 0 || action == model.Transfer && n%100 > 0 {
			continue
		}
		e := event(last.Subject.ID, fmt.Sprint(action, last.Subject.ID), action)
		e.At, e.Values = last.At.Add(time.Minute), model.Values{"to": to}
		events = append(events, e)
	}
	return events
}

// cityChange is a change of a system: every third is approved, every ninth executed too.
func cityChange(n int) []model.Event {
	e := changeOf(fmt.Sprint("s", n), fmt.Sprint("change", n))
	e.At = day(0).Add(time.Duration(n) * time.Hour)
	events := []model.Event{e}
	if n%3 == 0 {
		events = append(events, event(e.Subject.ID, "approve"+e.ID, model.Approve))
	}
	if n%9 == 0 {
		events = append(events, event(e.Subject.ID, "execute"+e.ID, model.Execute))
	}
	return events
}

// citySystem is a system of the inventory, filled in as a unit does.
func citySystem(n int) model.Event {
	e := event("", fmt.Sprint("system", n), model.Save)
	e.Subject = model.Subject{Kind: model.SystemSubject, ID: fmt.Sprintf("01970000-0000-7000-9000-%012d", n)}
	e.Values = model.Values{"system_name": fmt.Sprintf("政务服务审批系统（%d期）", n), "unit_id": fmt.Sprint("u", n%50),
		"usage_id": fmt.Sprintf("01970000-0000-7000-8000-%012d", n), "mlps_level": "3", "migration": "planned",
		"system_overview": "本系统面向全市各级单位和办事群众，提供统一受理、分类办理、统一反馈的服务。", "system_owner": "王芳",
		"contact_name": "李四", "contact_phone": "0427-2820000", "domain": "sp.panjin.gov.cn", "network": "extranet",
		"users": "3000", "began": "2019-05-01", "funding": "市级财政"}
	return e
}

func BenchmarkChange(b *testing.B) {
	s := cityStore(b)
	n := 0
	for b.Loop() {
		e := event(fmt.Sprint("new", n%100), fmt.Sprint("n", n), model.Issue)
		must(s.Change(b.Context(), e.Subject, next(e)))
		n++
	}
}

// BenchmarkChangeAtOnce is an office in which everybody acts at the same moment.
func BenchmarkChangeAtOnce(b *testing.B) {
	for _, people := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			s := newStore(b)
			var n, failed atomic.Int64
			b.ResetTimer()
			var wait sync.WaitGroup
			for range people {
				wait.Go(func() {
					for i := n.Add(1); i <= int64(b.N); i = n.Add(1) {
						e := cityRequest(int(i))[0]
						if _, err := s.Change(b.Context(), e.Subject, next(e)); err != nil {
							failed.Add(1)
						}
					}
				})
			}
			wait.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
			if failed.Load() > 0 {
				b.Errorf("%d failed", failed.Load())
			}
		})
	}
}

func BenchmarkSubmit(b *testing.B) {
	s := cityStore(b)
	n := many
	for b.Loop() {
		e := cityRequest(n)[0]
		must(s.Change(b.Context(), e.Subject, next(e)))
		n++
	}
}

func BenchmarkRead(b *testing.B) {
	s := cityStore(b)
	middle := must(s.Requests(b.Context(), model.Query{Limit: 1000}))
	for i := 0; i < 4; i++ {
		middle = must(s.Requests(b.Context(), model.Query{Limit: 1000, After: middle.Next}))
	}
	for _, c := range []struct {
		name string
		q    model.Query
	}{
		{"all", model.Query{}},
		{"page far down", model.Query{After: middle.Next}},
		{"status by since", model.Query{Status: []model.Status{model.Submitted}, Order: model.BySince}},
		{"three statuses by since", model.Query{Status: []model.Status{model.Submitted, model.Accepted, model.Trial}, Order: model.BySince}},
		{"unit", model.Query{Unit: "u7"}},
		{"actor", model.Query{Actor: "q3"}},
		{"kind", model.Query{Case: model.Change}},
		{"kind and status by since", model.Query{Case: model.Change, Status: []model.Status{model.Submitted}, Order: model.BySince}},
		{"kind and status by update", model.Query{Case: model.Change, Status: []model.Status{model.Submitted}}},
		{"kind and status, none", model.Query{Case: model.Termination, Status: []model.Status{model.Submitted}, Order: model.BySince}},
		{"kind and unit", model.Query{Case: model.Usage, Unit: "u7"}},
		{"open changes of a system", model.Query{Case: model.Change, System: "s77",
			Status: []model.Status{model.Submitted, model.Approved, model.Executed}}},
		{"system", model.Query{System: "s77"}},
		{"assignee by since", model.Query{Assignee: "li", Order: model.BySince}},
		{"assignee, status by since", model.Query{Assignee: "li", Case: model.Usage, Status: []model.Status{model.Submitted}, Order: model.BySince}},
		{"copied", model.Query{Copied: "sun"}},
		{"copied, none", model.Query{Copied: "wang"}},
		{"search two characters", model.Query{Text: "审批"}},
		{"search one character", model.Query{Text: "水"}},
		{"search number", model.Query{Text: "PJ-SQ-2026-0777"}},
		{"search beginning", model.Query{Text: "2026-07"}},
		{"search all", model.Query{Text: "业务"}},
		{"search nothing", model.Query{Text: "火星"}},
		{"search in a unit", model.Query{Text: "平台", Unit: "u8"}},
	} {
		b.Run("page/"+c.name, func(b *testing.B) {
			for b.Loop() {
				must(s.Requests(b.Context(), c.q))
			}
		})
		b.Run("count/"+c.name, func(b *testing.B) {
			for b.Loop() {
				must(s.Count(b.Context(), c.q))
			}
		})
	}
	b.Run("records/10000 systems", func(b *testing.B) {
		for b.Loop() {
			if n := len(must(s.Records(b.Context(), model.SystemSubject))); n != many {
				b.Fatalf("%d records", n)
			}
		}
	})
	b.Run("events", func(b *testing.B) {
		about := cityRequest(4)[0].Subject
		for b.Loop() {
			must(s.Events(b.Context(), about))
		}
	})
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			must(s.Verify(b.Context(), nil))
		}
	})
	b.Run("rebuild", func(b *testing.B) {
		for b.Loop() {
			must(0, s.Rebuild(b.Context()))
		}
	})
	b.Run("open", func(b *testing.B) {
		must(0, s.Close())
		for b.Loop() {
			again := must(Open(b.Context(), s.dir, Options{}))
			must(0, again.Close())
		}
		*s = *must(Open(b.Context(), s.dir, Options{}))
	})
}
