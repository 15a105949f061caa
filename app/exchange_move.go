package app

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"yunban/model"
)

// Receiver is a hub that takes files.
type Receiver interface {
	HasFile(ctx context.Context, hash string) (bool, error)
	SendFile(ctx context.Context, hash string, content io.ReadSeeker) error
}

// Mover is a hub that takes in what a desk did before it joined.
type Mover interface {
	Receiver
	Import(ctx context.Context, chain model.Import) (model.Imported, error)
}

// Moving is what becomes of a desk's own records when it joins a hub.
type Moving struct {
	Items []MovedItem `json:"items"`
}

// MovedItem is one subject that moved, or did not.
type MovedItem struct {
	model.Imported
	Title string `json:"title"`
	Old   string `json:"old,omitempty"` // its official number at the desk
}

// KindKey is the key of the words for what it is.
func (i MovedItem) KindKey() string {
	switch i.Subject.Kind {
	case model.RequestSubject:
		return "move.kind_request"
	case model.SystemSubject:
		return "move.kind_system"
	case model.FilingSubject:
		return "move.kind_filing"
	}
	return "move.kind_record"
}

// Taken counts what is at the hub now, or would be.
func (m Moving) Taken() int {
	n := 0
	for _, i := range m.Items {
		if i.Imported.Taken {
			n++
		}
	}
	return n
}

// Refused lists what the hub does not take.
func (m Moving) Refused() []MovedItem {
	return slices.DeleteFunc(slices.Clone(m.Items), func(i MovedItem) bool { return i.Imported.Taken })
}

// Renumbered lists what has another number now.
func (m Moving) Renumbered() []MovedItem {
	return slices.DeleteFunc(slices.Clone(m.Items), func(i MovedItem) bool { return i.Before == "" })
}

