package command_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yunban/app/command"
	"yunban/app/demo"
)

// desk runs commands on one folder, as a person at a shell would.
type desk struct {
	t    *testing.T
	home string
}

// run gives the exit status and what was said.
func (d desk) run(args ...string) (status int, out, errs string) {
	d.t.Helper()
	var o, e bytes.Buffer
	status = command.Main(context.Background(), append([]string{"--home", d.home, "--json"}, args...), &o, &e,
		func(string, string) error { return nil })
	return status, o.String(), e.String()
}

// must runs a command that succeeds and reads its answer.
func (d desk) must(args ...string) map[string]any {
	d.t.Helper()
	status, out, errs := d.run(args...)
	if status != 0 {
		d.t.Fatalf("%v: exit %d: %s", args, status, errs)
	}
	var v map[string]any
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		d.t.Fatalf("%v: %v: %s", args, err, out)
	}
	return v
}

// refused runs a command that is refused and reads the error.
func (d desk) refused(args ...string) map[string]any {
	d.t.Helper()
	status, _, errs := d.run(args...)
	if status != 1 {
		d.t.Fatalf("%v: exit %d, want 1: %s", args, status, errs)
	}
	var v struct {
		Error map[string]any `json:"error"`
	}
	if err := json.Unmarshal([]byte(errs), &v); err != nil {
		d.t.Fatalf("%v: %v: %s", args, err, errs)
	}
	return v.Error
}

// founded is a sandbox with the city's sample people.
func founded(t *testing.T, profile string) desk {
	t.Helper()
	t.Setenv("YUNBAN_CLOCK", "2026-02-11T09:00:00+08:00")
	t.Setenv("YUNBAN_PASSWORD", demo.Password)
	t.Setenv("YUNBAN_NEW_PASSWORD", demo.Password)
	d := desk{t, filepath.Join(t.TempDir(), "home")}
	d.must("init", "--profile", profile, "--admin", "admin", "--sandbox")
	for name, role := range map[string]string{"shouli": "acceptance_officer", "shenpi": "approver", "zhongshen": "final_reviewer", "yun": "vendor_engineer"} {
		d.must("--as", "admin", "user", "add", name, "--role", role)
	}
	d.must("--as", "admin", "user", "add", "clerk", "--role", "clerk", "--unit", "市审批局", "--name", "王芳")
	return d
}

func sampleForm(t *testing.T, profile string) string {
	t.Helper()
	names, err := demo.Samples(profile)
	if err != nil || len(names) == 0 {
		t.Fatal(err, names)
	}
	return filepath.Join("..", "..", "assets", "samples", profile, names[0], "request.json")
}

