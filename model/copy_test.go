package model_test

import (
	"testing"

	"yunban/model"
)

// issued adds the event of an issued paper, as the desk writes it.
func (s *story) issued(paper model.DocumentKind, check string) *story {
	e := model.Event{ID: "issue-" + check, Subject: s.past[0].Subject, Actor: "officer", At: s.now, Claimed: s.now, Action: model.Issue,
		Values: model.Values{"paper": string(paper), "check": check}, Files: []model.File{{Role: "paper", Name: "a.pdf", Size: 1, Hash: "01"}}}
	s.past = append(s.past, e.Seal(s.past))
	return s
}

func signedCopy(check, source, pages string) with {
	return func(a *model.Act) {
		values(model.CopyPaper, string(model.PaperAcceptance), model.CopyCheck, check, model.CopySource, source, model.CopyPages, pages)(a)
		files(model.CopyRole)(a)
	}
}

func TestSignedCopies(t *testing.T) {
	p := shippedProfile(t, "panjin-2016")
	accepted := func(t *testing.T) *story {
		return tell(t, p, model.Usage).do("clerk", model.Submit, filling(sampleForm(t, p.ID, systems[p.ID]))).
			do("officer", model.Accept).issued(model.PaperAcceptance, "ABCDEFGH23")
	}
	t.Run("the signed copy of an issued paper is filed and moves nothing", func(t *testing.T) {
		s := accepted(t)
		before := s.request()
		r := s.do("clerk", model.FileCopy, signedCopy("ABCDEFGH23", "f1", "1-2")).request()
		if r.Status != before.Status || r.Since != before.Since || r.Last != before.Last || r.ReadOnly || len(r.Copies) != 1 {
			t.Errorf("%+v", r)
		}
		if c := r.Copies[0]; c.Paper != model.PaperAcceptance || c.Pages != "1-2" || c.Source != "f1" || len(c.Files) != 1 || c.At.IsZero() {
			t.Errorf("%+v", c)
		}
	})
	t.Run("the same sheets are filed once", func(t *testing.T) {
		s := accepted(t).do("clerk", model.FileCopy, signedCopy("ABCDEFGH23", "f1", "1"))
		if err := s.try("officer", model.FileCopy, signedCopy("ABCDEFGH23", "f1", "1")); model.KindOf(err) != model.Conflict {
			t.Error(err)
		}
		s.do("officer", model.FileCopy, signedCopy("ABCDEFGH23", "f1", "2")).do("officer", model.FileCopy, signedCopy("ABCDEFGH23", "f2", "1"))
	})
	t.Run("a paper with other words than were issued is refused", func(t *testing.T) {
		s := accepted(t)
		if err := s.try("clerk", model.FileCopy, signedCopy("ZZZZZZZZ22", "f1", "1")); model.KindOf(err) != model.Invalid {
			t.Error(err)
		}
		if err := s.try("clerk", model.FileCopy, signedCopy("ABCDEFGH23", "f1", "1"), func(a *model.Act) { a.Files = nil }); model.KindOf(err) != model.Invalid {
			t.Error(err)
		}
	})
	t.Run("what a code names is told apart: genuine, with other words, never issued", func(t *testing.T) {
		r := accepted(t).issued(model.PaperAcceptance, "ABCDEFGH24").request()
		for want, c := range map[model.Returned]model.PaperCode{
			model.Genuine:   {Kind: model.PaperAcceptance, Check: "ABCDEFGH23"}, // an older printing
			model.Otherwise: {Kind: model.PaperAcceptance, Check: "ABCDEFGH77"},
			model.Unissued:  {Kind: model.PaperApproval, Check: "ABCDEFGH23"},
		} {
			if got := r.Returned(c); got != want {
				t.Errorf("%v: %v", c, got)
			}
		}
	})
	t.Run("the unit, the authority and the vendor may file it; nobody of another unit", func(t *testing.T) {
		s := accepted(t)
		for i, who := range everyone {
			err := s.try(who.ID, model.FileCopy, signedCopy("ABCDEFGH23", who.ID, "1"))
			mine := p.Holds(who.Roles, model.DutyUnit) && who.Unit == s.request().Unit
			decides := p.Holds(who.Roles, model.DutyAcceptance) || p.Holds(who.Roles, model.DutyApproval) || p.Holds(who.Roles, model.DutyFinalReview) || p.Holds(who.Roles, model.DutyDelivery)
			if may := (mine || decides) && !who.Disabled; may != (err == nil) {
				t.Errorf("%d %s: %v", i, who.ID, err)
			}
		}
	})
}
