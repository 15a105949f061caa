package app_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/wire"
	"yunban/app/words"
	"yunban/model"
	"yunban/model/workday"
)

// book exports a register and reads it again: the rows of each sheet under its head, as text by column title.
func book(t *testing.T, d *app.Desk, kind app.Register, q model.Query) map[string][]map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := d.ExportRegister(t.Context(), &b, kind, q, must(wire.Words(words.Chinese)).Text, nil); err != nil {
		t.Fatal(kind, err)
	}
	f := must(excelize.OpenReader(&b))
	defer f.Close()
	sheets := map[string][]map[string]string{}
	for _, tab := range f.GetSheetList() {
		rows := must(f.GetRows(tab))
		sheets[tab] = []map[string]string{}
		for _, row := range rows[3:] {
			told := map[string]string{}
			for i, text := range row {
				told[rows[2][i]] = text
			}
			sheets[tab] = append(sheets[tab], told)
		}
	}
	return sheets
}

// sheetOf is the only sheet of a register.
func sheetOf(t *testing.T, d *app.Desk, kind app.Register, q model.Query) []map[string]string {
	t.Helper()
	for _, rows := range book(t, d, kind, q) {
		return rows
	}
	return nil
}

// cells checks some cells of a row.
func cells(t *testing.T, row map[string]string, pairs ...string) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if row[pairs[i]] != pairs[i+1] {
			t.Errorf("%s is %q, want %q (%v)", pairs[i], row[pairs[i]], pairs[i+1], row)
		}
	}
}

// rowsOf are the rows whose column says something.
func rowsOf(rows []map[string]string, column, text string) []map[string]string {
	return slices.DeleteFunc(slices.Clone(rows), func(r map[string]string) bool { return r[column] != text })
}

func dayOf(t *testing.T, text string) workday.Date {
	t.Helper()
	return must(workday.ParseDate(text))
}

