package app_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestJoiningByTheReadyCopy(t *testing.T) {
	ctx := context.Background()
	hub := apptest.NewHub(t, "luan")
	officer, vendor := hub.By(model.DutyAcceptance), hub.By(model.DutyDelivery)
	id := hub.Filed(model.Accepted)
	about := model.Subject{Kind: model.RequestSubject, ID: id}
	say := func(d *app.Desk, note string) {
		sure[model.Event](t)(d.Do(ctx, app.Doing{Request: id, Action: model.Comment, Note: note, Values: model.Values{"visible": model.OwnSide}}))
	}
	say(officer, "与厂商核对前不外传")
	say(vendor, "报价未定")
	hub.Copy()
	hub.Filed(model.Submitted) // and the log goes on
	page := func(o *apptest.Office) []model.Summary {
		return sure[model.Page](t)(o.Store.Requests(ctx, model.Query{Limit: 100})).Items
	}
	said := func(o *apptest.Office) (notes []string) {
		for _, e := range sure[[]model.Event](t)(o.Store.Events(ctx, about)) {
			if e.Action == model.Comment {
				notes = append(notes, e.Note)
			}
		}
		return notes
	}
	bureau := hub.Join(officer.Person.Unit, true)
	t.Run("a desk of the authority has everything, works on it and verifies", func(t *testing.T) {
		if a, b := page(bureau), page(hub.Office); len(a) != len(b) || len(a) == 0 {
			t.Errorf("%d requests, the hub has %d", len(a), len(b))
		}
		d := joins(t, bureau, officer.Person.ID)
		sure[model.Event](t)(d.Do(ctx, app.Doing{Request: id, Action: model.Comment, Note: "材料齐全"}))
		syncs(t, bureau, 1, 0)
		for _, o := range []*apptest.Office{bureau, hub.Office} {
			if broken, err := o.Store.Verify(ctx, func(int, int) {}); err != nil || len(broken) > 0 {
				t.Errorf("%v %v", broken, err)
			}
		}
	})
	t.Run("each side's desk reads what its own side keeps to itself", func(t *testing.T) {
		factory := hub.Join(vendor.Person.Unit, true)
		if a, b := said(bureau), said(factory); a[0] != "与厂商核对前不外传" || a[1] != "" || b[0] != "" || b[1] != "报价未定" {
			t.Errorf("the bureau's desk has %q, the vendor's %q", a, b)
		}
	})
	t.Run("both came by the copy", func(t *testing.T) {
		if !strings.Contains(hub.Metrics(), `yunban_hub_requests_total{endpoint="GET /v1/snapshot/{hash}",status="200"} 2`) {
			t.Error(hub.Metrics())
		}
	})
	t.Run("a copy that comes broken keeps nobody from joining: the log is followed", func(t *testing.T) {
		if err := os.Truncate(hub.CopyFile(), 100); err != nil {
			t.Fatal(err)
		}
		desk := hub.Join(officer.Person.Unit, true)
		if a, b := page(desk), page(hub.Office); len(a) != len(b) {
			t.Errorf("%d requests, the hub has %d", len(a), len(b))
		}
		if left, err := filepath.Glob(filepath.Join(desk.Dir, "snapshot-*")); err != nil || len(left) > 0 {
			t.Errorf("left: %v %v", left, err)
		}
	})
}
