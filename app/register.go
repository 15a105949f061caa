package app

import (
	"context"
	"io"

	"yunban/model"
	"yunban/model/workday"
)

// Wording turns a key and its arguments into words; the faces of the program have one each.
type Wording func(key string, pairs ...string) string

// Register names one of the ledgers (台账).
type Register string

// The registers.
const (
	RequestRegister    Register = "requests"   // one row per request
	SystemRegister     Register = "systems"    // one row per system of the inventory
	ResourceRegister   Register = "resources"  // one row per line of a request: asked, approved, delivered
	DeadlineRegister   Register = "deadlines"  // one row per step of a request: kept or missed
	UseRegister        Register = "use"        // one row per system and zone: asked, approved, delivered, used; as it stands now
	StatisticsRegister Register = "statistics" // counts by unit and month, times by step, quotas by unit
)

// registers says how each register is made into sheets.
var registers = map[Register]func(*export) ([]model.Sheet, error){
	RequestRegister:    requestSheets,
	SystemRegister:     systemSheets,
	ResourceRegister:   resourceSheets,
	DeadlineRegister:   deadlineSheets,
	UseRegister:        useSheets,
	StatisticsRegister: statisticsSheets,
}

// Registers lists the registers as they are offered.
func Registers() []Register {
	return []Register{RequestRegister, SystemRegister, ResourceRegister, DeadlineRegister, UseRegister, StatisticsRegister}
}

// ExportRegister writes a register of what this person may read as a workbook. The query narrows it: From and To are
// the days of filing of requests and resources, of the beginning of steps, and of whatever statistics count; To is
// also the day as of which steps and statistics are told. progress may be nil.
func (d *Desk) ExportRegister(ctx context.Context, w io.Writer, kind Register, q model.Query, words Wording, progress func(done, all int)) error {
	sheets, ok := registers[kind]
	if !ok {
		return model.Errorf(model.Invalid, "error.no_register", "kind", string(kind))
	}
	if !q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From) {
		return model.InvalidInput([]model.Problem{{Field: "to", Key: "problem.date_order"}})
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	made, err := sheets(&export{desk: d, ctx: ctx, query: q, words: words, progress: progress})
	if err != nil {
		return err
	}
	return d.Sheets.Write(ctx, w, made...)
}

// export is a register on its way into a workbook.
type export struct {
	desk     *Desk
	ctx      context.Context //nolint:containedctx // lives as long as one call; the rows are asked for from outside
	query    model.Query
	words    Wording
	progress func(done, all int)
}

// column is a column of a register by the key of its words.
type column struct {
	key    string
	width  float64
	number bool
}

// sheet makes a sheet: titled by a key, noted with whose it is, who exported it and when.
func (x *export) sheet(title string, columns []column, rows func() ([][]string, error)) model.Sheet {
	d := x.desk
	s := model.Sheet{Title: x.words(title), Rows: rows, Note: x.words("register.note", "city", d.Profile().City,
		"who", d.Person.Name, "at", d.Clock().In(workday.Shanghai).Format("2006-01-02 15:04"))}
	if !x.query.From.IsZero() || !x.query.To.IsZero() {
		s.Note = x.words("register.period", "from", x.query.From.String(), "to", x.query.To.String()) + "　" + s.Note
	}
	if d.Sandbox {
		s.Note = x.words("sandbox.mark") + "　" + s.Note
	}
	for _, c := range columns {
		s.Columns = append(s.Columns, model.SheetColumn{Title: x.words("register." + c.key), Width: c.width, Number: c.number})
	}
	return s
}

// registerPage is how many requests are read at once.
const registerPage = 500

// each goes through the requests that a query finds and gives the rows that are made of them, page by page. The
// longest waiting come first: what moves on meanwhile moves towards the end, so that none is left out, and none
// comes twice.
func (x *export) each(q model.Query, rows func(Item) ([][]string, error)) func() ([][]string, error) {
	q.Order, q.Limit, q.After = model.BySince, registerPage, ""
	done, all, seen := 0, -1, map[string]bool{}
	return func() ([][]string, error) {
		if all < 0 {
			var err error
			if all, err = x.desk.Count(x.ctx, q); err != nil {
				return nil, err
			}
		}
		for {
			if done > 0 && q.After == "" {
				return nil, nil
			}
			items, next, err := x.desk.List(x.ctx, q)
			if err != nil || len(items) == 0 {
				return nil, err
			}
			var page [][]string
			for _, it := range items {
				if err := x.ctx.Err(); err != nil {
					return nil, err
				}
				done++
				if seen[it.ID] {
					continue
				}
				seen[it.ID] = true
				made, err := rows(it)
				if err != nil {
					return nil, err
				}
				page = append(page, made...)
				x.progress(min(done, all), all)
			}
			if q.After = next; len(page) > 0 {
				return page, nil
			}
		}
	}
}

// past is a request's events up to the end of the period.
func (x *export) past(it Item) ([]model.Event, error) {
	events, err := x.desk.Store.Events(x.ctx, model.Subject{Kind: model.RequestSubject, ID: it.ID})
	if err != nil || x.query.To.IsZero() {
		return events, err
	}
	for i, e := range events {
		if workday.DateOf(e.At).After(x.query.To) {
			return events[:i], nil
		}
	}
	return events, nil
}

// today is the day as of which a register is told: the present one, or the last of a period that is over.
func (x *export) today() workday.Date {
	today := x.desk.Today()
	if to := x.query.To; !to.IsZero() && to.Before(today) {
		return to
	}
	return today
}

// within reports whether a day is in the period.
func (x *export) within(day workday.Date) bool {
	return !day.Before(x.query.From) && (x.query.To.IsZero() || !day.After(x.query.To))
}
