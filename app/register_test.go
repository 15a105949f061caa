package app_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/wire"
	"yunban/app/words"
	"yunban/model"
)

// ledger exports what a person may read and reads the workbook again, without its empty rows.
func ledger(t *testing.T, d *app.Desk, q model.Query) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := d.ExportRegister(t.Context(), &b, app.RequestRegister, q, must(wire.Words(words.Chinese)).Text, nil); err != nil {
		t.Fatal(err)
	}
	f := must(excelize.OpenReader(&b))
	defer f.Close()
	return must(f.GetRows(f.GetSheetList()[0]))
}

func TestRegister(t *testing.T) {
	eachCity(t, func(t *testing.T, o *apptest.Office) {
		a, b := submitted(t, o, 0), tested(t, o)
		on(t, o, "2026-03-02")
		rows := ledger(t, o.By(model.DutyReading), model.Query{})
		t.Run("the ledger says whose it is, who exported it and when, and that it is a demonstration", func(t *testing.T) {
			note := strings.Join(rows[1], "")
			for _, said := range []string{o.Profile().City, o.By(model.DutyReading).Person.Name, "2026-03-02 09:30", "演示数据"} {
				if !strings.Contains(note, said) {
					t.Errorf("%q lacks %q", note, said)
				}
			}
			if rows[0][0] != "政务云申请台账" {
				t.Error(rows[0])
			}
		})
		row := func(number string) []string {
			for _, r := range rows {
				if r[0] == number {
					return r
				}
			}
			t.Fatalf("no row of %s", number)
			return nil
		}
		t.Run("a request is a row: number, system, unit, level, where it stands, due when and why (R12)", func(t *testing.T) {
			q := a.look().Request
			want := []string{q.Number, "使用申请", q.Title(), q.Values()["unit_name"], "3", "待受理", "1", q.FiledBy, "2026-02-11", "2026-02-11",
				inCity(o, "2026-02-14", "2026-02-25"), inCity(o, "第八条", "第十二条"), "逾期"}
			if got := row(q.Number); !slices.Equal(got, want) {
				t.Errorf("\ngot  %q\nwant %q", got, want)
			}
		})
		t.Run("where the text gives no limit there is no date, and the row says so (T8)", func(t *testing.T) {
			got := row(b.look().Request.Number)
			if got[5] != "测试完成，待终审" || got[10] != "" || got[11] != "" || got[12] != "未规定时限" {
				t.Errorf("%q", got)
			}
		})
		t.Run("a unit's ledger has its own requests only (R04)", func(t *testing.T) {
			text := ""
			for _, r := range ledger(t, a.clerk, model.Query{}) {
				text += strings.Join(r, " ")
			}
			if !strings.Contains(text, a.look().Request.Number) || strings.Contains(text, b.look().Request.Number) {
				t.Error(text)
			}
		})
		t.Run("it can be narrowed", func(t *testing.T) {
			if got := ledger(t, o.By(model.DutyReading), model.Query{Status: []model.Status{model.TestsSubmitted}}); len(got) != len(rows)-1 {
				t.Errorf("%d rows of %d", len(got), len(rows))
			}
		})
	})
	t.Run("a disk that is full is told", func(t *testing.T) {
		o := apptest.New(t, "luan")
		if err := o.By(model.DutyReading).ExportRegister(t.Context(), full{}, app.RequestRegister, model.Query{}, must(wire.Words(words.English)).Text, nil); err == nil {
			t.Error("no error")
		}
	})
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

var _ io.Writer = full{}
