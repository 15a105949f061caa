package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"yunban/app/apptest"
	"yunban/model"
)

func TestCompletenessCheck(t *testing.T) {
	t.Run("the officer ticks materials and comments lines; the clerk reads it in the tabs and while mending (R12, R13)", func(t *testing.T) {
		office := apptest.New(t, "panjin-2016")
		id := office.Filed(model.Submitted)
		w, p := openRequest(t, office, model.DutyAcceptance, id)
		d := &actDialog{w: w, p: p, act: p.r.NewAct(model.Accept)}
		d.open()
		if w.win.Canvas().Focused() == nil || len(d.materials) == 0 || len(d.words) == 0 {
			t.Fatalf("%d materials, %d lines", len(d.materials), len(d.words))
		}
		typeInto(w, "已核") // the first field has the keyboard
		at := 0
		for !d.act.Completeness()[at].Required {
			at++
		}
		name := d.act.Completeness()[at].Name
		d.materials[at].Field.Focus()
		typeInto(w, " ")
		d.take()
		if d.materials[at].Problem() == "" || d.act.Value(d.act.Fields()[0].ID) != "已核" || d.wrong.Text() != "" {
			t.Fatalf("problem %q, typed %q, said above %q", d.materials[at].Problem(), d.act.Value(d.act.Fields()[0].ID), d.wrong.Text())
		}
		pressKey(w, fyne.KeyEscape)

		d = &actDialog{w: w, p: p, act: p.r.NewAct(model.Decline)}
		d.open()
		typeInto(w, "材料不全")
		d.materials[at].Field.Focus()
		typeInto(w, " ")
		if len(d.words) > linesAtOnce {
			press(t, w, w.T("act.reasonableness_each"))
		}
		d.words[0].Field.Focus()
		typeInto(w, "内存偏高")
		d.take()
		p.show("files")
		sees(t, w, "材料完整性核对", name+"　不齐全", "齐全")
		p.show("resources")
		sees(t, w, "合理性意见", "内存偏高")

		w = signedIn(t, office.Office, p.r.History[0].Actor)
		w.Go(RequestRoute(id))
		page[*requestPage](t, w)
		pressKey(w, fyne.KeyReturn)
		page[*intakePage](t, w)
		sees(t, w, "不齐全："+name, "内存偏高")
	})
}