// Move offers everything that this office numbered to a hub, the oldest first, whole and as it was sealed. Only what
// is each desk's own goes: people, units and the regulation are the hub's. With try nothing is changed and the answers
// say what would be, the new numbers of those included that something else at the hub has: as long as nothing is filed
// there meanwhile. It can be done again: what is there is there.
func (o *Office) Move(ctx context.Context, to Mover, code string, try bool, progress func(done, all int)) (Moving, error) {
	chains, err := o.chains(ctx)
	if err != nil {
		return Moving{}, err
	}
	units, err := o.Units(ctx)
	if err != nil {
		return Moving{}, err
	}
	names := map[string]string{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	above := highest(chains)
	var m Moving
	for i, events := range chains {
		if !try {
			if err := o.bringFiles(ctx, to, events); err != nil {
				return m, err
			}
		}
		answer, err := to.Import(ctx, model.Import{Code: code, Try: try, Units: names, Above: above, Events: events})
		if err != nil {
			return m, err
		}
		item := MovedItem{Imported: answer}
		item.Title, item.Old = calledIn(events)
		if try && answer.Before != "" {
			takenUp(above, answer.Number)
		}
		m.Items = append(m.Items, item)
		progress(i+1, len(chains))
	}
	return m, nil
}

// chains are the histories of everything that is this desk's own, the oldest first.
func (o *Office) chains(ctx context.Context) ([][]model.Event, error) {
	var chains [][]model.Event
	add := func(about model.Subject) error {
		events, err := o.Store.Events(ctx, about)
		if err == nil && len(events) > 0 {
			chains = append(chains, events)
		}
		return err
	}
	for _, kind := range append([]model.SubjectKind{model.SystemSubject, model.FilingSubject}, model.MatterKinds...) {
		if kind.Common() {
			continue
		}
		records, err := o.Store.Records(ctx, kind)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			if err := add(r.Subject); err != nil {
				return nil, err
			}
		}
	}
	for q := (model.Query{Limit: 200}); ; {
		page, err := o.Store.Requests(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, s := range page.Items {
			if err := add(model.Subject{Kind: model.RequestSubject, ID: s.ID}); err != nil {
				return nil, err
			}
		}
		if page.Next == "" {
			break
		}
		q.After = page.Next
	}
	slices.SortStableFunc(chains, func(a, b []model.Event) int { return a[0].At.Compare(b[0].At) })
	return chains, nil
}

// highest is the highest number that was given in each series.
func highest(chains [][]model.Event) map[string]int64 {
	above := map[string]int64{}
	for _, events := range chains {
		for _, e := range events {
			if e.Series != "" {
				takenUp(above, e.Number)
			}
		}
	}
	return above
}

// takenUp counts a number as given in its series.
func takenUp(above map[string]int64, number string) {
	at := strings.LastIndex(number, "-")
	if n, err := strconv.ParseInt(number[at+1:], 10, 64); err == nil && at > 0 {
		above[number[:at]] = max(above[number[:at]], n)
	}
}

// bringFiles sends the files that a history names.
func (o *Office) bringFiles(ctx context.Context, to Mover, events []model.Event) error {
	for _, e := range events {
		for _, f := range e.Files {
			has, err := to.HasFile(ctx, f.Hash)
			if err == nil && !has {
				err = o.sendFile(ctx, to, f)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// calledIn is what people call the subject of a history, and its number.
func calledIn(events []model.Event) (title, number string) {
	if events[0].Subject.Kind == model.RequestSubject {
		r, err := model.Replay(events)
		if err != nil {
			return events[0].Subject.ID, ""
		}
		return r.Title(), r.Number
	}
	r := model.ReplayRecord(events)
	for _, name := range []string{"system_name", "name", "project_name", "title"} {
		if r.Values[name] != "" {
			return r.Values[name], r.Number()
		}
	}
	return events[0].Subject.ID, r.Number()
}

// KeepDrafts copies the drafts of another office's people, with their files: those who have accounts here.
func (o *Office) KeepDrafts(ctx context.Context, from *Office) error {
	people, err := o.People(ctx)
	if err != nil {
		return err
	}
	for _, p := range people {
		drafts, err := from.Drafts.Drafts(ctx, p.ID)
		if err != nil {
			return err
		}
		for _, d := range drafts {
			for _, f := range d.Filling.Files {
				if err := copyFile(ctx, from, o, f); err != nil {
					return err
				}
			}
			if err := o.Drafts.SaveDraft(ctx, d); err != nil {
				return err
			}
		}
	}
	return nil
}

func copyFile(ctx context.Context, from, to *Office, f model.File) error {
	r, err := from.Files.Open(f.Hash)
	if err != nil {
		return err
	}
	defer r.Close()
	_, _, err = to.Files.Keep(ctx, r, f.Size)
	return err
}

// WriteMoving writes what became of the records as a workbook. words gives the words of a key.
func (o *Office) WriteMoving(ctx context.Context, w io.Writer, m Moving, words func(key string, pairs ...string) string, say func(error) string) error {
	rows := make([][]string, len(m.Items))
	for i, item := range m.Items {
		state := "move.taken"
		switch {
		case !item.Imported.Taken:
			state = "move.refused"
		case item.Before != "":
			state = "move.renumbered"
		}
		why := ""
		if err := item.Err(); err != nil {
			why = say(err)
		}
		rows[i] = []string{words(item.KindKey()), item.Title, item.Old, item.Number, words(state), why}
	}
	sheet := model.Sheet{Title: words("move.report"), Note: words("register.note", "city", o.Profile().City, "who", o.Device, "at", o.Clock().Format(minutes))}
	for _, c := range []struct {
		key   string
		width float64
	}{{"move.kind", 12}, {"column.title", 40}, {"move.old", 22}, {"move.number", 22}, {"move.state", 12}, {"move.why", 60}} {
		sheet.Columns = append(sheet.Columns, model.SheetColumn{Title: words(c.key), Width: c.width})
	}
	sheet.Rows = func() ([][]string, error) {
		page := rows
		rows = nil
		return page, nil
	}
	return o.Sheets.Write(ctx, w, sheet)
}
