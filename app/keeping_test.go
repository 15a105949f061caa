package app_test

import (
	"context"
	"testing"
	"time"

	"yunban/app/apptest"
	"yunban/model"
	"yunban/model/workday"
)

func TestCalendarOfTheOffice(t *testing.T) {
	ctx := context.Background()
	o := apptest.New(t, "luan")
	admin := o.By(model.DutyAdministration)
	since := time.Date(2026, 12, 30, 9, 0, 0, 0, workday.Shanghai)
	before := o.Profile().Due(model.Usage, model.Accepted, since, o.Workdays())
	t.Run("past the last notice a due date is provisional (T21)", func(t *testing.T) {
		if !before.Provisional || before.Due.String() != "2027-01-04" {
			t.Errorf("%+v", before)
		}
	})
	const notice = `{"year":2027,"notice":"国办发明电〔2026〕0号（测试）","off":[{"name":"元旦","from":"2027-01-01","to":"2027-01-03"}],"work":[]}`
	t.Run("an imported year makes it certain, and opening again keeps it", func(t *testing.T) {
		if _, err := admin.ImportYear(ctx, []byte(notice)); err != nil {
			t.Fatal(err)
		}
		if after := o.Profile().Due(model.Usage, model.Accepted, since, o.Workdays()); after.Provisional {
			t.Errorf("%+v", after)
		}
	})
	t.Run("a broken calendar is refused and says why", func(t *testing.T) {
		for bad, want := range map[string]string{
			`{`: " problem.calendar_unreadable", `{"year":2027,"off":[{"from":"2027-02-30"}]}`: " problem.calendar_unreadable",
			`{"year":27,"notice":"x"}`:                         "year problem.calendar_year_out_of_range",
			`{"year":2027,"notice":""}`:                        "notice problem.calendar_without_notice",
			`{"year":2027,"notice":"x","work":["2027-01-04"]}`: "work[0] problem.calendar_no_weekend_day",
			`{"year":2027,"notice":"x","work":["2026-01-04"]}`: "work[0] problem.calendar_of_another_year",
			`{"year":2027,"notice":"x","off":[{"name":"元旦","from":"2027-01-03","to":"2027-01-01"}]}`:                       "off[0] problem.calendar_no_run_of_days",
			`{"year":2027,"notice":"x","off":[{"name":"元旦","from":"2027-01-01","to":"2027-01-03"}],"work":["2027-01-03"]}`: "work[0] problem.calendar_off_and_worked",
		} {
			_, err := admin.ImportYear(ctx, []byte(bad))
			names(t, refusal(t, err, model.Invalid), want)
		}
	})
	t.Run("only an administrator imports", func(t *testing.T) {
		if _, err := o.By(model.DutyApproval).ImportYear(ctx, []byte(notice)); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
	})
	t.Run("each change of the calendar is an event", func(t *testing.T) {
		events, err := o.Store.Events(ctx, model.Subject{Kind: model.CalendarSubject, ID: "2027"})
		if err != nil || len(events) != 1 || events[0].Actor != admin.Person.ID {
			t.Error(err, events)
		}
	})
}

func TestCatalogue(t *testing.T) {
	ctx := context.Background()
	o := apptest.New(t, "panjin-2016")
	admin := o.By(model.DutyAdministration)
	t.Run("an edited list is what forms offer", func(t *testing.T) {
		if err := admin.SaveCatalogue(ctx, "operating_systems", []model.Choice{{ID: "kylin_v11", Label: "银河麒麟 V11"}}); err != nil {
			t.Fatal(err)
		}
		if !o.Profile().InList("operating_systems", "kylin_v11") {
			t.Error(o.Profile().Lists["operating_systems"])
		}
	})
	t.Run("what the regulation says is not for editing", func(t *testing.T) {
		if err := admin.SaveCatalogue(ctx, "mlps_levels", []model.Choice{{ID: "9", Label: "第九级"}}); model.KindOf(err) != model.NotFound {
			t.Error(err)
		}
	})
	t.Run("a usual size is cores and memory; others are refused, so that one tap can fill them in (R21)", func(t *testing.T) {
		if err := admin.SaveCatalogue(ctx, "vm_specs", []model.Choice{{ID: "a", Label: "48C96G"}, {ID: "b", Label: "大规格"}}); model.KindOf(err) != model.Invalid {
			t.Error(err)
		}
		if err := admin.SaveCatalogue(ctx, "vm_specs", []model.Choice{{ID: "a", Label: "48C96G"}}); err != nil {
			t.Error(err)
		}
	})
	t.Run("an empty list, a nameless entry and one that stands twice are refused", func(t *testing.T) {
		for _, bad := range [][]model.Choice{nil, {{ID: "a"}}, {{ID: "a", Label: "甲"}, {ID: "a", Label: "乙"}}} {
			if err := admin.SaveCatalogue(ctx, "engines", bad); model.KindOf(err) != model.Invalid {
				t.Error(bad, err)
			}
		}
	})
}

