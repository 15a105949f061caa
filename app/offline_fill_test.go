package app_test

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/wire"
	"yunban/app/words"
	"yunban/assets"
	"yunban/model"
)

// sheetForm is a form that somebody fills in with a spreadsheet program.
type sheetForm struct {
	t *testing.T
	p *model.Profile
	*excelize.File
}

func chinese(t *testing.T) *words.Words {
	t.Helper()
	return must(wire.Words(words.Chinese))
}

// exported is a form as it is handed out.
func exported(t *testing.T, p *model.Profile, write func(io.Writer) error) sheetForm {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return opened(t, p, b.Bytes())
}

func opened(t *testing.T, p *model.Profile, data []byte) sheetForm {
	t.Helper()
	f := must(excelize.OpenReader(bytes.NewReader(data)))
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return sheetForm{t, p, f}
}

func (f sheetForm) bytes() []byte {
	f.t.Helper()
	return must(f.WriteToBuffer()).Bytes()
}

// put types something into a cell.
func (f sheetForm) put(sheet, cell string, value any) {
	f.t.Helper()
	if err := f.SetCellValue(sheet, cell, value); err != nil {
		f.t.Fatal(err)
	}
}

// labelled is the row whose label is this, as a person would look for it: below the head of the section, when one is
// named, for a head and a label may read the same.
func (f sheetForm) labelled(sheet, section, label string) int {
	f.t.Helper()
	below := section == ""
	for i, row := range must(f.GetRows(sheet)) {
		switch {
		case len(row) == 0:
		case !below:
			below = row[0] == section
		case row[0] == label || row[0] == label+" ＊":
			return i + 1
		}
	}
	f.t.Fatalf("%s has no %q below %q", sheet, label, section)
	return 0
}

func sectionOf(form model.Form, field string) string {
	for _, s := range form.Sections {
		for _, f := range s.Fields {
			if f.ID == field {
				return s.Title
			}
		}
	}
	return ""
}

// typed is a value as a person types it: a choice by its words, a day as a day, a figure as a figure.
func (f sheetForm) typed(field model.Field, value string) any {
	switch field.Kind {
	case model.IntegerField:
		if n, err := strconv.Atoi(value); err == nil {
			return n
		}
	case model.DateField:
		if day, err := time.Parse(time.DateOnly, value); err == nil {
			return day
		}
	case model.ChoiceField, model.BooleanField, model.DeclarationField:
		return field.Display(f.p, value)
	}
	return value
}

// fill types the values of a form.
func (f sheetForm) fill(form model.Form, values model.Values) {
	f.t.Helper()
	for _, field := range form.Fields() {
		if values[field.ID] == "" {
			continue
		}
		row := f.labelled(form.Title, sectionOf(form, field.ID), field.Label)
		if field.Kind != model.ChoicesField {
			f.put(form.Title, model.CellRef(row, 3), f.typed(field, values[field.ID]))
			continue
		}
		for i, c := range f.p.Lists[field.List] {
			if label := must(f.GetCellValue(form.Title, model.CellRef(row+i, 2))); label != c.Label {
				f.t.Fatalf("%s is beside %s", c.Label, label)
			}
			if strings.Contains("|"+values[field.ID]+"|", "|"+c.ID+"|") {
				f.put(form.Title, model.CellRef(row+i, 3), "是")
			}
		}
	}
}

// fillRow types a line into a row of its resource's sheet.
func (f sheetForm) fillRow(row int, resource model.Resource, values model.Values) {
	f.t.Helper()
	for _, field := range append(resource.Fields[:len(resource.Fields):len(resource.Fields)], resource.Amounts...) {
		if v, ok := values[field.ID]; ok {
			f.put(resource.Name, model.CellRef(row, f.headed(resource.Name, field.Label)), f.typed(field, v))
		}
	}
}

// headed is the column of a table under a head.
func (f sheetForm) headed(sheet, head string) int {
	f.t.Helper()
	for i, text := range must(f.GetRows(sheet))[2] {
		if text == head || text == head+" ＊" {
			return i + 1
		}
	}
	f.t.Fatalf("%s has no %q", sheet, head)
	return 0
}

// fillFiling types a whole application; lines go into the first free rows of their sheets.
func (f sheetForm) fillFiling(form model.Form, filling model.Filling) {
	f.t.Helper()
	f.fill(form, filling.Values)
	next := map[string]int{}
	for _, row := range filling.Rows {
		r, ok := f.p.Resource(row.Resource)
		if !ok {
			f.t.Fatalf("no resource %s", row.Resource)
		}
		f.fillRow(5+next[r.ID], r, row.Values)
		next[r.ID]++
	}
	for _, m := range f.p.Materials {
		var names []string
		for _, file := range filling.Files {
			if file.Role == m.ID {
				names = append(names, file.Name)
			}
		}
		if len(names) > 0 {
			f.put(form.Title, model.CellRef(f.labelled(form.Title, "申请材料", m.Name), 3), strings.Join(names, "；"))
		}
	}
}

// sampleFolder is the folder of a sample request, on disk.
func sampleFolder(t *testing.T, o *apptest.Office) string {
	t.Helper()
	dir := t.TempDir()
	from := must(fs.Sub(assets.Samples, "samples/"+o.Profile().ID+"/"+o.Samples()[0]))
	if err := os.CopyFS(dir, from); err != nil {
		t.Fatal(err)
	}
	return dir
}

// sampleForm is one of the filled forms of a sample.
func sampleForm(t *testing.T, folder, name string) app.FilledForm {
	t.Helper()
	return must(app.ReadFilledForm(must(os.ReadFile(filepath.Join(folder, name)))))
}
