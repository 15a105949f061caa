package model

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Amount is how much of a resource one line stands for. A line of three hosts has Count 3; the other figures are
// those of one host.
type Amount struct {
	Count         int64 `json:"count,omitempty"`
	VCPU          int64 `json:"vcpu,omitempty"`           // cores each
	MemoryGB      int64 `json:"memory_gb,omitempty"`      // each
	SystemDiskGB  int64 `json:"system_disk_gb,omitempty"` // each
	DataDiskGB    int64 `json:"data_disk_gb,omitempty"`   // each
	StorageGB     int64 `json:"storage_gb,omitempty"`     // each
	BandwidthMbps int64 `json:"bandwidth_mbps,omitempty"` // each
}

// Line is one line of the resource demand (资源明细) with its three figures (R21, T15).
type Line struct {
	ID        string  `json:"id"`
	Resource  string  `json:"resource"` // the resource type's id: vm, storage, cloud_db …
	Values    Values  `json:"values"`   // name, purpose, operating system …
	Asked     Amount  `json:"asked"`
	Approved  *Amount `json:"approved,omitempty"`  // nil until approved
	Delivered *Amount `json:"delivered,omitempty"` // nil until delivered
	// Before and Was are how a line of a change runs at its submission; nil for a new line.
	Before *Amount `json:"before,omitempty"`
	Was    Values  `json:"was,omitempty"`
}

// Row is a line as it was typed: nothing is parsed, so nothing typed can be lost.
type Row struct {
	ID       string `json:"id,omitempty"`
	Resource string `json:"resource"`
	Values   Values `json:"values"`
}

// RemoveLine marks a row of a change whose line is to go.
const RemoveLine = "remove"

// Totals is what a set of lines adds up to.
type Totals struct {
	VCPU          int64 `json:"vcpu"`
	MemoryGB      int64 `json:"memory_gb"`
	StorageGB     int64 `json:"storage_gb"` // disks and storage together
	BandwidthMbps int64 `json:"bandwidth_mbps"`
}

// Resource is a type of resource as data: what is asked for each line of it.
type Resource struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Sizes   string  `json:"sizes,omitempty"` // the profile's list of usual sizes, 4核8GB; they may be typed as well
	Fields  []Field `json:"fields"`          // kept as text in Line.Values
	Amounts []Field `json:"amounts"`         // integers, named after Amount's JSON names
}

// sizePattern is how a usual size is written: 4核8GB, 4C8G.
var sizePattern = regexp.MustCompile(`(?i)^([1-9][0-9]{0,3})\s*(?:核|c|vcpu)\s*([1-9][0-9]{0,4})\s*(?:GB|G)$`)

// Size reads a usual size: cores and memory of one host. ok is false when it is none.
func (c Choice) Size() (size Amount, ok bool) {
	m := sizePattern.FindStringSubmatch(strings.TrimSpace(c.Label))
	if m == nil {
		return Amount{}, false
	}
	size.VCPU, _ = strconv.ParseInt(m[1], 10, 64) // digits, and few
	size.MemoryGB, _ = strconv.ParseInt(m[2], 10, 64)
	return size, true
}

// SizesList reports whether a list holds usual sizes of a resource.
func (p *Profile) SizesList(id string) bool {
	return slices.ContainsFunc(p.Resources, func(r Resource) bool { return r.Sizes == id && id != "" })
}

// amounts maps an amount's name to its place in an Amount.
func (a *Amount) amounts() map[string]*int64 {
	return map[string]*int64{"count": &a.Count, "vcpu": &a.VCPU, "memory_gb": &a.MemoryGB,
		"system_disk_gb": &a.SystemDiskGB, "data_disk_gb": &a.DataDiskGB, "storage_gb": &a.StorageGB,
		"bandwidth_mbps": &a.BandwidthMbps}
}

// Get reads a figure by its name, such as vcpu; unknown names are 0.
func (a Amount) Get(name string) int64 {
	if at := a.amounts()[name]; at != nil {
		return *at
	}
	return 0
}

// IsFigure reports whether an amount has a figure of that name.
func IsFigure(name string) bool { return new(Amount).amounts()[name] != nil }

// With is the amount with one figure changed; unknown names change nothing.
func (a Amount) With(name string, n int64) Amount {
	if at := a.amounts()[name]; at != nil {
		*at = n
	}
	return a
}

// Total is what the line adds up to: each figure times the count.
func (a Amount) Total() Totals {
	n := max(a.Count, 1)
	return Totals{n * a.VCPU, n * a.MemoryGB, n * (a.SystemDiskGB + a.DataDiskGB + a.StorageGB), n * a.BandwidthMbps}
}

// Plus adds another sum.
func (t Totals) Plus(u Totals) Totals {
	return Totals{t.VCPU + u.VCPU, t.MemoryGB + u.MemoryGB, t.StorageGB + u.StorageGB, t.BandwidthMbps + u.BandwidthMbps}
}

// Stage picks one of a line's three figures.
type Stage string

// The three figures of a line.
const (
	StageAsked     Stage = "asked"
	StageApproved  Stage = "approved"
	StageDelivered Stage = "delivered"
)

// Amount is the line's figure at a stage, and false where there is none yet.
func (l Line) Amount(s Stage) (Amount, bool) {
	switch {
	case s == StageAsked:
		return l.Asked, true
	case s == StageApproved && l.Approved != nil:
		return *l.Approved, true
	case s == StageDelivered && l.Delivered != nil:
		return *l.Delivered, true
	}
	return Amount{}, false
}