func TestFilings(t *testing.T) {
	ctx := context.Background()
	proposal := model.Values{"filing_title": "智慧城管平台建设方案", "proposing_body": "盘锦市城市管理局", "received_on": "2026-02-11",
		"registered_by": "李四", "filing_status": ""}
	t.Run("construction proposals are registered in P (R03)", func(t *testing.T) {
		o := apptest.New(t, "panjin-2016")
		officer := o.By(model.DutyAcceptance)
		p := o.Profile()
		if f, ok := p.Forms["filing"].Field("filing_status"); ok {
			proposal["filing_status"] = p.Lists[f.List][0].ID
		}
		if _, err := officer.SaveFiling(ctx, "", proposal, nil); err != nil {
			t.Fatal(err)
		}
		filings, err := officer.Filings(ctx)
		if err != nil || len(filings) != 1 || filings[0].Number() != "PJ-BA-2026-0001" {
			t.Error(err, filings)
		}
		if _, err := o.ClerkOf(o.Samples()[0]).SaveFiling(ctx, "", proposal, nil); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
	})
	t.Run("L has no such register (R03)", func(t *testing.T) {
		o := apptest.New(t, "luan")
		if _, err := o.By(model.DutyAcceptance).SaveFiling(ctx, "", proposal, nil); model.KindOf(err) != model.NotFound {
			t.Error(err)
		}
	})
}

func TestInventory(t *testing.T) {
	ctx := context.Background()
	o := apptest.New(t, "luan")
	clerk := o.ClerkOf(o.Samples()[0])
	system := model.Values{"system_name": "档案管理系统", "mlps_level": "2", "migration": "exempt", "exempt_ground": "《中华人民共和国档案法》另有规定",
		"system_owner": "王芳", "system_owner_phone": "0564-3370001", "security_officer": "李强", "security_officer_phone": "0564-3370002",
		"auditor": "赵敏", "auditor_phone": "0564-3370003"}
	id, err := clerk.SaveSystem(ctx, "", clerk.Person.Unit, system)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("the inventory holds systems that never applied (T19)", func(t *testing.T) {
		all, err := clerk.Systems(ctx)
		if err != nil || len(all) != 1 || all[0].State != model.Exempt {
			t.Error(err, all)
		}
	})
	t.Run("an exemption needs its legal ground (R01)", func(t *testing.T) {
		groundless := system.Clone()
		delete(groundless, "exempt_ground")
		if _, err := clerk.SaveSystem(ctx, id, clerk.Person.Unit, groundless); model.KindOf(err) != model.Invalid {
			t.Error(err)
		}
	})
	t.Run("a clerk keeps the systems of the own unit only", func(t *testing.T) {
		if _, err := clerk.SaveSystem(ctx, "", "authority", system); model.KindOf(err) != model.Forbidden {
			t.Error(err)
		}
	})
	t.Run("a request starts from a system, with what is known of it", func(t *testing.T) {
		draft, err := clerk.NewDraftFor(ctx, id)
		if err != nil || draft.System != id || draft.Title() != "档案管理系统" || draft.Filling.Values["system_owner"] != "王芳" {
			t.Error(err, draft.Filling.Values)
		}
	})
}