func TestARequestByCommand(t *testing.T) {
	d := founded(t, "panjin-2016")
	draft := d.must("--as", "clerk", "request", "new", "--from", sampleForm(t, "panjin-2016"))
	if problems := draft["problems"].([]any); len(problems) > 0 {
		t.Fatal(problems)
	}
	filed := d.must("--as", "clerk", "request", "do", "submit", draft["id"].(string))
	number := filed["number"].(string)
	t.Run("a filed request has its number and its due date (R12)", func(t *testing.T) {
		if number != "PJ-SQ-2026-0001" || filed["status"] != "submitted" || filed["due"] != "2026-02-14" {
			t.Error(filed)
		}
	})
	t.Run("a refusal needs an opinion (R13)", func(t *testing.T) {
		e := d.refused("--as", "shouli", "request", "do", "decline", number)
		if e["kind"] != "invalid" || e["problems"].([]any)[0].(map[string]any)["field"] != "note" {
			t.Error(e)
		}
	})
	t.Run("a person without the duty is refused (R04)", func(t *testing.T) {
		if e := d.refused("--as", "yun", "request", "do", "accept", number); e["kind"] != "forbidden" {
			t.Error(e)
		}
	})
	shown := d.must("--as", "shouli", "request", "show", number)
	t.Run("a required material that is not complete keeps the file from being accepted (R12)", func(t *testing.T) {
		e := d.refused("--as", "shouli", "request", "do", "accept", number, "--set", "complete.construction_plan=false")
		if e["kind"] != "invalid" || e["problems"].([]any)[0].(map[string]any)["field"] != "complete.construction_plan" {
			t.Error(e)
		}
	})
	d.must("--as", "shouli", "request", "do", "accept", number, "--after", shown["last"].(string),
		"--set", "complete.construction_plan=true", "--set", "reasonable.1=合理")
	t.Run("what the officer found is shown with the round (R12)", func(t *testing.T) {
		rounds := d.must("--as", "clerk", "request", "show", number)["rounds"].([]any)
		check, _ := rounds[0].(map[string]any)["check"].(map[string]any)
		if check["complete.construction_plan"] != "true" || check["reasonable.1"] != "合理" {
			t.Error(rounds[0])
		}
	})
	t.Run("an act on a stale page is a conflict that names who was quicker", func(t *testing.T) {
		e := d.refused("--as", "shouli", "request", "do", "decline", number, "--note", "迟到", "--after", shown["last"].(string))
		if e["kind"] != "conflict" || !strings.Contains(e["text"].(string), "shouli") {
			t.Error(e)
		}
	})
	t.Run("an approval may give less than was asked, never more (R21, T15)", func(t *testing.T) {
		e := d.refused("--as", "shenpi", "request", "do", "approve", number, "--note", "同意", "--set", "lines.1.count=1000000000000")
		if e["kind"] != "invalid" {
			t.Error(e)
		}
		for _, mistyped := range []string{"lines.1.approved", "lines.1", "amount"} {
			e := d.refused("--as", "shenpi", "request", "do", "approve", number, "--note", "同意", "--set", mistyped+"=1")
			if e["kind"] != "invalid" || !strings.HasPrefix(e["problems"].([]any)[0].(map[string]any)["field"].(string), mistyped) {
				t.Errorf("%s would have been passed over: %v", mistyped, e)
			}
		}
		d.must("--as", "shenpi", "request", "do", "approve", number, "--note", "同意", "--set", "lines.1.count=1")
	})
	t.Run("an action that no request knows is named, and is no matter of the moment (R10)", func(t *testing.T) {
		e := d.refused("--as", "shenpi", "request", "do", "refuse", number, "--note", "不同意")
		if e["kind"] != "invalid" || e["problems"].([]any)[0].(map[string]any)["field"] != "action" {
			t.Error(e)
		}
	})
	t.Run("a trial lasts 15 to 30 days (R16)", func(t *testing.T) {
		for _, days := range []string{"14", "31", "0", "-1", "abc", ""} {
			d.refused("--as", "yun", "request", "do", "deliver", number, "--set", "trial_days="+days, "--set", "received_by=王芳", "--set", "delivered_instances=a")
		}
		got := d.must("--as", "yun", "request", "do", "deliver", number, "--set", "trial_days=15", "--set", "received_by=王芳", "--set", "delivered_instances=app-01 10.0.0.1")
		if got["status"] != "trial" || got["due"] != "2026-02-26" {
			t.Error(got)
		}
	})
	t.Run("a level-3 system cannot go to final review without tests and report (R18, R19)", func(t *testing.T) {
		e := d.refused("--as", "clerk", "request", "do", "submit_tests", number)
		if problems := e["problems"].([]any); len(problems) < 4 {
			t.Error(problems)
		}
	})
	t.Run("a paper is the same file when it is printed again", func(t *testing.T) {
		out := filepath.Join(t.TempDir(), "a.pdf")
		first := d.must("--as", "shenpi", "print", "approval", number, "--out", out)
		again := d.must("--as", "shenpi", "print", "approval", number, "--out", out)
		if first["hash"] != again["hash"] || first["hash"] == "" {
			t.Error(first, again)
		}
		if data, err := os.ReadFile(out); err != nil || !bytes.HasPrefix(data, []byte("%PDF")) {
			t.Error(err)
		}
	})
	t.Run("a paper about what has not happened is refused", func(t *testing.T) {
		d.refused("--as", "shenpi", "print", "go_live", number, "--out", filepath.Join(t.TempDir(), "a.pdf"))
	})
	t.Run("two Chinese characters find a request", func(t *testing.T) {
		page := d.must("--as", "shouli", "request", "list", "--text", "审批")
		if len(page["items"].([]any)) != 1 {
			t.Error(page)
		}
	})
	t.Run("what is due soon is a queue and a filter (R12)", func(t *testing.T) {
		for clock, want := range map[string][2]int{"2026-02-18T09:00:00+08:00": {0, 0}, "2026-02-20T09:00:00+08:00": {1, 0}, "2026-03-02T09:00:00+08:00": {0, 1}} {
			t.Setenv("YUNBAN_CLOCK", clock)
			for i, due := range []string{"due_soon", "overdue"} {
				for _, args := range [][]string{{"--queue", due}, {"--due", due, "--kind", "usage", "--status", "trial"}} {
					page := d.must(append([]string{"--as", "clerk", "request", "list"}, args...)...)
					if items := page["items"].([]any); len(items) != want[i] {
						t.Errorf("%s, %v: %v", clock, args, items)
					}
				}
			}
		}
		t.Setenv("YUNBAN_CLOCK", "2026-02-11T09:00:00+08:00")
		d.refused("--as", "clerk", "request", "list", "--status", "nonsense")
	})
	t.Run("a trial reminds 7, 3 and 1 days before its end, until it is seen (R15, T7)", func(t *testing.T) {
		for _, c := range []struct {
			day    string
			days   float64
			before int
		}{{"18", 0, 0}, {"19", 7, 1}, {"20", 0, 0}, {"23", 3, 1}, {"25", 1, 1}, {"27", 0, 0}} {
			t.Setenv("YUNBAN_CLOCK", "2026-02-"+c.day+"T09:00:00+08:00")
			items := d.must("--as", "clerk", "request", "reminders", "--seen")["items"].([]any)
			if len(items) != c.before || c.before == 1 && items[0].(map[string]any)["reminder"] != c.days {
				t.Errorf("on the %sth: %v", c.day, items)
			}
		}
		t.Setenv("YUNBAN_CLOCK", "2026-02-11T09:00:00+08:00")
	})
	t.Run("the ledger is exported", func(t *testing.T) {
		out := filepath.Join(t.TempDir(), "l.xlsx")
		d.must("--as", "shouli", "register", "export", "--out", out)
		if data, err := os.ReadFile(out); err != nil || !bytes.HasPrefix(data, []byte("PK")) {
			t.Error(err)
		}
	})
	t.Run("the store verifies", func(t *testing.T) {
		if got := d.must("verify", "store"); got["ok"] != true {
			t.Error(got)
		}
	})
}

