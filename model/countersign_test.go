package model_test

import (
	"testing"

	"yunban/model"
)

func TestCountersigning(t *testing.T) {
	for id, system := range systems {
		off := city(t, id)
		asks := func(n int) *model.Profile {
			p := *off
			p.Countersigners = n
			return &p
		}
		accepted := func(p *model.Profile) *story {
			return tell(t, p, model.Usage).do("clerk", model.Submit, filling(sampleForm(t, id, system)), values("system_id", "s1")).do("officer", model.Accept)
		}
		t.Run(id+": off, an approval needs nobody else (R14)", func(t *testing.T) {
			s := accepted(off)
			refused(t, s.try("deputy", model.Countersign, note("同意")), " problem.no_countersign")
			s.do("approver", model.Approve, note("同意"))
		})
		t.Run(id+": it stays accepted until so many others agreed, and each opinion is kept (R14)", func(t *testing.T) {
			s := accepted(asks(2))
			refused(t, s.try("approver", model.Approve, note("同意")), "countersign problem.countersign_missing")
			refused(t, s.try("deputy", model.Countersign), "note problem.opinion")
			s.later(1).do("deputy", model.Countersign, note("测算充分"))
			if r := s.request(); r.Status != model.Accepted || !r.Since.Equal(r.Round().Answer.At) {
				t.Errorf("%s since %s: the clock was moved", r.Status, r.Since)
			}
			refused(t, s.try("approver", model.Approve, note("同意")), "countersign problem.countersign_missing")
			s.do("third", model.Countersign, note("无异议")).do("approver", model.Approve, note("同意"))
			r := s.request()
			if r.Status != model.Approved || len(r.Countersigned) != 2 || r.Countersigned[0].Note != "测算充分" || r.Countersigned[0].By != "冯二" {
				t.Errorf("%s, %+v", r.Status, r.Countersigned)
			}
		})
		t.Run(id+": nobody agrees twice, nor decides what he agreed to, and is offered neither (R14)", func(t *testing.T) {
			s := accepted(asks(1)).do("deputy", model.Countersign, note("同意"))
			forbidden(t, s.try("deputy", model.Countersign, note("同意")))
			forbidden(t, s.try("deputy", model.Approve, note("同意")))
			for _, o := range s.request().Can(s.p, personOf("deputy")) {
				if o.May && o.Action != model.Disapprove {
					t.Errorf("%s is offered", o.Action)
				}
			}
			forbidden(t, accepted(asks(1)).try("officer", model.Countersign, note("同意")))
		})
		t.Run(id+": one refusal refuses, of who agreed before as well (R14)", func(t *testing.T) {
			for _, who := range []string{"approver", "deputy"} {
				s := accepted(asks(2)).do("deputy", model.Countersign, note("同意")).do(who, model.Disapprove, note("重复建设"))
				if r := s.request(); r.Status != model.Disapproved || len(r.Countersigned) != 1 {
					t.Errorf("%s, %+v", r.Status, r.Countersigned)
				}
			}
		})
		t.Run(id+": a change and a termination are countersigned alike (R23, R27)", func(t *testing.T) {
			usage := goneLive(t, off, system)
			for kind, form := range map[model.Case]string{model.Change: "change", model.Termination: "termination"} {
				s := usage.onLive(kind)
				s.p = asks(1)
				s.do("clerk", model.Submit, filling(laterForm(t, id, system, form)))
				refused(t, s.try("approver", model.Approve, decidedAs("false")), "countersign problem.countersign_missing")
				s.do("deputy", model.Countersign, note("同意")).do("approver", model.Approve, decidedAs("false"))
			}
		})
	}
}
