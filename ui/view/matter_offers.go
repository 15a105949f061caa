package view

import (
	"cmp"
	"context"
	"slices"

	"yunban/app"
	"yunban/model"
)

// Load reads what the step's fields offer to choose from.
func (s *MatterStep) Load(ctx context.Context) (err error) {
	if _, asked := s.form.Field("system_id"); asked {
		if s.systems, err = s.desk.Systems(ctx); err != nil {
			return err
		}
	}
	if _, asked := s.form.Field("survey"); asked {
		if s.surveys, err = s.desk.Matters(ctx, model.Survey); err != nil {
			return err
		}
	}
	if s.Kind == model.Measure && s.Opens() {
		inForce, err := s.desk.Measures(ctx)
		if err != nil {
			return err
		}
		for _, f := range s.form.Fields() {
			s.values[f.ID] = inForce[f.ID]
		}
		s.remember()
	}
	if s.units == nil {
		s.units, err = s.desk.Units(ctx)
	}
	return err
}

// Offers lists what a field offers whose choices are on no list of the profile; ok is false for a field without any.
func (s *MatterStep) Offers(field string) (offers []Offer, free, ok bool) {
	switch field {
	case "unit_id":
		return s.unitOffers(), false, true
	case "system_id":
		return s.systemOffers(), false, true
	case "survey":
		for _, m := range s.surveys {
			if m.SurveyOpen(s.desk.Today()) {
				offers = append(offers, Offer{Code: m.ID, Text: matterTitle(s.Profile(), m)})
			}
		}
		return offers, false, true
	case "month":
		return periodOffers(recent(s.desk, model.EveryMonth, 14)), true, true
	case "period":
		return periodOffers(slices.Concat(recent(s.desk, model.EveryYear, 2), recent(s.desk, model.EveryQuarter, 4),
			recent(s.desk, model.EveryMonth, 6))), true, true
	}
	return nil, false, false
}

// Redraws reports whether a field decides what another offers.
func (s *MatterStep) Redraws(field string) bool { return field == "unit_id" }

func (s *MatterStep) unitOffers() []Offer {
	var offers []Offer
	for _, u := range s.units {
		if s.desk.ReadsAll() || s.Kind == model.AccessGrant || u.ID == s.desk.Unit.ID {
			offers = append(offers, Offer{Code: u.ID, Label: u.Name})
		}
	}
	slices.SortFunc(offers, func(a, b Offer) int { return cmp.Compare(a.Label, b.Label) })
	return offers
}

// systemOffers are the systems of the unit that the form names, or of the own unit where it names none.
func (s *MatterStep) systemOffers() []Offer {
	unit := s.desk.Unit.ID
	if _, asked := s.form.Field("unit_id"); asked {
		unit = s.values["unit_id"]
	}
	var offers []Offer
	for _, f := range s.systems {
		if f.Unit == unit {
			offers = append(offers, Offer{Code: f.ID, Label: f.Name()})
		}
	}
	slices.SortFunc(offers, func(a, b Offer) int { return cmp.Compare(a.Label, b.Label) })
	return offers
}

// recent lists the last periods of a rhythm, the present one first.
func recent(desk *app.Desk, every model.Every, n int) []model.Period {
	var periods []model.Period
	for p := every.Around(desk.Today()); len(periods) < n; p = p.Before() {
		periods = append(periods, p)
	}
	return periods
}

func periodOffers(periods []model.Period) []Offer {
	var offers []Offer
	for _, p := range periods {
		offers = append(offers, Offer{Code: p.String(), Text: PeriodText(p)})
	}
	return offers
}

// NowMoment is the present time as the form's fields take it.
func (s *MatterStep) NowMoment() string { return model.Moment(s.desk.Clock()) }

// momentFields are the fields that hold a time of the day.
var momentFields = []string{"from", "to", "began", "ended", "noticed", "expected", "entered", "left"}

// IsMoment reports whether a field holds a time of the day.
func IsMoment(f model.Field) bool {
	return f.Kind == model.TextField && slices.Contains(momentFields, f.ID)
}
