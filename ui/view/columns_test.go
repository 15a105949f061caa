package view

import (
	"context"
	"slices"
	"strings"
	"testing"

	"yunban/app/apptest"
)

func TestColumns(t *testing.T) {
	ctx := context.Background()
	office := apptest.New(t, "panjin-2016")
	desk, other := office.As("chenkun"), office.As("wangfang")
	load := func(t *testing.T) Columns {
		t.Helper()
		c, err := LoadColumns(ctx, desk)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	at := func(c Columns, key string) int {
		return slices.IndexFunc(c, func(one Column) bool { return one.Key == key })
	}

	t.Run("who has chosen nothing has the usual columns", func(t *testing.T) {
		if got := strings.Join(load(t).Keys(), " "); got != "number title unit level status clock due article filed filed_by" {
			t.Error(got)
		}
	})
	t.Run("columns and their order are kept, for this person alone", func(t *testing.T) {
		c := load(t)
		c.Set(at(c, "article"), false)
		c.Set(at(c, "round"), true)
		c.Move(at(c, "due"), -99)
		if err := c.Save(ctx, desk); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(load(t).Keys(), " "); got != "due number title unit level status clock round filed filed_by" {
			t.Error(got)
		}
		if theirs, err := LoadColumns(ctx, other); err != nil || !slices.Equal(theirs, UsualColumns()) {
			t.Errorf("another has %v, %v", theirs, err)
		}
	})
	t.Run("a column moves place by place and stays at the ends", func(t *testing.T) {
		c := UsualColumns()
		if to := c.Move(0, 1); to != 1 || c[0].Key != "case" || c[1].Key != "number" || c[2].Key != "title" {
			t.Errorf("at %d: %v", to, c)
		}
		last := len(c) - 1
		if to := c.Move(last, 1); to != last || c[last].Key != "filed_by" || len(c) != len(listColumns) {
			t.Errorf("at %d: %v", to, c)
		}
	})
	t.Run("a list without any column is refused", func(t *testing.T) {
		c := UsualColumns()
		for i := range c {
			c.Set(i, false)
		}
		if _, wrong := find(problems(c.Save(ctx, desk)), "columns"); !wrong {
			t.Error("it was taken")
		}
	})
	t.Run("the usual columns are a choice no more: they follow the program", func(t *testing.T) {
		if err := UsualColumns().Save(ctx, desk); err != nil {
			t.Fatal(err)
		}
		if text, err := desk.Settings.Setting(ctx, columnsSetting(desk)); err != nil || text != "" {
			t.Errorf("kept %q, %v", text, err)
		}
	})
	t.Run("what an older or newer program kept is understood", func(t *testing.T) {
		kept := `[{"key":"filed","on":true},{"key":"colour","on":true},{"key":"filed","on":true},{"key":"number","on":false}]`
		if err := desk.Settings.SaveSetting(ctx, columnsSetting(desk), kept); err != nil {
			t.Fatal(err)
		}
		c := load(t)
		if got := strings.Join(c.Keys(), " "); got != "filed" || len(c) != len(listColumns) || c[1].Key != "number" {
			t.Errorf("%s of %v", got, c)
		}
	})
}
