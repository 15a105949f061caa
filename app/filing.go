package app

import (
	"context"

	"yunban/model"
)

// filingModule is the register of construction proposals: on in P (P 4), off in L.
const filingModule = "filing"

// mayFile refuses where the city has no register, and who does not keep it.
func (d *Desk) mayFile() error {
	if !d.Profile().Modules[filingModule] {
		return model.Errorf(model.NotFound, "error.no_filing_module", "city", d.Profile().City)
	}
	if !d.Profile().Holds(d.Person.Roles, model.DutyAcceptance) {
		return model.Errorf(model.Forbidden, "error.not_registrar")
	}
	return nil
}

func (d *Desk) checkFiling(v model.Values) error {
	if err := d.mayFile(); err != nil {
		return err
	}
	return model.InvalidInput(d.Profile().Forms[filingForm].Check(d.Profile(), v, d.Today()))
}

// Filings lists the register of construction proposals (备案, R03).
func (d *Desk) Filings(ctx context.Context) ([]model.Record, error) {
	if !d.Profile().Modules[filingModule] {
		return nil, model.Errorf(model.NotFound, "error.no_filing_module", "city", d.Profile().City)
	}
	if !d.Profile().ReadsAll(d.Person) {
		return nil, model.Errorf(model.Forbidden, "error.not_registrar")
	}
	return d.Store.Records(ctx, model.FilingSubject)
}

// SaveFiling registers a construction proposal, or corrects one. The first gives it its number.
func (d *Desk) SaveFiling(ctx context.Context, id string, v model.Values, files []model.File) (string, error) {
	if err := d.checkFiling(v); err != nil {
		return "", err
	}
	e := model.Event{Action: model.Save, Values: v, Files: files}
	if id == "" {
		var err error
		if id, err = newID(); err != nil {
			return "", err
		}
		e.Series = d.Profile().FilingSeries(d.Today())
	}
	return id, d.record(ctx, d.Person, model.Subject{Kind: model.FilingSubject, ID: id}, e)
}
