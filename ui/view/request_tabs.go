package view

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"yunban/model"
)

// Sheet is the last round's application, with what changed since the round before.
func (r *Request) Sheet() Sheet { return r.SheetOf(len(r.Request.Rounds) - 1) }

// SheetOf is the application of a round, counted from 0, with what changed since the round before.
func (r *Request) SheetOf(round int) Sheet {
	rounds := r.Request.Rounds
	if round < 0 || round >= len(rounds) {
		return Sheet{}
	}
	var before *model.Round
	if round > 0 {
		before = &rounds[round-1]
	}
	return sheetOf(r.Profile, r.Form(), rounds[round], before)
}

// ResourceRow is one figure table row: a line with what was asked, approved and delivered (T15).
type ResourceRow struct {
	No        int
	Resource  string
	Name      string
	Details   string
	Word      string // the officer's, on its reasonableness (R12)
	Asked     string
	Approved  string // nothing before the approval
	Delivered string // nothing before the delivery
	Cut       bool   // approved below what was asked
	Before    string // of a change: how it runs; nothing for a new line
	Change    LineChange
	Reclaimed bool // of a termination: confirmed by the vendor
}

// Resources lists the lines with their three figures side by side.
func (r *Request) Resources() []ResourceRow {
	rows := make([]ResourceRow, len(r.Request.Lines))
	for i, l := range r.Request.Lines {
		kind, _ := r.Profile.Resource(l.Resource)
		rows[i] = ResourceRow{No: i + 1, Resource: kind.Name, Name: l.Name(), Details: Details(r.Profile, kind, l), Word: r.Request.Round().Reasonable(l.ID),
			Asked: figures(kind, l, model.StageAsked), Approved: figures(kind, l, model.StageApproved),
			Delivered: figures(kind, l, model.StageDelivered), Cut: l.Approved != nil && *l.Approved != l.Asked}
		switch r.Request.Case {
		case model.Change:
			rows[i].change(kind, l)
		case model.Termination:
			rows[i].Reclaimed = slices.Contains(r.Request.Delivery.Choices("reclaimed_lines"), l.ID)
		}
	}
	return rows
}

// change puts to a line of a change how it ran; one that is to go has no figures of its own.
func (row *ResourceRow) change(kind model.Resource, l model.Line) {
	row.Change = changeOf(l)
	if l.Before != nil {
		row.Before = shortly(kind, *l.Before)
	}
	if row.Change == LineRemoved {
		row.Details, row.Asked, row.Approved, row.Delivered = "", "", "", ""
	}
}

// figures writes a line's figure at a stage, short enough for a column, in the order of the type's figures:
// 2 台 × 8核/32GB/100GB/200GB.
func figures(r model.Resource, l model.Line, s model.Stage) string {
	a, ok := l.Amount(s)
	if !ok {
		return ""
	}
	return shortly(r, a)
}

// shortly writes an amount short enough for a column.
func shortly(r model.Resource, a model.Amount) string {
	var count string
	var parts []string
	for _, f := range r.Amounts {
		n := a.Get(f.ID)
		switch {
		case f.ID == "count":
			count = strconv.FormatInt(n, 10) + " " + f.Unit
		case n != 0:
			parts = append(parts, strconv.FormatInt(n, 10)+f.Unit)
		}
	}
	spec := strings.Join(parts, "/")
	switch {
	case spec == "" && count == "":
		return "0"
	case spec == "":
		return count
	case count == "":
		return spec
	}
	return count + " × " + spec
}

// StageTotals are the totals of one stage; Known is false where there is no figure yet.
type StageTotals struct {
	Stage model.Stage
	Known bool
	model.Totals
}

// stageBefore is how the lines of a change ran before it.
const stageBefore model.Stage = "before"

// Totals adds up the lines at each stage, of a change also as they ran before.
func (r *Request) Totals() []StageTotals {
	var all []StageTotals
	stages := []model.Stage{model.StageAsked, model.StageApproved, model.StageDelivered}
	switch r.Request.Case {
	case model.Change:
		all = append(all, StageTotals{stageBefore, true, beforeTotals(r.Request.Lines)})
	case model.Termination:
		stages = stages[2:]
	}
	for _, s := range stages {
		known := slices.ContainsFunc(r.Request.Lines, func(l model.Line) bool { _, ok := l.Amount(s); return ok })
		all = append(all, StageTotals{s, known, model.TotalsAt(r.Request.Lines, s)})
	}
	return all
}

// FileRow is a file of the request, with where it came from.
type FileRow struct {
	model.File
	What string // the material's or the paper's name; nothing when the action says it
	By   string
	At   time.Time
	Act  model.Action
	Last bool // of the last round, not of an earlier one
}

