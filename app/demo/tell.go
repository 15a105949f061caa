package demo

import (
	"context"
	"time"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// Tell plays a city's year: what chapters three to five ask for by the calendar, and meanwhile its sample requests: each sample from application to going live; the first one then through a
// refused change, a change, a major change and, at the end of the year, its termination; an elastic one through an adjustment; and short
// requests that end otherwise.
func Tell(ctx context.Context, office *app.Office, clock *Clock, tell func(Step) error) error {
	stage, err := NewStage(ctx, office, clock, tell)
	if err != nil {
		return err
	}
	names, err := Samples(office.Profile().ID)
	if err != nil {
		return err
	}
	if err := stage.register(ctx); err != nil {
		return err
	}
	began := stage.day()
	end := workday.Date{Year: began.Year + 1, Month: time.January, Day: 15} // until what the year owes has been filed
	stage.schedule(stage.year(began, end))
	first := "" // lives the whole year and is terminated at its end
	for i, name := range names {
		system, err := stage.Play(ctx, name, "", WholeLife, "")
		if err != nil {
			return err
		}
		if err := stage.scale(ctx, name, system); err != nil {
			return err
		}
		if i == 0 {
			first = system
			if err := stage.afterlife(ctx, name, system); err != nil {
				return err
			}
		}
	}
	for _, short := range []struct {
		title  string
		script Script
	}{{"内部公文流转系统", Refused}, {"会议室预约系统", GivenUp}, {"移动端意见征集平台", TakenBack}} {
		if _, err := stage.Play(ctx, names[0], short.title, short.script, ""); err != nil {
			return err
		}
	}
	if err := stage.until(ctx, end.Start().Add(17*time.Hour)); err != nil {
		return err
	}
	if err := stage.matterPapers(ctx); err != nil {
		return err
	}
	_, err = stage.PlayOn(ctx, names[0], "termination.json", first, Ended, "")
	return err
}

// scale adjusts a live system where one of its lines is elastic.
func (s *Stage) scale(ctx context.Context, name, request string) error {
	sample, err := readSample(s.Office.Profile().ID, name)
	if err != nil {
		return err
	}
	file, err := s.actors[model.DutyDelivery].Dossier(ctx, request)
	if err != nil || moreOf(file.Request.Lines) == nil {
		return err
	}
	return s.run(ctx, sample, request, Scaled, "")
}

// afterlife plays the changes of a live system. A usage request adds its system to the
// inventory under its own id.
func (s *Stage) afterlife(ctx context.Context, name, system string) error {
	for _, part := range []struct {
		form   string
		script Script
	}{{"change.json", NotNow}, {"change.json", Changed}, {"major-change.json", ChangedGreatly}} {
		if _, err := s.PlayOn(ctx, name, part.form, system, part.script, ""); err != nil {
			return err
		}
	}
	return nil
}

// Reader opens the desk of somebody who reads all requests.
func Reader(ctx context.Context, office *app.Office) (*app.Desk, error) {
	people, err := office.People(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		if office.Profile().ReadsAll(p) {
			return office.DeskOf(ctx, p.ID)
		}
	}
	return nil, model.Errorf(model.NotFound, "error.no_person", "name", string(model.DutyReading))
}