// TotalsAt adds the lines up at a stage; lines without that figure count nothing.
func TotalsAt(lines []Line, s Stage) Totals {
	var t Totals
	for _, l := range lines {
		if a, ok := l.Amount(s); ok {
			t = t.Plus(a.Total())
		}
	}
	return t
}

// Name is what people call the line: its own name, else nothing.
func (l Line) Name() string { return l.Values["name"] }

// Resource finds a resource type by its id.
func (p *Profile) Resource(id string) (Resource, bool) {
	for _, r := range p.Resources {
		if r.ID == id {
			return r, true
		}
	}
	return Resource{}, false
}

// ReadRows parses the typed rows into lines and finds every problem at once; a problem's field is
// rows[2].vcpu, counting from 0.
func (p *Profile) ReadRows(rows []Row) ([]Line, []Problem) {
	if len(rows) == 0 {
		return nil, []Problem{problem("rows", "problem.no_lines", "article", p.ArticleOf("application"))}
	}
	var lines []Line
	var found []Problem
	for i, row := range rows {
		line, problems := p.readRow(row)
		for _, pr := range problems {
			pr.Field = fmt.Sprintf("rows[%d].%s", i, pr.Field)
			found = append(found, pr)
		}
		if line.ID == "" {
			line.ID = strconv.Itoa(i + 1)
		}
		lines = append(lines, line)
	}
	return lines, found
}

func (p *Profile) readRow(row Row) (Line, []Problem) {
	r, ok := p.Resource(row.Resource)
	if !ok {
		return Line{}, []Problem{problem("resource", "problem.unknown_resource", "resource", row.Resource)}
	}
	line := Line{ID: row.ID, Resource: row.Resource, Values: Values{}}
	if row.Values[RemoveLine] == True {
		line.Values = Values{"name": row.Values["name"], RemoveLine: True}
		return line, nil
	}
	var found []Problem
	for _, f := range r.Fields {
		if !f.Asked(row.Values) {
			continue
		}
		if pr, bad := f.check(p, row.Values[f.ID]); bad {
			found = append(found, pr)
		}
		if v := strings.TrimSpace(row.Values[f.ID]); v != "" {
			line.Values[f.ID] = v
		}
	}
	for _, f := range r.Amounts {
		if !f.Asked(row.Values) {
			continue
		}
		if pr, bad := f.check(p, row.Values[f.ID]); bad {
			found = append(found, pr)
		}
		if n, ok := row.Values.Int(f.ID); ok {
			line.Asked = line.Asked.With(f.ID, n)
		}
	}
	return line, append(found, elasticProblems(line)...)
}

// elasticProblems checks an elastic line's bounds (P 10, L 14): lower ≤ asked ≤ upper.
func elasticProblems(l Line) []Problem {
	if l.Values["elastic"] != True {
		return nil
	}
	lower, okLower := l.Values.Int("elastic_min")
	upper, okUpper := l.Values.Int("elastic_max")
	if okLower && okUpper && lower > upper {
		return []Problem{problem("elastic_max", "problem.elastic_bounds")}
	}
	if okUpper && l.Asked.Count > upper || okLower && l.Asked.Count < lower {
		return []Problem{problem("count", "problem.elastic_count")}
	}
	return nil
}

// RunningRow is a running line as it can be changed: with the figures that were delivered.
func RunningRow(l Line) Row {
	if l.Delivered != nil {
		l.Asked = *l.Delivered
	}
	return RowOf(l)
}

// RowOf turns a line back into what was typed, so that it can be edited again.
func RowOf(l Line) Row {
	v := l.Values.Clone()
	for name, at := range l.Asked.amounts() {
		if *at != 0 {
			v[name] = strconv.FormatInt(*at, 10)
		}
	}
	return Row{ID: l.ID, Resource: l.Resource, Values: v}
}

// Spec writes a line's figures in words for a table: 3 × 8核 32GB 100GB …
func (r Resource) Spec(a Amount) string {
	var parts []string
	for _, f := range r.Amounts {
		if n := a.Get(f.ID); n != 0 && f.ID != "count" {
			parts = append(parts, f.Label+" "+strconv.FormatInt(n, 10)+f.Unit)
		}
	}
	return strings.Join(parts, "，")
}

// checkDesign finds what is wrong with the resource type as the profile's author wrote it.
func (r Resource) checkDesign(p *Profile) []error {
	wrong := Form{ID: "resource " + r.ID, Sections: []Section{{Fields: r.Fields}, {Fields: r.Amounts}}}.checkDesign(p)
	for _, c := range p.Lists[r.Sizes] {
		if _, ok := c.Size(); !ok {
			wrong = append(wrong, fmt.Errorf("resource %s: %q is no size; write 4核8GB", r.ID, c.Label))
		}
	}
	if r.Sizes != "" && len(p.Lists[r.Sizes]) == 0 {
		wrong = append(wrong, fmt.Errorf("resource %s: list %q is missing or empty", r.ID, r.Sizes))
	}
	known := (&Amount{}).amounts()
	for _, f := range r.Amounts {
		if known[f.ID] == nil || f.Kind != IntegerField || f.Max == nil || f.Min == nil {
			wrong = append(wrong, fmt.Errorf("resource %s: amount %q must be a known figure, an integer, with min and max", r.ID, f.ID))
		}
	}
	return wrong
}
