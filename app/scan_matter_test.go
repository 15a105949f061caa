package app_test

import (
	"slices"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

func TestScansOfMatters(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	o, _, grant, inspection := chapters(t, "luan")
	clerk, vendor, inspector := o.ClerkOf(o.Samples()[0]), o.By(model.DutyDelivery), o.By(model.DutyInspection)
	number := must(clerk.Matter(ctx, model.AccessGrant, grant)).Number
	pages := apptest.Scanned(t, clerk, must(clerk.IssueMatter(ctx, model.PaperAccess, grant)))
	copies := func(t *testing.T, d *app.Desk, kind model.SubjectKind, id string) (found []app.PaperCopy) {
		t.Helper()
		for _, p := range must(d.MatterPapers(ctx, must(d.Matter(ctx, kind, id)).Matter)) {
			found = append(found, p.Files.Copies...)
		}
		return slices.DeleteFunc(found, func(c app.PaperCopy) bool { return c.Kind != app.ScannedCopy })
	}
	t.Run("a signed grant that comes back is filed with the grant, and changes nothing of it (R44)", func(t *testing.T) {
		before := must(vendor.Matter(ctx, model.AccessGrant, grant))
		p := placed(t, take(t, vendor, apptest.Photo(t, dir, "授权单.jpg", pages[0])), 1)[0]
		if p.About != (model.Subject{Kind: model.AccessGrant, ID: grant}) || p.Number != number || p.Paper != model.PaperAccess || p.Again {
			t.Errorf("%+v", p)
		}
		got := copies(t, clerk, model.AccessGrant, grant)
		if len(got) != 1 || got[0].By != vendor.Person.Name || got[0].File.Name != "授权单.jpg" || got[0].Pages != "1" {
			t.Errorf("%+v", got)
		}
		if after := must(vendor.Matter(ctx, model.AccessGrant, grant)); after.Status != before.Status || len(after.Acts) != len(before.Acts) || len(after.Files) != len(before.Files) {
			t.Errorf("%+v", after.Matter)
		}
	})
	t.Run("the same sheet again, by anybody, is there already", func(t *testing.T) {
		p := placed(t, take(t, clerk, apptest.Photo(t, dir, "again.jpg", pages[0])), 1)[0]
		if !p.Again || len(copies(t, clerk, model.AccessGrant, grant)) != 1 {
			t.Errorf("%+v", p)
		}
	})
	t.Run("who inspects files the record of an inspection that the unit signed (R41)", func(t *testing.T) {
		sheet := apptest.Scanned(t, inspector, must(inspector.IssueMatter(ctx, model.PaperInspection, inspection)))
		placed(t, take(t, inspector, apptest.ScannedPDF(t, dir, "检查.pdf", sheet...)), 1)
		if got := copies(t, clerk, model.Inspection, inspection); len(got) != 1 || got[0].By != inspector.Person.Name {
			t.Errorf("%+v", got)
		}
	})
	t.Run("another unit is not told that there is such a record, and a reader files nothing", func(t *testing.T) {
		people := must(o.People(ctx))
		reader := people[slices.IndexFunc(people, func(p model.Person) bool { return slices.Equal(p.Roles, []model.Role{"finance"}) })]
		left(t, take(t, o.ClerkOf(o.Samples()[1]), apptest.Photo(t, dir, "stray.jpg", pages[0])), "error.scan_unknown_number", "1")
		left(t, take(t, o.As(reader.ID), apptest.Photo(t, dir, "stray.jpg", pages[0])), "error.scan_not_yours", "1")
	})
	t.Run("a grant whose words have changed since is still known by the paper that was issued", func(t *testing.T) {
		taken(t, clerk, app.MatterWork{Kind: model.AccessGrant, ID: grant, Action: model.Revoke, Note: "收回"})
		placed(t, take(t, clerk, apptest.ScannedPDF(t, dir, "second.pdf", pages[0])), 1)
		if len(copies(t, clerk, model.AccessGrant, grant)) != 2 {
			t.Error("it is not filed")
		}
	})
	if broken := must(o.Store.Verify(ctx, func(int, int) {})); len(broken) > 0 {
		t.Error(broken)
	}
}
