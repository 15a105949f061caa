package app

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
)

// UsageTable is the vendor's table of utilisation as it was read from a workbook.
type UsageTable struct {
	Name     string // of the file
	Sheet    string
	Rows     []Utilised
	Problems []model.CellProblem // what was lost in the cells: formulas, errors

	columns map[string]int    // where each column is, from 1
	labels  map[string]string // what the table calls it
}

// maxUsageRows is the longest table that is read.
const maxUsageRows = 200_000

// headWithin is in which rows of a sheet the table's head may stand.
const headWithin = 20

// usageHeads are the names of the columns: what vendors' own exports call them, without what stands in brackets.
var usageHeads = map[string][]string{
	"unit":        {"使用单位", "单位", "单位名称", "使用单位名称", "unit"},
	"system_name": {"应用系统", "系统", "系统名称", "应用系统名称", "业务系统", "system"},
	"instance":    {"实例", "实例名称", "主机", "主机名称", "云主机", "云主机名称", "资源名称", "instance"},
	"cpu":         {"cpu", "cpu利用率", "cpu使用率", "cpu平均利用率", "处理器", "vcpu"},
	"memory":      {"内存", "内存利用率", "内存使用率", "内存平均利用率", "memory"},
	"disk":        {"存储", "存储利用率", "存储使用率", "磁盘", "磁盘使用率", "磁盘利用率", "硬盘", "disk", "storage"},
	"judgement":   {"判断", "评价", "利用率评价"},
}

// ReadUsage reads a table of utilisation from a workbook: the first sheet that has its columns, in whatever order. Nothing
// is judged yet but what was lost in the cells. progress tells how much of the file is read, in percent; it may be nil.
func (d *Desk) ReadUsage(ctx context.Context, r io.Reader, name string, progress func(done, all int)) (UsageTable, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxTable+1))
	switch {
	case err != nil:
		return UsageTable{}, unreadable(name, err)
	case len(data) > maxTable:
		return UsageTable{}, model.Errorf(model.Invalid, "error.form_too_much")
	}
	t := &usageReader{UsageTable: UsageTable{Name: name}, profile: d.Profile(), texts: map[string]string{}}
	form, _ := t.profile.StepForm(model.MonthlyReport, model.Lodge)
	t.fields = form.Section(model.UtilisationTable).Fields
	if err := d.Forms.ReadTable(ctx, data, t.row, progress); err != nil {
		return UsageTable{}, err
	}
	if t.columns == nil {
		return UsageTable{}, model.Errorf(model.Invalid, "error.usage_head", "name", name)
	}
	return t.UsageTable, nil
}

// maxTable is the largest workbook that is read as a table, in bytes.
const maxTable = 64 << 20

// usageReader reads a table of utilisation row by row.
type usageReader struct {
	UsageTable
	profile *model.Profile
	fields  []model.Field
	texts   map[string]string // the names of units and systems, each kept once
}

func (t *usageReader) row(sheet string, row int, cells []model.FilledCell) (more bool, err error) {
	if t.columns == nil || t.Sheet != sheet {
		if t.columns != nil { // the table has been read
			return false, nil
		}
		t.head(sheet, cells)
		return t.columns != nil || row < headWithin, nil
	}
	if len(t.Rows) == maxUsageRows {
		return false, model.Errorf(model.Invalid, "error.usage_too_long", "max", strconv.Itoa(maxUsageRows))
	}
	u := Utilised{Row: row}
	for id, at := range t.columns {
		if at > len(cells) || cells[at-1].Text == "" {
			continue
		}
		value, key := t.field(id).FromCell(t.profile, cells[at-1], false)
		if key != "" {
			t.lost(row, id, key)
			value = cells[at-1].Text
		}
		t.put(&u, id, value)
	}
	if u != (Utilised{Row: row}) {
		t.Rows = append(t.Rows, u)
	}
	return true, nil
}

// head takes a row for the table's head if it names the columns that are needed.
func (t *usageReader) head(sheet string, cells []model.FilledCell) {
	columns, labels := map[string]int{}, map[string]string{}
	for i, c := range cells {
		name := columnCalled(c.Text)
		for id, names := range usageHeads {
			if _, known := columns[id]; !known && slices.Contains(names, name) {
				columns[id], labels[id] = i+1, strings.TrimSpace(c.Text)
			}
		}
	}
	figures := columns["cpu"] + columns["memory"] + columns["disk"]
	if columns["unit"] > 0 && columns["system_name"] > 0 && figures > 0 {
		t.Sheet, t.columns, t.labels = sheet, columns, labels
	}
}

// columnCalled is a column's head without what people add to it: CPU 利用率（%）＊ is cpu利用率.
func columnCalled(head string) string {
	for _, open := range []string{"（", "("} {
		head, _, _ = strings.Cut(head, open)
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune("%％＊* 　\n\r\t:：", r) {
			return -1
		}
		return r
	}, head))
}

func (t *usageReader) field(id string) model.Field {
	for _, f := range t.fields {
		if f.ID == id {
			return f
		}
	}
	return model.Field{ID: id, Kind: model.TextField}
}

func (t *usageReader) lost(row int, id, key string) {
	p := model.Problem{Field: model.CellOf(model.UtilisationTable, len(t.Rows), id), Key: key, Args: map[string]string{"label": t.labels[id]}}
	t.Problems = append(t.Problems, t.place(p, row, id))
}

func (t *usageReader) put(u *Utilised, id, value string) {
	switch id {
	case "unit":
		u.Unit = t.once(value)
	case "system_name":
		u.System = t.once(value)
	case "instance":
		u.Instance = value
	case "cpu":
		u.CPU = figure(value)
	case "memory":
		u.Memory = figure(value)
	case "disk":
		u.Disk = figure(value)
	case "judgement":
		u.Judgement = t.once(value)
	}
}

// once keeps each text once: a hundred thousand rows name few units.
func (t *usageReader) once(text string) string {
	if known, ok := t.texts[text]; ok {
		return known
	}
	t.texts[text] = text
	return text
}

// figure is a figure as typed without its sign: 41.2% is 41.2.
func figure(text string) string {
	return strings.TrimSpace(strings.TrimRight(text, "%％"))
}

// Place tells in which cells of the table problems of a filing stand; one that is of no row has no cell.
func (t UsageTable) Place(problems []model.Problem) []model.CellProblem {
	placed := make([]model.CellProblem, len(problems))
	for i, p := range problems {
		placed[i] = model.CellProblem{Problem: p}
		if n, id, ok := usageCell(p.Field); ok && n < len(t.Rows) {
			placed[i] = t.place(p, t.Rows[n].Row, id)
		}
	}
	return placed
}

func (t UsageTable) place(p model.Problem, row int, id string) model.CellProblem {
	return model.CellProblem{Problem: p, Sheet: t.Sheet, Cell: model.CellRef(row, max(t.columns[id], 1)), Label: t.labels[id]}
}

// usageCell reads utilisation[12].cpu.
func usageCell(path string) (row int, id string, ok bool) {
	rest, ok := strings.CutPrefix(path, model.UtilisationTable)
	if !ok {
		return 0, "", false
	}
	return rowOf("rows" + rest)
}

// ReadUsageFile reads a table of utilisation from a path.
func (d *Desk) ReadUsageFile(ctx context.Context, path string, progress func(done, all int)) (UsageTable, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() { // opening a pipe would wait for ever
		return UsageTable{}, unreadable(path, err)
	}
	f, err := os.Open(path)
	if err != nil {
		return UsageTable{}, unreadable(path, err)
	}
	defer f.Close()
	return d.ReadUsage(ctx, f, filepath.Base(path), progress)
}
