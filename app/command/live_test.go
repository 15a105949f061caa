package command_test

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/model"
	"yunban/model/workday"
)

// liveSystem is a sandbox with one sample that went live; by tells the account that holds a duty.
func liveSystem(t *testing.T, profile, sample string) (d desk, request string, by func(model.Duty) string) {
	t.Helper()
	t.Setenv("YUNBAN_CLOCK", "2026-06-11T09:00:00+08:00")
	t.Setenv("YUNBAN_PASSWORD", demo.Password)
	ctx := context.Background()
	d = desk{t, filepath.Join(t.TempDir(), "home")}
	clock := demo.NewClock(time.Date(2026, time.January, 5, 9, 0, 0, 0, workday.Shanghai))
	office, err := demo.Found(ctx, d.home, profile, wire.Options{Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer office.Close()
	stage, err := demo.NewStage(ctx, office.Office, clock, func(demo.Step) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if request, err = stage.Play(ctx, sample, "", demo.WholeLife, model.Live); err != nil {
		t.Fatal(err)
	}
	people, err := office.People(ctx)
	if err != nil {
		t.Fatal(err)
	}
	unit, err := demo.UnitOf(profile, sample)
	if err != nil {
		t.Fatal(err)
	}
	rules := office.Profile()
	accounts := map[model.Duty]string{}
	for _, p := range people {
		for _, duty := range []model.Duty{model.DutyDelivery, model.DutyApproval, model.DutyAcceptance} {
			if rules.Holds(p.Roles, duty) && accounts[duty] == "" {
				accounts[duty] = p.ID
			}
		}
		if desk, err := office.DeskOf(ctx, p.ID); err == nil && desk.MayApply() && desk.Unit.Name == unit {
			accounts[model.DutyUnit] = p.ID
		}
	}
	return d, request, func(duty model.Duty) string { return accounts[duty] }
}

func TestElasticByCommand(t *testing.T) {
	d, request, by := liveSystem(t, "panjin-2016", "portal")
	vendor := by(model.DutyDelivery)
	shown := d.must("--as", vendor, "request", "show", request)
	lines := shown["running"].([]any)
	at := slices.IndexFunc(lines, func(l any) bool { return l.(map[string]any)["values"].(map[string]any)["elastic"] == "true" })
	line := lines[at].(map[string]any)
	id, upper := line["id"].(string), line["values"].(map[string]any)["elastic_max"].(string)
	t.Run("beyond the bounds is refused at the figure, with the article (R22)", func(t *testing.T) {
		n, _ := strconv.Atoi(upper)
		e := d.refused("--as", vendor, "request", "do", "adjust", request, "--set", "lines."+id+".count="+strconv.Itoa(n+1))
		if p := e["problems"].([]any)[0].(map[string]any); p["field"] != "lines[0].count" || p["text"] == "" {
			t.Error(e)
		}
	})
	t.Run("an elastic line is scaled, and shown as it runs with the log (R22)", func(t *testing.T) {
		d.must("--as", vendor, "request", "do", "adjust", request, "--note", "高峰", "--set", "lines."+id+".count="+upper)
		shown := d.must("--as", vendor, "request", "show", request)
		now := shown["running"].([]any)[at].(map[string]any)["delivered"].(map[string]any)["count"].(float64)
		log := shown["adjustments"].([]any)
		if strconv.Itoa(int(now)) != upper || len(log) != 1 || log[0].(map[string]any)["note"] != "高峰" {
			t.Errorf("runs on %v, log %v", now, log)
		}
	})
}
