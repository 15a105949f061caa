package view

import (
	"context"
	"slices"
	"testing"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
)

func TestSystems(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	if err := demo.Furnish(ctx, office.Office); err != nil {
		t.Fatal(err)
	}
	clerk := office.ClerkOf(office.Samples()[0])
	authority := office.By(model.DutyAcceptance)
	load := func(t *testing.T) *Systems {
		t.Helper()
		s, err := LoadSystems(ctx, authority)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}

	t.Run("the counts of the states add up to all", func(t *testing.T) {
		s := load(t)
		sum := 0
		for _, state := range SystemStates {
			sum += s.Count(state)
		}
		if all := s.Count(""); all == 0 || sum != all || all != len(s.Find(SystemFilter{})) {
			t.Errorf("%d in states, %d in all", sum, all)
		}
	})
	t.Run("unit, state, level and text narrow together", func(t *testing.T) {
		s := load(t)
		for _, r := range s.Find(SystemFilter{Unit: clerk.Unit.ID, State: string(model.OnCloud), Level: "3", Text: "系统"}) {
			if r.UnitID != clerk.Unit.ID || r.State != model.OnCloud || r.LevelID != "3" {
				t.Errorf("found %+v", r)
			}
		}
		if found := s.Find(SystemFilter{Text: "没有这样的名称"}); len(found) != 0 {
			t.Errorf("found %+v", found)
		}
	})
	t.Run("a clerk sees the own unit's systems only", func(t *testing.T) {
		s, err := LoadSystems(ctx, clerk)
		if err != nil {
			t.Fatal(err)
		}
		if rows := s.Find(SystemFilter{}); len(rows) == 0 ||
			slices.ContainsFunc(rows, func(r SystemRow) bool { return r.UnitID != clerk.Unit.ID }) {
			t.Errorf("%d rows, or of others", len(rows))
		}
	})
	t.Run("who of the three is not named is told by the duty (R42)", func(t *testing.T) {
		got := missingPersons(office.Profile(), model.System{Values: model.Values{"system_owner": "赵强", "auditor": " "}})
		if !slices.Equal(got, []string{"安全保密", "安全审计"}) {
			t.Errorf("missing: %v", got)
		}
	})
	t.Run("a day of migration that has passed is marked", func(t *testing.T) {
		s := load(t)
		if got := s.Migrates(SystemRow{Migrates: "2020-01-01"}).Key; got != "systems.migration_late" {
			t.Error(got)
		}
		if got := s.Migrates(SystemRow{Migrates: authority.Today().String()}).Key; got != "systems.migration_on" {
			t.Error(got)
		}
	})
	t.Run("a field that was emptied replaces what it held", func(t *testing.T) {
		values := model.Values{"system_name": "渔政管理系统", "migration": "planned", "planned_migration": "2099-06-30", "mlps_level": "2",
			"present_site": "三楼机房", "system_owner": "赵强", "system_owner_phone": "13842700001", "security_officer": "赵强",
			"security_officer_phone": "13842700001", "auditor": "孙丽", "auditor_phone": "13842700003"}
		id, err := clerk.SaveSystem(ctx, "", clerk.Unit.ID, values)
		if err != nil {
			t.Fatal(err)
		}
		open := func() *System {
			s, err := OpenSystem(ctx, clerk, id)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		if !open().OnePerson() {
			t.Error("that one person has two duties is not told")
		}
		r := open().Edit()
		if r.Changed() {
			t.Error("changed before anything was typed")
		}
		r.Set("present_site", "")
		if !r.Changed() {
			t.Error("not changed")
		}
		if err := r.Saving()(ctx); err != nil {
			t.Fatal(err)
		}
		if got := open().Values["present_site"]; got != "" {
			t.Errorf("still at %s", got)
		}
	})
}