func TestABatchByCommand(t *testing.T) {
	d := founded(t, "panjin-2016")
	draft := d.must("--as", "clerk", "request", "new", "--from", sampleForm(t, "panjin-2016"))
	number := d.must("--as", "clerk", "request", "do", "submit", draft["id"].(string))["number"].(string)
	t.Run("a batch is accepted when its files were checked, and each is answered by itself (R12)", func(t *testing.T) {
		if e := d.refused("--as", "shouli", "request", "batch", "accept", number); e["problems"].([]any)[0].(map[string]any)["field"] != "complete" {
			t.Error(e)
		}
		got := d.must("--as", "shouli", "request", "batch", "accept", "--complete", number)
		if items := got["items"].([]any); len(items) != 1 || items[0].(map[string]any)["done"] != true {
			t.Error(got)
		}
		status, out, errs := d.run("--as", "shouli", "request", "batch", "accept", "--complete", number)
		if status != 1 || !strings.Contains(out, "\"why\"") || !strings.Contains(errs, "conflict") {
			t.Errorf("exit %d: %s, %s", status, out, errs)
		}
	})
}

func TestDeadlineByCommand(t *testing.T) {
	d := desk{t, t.TempDir()}
	for _, c := range []struct{ profile, kind, status, since, due string }{
		{"panjin-2016", "usage", "submitted", "2026-02-11T09:00:00+08:00", "2026-02-14"},
		{"luan", "usage", "submitted", "2026-02-11T09:00:00+08:00", "2026-02-25"},
		{"panjin-2016", "usage", "accepted", "2026-02-13T17:59:00+08:00", "2026-02-24"},
		{"luan", "usage", "approved", "2026-09-30T09:00:00+08:00", "2026-10-10"},
		{"luan", "change", "submitted", "2026-04-29T09:00:00+08:00", "2026-05-09"},
		{"panjin-2016", "usage", "accepted", "2026-12-30T09:00:00+08:00", "2027-01-04"},
	} {
		t.Run(c.profile+" "+c.status+" since "+c.since+" is due "+c.due+" (R12, R14, R15, R23, T21)", func(t *testing.T) {
			got := d.must("deadline", "--profile", c.profile, "--kind", c.kind, "--status", c.status, "--since", c.since)
			if got["due"] != c.due || got["unit"] != "working_day" || got["article"] == "" {
				t.Error(got)
			}
			if provisional := c.due > "2027"; got["provisional"] != provisional {
				t.Error(got)
			}
		})
	}
	t.Run("where the text gives no limit there is none (T8)", func(t *testing.T) {
		got := d.must("deadline", "--profile", "luan", "--status", "tests_submitted", "--since", "2026-02-11T09:00:00+08:00")
		if got["due"] != nil || got["limit"] != "none" {
			t.Error(got)
		}
	})
	t.Run("an unknown status or time is named", func(t *testing.T) {
		for _, args := range [][]string{{"--status", "nowhere", "--since", "2026-02-11T09:00:00+08:00"}, {"--status", "submitted", "--since", "gestern"}} {
			e := d.refused(append([]string{"deadline", "--profile", "luan"}, args...)...)
			if len(e["problems"].([]any)) != 1 {
				t.Error(e)
			}
		}
	})
}

