package store

import (
	"encoding/json"
	"strings"

	"gorm.io/gorm"

	"yunban/model"
)

// summaryRow is a request in one row. Doc names it in the search index.
type summaryRow struct {
	Doc        int64 `gorm:"primaryKey;autoIncrement:false"`
	ID         string
	Number     string
	Kind       model.Case
	Title      string
	Unit       string
	UnitName   string
	Status     model.Status
	Since      int64
	Filed      int64
	Updated    int64
	Round      int
	Level      int
	Profile    string
	FiledBy    string
	Asks       string
	TrialBegan int64
	TrialDays  int
	ReadOnly   int // 1 is yes: the two databases disagree about booleans
	System     string
	Major      int // 1 is yes
	Assignee   string
	Copied     string // ids of people as a list in JSON
}

// noCopies is what summaryRow.Copied holds for most requests.
const noCopies = "[]"

// TableName names the table.
func (summaryRow) TableName() string { return "summaries" }

func rowOfSummary(doc int64, s model.Summary) (summaryRow, error) {
	copied, err := json.Marshal(append([]string{}, s.Copied...)) // none is [], not null
	row := summaryRow{ID: s.ID, Doc: doc, Number: s.Number, Kind: s.Case, Title: s.Title, Unit: s.Unit,
		UnitName: s.UnitName, Status: s.Status, Since: micros(s.Since), Filed: micros(s.Filed),
		Updated: micros(s.Updated), Round: s.Round, Level: s.Level, Profile: s.Profile, FiledBy: s.FiledBy,
		Asks: s.Asks, TrialBegan: micros(s.TrialBegan), TrialDays: s.TrialDays, ReadOnly: oneIf(s.ReadOnly),
		System: s.System, Major: oneIf(s.Major), Assignee: s.Assignee, Copied: string(copied)}
	return row, err
}

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (r summaryRow) summary() (model.Summary, error) {
	s := model.Summary{ID: r.ID, Number: r.Number, Case: r.Kind, Title: r.Title, Unit: r.Unit, UnitName: r.UnitName,
		Status: r.Status, Since: instant(r.Since), Filed: instant(r.Filed), Updated: instant(r.Updated),
		Round: r.Round, Level: r.Level, Profile: r.Profile, FiledBy: r.FiledBy, Asks: r.Asks,
		TrialBegan: instant(r.TrialBegan), TrialDays: r.TrialDays, ReadOnly: r.ReadOnly != 0,
		System: r.System, Major: r.Major != 0, Assignee: r.Assignee}
	if r.Copied == noCopies {
		return s, nil
	}
	if err := json.Unmarshal([]byte(r.Copied), &s.Copied); err != nil {
		return s, model.Wrap(model.Other, err, "error.store_broken")
	}
	return s, nil
}

var summaryColumns = []string{"doc", "id", "number", "kind", "title", "unit", "unit_name", "status", "since", "filed",
	"updated", "round", "level", "profile", "filed_by", "asks", "trial_began", "trial_days", "read_only", "system", "major",
	"assignee", "copied"}

// values are the row's, in the order of summaryColumns.
func (r summaryRow) values() []any {
	return []any{r.Doc, r.ID, r.Number, string(r.Kind), r.Title, r.Unit, r.UnitName, string(r.Status), r.Since, r.Filed,
		r.Updated, r.Round, r.Level, r.Profile, r.FiledBy, r.Asks, r.TrialBegan, r.TrialDays, r.ReadOnly, r.System, r.Major,
		r.Assignee, r.Copied}
}

var putSummary = upsert("summaries", summaryColumns...)

// saveSummary keeps a request's row in place of the one before.
func saveSummary(tx *gorm.DB, doc int64, s model.Summary) error {
	row, err := rowOfSummary(doc, s)
	if err != nil {
		return err
	}
	return perform(tx, putSummary, row.values()...)
}

// changeSummary is saveSummary for a row that is there: what stays is left alone, and the indexes over it.
func changeSummary(tx *gorm.DB, doc int64, before, now model.Summary) error {
	was, err := rowOfSummary(doc, before)
	if err != nil {
		return err
	}
	is, err := rowOfSummary(doc, now)
	if err != nil {
		return err
	}
	var sets []string
	var args []any
	old := was.values()
	for i, value := range is.values() {
		if value != old[i] {
			sets, args = append(sets, summaryColumns[i]+" = ?"), append(args, value)
		}
	}
	if len(sets) == 0 {
		return nil
	}
	return perform(tx, "UPDATE summaries SET "+strings.Join(sets, ", ")+" WHERE doc = ?", append(args, doc)...)
}

// docOf finds a request's name in the search index: the feed number of its first event, or on a replica, while the hub
// has not numbered it, its place in the outbox, below 0. It is 0 when there is no such request.
func docOf(tx *gorm.DB, id string) (int64, error) {
	doc, err := askNumber(tx, "SELECT doc FROM summaries WHERE id = ?", id)
	return doc, err
}
