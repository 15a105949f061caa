package app_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/wire"
	"yunban/app/words"
	"yunban/model"
)

func TestComparingPeriods(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		a := submitted(t, o, 0) // 11 February
		on(t, o, "2026-02-12")
		a.do(model.DutyAcceptance, model.Accept, app.Doing{Note: "材料齐全"})
		on(t, o, "2026-03-02")
		a.do(model.DutyApproval, model.Approve, app.Doing{Note: "同意"})
		b := submitted(t, o, 1)
		on(t, o, "2026-03-05")
		b.do(model.DutyAcceptance, model.Accept, app.Doing{Note: "材料齐全"})
		reader := o.By(model.DutyReading)
		march := model.Query{From: dayOf(t, "2026-03-01"), To: dayOf(t, "2026-03-31")}
		c := must(reader.Compare(t.Context(), march, nil))
		row := func(key string) app.ComparedRow {
			for _, r := range c.Rows() {
				if r.Key == key {
					return r
				}
			}
			t.Fatalf("no row %s", key)
			return app.ComparedRow{}
		}
		t.Run("a month is compared with the month before (R53)", func(t *testing.T) {
			if c.EarlierFrom != dayOf(t, "2026-02-01") || c.Earlier != dayOf(t, "2026-02-28") {
				t.Errorf("%v – %v", c.EarlierFrom, c.Earlier)
			}
			asked := model.TotalsAt(a.look().Request.Lines, model.StageAsked)
			approved := model.TotalsAt(a.look().Request.Lines, model.StageApproved)
			// The approval was overdue at the end of February and done late in March; in Panjin the delivery is overdue by then too.
			missed := inCity(o, 2.0, 1.0)
			for key, want := range map[string][2]float64{"filed_usage": {1, 1}, "count_accept": {1, 1}, "count_approve": {1, 0}, "missed": {missed, 1},
				"mean_acceptance": {3, 1}, "approved_vcpu": {float64(approved.VCPU), 0}, "kept_rate": {100 / (1 + missed), 50}} {
				if r := row(key); r.Now == nil || r.Before == nil || math.Abs(*r.Now-want[0]) > 0.001 || *r.Before != want[1] || math.Abs(*r.Difference-want[0]+want[1]) > 0.001 {
					t.Errorf("%s: %v and %v, by hand %v", key, *r.Now, *r.Before, want)
				}
			}
			if r := row("asked_vcpu"); *r.Before != float64(asked.VCPU) {
				t.Errorf("%+v", r)
			}
		})
		t.Run("where nothing was done there is no data, and no difference (R53)", func(t *testing.T) {
			for _, key := range []string{"mean_approval", "mean_life"} {
				if r := row(key); r.Before != nil || r.Difference != nil {
					t.Errorf("%+v", r)
				}
			}
		})
		t.Run("each stage has its mean days (R53)", func(t *testing.T) {
			for _, r := range c.Rows() {
				if r.Status == model.Submitted && r.Case == model.Usage && (r.Now == nil || *r.Now != 3 || *r.Before != 1) {
					t.Errorf("%+v", r)
				}
			}
		})
		t.Run("days that are no calendar period are compared with as many days before (R53)", func(t *testing.T) {
			c := must(reader.Compare(t.Context(), model.Query{From: dayOf(t, "2026-03-02"), To: dayOf(t, "2026-03-11")}, nil))
			if c.EarlierFrom != dayOf(t, "2026-02-20") || c.Earlier != dayOf(t, "2026-03-01") {
				t.Errorf("%v – %v", c.EarlierFrom, c.Earlier)
			}
			if _, err := reader.Compare(t.Context(), model.Query{From: dayOf(t, "2026-03-02"), To: dayOf(t, "2026-03-01")}, nil); model.KindOf(err) != model.Invalid {
				t.Error(err)
			}
		})
		t.Run("a period so far is compared with the same stretch of the one before it (R53)", func(t *testing.T) {
			for _, so := range [][4]string{
				{"2026-01-01", "2026-11-23", "2025-01-01", "2025-11-23"}, // 本年
				{"2024-01-01", "2024-02-29", "2023-01-01", "2023-02-28"},
				{"2026-10-01", "2026-11-23", "2026-07-01", "2026-08-23"}, // 本季度
				{"2026-03-01", "2026-03-30", "2026-02-01", "2026-02-28"}, // 本月
			} {
				c := must(reader.Compare(t.Context(), model.Query{From: dayOf(t, so[0]), To: dayOf(t, so[1])}, nil))
				if c.EarlierFrom != dayOf(t, so[2]) || c.Earlier != dayOf(t, so[3]) {
					t.Errorf("%s – %s: %v – %v", so[0], so[1], c.EarlierFrom, c.Earlier)
				}
			}
		})
		t.Run("the workbook of a period has both side by side (R53)", func(t *testing.T) {
			sheets := book(t, reader, app.StatisticsRegister, march)
			rows := rowsOf(sheets["与上期比较"], "项目", "受理平均用时（工作日）")
			if len(rows) != 1 {
				t.Fatal(sheets["与上期比较"])
			}
			cells(t, rows[0], "本期", "3", "上期", "1", "增减", "2")
			var b bytes.Buffer
			if err := reader.ExportRegister(t.Context(), &b, app.StatisticsRegister, march, must(wire.Words(words.Chinese)).Text, nil); err != nil {
				t.Fatal(err)
			}
			if text := bookText(t, &b); !strings.Contains(text, "上期 2026-02-01 至 2026-02-28") {
				t.Error("which days it is compared with is not said")
			}
			if _, both := book(t, reader, app.StatisticsRegister, model.Query{})["与上期比较"]; both {
				t.Error("of no period there is none before")
			}
		})
	})
}
