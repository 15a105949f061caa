package model_test

import (
	"slices"
	"strings"
	"testing"

	"yunban/model"
	"yunban/model/workday"
)

// reclaimed is what the vendor says of a reclaim, with the lines that it confirms.
func reclaimed(lines ...string) with {
	return values("erase_method", "overwrite", "reclaimed_by", "周九", "accounts_closed", "true",
		"reclaimed_lines", strings.Join(lines, model.ChoiceSeparator))
}

func ids(lines []model.Line) []string {
	var all []string
	for _, l := range lines {
		all = append(all, l.ID)
	}
	return all
}

func TestTermination(t *testing.T) {
	for id, system := range systems {
		p, cal := city(t, id), shippedCalendar(t)
		usage := goneLive(t, p, system)
		form := laterForm(t, id, system, "termination")
		filed := func() *story { return usage.onLive(model.Termination).do("clerk", model.Submit, filling(form)) }
		approved := func() *story { return filed().later(1).do("approver", model.Approve, note("同意")) }

		for field, key := range map[string]string{"offline_done": "problem.declaration", "data_migrated": "problem.declaration",
			"erase_agreed": "problem.declaration", "offline_date": "problem.required", "migration_target": "problem.required",
			"backup_method": "problem.required", "backup_place": "problem.required", "backup_checked_by": "problem.required",
			"backup_checked_on": "problem.required", "reason": "problem.required"} {
			t.Run(id+": it is not filed without "+field+" (R26, T10)", func(t *testing.T) {
				err := usage.onLive(model.Termination).try("clerk", model.Submit, filling(form), values(field, ""))
				refused(t, err, field+" "+key)
				if key == "problem.declaration" {
					cited(t, err, terminationArticle[id])
				}
			})
		}
		t.Run(id+": a declaration that says no is none (R26, T10)", func(t *testing.T) {
			err := usage.onLive(model.Termination).try("clerk", model.Submit, filling(form), values("data_migrated", "false"))
			refused(t, err, "data_migrated problem.declaration")
		})
		for _, c := range []struct{ name, field, on, want string }{
			{"being off-line has happened, today at the latest", "offline_date", "", ""},
			{"being off-line is not to come", "offline_date", "2026-12-31", "offline_date problem.day_to_come_article"},
			{"the backup is made and not to come", "backup_on", "2026-12-31", "backup_on problem.day_to_come_article, backup_checked_on problem.day_before"},
			{"the backup's check is made and not to come", "backup_checked_on", "2026-12-31", "backup_checked_on problem.day_to_come_article"},
			{"a backup is not checked before it is made", "backup_checked_on", "2026-02-19", "backup_checked_on problem.day_before"},
		} {
			t.Run(id+": "+c.name+" (R26, T10)", func(t *testing.T) {
				s := usage.onLive(model.Termination)
				if c.on == "" {
					c.on = workday.DateOf(s.now).String()
				}
				err := s.try("clerk", model.Submit, filling(form), values(c.field, c.on))
				if c.want == "" {
					refused(t, err)
					return
				}
				refused(t, err, c.want)
				if strings.HasSuffix(c.want, "_article") { // nothing but that
					cited(t, err, terminationArticle[id])
				}
			})
		}
		t.Run(id+": it is of a live system, with nothing else open", func(t *testing.T) {
			s := usage.onLive(model.Termination)
			s.live.Open = "XX-BG-2026-0001"
			refused(t, s.try("clerk", model.Submit, filling(form)), "system problem.one_open")
			s.live = nil
			refused(t, s.try("clerk", model.Submit, filling(form)), "system problem.not_live")
		})
		t.Run(id+": nobody but the unit terminates (T9)", func(t *testing.T) {
			for _, who := range []string{"officer", "approver", "reviewer", "vendor", "admin", "gone"} {
				forbidden(t, usage.onLive(model.Termination).try(who, model.Submit, filling(form)))
			}
		})
		t.Run(id+": it is about every line that runs (R28)", func(t *testing.T) {
			s := filed()
			if got := ids(s.request().Lines); !slices.Equal(got, ids(s.live.Lines)) {
				t.Errorf("got %v", got)
			}
		})
		t.Run(id+": the review is due 5 working days after the submission (R27, T6)", func(t *testing.T) {
			s := filed()
			d := s.request().Due(p, cal)
			if want := p.Due(model.Termination, model.Submitted, s.now, cal); d != want || d.Days != 5 || d.Article != terminationArticle[id] {
				t.Errorf("got %+v, want %+v", d, want)
			}
		})
		t.Run(id+": the reclaim is due 3 working days after the approval (R28, T4)", func(t *testing.T) {
			s := approved()
			d := s.request().Due(p, cal)
			if want := p.Due(model.Termination, model.Approved, s.now, cal); d != want || d.Days != 3 || d.Article != terminationArticle[id] {
				t.Errorf("got %+v, want %+v", d, want)
			}
		})
		t.Run(id+": the authority reviews, with an opinion (R27)", func(t *testing.T) {
			s := filed()
			forbidden(t, s.try("vendor", model.Approve, note("同意")))
			refused(t, s.try("approver", model.Approve), "note problem.opinion")
			refused(t, s.try("approver", model.Disapprove), "note problem.opinion")
		})
		t.Run(id+": the vendor confirms line by line (R28)", func(t *testing.T) {
			s := approved()
			lines := ids(s.request().Lines)
			forbidden(t, s.try("clerk", model.Reclaim, reclaimed(lines...)))
			refused(t, s.try("vendor", model.Reclaim, reclaimed(lines[1:]...)), "reclaimed_lines.1 problem.line_not_reclaimed")
			refused(t, s.try("vendor", model.Reclaim, reclaimed(lines...), values("erase_method", "", "reclaimed_by", "", "accounts_closed", "")),
				"erase_method problem.required", "reclaimed_by problem.required", "accounts_closed problem.required")
			s.do("vendor", model.Reclaim, reclaimed(lines...))
			if r := s.request(); r.Status != model.Reclaimed || r.Delivery["erase_method"] != "overwrite" {
				t.Errorf("%s, %v", r.Status, r.Delivery)
			}
		})
		t.Run(id+": the unit signs off by name, and it is over (R28)", func(t *testing.T) {
			s := approved()
			s.do("vendor", model.Reclaim, reclaimed(ids(s.request().Lines)...))
			refused(t, s.try("clerk", model.SignOff), "signed_by problem.required")
			forbidden(t, s.try("vendor", model.SignOff, values("signed_by", "周九")))
			r := s.do("clerk", model.SignOff, values("signed_by", "王芳")).request()
			if !model.Ended(r.Case, r.Status) || r.Status != model.Terminated {
				t.Errorf("got %s", r.Status)
			}
			if lines, ok := model.Running(usage.request(), []model.Request{r}); ok || len(lines) > 0 {
				t.Errorf("it still runs on %v", ids(lines))
			}
		})
		t.Run(id+": until it is signed off the system runs", func(t *testing.T) {
			s := approved()
			if _, ok := model.Running(usage.request(), []model.Request{s.request()}); !ok {
				t.Error("it runs no more")
			}
		})
		t.Run(id+": it can be taken back until the resources are reclaimed", func(t *testing.T) {
			filed().do("clerk", model.Withdraw)
			s := approved()
			refused(t, s.try("clerk", model.Withdraw), "note problem.opinion")
			s.do("clerk", model.Withdraw, note("继续使用"))
		})
		t.Run(id+": it is numbered in a series of its own", func(t *testing.T) {
			if got := filed().past[0].Series; got != p.SeriesOf(model.Termination)+"-2026" || !strings.Contains(got, "-ZZ-") {
				t.Errorf("got %s", got)
			}
		})
	}
	t.Run("no arrow lets anybody else begin a termination (T9)", func(t *testing.T) {
		for _, a := range model.Arrows(model.Termination) {
			if a.From == model.NoStatus && a.By != model.DutyUnit {
				t.Errorf("%s by %s", a.Action, a.By)
			}
		}
	})
}
