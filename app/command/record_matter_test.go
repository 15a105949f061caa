package command_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/model"
	"yunban/model/workday"
)

// onTheCloud is a desk with a system on the cloud, in the month after it went live; that month, and whom to sign in.
func onTheCloud(t *testing.T, city string) (d desk, month string, clerk, vendor, officer string) {
	t.Helper()
	o := apptest.New(t, city)
	o.Filed("")
	over := model.EveryMonth.Around(workday.DateOf(o.Clock.Now()))
	t.Setenv("YUNBAN_PASSWORD", demo.Password)
	t.Setenv("YUNBAN_CLOCK", over.To.AddDays(3).Start().Add(9*time.Hour).Format(time.RFC3339))
	clerk, vendor, officer = o.ClerkOf(o.Samples()[0]).Person.ID, o.By(model.DutyDelivery).Person.ID, o.By(model.DutyAcceptance).Person.ID
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	return desk{t, o.Dir}, over.String(), clerk, vendor, officer
}

func written(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "f.json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

type object = map[string]any

func TestMattersByCommand(t *testing.T) {
	d := founded(t, "panjin-2016")
	filed := d.must("--as", "clerk", "record", "file", "problem", "--from", written(t, object{"values": object{"problem_title": "页面打不开", "symptom": "今早起页面打不开",
		"severity": "three", "contact": "王芳 0427-1234567"}}))
	number := filed["number"].(string)
	t.Run("a problem is filed, answered, solved and settled, each by whose it is (R30)", func(t *testing.T) {
		if number != "PJ-WT-2026-0001" || filed["status"] != "reported" {
			t.Error(filed)
		}
		if e := d.refused("--as", "clerk", "record", "do", "solve", "problem", number, "--note", "好了"); e["kind"] != "forbidden" {
			t.Error(e)
		}
		if e := d.refused("--as", "yun", "record", "do", "solve", "problem", number, "--set", "cause=platform"); e["problems"].([]any)[0].(object)["field"] != "note" {
			t.Error(e)
		}
		d.must("--as", "yun", "record", "do", "respond", "problem", number, "--set", "handler=赵磊")
		d.must("--as", "yun", "record", "do", "solve", "problem", filed["id"].(string), "--set", "cause=platform", "--note", "重启了负载均衡")
		if got := d.must("--as", "clerk", "record", "do", "settle", "problem", number); got["status"] != "closed" {
			t.Error(got)
		}
		shown := d.must("--as", "clerk", "record", "show", "problem", number)
		if steps := shown["steps"].([]any); len(steps) != 4 || len(shown["values"].(object)) == 0 || steps[2].(object)["note"] != "重启了负载均衡" {
			t.Error(shown)
		}
	})
	t.Run("records are listed by unit and status, page by page", func(t *testing.T) {
		for range 2 {
			d.must("--as", "clerk", "record", "file", "problem", "--from", written(t, object{"values": object{"problem_title": "慢", "symptom": "很慢",
				"severity": "four", "contact": "王芳 0427-1234567"}}))
		}
		first := d.must("--as", "yun", "record", "list", "problem", "--status", "reported", "--unit", "市审批局", "--limit", "1")
		next := d.must("--as", "yun", "record", "list", "problem", "--status", "reported", "--limit", "1", "--after", first["next"].(string))
		if a, b := first["items"].([]any), next["items"].([]any); len(a) != 1 || len(b) != 1 || a[0].(object)["id"] == b[0].(object)["id"] || next["next"] != "" {
			t.Error(first, next)
		}
		if none := d.must("--as", "yun", "record", "list", "problem", "--unit", "月球局"); len(none["items"].([]any)) != 0 {
			t.Error(none)
		}
	})
	t.Run("an access grant tells whether it holds, and its entries (R44, T20)", func(t *testing.T) {
		ask := d.must("--as", "yun", "record", "file", "access_grant", "--from", written(t, object{"values": object{"unit_id": "市审批局", "resources": "app-01",
			"entrant_body": "云服务商", "entrant": "赵磊", "purpose": "打补丁", "from": "2026-02-11 08:00", "to": "2026-02-11 12:00"}}))
		id := ask["number"].(string)
		if e := d.refused("--as", "yun", "record", "do", "grant", "access_grant", id); e["kind"] != "forbidden" {
			t.Error(e)
		}
		d.must("--as", "clerk", "record", "do", "grant", "access_grant", id, "--set", "to=2026-02-11 11:00")
		d.must("--as", "yun", "record", "do", "enter", "access_grant", id, "--set", "entered=2026-02-11 08:30", "--set", "left=2026-02-11 08:50", "--set", "person=赵磊",
			"--set", "resource=app-01", "--set", "did=打补丁")
		grant := d.must("--as", "clerk", "record", "show", "access_grant", id)["grant"].(object)
		if grant["standing"] != "holds" || grant["to"] != "2026-02-11 11:00" || grant["entries"] != 1.0 {
			t.Error(grant)
		}
	})
	t.Run("an inspection's findings come as rows and are shown with how far they are (R41)", func(t *testing.T) {
		plan := d.must("--as", "shenpi", "record", "file", "inspection", "--from", written(t, object{"values": object{"unit_id": "市审批局", "inspected_on": "2026-02-11",
			"joint_bodies": "市委网信办", "inspectors": "陈堃", "inspection_scope": "账号和补丁"}}))["number"].(string)
		rows := written(t, []object{{"finding": "弱口令", "risk": "high", "owner": "市审批局", "due": "2026-02-28"}, {"finding": "日志留存不足", "risk": "low", "owner": "", "due": "2026-03-31"}})
		e := d.refused("--as", "shenpi", "record", "do", "inspect", "inspection", plan, "--set", "inspection_result=有问题", "--rows", "findings="+rows)
		if p := e["problems"].([]any)[0].(object); p["field"] != "findings[1].owner" {
			t.Error(e)
		}
		rows = written(t, []object{{"finding": "弱口令", "risk": "high", "owner": "市审批局", "due": "2026-02-28"}})
		d.must("--as", "shenpi", "record", "do", "inspect", "inspection", plan, "--set", "inspection_result=有问题", "--rows", "findings="+rows)
		d.must("--as", "clerk", "record", "do", "rectify", "inspection", plan, "--set", "finding=1", "--note", "已改为强口令")
		findings := d.must("--as", "clerk", "record", "show", "inspection", plan)["findings"].([]any)
		if len(findings) != 1 || findings[0].(object)["state"] != "rectified" {
			t.Error(findings)
		}
	})
	t.Run("what is no kind, no record and no file is told apart", func(t *testing.T) {
		for _, args := range [][]string{{"list", "love_letter"}, {"show", "problem", "PJ-WT-2026-9999"}, {"show", "problem", "nonsense"}, {"do", "solve", "love_letter", "1"}} {
			if e := d.refused(append([]string{"--as", "clerk", "record"}, args...)...); e["kind"] != "not_found" {
				t.Errorf("%v: %v", args, e)
			}
		}
		if e := d.refused("--as", "clerk", "record", "file", "problem", "--from", "nothing.json"); e["kind"] != "invalid" {
			t.Error(e)
		}
		if status, _, _ := d.run("--as", "clerk", "record", "do", "solve", "problem", number, "--set", "cause"); status != 2 {
			t.Error(status)
		}
	})
}

func TestTheMonthlyReportByCommand(t *testing.T) {
	d, month, clerk, vendor, officer := onTheCloud(t, "luan")
	table := filepath.Join(t.TempDir(), "u.xlsx")
	d.must("--as", vendor, "record", "form", "utilisation", "--out", table)
	values := object{"month": month, "overview": "平稳", "maintenance": "巡检31次", "advice": "缩减两台", "availability": 99.98}
	t.Run("a table without figures is refused at its cells and handed back marked (R32)", func(t *testing.T) {
		marked := filepath.Join(t.TempDir(), "m.xlsx")
		e := d.refused("--as", vendor, "record", "file", "monthly_report", "--from", written(t, object{"values": values}), "--rows", "utilisation="+table, "--marked", marked)
		if p := e["problems"].([]any)[0].(object); p["cell"] != "D4" {
			t.Error(e)
		}
		if _, err := os.Stat(marked); err != nil {
			t.Error(err)
		}
	})
	systems := d.must("--as", vendor, "record", "list", "system")["items"].([]any)
	unit := d.must("--as", clerk, "record", "list", "system")["items"].([]any)[0].(object)["unit"]
	var rows []object
	for _, s := range systems {
		if one := s.(object); one["state"] == "on_cloud" {
			rows = append(rows, object{"unit": one["unit"], "system_name": one["values"].(object)["system_name"], "instance": "app-01", "cpu": 41.5, "memory": "60"})
		}
	}
	from := written(t, object{"values": values, "rows": object{"utilisation": rows, "tickets": []object{{"row": "done", "four": 3}}}})
	t.Run("a preview files nothing (R32)", func(t *testing.T) {
		pre := d.must("--as", vendor, "record", "file", "monthly_report", "--from", from, "--preview")
		if len(pre["units"].([]any)) != 1 || len(pre["problems"].([]any)) != 0 {
			t.Error(pre)
		}
		if all := d.must("--as", vendor, "record", "list", "monthly_report"); len(all["items"].([]any)) != 0 {
			t.Error(all)
		}
	})
	t.Run("one filing is a report for each unit, received by unit and authority (R32, T16)", func(t *testing.T) {
		filed := d.must("--as", vendor, "record", "file", "monthly_report", "--from", from)["items"].([]any)
		if len(filed) != 1 || filed[0].(object)["unit"] != unit {
			t.Fatal(filed)
		}
		if got := d.must("--as", officer, "record", "receive", month)["items"].([]any); len(got) != 1 {
			t.Error(got)
		}
		d.must("--as", clerk, "record", "do", "receive", "monthly_report", filed[0].(object)["number"].(string))
		shown := d.must("--as", clerk, "record", "show", "monthly_report", filed[0].(object)["number"].(string))
		report := shown["report"].(object)
		if report["received_by_unit"] == "" || report["received_by_authority"] == "" || len(shown["receipts"].([]any)) != 2 {
			t.Error(shown)
		}
		if e := d.refused("--as", vendor, "record", "file", "monthly_report", "--from", from); e["kind"] != "invalid" {
			t.Error(e)
		}
		out := filepath.Join(t.TempDir(), "report.pdf")
		d.must("--as", clerk, "print", "monthly_report", filed[0].(object)["number"].(string), "--out", out)
		if paper := d.must("--as", clerk, "verify", "paper", out); paper["document"] != "monthly_report" || paper["whole"] != true {
			t.Error(paper)
		}
	})
}
