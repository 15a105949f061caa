package view

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/model"
)

// plainWords say keys as they are.
func plainWords(key string, _ ...string) string { return key }

// filledForm saves a form of a kind with cells typed over.
func filledForm(t *testing.T, desk *app.Desk, kind, folder, name string, typed map[string]map[string]any) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := SaveForm(t.Context(), desk, OfflineForm{Kind: kind}, path, plainWords); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for sheet, cells := range typed {
		for cell, v := range cells {
			if err := f.SetCellValue(sheet, cell, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	return path
}

func kindsOf(forms []OfflineForm) []string {
	var kinds []string
	for _, f := range forms {
		kinds = append(kinds, f.Kind)
	}
	return kinds
}

func TestFilledForm(t *testing.T) {
	ctx := t.Context()
	office := apptest.New(t, "panjin-2016")
	clerk := office.ClerkOf(office.Samples()[0])
	title := office.Profile().Forms["usage"].Title

	t.Run("each is offered the forms that he can hand in", func(t *testing.T) {
		for desk, want := range map[*app.Desk][]string{clerk: {"usage", "change", "termination", "system"},
			office.By(model.DutyAcceptance): {"system", "filing"}, office.By(model.DutyDelivery): nil} {
			if got := kindsOf(OfflineForms(desk)); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", desk.Person.Name, got, want)
			}
		}
	})
	path := filledForm(t, clerk, "usage", t.TempDir(), "a.xlsx", map[string]map[string]any{title: {"C6": "123"}, "云主机": {"B5": "甲", "B6": "乙"}})
	t.Run("it is read with its unit, its lines and its problems, and nothing is kept", func(t *testing.T) {
		f, err := ReadFilledForm(ctx, clerk, path)
		if err != nil {
			t.Fatal(err)
		}
		if f.Title != title || f.Unit != clerk.Unit.Name || !slices.Equal(f.Counts, []ResourceCount{{"云主机", 2}}) || len(f.Problems) == 0 || f.MayTake().Key != "" {
			t.Errorf("%+v", f)
		}
		if drafts, err := clerk.Drafts(ctx); err != nil || len(drafts) > 0 {
			t.Errorf("%d drafts, %v", len(drafts), err)
		}
	})
	t.Run("who may not hand it in is told, and can look at it", func(t *testing.T) {
		f, err := ReadFilledForm(ctx, office.By(model.DutyDelivery), path)
		if err != nil || f.MayTake().Key != "forms.may_not" {
			t.Errorf("%v, %v", f, err)
		}
	})
}

func TestManyForms(t *testing.T) {
	office := apptest.New(t, "panjin-2016")
	clerk := office.ClerkOf(office.Samples()[0])
	folder := t.TempDir()
	for _, name := range []string{"1.xlsx", "3.xlsx", "4.xlsx"} {
		filledForm(t, clerk, "usage", folder, name, nil)
	}
	if err := os.WriteFile(filepath.Join(folder, "2.xlsx"), []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	paths, err := FormsIn(folder)
	if err != nil || len(paths) != 4 {
		t.Fatal(paths, err)
	}
	t.Run("stopped in the middle, what was made stays and the rest is left whole", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		b := TakeForms(ctx, clerk, paths, func(done, _ int) {
			if done == 3 {
				stop()
			}
		})
		var states []FormState
		for _, f := range b.Forms {
			states = append(states, f.State)
		}
		if want := []FormState{FormFaulty, FormFailed, FormFaulty, FormLeft}; !slices.Equal(states, want) {
			t.Errorf("%v, want %v", states, want)
		}
		if drafts, err := clerk.Drafts(t.Context()); err != nil || len(drafts) != 2 {
			t.Errorf("%d drafts, %v", len(drafts), err)
		}
	})
	t.Run("all faulty ones are handed back marked, each under its own name", func(t *testing.T) {
		again := filledForm(t, clerk, "usage", t.TempDir(), "1.xlsx", nil) // the same name in another folder
		b, to := TakeForms(t.Context(), clerk, append(paths, again), nil), t.TempDir()
		n, err := b.MarkAll(t.Context(), to, " marked", plainWords, func(int, int) {})
		if err != nil || n != 4 {
			t.Fatal(n, err)
		}
		for _, name := range []string{"1 marked.xlsx", "3 marked.xlsx", "4 marked.xlsx", "1 marked2.xlsx"} {
			if _, err := os.Stat(filepath.Join(to, name)); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestFilledInventory(t *testing.T) {
	ctx := t.Context()
	office := apptest.New(t, "panjin-2016")
	clerk := office.ClerkOf(office.Samples()[0])
	title := office.Profile().Forms["system"].Title
	path := filledForm(t, clerk, "system", t.TempDir(), "a.xlsx", map[string]map[string]any{title: {"B5": "甲", "B9": "乙", "B2000": "外面"}})
	read := func(desk *app.Desk) *FilledInventory {
		t.Helper()
		f, err := ReadFilledForm(ctx, desk, path)
		if err != nil {
			t.Fatal(err)
		}
		inv, err := ReadInventory(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		return inv
	}
	t.Run("each row has its problems; what stands outside comes last", func(t *testing.T) {
		rows := read(clerk).Rows()
		if len(rows) != 3 || rows[0].Row != 5 || rows[1].Row != 9 || rows[2].Row != 0 || len(rows[2].Problems) != 1 {
			t.Fatalf("%+v", rows)
		}
		for _, p := range rows[1].Problems {
			if rowOfCell(p.Cell) != 9 {
				t.Errorf("%+v", p)
			}
		}
	})
	t.Run("who keeps the systems of all units says whose they are", func(t *testing.T) {
		officer := read(office.By(model.DutyAcceptance))
		if len(officer.Units) == 0 || officer.Ready() || len(read(clerk).Units) > 0 {
			t.Errorf("%d units", len(officer.Units))
		}
	})
}