// Files lists everything attached in any round or act, the latest first. Papers have their own tab.
func (r *Request) Files() []FileRow {
	var rows []FileRow
	lastSubmit := -1
	for i, e := range r.History {
		if e.Action == model.Submit {
			lastSubmit = i
		}
	}
	for i := len(r.History) - 1; i >= 0; i-- {
		e := r.History[i]
		if model.AboutPaper(e.Action) && e.Action != model.FileCopy {
			continue
		}
		for _, f := range e.Files {
			row := FileRow{File: f, By: e.By(), At: e.At, Act: e.Action, Last: e.Action != model.Submit || i == lastSubmit}
			if e.Action == model.Submit || e.Action == model.FileMaterials {
				row.What = MaterialName(r.Profile, f.Role)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// SaveFile writes a file of the request to a path.
func (r *Request) SaveFile(ctx context.Context, f model.File, path string) error {
	return r.desk.SaveFile(ctx, f, path)
}

// fieldsOf writes the values of an act with the labels of its form.
func (r *Request) fieldsOf(e model.Event) []SheetField {
	var fields []SheetField
	form, _ := r.Profile.ActForm(r.Request.Case, e.Action)
	for _, f := range form.Fields() {
		if v := e.Values[f.ID]; v != "" && f.Asked(e.Values) {
			fields = append(fields, SheetField{ID: f.ID, Label: f.Label, Value: f.Display(r.Profile, v), Unit: f.Unit,
				Long: f.Kind == model.LongField})
		}
	}
	return fields
}

// RoundRow is one submission and the answer it got (T5).
type RoundRow struct {
	No        int
	Submitted time.Time
	By        string
	Answer    model.Opinion // zero while there is none
	Changed   int           // how many things differ from the round before
	Checked   Checked       // what the officer found of it (R12)
}

// Rounds lists the submissions, the first one first.
func (r *Request) Rounds() []RoundRow {
	rows := make([]RoundRow, len(r.Request.Rounds))
	for i, round := range r.Request.Rounds {
		rows[i] = RoundRow{No: round.No, Submitted: round.Submitted, By: round.By, Answer: round.Answer,
			Changed: r.SheetOf(i).changes(), Checked: checkedOf(r.Profile, round)}
	}
	return rows
}

// changes counts what differs from the round before.
func (s Sheet) changes() int {
	n := 0
	for _, part := range s.Sections {
		n += len(part.Gone)
		for _, f := range part.Fields {
			n += one(f.Changed)
		}
		for _, l := range part.Lines {
			n += one(l.Changed)
		}
		for _, f := range part.Files {
			n += one(f.Changed)
		}
	}
	return n
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// HistoryRow is one act in the history.
type HistoryRow struct {
	Action model.Action
	By     string
	Unit   string
	At     time.Time
	Note   string
	To     string // who got a copy, or the work
	Paper  string // the title of an issued paper
	Fields []SheetField
	Scaled []string // of an elastic adjustment: line and count from then on (R22)
	Files  []model.File
	Seq    int
	Waits  bool // for the hub to take it
}

// Acts lists the history, the latest act first.
func (r *Request) Acts() []HistoryRow {
	rows := make([]HistoryRow, 0, len(r.History))
	for i := len(r.History) - 1; i >= 0; i-- {
		e := r.History[i]
		row := HistoryRow{Action: e.Action, By: e.By(), Unit: e.ActorUnit, At: e.At, Note: e.Note, Files: e.Files, Seq: e.Seq, Waits: e.Pending()}
		switch e.Action {
		case model.Submit:
			row.Files = nil // they are listed with the round
		case model.Issue, model.FileCopy:
			row.Paper = r.Profile.Papers[e.Values["paper"]].Title
		case model.CC, model.Transfer:
			row.To = r.nameOf(e.Values["to"])
		default:
			row.Fields, row.Scaled = r.fieldsOf(e), r.scaled(e)
		}
		rows = append(rows, row)
	}
	return rows
}

// scaled says of an elastic adjustment how many of each line there are from then on.
func (r *Request) scaled(e model.Event) []string {
	if e.Action != model.Adjust {
		return nil
	}
	var said []string
	for _, l := range e.Lines {
		l = adjustedLine(l, r.Request.RunningLines())
		kind, _ := r.Profile.Resource(l.Resource)
		said = append(said, kind.Name+" "+l.Name()+"　"+figures(kind, l, model.StageDelivered))
	}
	return said
}

// adjustedLine is a line of an adjustment with what it is; early adjustments say no more than its id.
func adjustedLine(l model.Line, running []model.Line) model.Line {
	if l.Resource == "" {
		was, _ := lineOf(running, l.ID)
		l.Resource, l.Values = was.Resource, was.Values
	}
	return l
}
