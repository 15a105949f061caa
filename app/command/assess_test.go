package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAssessmentByCommand(t *testing.T) {
	d := founded(t, "panjin-2016")
	dir := t.TempDir()
	draft := d.must("--as", "clerk", "request", "new", "--from", sampleForm(t, "panjin-2016"))["id"].(string)
	d.must("--as", "clerk", "request", "do", "submit", draft)
	assess := []string{"--as", "shenpi", "assess", "--subject", "unit", "--unit", "市审批局", "--period", "2026"}
	indicator := func(t *testing.T, answer map[string]any, id string) map[string]any {
		t.Helper()
		for _, i := range answer["indicators"].([]any) {
			if one := i.(map[string]any); one["id"] == id {
				return one
			}
		}
		t.Fatalf("no indicator %s in %v", id, answer)
		return nil
	}
	t.Run("figures come with how they were computed and the records behind them (R51)", func(t *testing.T) {
		answer := d.must(assess...)
		ratio := indicator(t, answer, "cloud_ratio")["figures"].([]any)[0].(map[string]any)
		trace := ratio["trace"].([]any)
		if ratio["value"].(float64) != 0 || len(trace) != 1 || trace[0].(map[string]any)["kind"] != "system" || !strings.Contains(ratio["how"].(string), "全部应用系统1个") {
			t.Errorf("%v", ratio)
		}
	})
	t.Run("what has no data is null and says so, and takes no weight (R51)", func(t *testing.T) {
		idle := indicator(t, d.must(assess...), "idle")
		if idle["score"] != nil || idle["no_data"] != true || idle["weight"].(float64) != 0 {
			t.Errorf("%v", idle)
		}
		vendor := d.must("--as", "shenpi", "assess", "--subject", "vendor", "--period", "2026")
		if vendor["score"] != nil || vendor["grade"] != "无数据" {
			t.Errorf("%v", vendor["score"])
		}
	})
	t.Run("it is written as paper and as a workbook before it is published, without a number", func(t *testing.T) {
		for _, name := range []string{"a.pdf", "a.xlsx", "a.ofd"} {
			out := filepath.Join(dir, name)
			answer := d.must(append(assess, "--out", out)...)
			if info, err := os.Stat(out); err != nil || info.Size() < 1000 || answer["published"] != false {
				t.Errorf("%s: %v, %v", name, err, answer["published"])
			}
		}
	})
	t.Run("published, it has a number, is issued on paper, and is shown as it was frozen (R51)", func(t *testing.T) {
		marks := filepath.Join(dir, "marks.json")
		if err := os.WriteFile(marks, []byte(`{"idle":{"percent":80,"remark":"现场核查"}}`), 0o600); err != nil {
			t.Fatal(err)
		}
		published := d.must(append(assess, "--publish", "--marks", marks, "--out", filepath.Join(dir, "b.pdf"))...)
		if published["number"] != "PJ-KH-2026-0001" || indicator(t, published, "idle")["manual"] != true {
			t.Errorf("%v", published["number"])
		}
		if again := d.must(assess...); again["score"] != published["score"] || again["published"] != true {
			t.Errorf("%v", again["score"])
		}
		if anew := d.must(append(assess, "--anew")...); anew["published"] != false || indicator(t, anew, "idle")["score"] != nil {
			t.Errorf("%v", anew["published"])
		}
		if own := d.must("--as", "clerk", "assess", "--subject", "unit", "--unit", "市审批局", "--period", "2026"); own["number"] != published["number"] {
			t.Errorf("the unit reads %v", own["number"])
		}
		if e := d.refused(append(assess, "--publish")...); e["kind"] != "invalid" {
			t.Errorf("published twice: %v", e)
		}
	})
	t.Run("who may not assess, a period to come and a wrong subject are refused", func(t *testing.T) {
		for _, args := range [][]string{{"--as", "clerk", "assess", "--subject", "vendor", "--period", "2026"}, {"--as", "shenpi", "assess", "--subject", "vendor", "--period", "2030"},
			{"--as", "shenpi", "assess", "--subject", "moon", "--period", "2026"}, {"--as", "shenpi", "assess", "--subject", "unit", "--period", "2026", "--unit", "nobody"}} {
			d.refused(args...)
		}
	})
	t.Run("the ledger lists systems by zone, and the pool with a request (R21)", func(t *testing.T) {
		answer := d.must("--as", "shenpi", "ledger", "--unit", "市审批局", "--request", draft)
		rows := answer["rows"].([]any)
		if len(rows) == 0 || rows[0].(map[string]any)["state"] != "applying" || len(answer["pool"].(map[string]any)["rows"].([]any)) < 2 {
			t.Errorf("%v", answer)
		}
		if own := d.must("--as", "clerk", "ledger"); own["pool"] != nil || len(own["rows"].([]any)) != len(rows) {
			t.Errorf("%v", own)
		}
	})
	t.Run("the yearly statement is written for the budget (R50)", func(t *testing.T) {
		for _, name := range []string{"s.pdf", "s.xlsx"} {
			out := filepath.Join(dir, name)
			d.must("--as", "clerk", "statement", "--year", "2026", "--out", out)
			if info, err := os.Stat(out); err != nil || info.Size() < 1000 {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
