package demo

import (
	"context"

	"yunban/app"
	"yunban/model"
)

// Tell plays the city's sample requests: one over its whole life, one refused, one trial given up, one taken back.
func Tell(ctx context.Context, office *app.Office, clock *Clock, tell func(Step) error) error {
	stage, err := NewStage(ctx, office, clock, tell)
	if err != nil {
		return err
	}
	names, err := Samples(office.Profile().ID)
	if err != nil {
		return err
	}
	plays := []struct {
		title  string
		script Script
	}{{"", WholeLife}, {"内部公文流转系统", Refused}, {"会议室预约系统", GivenUp}, {"移动端意见征集平台", TakenBack}}
	for i, p := range plays {
		for j, name := range names {
			if i > 0 && j > 0 {
				break // every sample lives once; the other endings are told of one
			}
			if _, err := stage.Play(ctx, name, p.title, p.script, ""); err != nil {
				return err
			}
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
