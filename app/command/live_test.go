package command_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
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
	defer func() {
		if err := office.Close(); err != nil {
			t.Error(err)
		}
	}()
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

func TestFurtherFormsByCommand(t *testing.T) {
	d, request, by := liveSystem(t, "luan", "data-exchange")
	clerk := by(model.DutyUnit)
	// filed takes a form in with some values of its own and files it; it gives the problems of both as field and text.
	filed := func(form string, own map[string]any) (taken, refused []any) {
		t.Helper()
		data, err := os.ReadFile(filepath.Join("..", "..", "assets", "samples", "luan", "data-exchange", form))
		if err != nil {
			t.Fatal(err)
		}
		var f map[string]any
		if err := json.Unmarshal(data, &f); err != nil {
			t.Fatal(err)
		}
		f["system"] = request
		maps.Copy(f["values"].(map[string]any), own)
		if own["categories"] != nil {
			f["rows"] = []any{}
		}
		if data, err = json.Marshal(f); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), form)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		draft := d.must("--as", clerk, "request", "new", "--from", path)
		e := d.refused("--as", clerk, "request", "do", "submit", draft["id"].(string))
		return draft["problems"].([]any), e["problems"].([]any)
	}
	at := func(problems []any, field string) string {
		for _, p := range problems {
			if p := p.(map[string]any); p["field"] == field {
				return p["text"].(string)
			}
		}
		return ""
	}
	t.Run("a termination whose off-line day is to come is refused at the field, with the article (R26, T10)", func(t *testing.T) {
		taken, refused := filed("termination.json", map[string]any{"offline_date": "2026-06-30", "backup_on": "2026-06-10", "backup_checked_on": "2026-06-09"})
		for _, problems := range [][]any{taken, refused} {
			if !strings.Contains(at(problems, "offline_date"), "第十六条") || at(problems, "backup_checked_on") == "" || len(problems) != 2 {
				t.Error(problems)
			}
		}
	})
	t.Run("a change that ends before it starts is refused at the field (R23)", func(t *testing.T) {
		if _, refused := filed("change.json", map[string]any{"planned_start": "2026-07-02", "planned_end": "2026-07-01"}); at(refused, "planned_end") == "" {
			t.Error(refused)
		}
	})
	t.Run("an expansion without a line is refused at its category, with the article (R23)", func(t *testing.T) {
		taken, refused := filed("change.json", map[string]any{"categories": "expand"})
		if !strings.Contains(at(refused, "categories"), "第十五条") || !strings.Contains(at(taken, "categories"), "第十五条") {
			t.Error(taken, refused)
		}
	})
	t.Run("a change is found by its official number (R23)", func(t *testing.T) {
		data, err := os.ReadFile(filepath.Join("..", "..", "assets", "samples", "luan", "data-exchange", "change.json"))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "change.json")
		data = bytes.Replace(data, []byte("{"), []byte(`{"system": "`+request+`",`), 1)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		draft := d.must("--as", clerk, "request", "new", "--from", path)
		filed := d.must("--as", clerk, "request", "do", "submit", draft["id"].(string))
		number := filed["number"].(string)
		if shown := d.must("--as", clerk, "request", "show", number); !strings.HasPrefix(number, "LA-BG-") || shown["id"] != filed["id"] {
			t.Errorf("%s is %v, not %v", number, shown["id"], filed["id"])
		}
	})
}