func TestWrongUse(t *testing.T) {
	d := desk{t, t.TempDir()}
	for _, args := range [][]string{{"nonsense"}, {"deadline"}, {"request"}, {"request", "show"}, {"--lang", "fr", "profile", "list"}, {"--nonsense"}, {"request", "list"}} {
		t.Run(strings.Join(args, " ")+" is a wrong use", func(t *testing.T) {
			if status, _, errs := d.run(args...); status != 2 || errs == "" {
				t.Errorf("exit %d: %s", status, errs)
			}
		})
	}
	t.Run("a set clock is refused outside a sandbox", func(t *testing.T) {
		t.Setenv("YUNBAN_PASSWORD", demo.Password)
		d.must("init", "--profile", "luan", "--admin", "admin")
		t.Setenv("YUNBAN_CLOCK", "2026-02-11T09:00:00+08:00")
		if e := d.refused("--as", "admin", "user", "list"); e["kind"] != "forbidden" {
			t.Error(e)
		}
	})
	t.Run("a regulation file with an uncited limit is refused with what is wrong", func(t *testing.T) {
		bad := filepath.Join(t.TempDir(), "bad.json")
		text := `{"extends":"luan","id":"x","limits":[{"case":"usage","status":"submitted","days":5,"unit":"working_day","article":"99"}]}`
		if err := os.WriteFile(bad, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		e := d.refused("profile", "check", bad)
		problems, _ := e["problems"].([]any)
		if len(problems) == 0 || !strings.Contains(problems[0].(map[string]any)["text"].(string), "99") || problems[0].(map[string]any)["field"] == "" {
			t.Error(e)
		}
		if e := d.refused("profile", "check", bad+"x"); e["kind"] != "not_found" || !strings.Contains(e["text"].(string), bad+"x") {
			t.Error(e)
		}
	})
}
