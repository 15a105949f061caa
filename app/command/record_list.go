package command

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"yunban/app"
	"yunban/model"
)

// recordSearch narrows a list of records.
type recordSearch struct {
	unit, status, after string
	limit               int
}

func (c *call) recordList() *cobra.Command {
	var s recordSearch
	list := &cobra.Command{Use: "list KIND", Short: "All records of a kind, the latest first", Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.desk(cmd.Context(), func(d *app.Desk) error { return c.listRecords(cmd.Context(), d, args[0], s) })
		}}
	list.Flags().StringVar(&s.unit, "unit", "", "only this unit's, by its name or id")
	list.Flags().StringVar(&s.status, "status", "", "only this status")
	list.Flags().IntVar(&s.limit, "limit", 50, "how many at most")
	list.Flags().StringVar(&s.after, "after", "", "the cursor of the page before")
	return list
}

func (c *call) listRecords(ctx context.Context, d *app.Desk, kind string, s recordSearch) error {
	if model.SubjectKind(kind).IsMatter() {
		return c.listMatters(ctx, d, model.SubjectKind(kind), s)
	}
	items, lines := []any{}, []string(nil)
	switch kind {
	case systemRecord:
		systems, err := d.Systems(ctx)
		if err != nil {
			return err
		}
		for _, s := range systems {
			items = append(items, map[string]any{"id": s.ID, "unit": s.Unit, "state": s.State, "values": s.Values})
			lines = append(lines, s.ID+"　"+s.Name()+"　"+c.words.Text("system_state."+string(s.State)))
		}
	case filingRecord:
		filings, err := d.Filings(ctx)
		if err != nil {
			return err
		}
		for _, f := range filings {
			items = append(items, shownFiling(f))
			lines = append(lines, f.Number()+"　"+f.Values["filing_title"]+"　"+f.Values["proposing_body"])
		}
	default:
		return unknownRecord(kind)
	}
	return c.answer(map[string]any{"items": items, "next": ""}, lines...)
}

func shownFiling(f model.Record) map[string]any {
	return map[string]any{"id": f.Subject.ID, "number": f.Number(), "values": f.Values, "files": noneAsEmpty(f.Files)}
}

// listedMatter is a matter in a list, as others read it.
type listedMatter struct {
	ID     string            `json:"id"`
	Number string            `json:"number"`
	Kind   model.SubjectKind `json:"kind"`
	Title  string            `json:"title"`
	Unit   string            `json:"unit"` // its name; nothing is everybody's
	Status model.Status      `json:"status"`
	Opened string            `json:"opened"`
	Since  string            `json:"since"`
	Report *shownReport      `json:"report,omitempty"`
	Grant  *shownGrant       `json:"grant,omitempty"`
	Open   *int              `json:"findings_open,omitempty"`
}

func (c *call) listMatters(ctx context.Context, d *app.Desk, kind model.SubjectKind, s recordSearch) error {
	all, err := d.Matters(ctx, kind)
	if err != nil {
		return err
	}
	names, err := unitNames(ctx, d)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(m model.Matter) bool {
		return s.unit != "" && m.Unit != s.unit && names[m.Unit] != s.unit || s.status != "" && string(m.Status) != s.status
	})
	if at := slices.IndexFunc(all, func(m model.Matter) bool { return m.ID == s.after }); s.after != "" {
		all = all[at+1:]
	}
	next := ""
	if s.limit > 0 && len(all) > s.limit {
		all = all[:s.limit]
		next = all[s.limit-1].ID
	}
	items, lines := []listedMatter{}, []string(nil)
	for _, m := range all {
		one := listedMatter{ID: m.ID, Number: m.Number, Kind: kind, Title: app.TitleOf(d.Profile(), m), Unit: names[m.Unit], Status: m.Status,
			Opened: when(m.Opened()), Since: when(m.Last()), Report: shownReportOf(d, m), Grant: shownGrantOf(d, m), Open: openFindings(m)}
		items = append(items, one)
		lines = append(lines, joinedWide(m.Number, one.Title, one.Unit, c.words.Text("matter_status."+string(m.Status)), one.Opened[:10]))
	}
	return c.answer(map[string]any{"items": items, "next": next}, lines...)
}

func unitNames(ctx context.Context, d *app.Desk) (map[string]string, error) {
	units, err := d.Units(ctx)
	names := map[string]string{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	return names, err
}

// joinedWide joins what there is by wide spaces.
func joinedWide(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "　")
}
