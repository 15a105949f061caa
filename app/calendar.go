package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"yunban/model"
	"yunban/model/workday"
)

// calendarRole marks the files that are a year's holidays.
const calendarRole = "calendar"

// loadCalendar lays the years that the office imported or edited over those that ship.
func (o *Office) loadCalendar(ctx context.Context) error {
	records, err := o.Store.Records(ctx, model.CalendarSubject)
	if err != nil {
		return err
	}
	years := o.Calendar.Years()
	for _, r := range records {
		for _, f := range r.Files {
			y, err := o.readYear(f.Hash)
			if err != nil {
				return err
			}
			years = append(years, y)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calendar = workday.NewCalendar(years...)
	return nil
}

func (o *Office) readYear(hash string) (workday.Year, error) {
	r, err := o.Files.Open(hash)
	if err != nil {
		return workday.Year{}, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return workday.Year{}, err
	}
	return workday.ParseYear(data)
}

// ImportYear takes a year's holidays, with their notice, in place of what was known. Every due date that is not
// settled is derived anew from then on; the change is an event.
func (d *Desk) ImportYear(ctx context.Context, data []byte) (workday.Year, error) {
	if err := d.mayAdminister(); err != nil {
		return workday.Year{}, err
	}
	y, err := workday.ParseYear(data)
	if err != nil {
		return workday.Year{}, faultyYear(err)
	}
	return y, d.SaveYear(ctx, y)
}

// SaveYear keeps a year's holidays as edited.
func (d *Desk) SaveYear(ctx context.Context, y workday.Year) error {
	if err := d.mayAdminister(); err != nil {
		return err
	}
	data, err := json.MarshalIndent(y, "", "  ")
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	if _, err := workday.ParseYear(data); err != nil {
		return faultyYear(err)
	}
	hash, size, err := d.Files.Keep(ctx, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	year := strconv.Itoa(y.Year)
	err = d.record(ctx, d.Person, model.Subject{Kind: model.CalendarSubject, ID: year}, model.Event{Action: model.Publish,
		Values: model.Values{"notice": y.Notice}, Files: []model.File{{Role: calendarRole, Name: "cn-" + year + ".json", Size: size, Hash: hash}}})
	if err != nil {
		return err
	}
	return d.loadCalendar(ctx)
}

// faultyYear says in words what is wrong with a year's holidays, and where.
func faultyYear(err error) error {
	var fault *workday.Fault
	if !errors.As(err, &fault) {
		return model.Wrap(model.Invalid, err, "error.calendar", "detail", err.Error())
	}
	return model.InvalidInput([]model.Problem{{Field: fault.Field, Key: "problem.calendar_" + fault.Kind, Args: map[string]string{"value": fault.Value}}})
}