func TestRegisters(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		a := submitted(t, o, 0)
		on(t, o, "2026-02-12")
		a.do(model.DutyAcceptance, model.Accept, app.Doing{Note: "材料齐全"})
		on(t, o, "2026-03-02") // past 2 working days in Lu'an as in Panjin
		a.do(model.DutyApproval, model.Approve, app.Doing{Note: "同意"})
		b := tested(t, o)
		on(t, o, "2026-03-04")
		reader := o.By(model.DutyReading)
		number := a.look().Request.Number

		t.Run("each step of a request has a row: article, limit, due, done, working days, kept or missed (R12)", func(t *testing.T) {
			rows := rowsOf(sheetOf(t, reader, app.DeadlineRegister, model.Query{}), "申请单号", number)
			if len(rows) != 3 {
				t.Fatalf("%d rows: %v", len(rows), rows)
			}
			cells(t, rows[0], "环节", "待受理", "依据", inCity(o, "第八条", "第十二条"), "规定时限", inCity(o, "3 个工作日", "5 个工作日"),
				"本环节开始", "2026-02-11", "办理期限", inCity(o, "2026-02-14", "2026-02-25"), "办结日期", "2026-02-12", "已用工作日", "1", "时限执行", "按期")
			cells(t, rows[1], "环节", "已受理，待审批", "办结日期", "2026-03-02", "时限执行", "逾期")
			cells(t, rows[2], "环节", "已批准，待交付", "办结日期", "", "时限执行", "在办")
		})
		t.Run("where the text gives no limit, the row says so (T8)", func(t *testing.T) {
			rows := rowsOf(sheetOf(t, reader, app.DeadlineRegister, model.Query{}), "环节", "测试完成，待终审")
			if len(rows) != 1 {
				t.Fatal(rows)
			}
			cells(t, rows[0], "办理期限", "", "规定时限", "", "依据", "", "时限执行", "未规定时限")
		})
		t.Run("a line has a row with what was asked, approved and delivered (R21, T15)", func(t *testing.T) {
			rows := sheetOf(t, reader, app.ResourceRegister, model.Query{})
			r := b.look().Request
			own := rowsOf(rows, "申请单号", r.Number)
			if len(own) != len(r.Lines) {
				t.Fatalf("%d rows of %d lines", len(own), len(r.Lines))
			}
			for i, l := range r.Lines {
				cells(t, own[i], "名称", l.Name(), "使用单位", r.Values()["unit_name"], "申请数量", figure(l.Asked.Count), "核定数量", figure(l.Approved.Count),
					"实配vCPU（核）", figure(l.Delivered.Total().VCPU), "实配内存（GB）", figure(l.Delivered.Total().MemoryGB), "状态", "测试完成，待终审")
			}
			cells(t, rowsOf(rows, "申请单号", number)[0], "实配数量", "", "状态", "已批准，待交付")
		})
		t.Run("the inventory has a row per system with where it stands (R01)", func(t *testing.T) {
			rows := rowsOf(sheetOf(t, reader, app.SystemRegister, model.Query{}), "应用系统", a.look().Request.Title())
			if len(rows) != 1 {
				t.Fatal(rows)
			}
			cells(t, rows[0], "使用单位", a.look().Request.Values()["unit_name"], "等保级别", "3", "上云状态", "申请中", "vCPU（核）", "")
		})
		t.Run("the statistics count by unit, month and step, with medians, and add up (R12)", func(t *testing.T) {
			sheets := book(t, reader, app.StatisticsRegister, model.Query{})
			units := sheets["按单位"]
			all := units[len(units)-1]
			cells(t, all, "使用单位", "合计", "使用申请", "2", "受理", "2", "批准", "2", "试用交付", "1", "逾期", "1", "受理用时中位数（工作日）", "0.5")
			months := sheets["按月"]
			cells(t, months[0], "月份", "2026-02", "使用申请", "1", "受理", "1", "批准", "0")
			cells(t, months[1], "月份", "2026-03", "使用申请", "1", "受理", "1", "批准", "2", "逾期", "1")
			step := rowsOf(sheets["按环节"], "环节", "已受理，待审批")[0]
			cells(t, step, "按期", "1", "逾期", "1", "按期率", "50.0%")
			quotas := sheets["资源配额"]
			want := model.TotalsAt(a.look().Request.Lines, model.StageAsked).Plus(model.TotalsAt(b.look().Request.Lines, model.StageAsked))
			cells(t, quotas[len(quotas)-1], "申请vCPU（核）", figure(want.VCPU), "申请存储（GB）", figure(want.StorageGB),
				"实配vCPU（核）", figure(model.TotalsAt(b.look().Request.Lines, model.StageDelivered).VCPU), "在用vCPU（核）", "")
		})
		t.Run("statistics of a period tell what was so at its end", func(t *testing.T) {
			s := must(reader.Statistics(t.Context(), model.Query{From: dayOf(t, "2026-02-01"), To: dayOf(t, "2026-02-12")}, nil))
			if s.All.Filed[model.Usage] != 1 || s.All.Acts[model.Approve] != 0 || s.All.Missed != 0 || s.All.Kept != 1 {
				t.Errorf("%+v", s.All)
			}
			rows := sheetOf(t, reader, app.DeadlineRegister, model.Query{To: dayOf(t, "2026-02-12")})
			if len(rows) != 2 || rows[1]["时限执行"] != "在办" {
				t.Error(rows)
			}
		})
		t.Run("a step that became overdue counts as missed though nobody has done it", func(t *testing.T) {
			s := must(reader.Statistics(t.Context(), model.Query{From: dayOf(t, "2026-02-13"), To: dayOf(t, "2026-02-28")}, nil))
			if s.All.Missed != 1 || s.All.Acts[model.Approve] != 0 {
				t.Errorf("%+v", s.All)
			}
		})
		t.Run("a unit reads its own alone in every register (R04)", func(t *testing.T) {
			other := b.look().Request
			for _, kind := range app.Registers() {
				if text := fmtBook(book(t, a.clerk, kind, model.Query{})); strings.Contains(text, other.Number) || strings.Contains(text, other.Values()["unit_name"]) {
					t.Errorf("%s shows another unit: %s", kind, text)
				}
			}
		})
		t.Run("whoever reads all narrows a register to a unit and a period", func(t *testing.T) {
			q := model.Query{Unit: a.clerk.Unit.ID}
			for _, kind := range app.Registers() {
				text := fmtBook(book(t, reader, kind, q))
				if !strings.Contains(text, a.clerk.Unit.Name) || strings.Contains(text, b.look().Request.Values()["unit_name"]) {
					t.Errorf("%s is not narrowed: %s", kind, text)
				}
			}
			if rows := sheetOf(t, reader, app.RequestRegister, model.Query{From: dayOf(t, "2026-03-01")}); len(rows) != 1 || rows[0]["申请单号"] == number {
				t.Error(rows)
			}
		})
	})
	t.Run("progress is told up to the end, and cancelling stops", func(t *testing.T) {
		o := apptest.New(t, "luan")
		submitted(t, o, 0)
		submitted(t, o, 1)
		reader := o.By(model.DutyReading)
		for _, kind := range app.Registers() {
			done, all := 0, 0
			err := reader.ExportRegister(t.Context(), &bytes.Buffer{}, kind, model.Query{}, must(wire.Words(words.English)).Text, func(d, a int) { done, all = d, a })
			if err != nil || done != all || all == 0 {
				t.Errorf("%s: %d of %d, %v", kind, done, all, err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			err = reader.ExportRegister(ctx, &bytes.Buffer{}, kind, model.Query{}, must(wire.Words(words.English)).Text, nil)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", kind, err)
			}
		}
	})
	t.Run("an unknown register and a period that runs backwards are refused", func(t *testing.T) {
		reader := apptest.New(t, "luan").By(model.DutyReading)
		for _, c := range []struct {
			kind app.Register
			q    model.Query
		}{{"nothing", model.Query{}}, {app.RequestRegister, model.Query{From: dayOf(t, "2026-03-02"), To: dayOf(t, "2026-03-01")}}} {
			if err := reader.ExportRegister(t.Context(), &bytes.Buffer{}, c.kind, c.q, must(wire.Words(words.English)).Text, nil); model.KindOf(err) != model.Invalid {
				t.Error(err)
			}
		}
	})
	t.Run("a live system's quota is what runs; once terminated it is no more (R24)", func(t *testing.T) {
		o := apptest.New(t, "panjin-2016")
		system := o.Filed(model.Live)
		reader := o.By(model.DutyReading)
		s := must(reader.Statistics(t.Context(), model.Query{}, nil))
		runs := model.TotalsAt(must(reader.System(t.Context(), system)).Lines, model.StageDelivered)
		if s.All.Running != runs || runs.VCPU == 0 || s.All.Acts[model.GoLive] != 1 || len(s.All.Life) != 1 {
			t.Errorf("%+v, want %+v", s.All, runs)
		}
		row := sheetOf(t, reader, app.SystemRegister, model.Query{})[0]
		cells(t, row, "上云状态", "已上云", "vCPU（核）", figure(runs.VCPU), "存储（GB）", figure(runs.StorageGB))
		if row["开通的申请单号"] == "" || row["开通日期"] == "" {
			t.Error(row)
		}
	})
}

func TestMedian(t *testing.T) {
	for want, days := range map[float64]app.Days{3: {3}, 2.5: {4, 1, 3, 2}, 2: {9, 2, 1}, 0: {0, 0, 7}} {
		if got, ok := days.Median(); !ok || got != want {
			t.Errorf("the median of %v is %v", days, got)
		}
	}
	if _, ok := (app.Days{}).Median(); ok {
		t.Error("nothing has a median")
	}
}

// figure writes a figure as a cell shows it.
func figure(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func fmtBook(sheets map[string][]map[string]string) string {
	var b strings.Builder
	for _, rows := range sheets {
		for _, row := range rows {
			for _, cell := range row {
				b.WriteString(cell + " ")
			}
		}
	}
	return b.String()
}
