package app

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"

	"yunban/model"
)

// recordJudges judge an event about a record by the checks that its author's desk made, kind by kind. What is not
// listed is not taken from desks: the office and its regulation are the hub's own.
var recordJudges = map[model.SubjectKind]func(*Desk, context.Context, []model.Event, *model.Event) error{
	model.SystemSubject:     (*Desk).judgeSystem,
	model.FilingSubject:     (*Desk).judgeFiling,
	model.PersonSubject:     (*Desk).judgePerson,
	model.UnitSubject:       (*Desk).judgeUnit,
	model.DelegationSubject: (*Desk).judgeDelegation,
	model.CalendarSubject:   (*Desk).judgeCalendar,
	model.CatalogueSubject:  (*Desk).judgeCatalogue,
	model.TrustSubject:      (*Desk).judgeTrust,
}

// judgeRecord judges an event about a record again.
func (d *Desk) judgeRecord(ctx context.Context, past []model.Event, e model.Event) (model.Event, error) {
	judge, ok := recordJudges[e.Subject.Kind]
	wanted := model.Save
	if e.Subject.Kind == model.CalendarSubject {
		wanted = model.Publish
	}
	switch {
	case e.Subject.ID == "" || !ok:
		return e, model.Errorf(model.Forbidden, "error.only_at_hub")
	case e.Subject.Kind == model.FilingSubject && model.AboutPaper(e.Action) && e.Action != model.FileCopy:
		return e, d.checkFilingPaper(past)
	case e.Action != wanted || len(e.Lines) > 0:
		return e, model.Errorf(model.Invalid, "error.action_unknown", "action", string(e.Action))
	}
	return e, judge(d, ctx, past, &e)
}

func (d *Desk) checkFilingPaper(past []model.Event) error {
	if len(past) == 0 || !d.ReadsAll() {
		return model.Errorf(model.Forbidden, "error.not_registrar")
	}
	return nil
}

// judgeSystem: a system that an application brought along says only what was applied for; any other is complete. One
// that another unit has is that unit's.
func (d *Desk) judgeSystem(_ context.Context, past []model.Event, e *model.Event) error {
	unit := e.Values["unit_id"]
	if was := model.ReplayRecord(past).Values["unit_id"]; len(past) > 0 && !d.mayKeepSystems(was) {
		return model.Errorf(model.Forbidden, "error.not_keeper")
	}
	err := d.checkSystem(unit, without(e.Values, "unit_id"))
	if len(past) > 0 || unit != d.Person.Unit || e.Values["system_name"] == "" {
		return err
	}
	return onlyMissing(err)
}

// onlyMissing forgives what was not said.
func onlyMissing(err error) error {
	var refused *model.Error
	if !errors.As(err, &refused) || refused.Kind != model.Invalid {
		return err
	}
	return model.InvalidInput(slices.DeleteFunc(slices.Clone(refused.Problems), func(p model.Problem) bool { return p.Key == "problem.required" }))
}

// judgeFiling gives a new entry of the register the hub's number.
func (d *Desk) judgeFiling(_ context.Context, past []model.Event, e *model.Event) error {
	if len(past) == 0 {
		e.Series = d.Profile().FilingSeries(d.Today())
	}
	return d.checkFiling(e.Values)
}

// judgePerson takes what is known of a person; passwords never travel in the log.
func (d *Desk) judgePerson(ctx context.Context, past []model.Event, e *model.Event) error {
	p := model.PersonOf(model.Record{Subject: e.Subject, Values: e.Values})
	if !maps.Equal(p.Values(), e.Values) {
		return model.Errorf(model.Forbidden, "error.only_at_hub")
	}
	if len(past) == 0 {
		return d.checkNewPerson(ctx, p, nil)
	}
	return d.checkPerson(ctx, p)
}

func (d *Desk) judgeUnit(_ context.Context, _ []model.Event, e *model.Event) error {
	return d.checkUnitRecord(model.UnitOf(model.Record{Subject: e.Subject, Values: e.Values}))
}

// judgeDelegation: a delegation is given by whoever sends it, for himself; it is ended by him or an administrator.
func (d *Desk) judgeDelegation(ctx context.Context, past []model.Event, e *model.Event) error {
	v := e.Values
	switch {
	case len(past) > 0 && maps.Equal(v, model.Values{"revoked": model.True}):
		return d.checkRevoke(ctx, e.Subject.ID)
	case len(past) > 0 || v["from"] != d.Person.ID || v["revoked"] != "":
		return model.Errorf(model.Forbidden, "error.no_delegation")
	}
	return model.InvalidInput(d.checkDelegation(ctx, v["to"], v["begin"], v["end"]))
}

func (d *Desk) judgeCalendar(_ context.Context, _ []model.Event, e *model.Event) error {
	if err := d.mayAdminister(); err != nil {
		return err
	}
	if len(e.Files) != 1 || e.Files[0].Role != calendarRole {
		return model.Errorf(model.Invalid, "error.calendar", "detail", e.Subject.ID)
	}
	y, err := d.readYear(e.Files[0].Hash)
	if err != nil {
		return faultyYear(err)
	}
	if strconv.Itoa(y.Year) != e.Subject.ID {
		return model.Errorf(model.Invalid, "error.calendar", "detail", e.Subject.ID)
	}
	return nil
}

func (d *Desk) judgeCatalogue(_ context.Context, _ []model.Event, e *model.Event) error {
	var choices []model.Choice
	if err := json.Unmarshal([]byte(e.Values["choices"]), &choices); err != nil {
		return model.Wrap(model.Invalid, err, "error.no_list", "list", e.Subject.ID)
	}
	return d.checkCatalogue(e.Subject.ID, choices)
}

// judgeTrust: an authority of the trust list is named by its own certificate.
func (d *Desk) judgeTrust(_ context.Context, past []model.Event, e *model.Event) error {
	if err := d.mayAdminister(); err != nil {
		return err
	}
	if e.Values[trustRevoked] == model.True && len(e.Values) == 1 {
		if len(past) == 0 {
			return model.Errorf(model.NotFound, "error.no_trust_root", "id", e.Subject.ID)
		}
		return nil
	}
	roots, _, err := d.readRoots([]byte(e.Values[trustPEM]))
	if err != nil {
		return err
	}
	if len(roots) != 1 || roots[0].ID != e.Subject.ID || roots[0].Certificate.Name != e.Values["name"] {
		return model.Errorf(model.Invalid, "error.says_otherwise")
	}
	return nil
}

func without(v model.Values, name string) model.Values {
	v = v.Clone()
	delete(v, name)
	return v
}
