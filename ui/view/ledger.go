package view

import (
	"context"
	"io"

	"yunban/app"
	"yunban/model"
)

// ListLedger is the ledger of what the list of requests shows now; the others are those of package app.
const ListLedger app.Register = "list"

// Ledger is a register to be exported, as chosen.
type Ledger struct {
	Kind app.Register
	List Filter // of the list of requests, for ListLedger
	Span
}

// Ledgers offers the registers that a person may export. The list comes first where there is one.
func Ledgers(desk *app.Desk, withList bool) []Offer {
	var offers []Offer
	if withList {
		offers = append(offers, Offer{Code: string(ListLedger), Text: Say("ledger.kind_list")})
	}
	for _, r := range app.Registers() {
		if r != app.SystemRegister || ReadsSystems(desk) {
			offers = append(offers, Offer{Code: string(r), Text: Say("register.title_" + string(r))})
		}
	}
	return offers
}

// HasPeriod reports whether the register is of a period: the list has its own filters, and the inventory and the use are
// told as they stand today.
func (l Ledger) HasPeriod() bool {
	return l.Kind != ListLedger && l.Kind != app.SystemRegister && l.Kind != app.UseRegister
}

// HasUnit reports whether the register can be narrowed to a unit here.
func (l Ledger) HasUnit() bool { return l.Kind != ListLedger }

// Problems finds what cannot be exported.
func (l Ledger) Problems() []model.Problem {
	switch {
	case l.Kind == ListLedger:
		return l.List.Problems()
	case l.HasPeriod():
		return l.Span.Problems()
	}
	return nil
}

// Register is the register that is written.
func (l Ledger) Register() app.Register {
	if l.Kind == ListLedger {
		return app.RequestRegister
	}
	return l.Kind
}

// Note says what the register counts by, or how far it goes.
func (l Ledger) Note() Text { return Say("ledger.note_" + string(l.Kind)) }

// Export writes the register as a workbook.
func (l Ledger) Export(ctx context.Context, desk *app.Desk, w io.Writer, words app.Wording, progress func(done, all int)) error {
	q, err := l.query(ctx, desk)
	if err != nil {
		return err
	}
	return desk.ExportRegister(ctx, w, l.Register(), q, words, progress)
}

func (l Ledger) query(ctx context.Context, desk *app.Desk) (model.Query, error) {
	switch {
	case l.Kind == ListLedger:
		return desk.Ask(ctx, l.List)
	case l.HasPeriod():
		return l.Span.Query()
	}
	return model.Query{Unit: l.Unit}, nil
}
