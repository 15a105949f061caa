package app

import (
	"context"
	"encoding/json"
	"slices"

	"yunban/model"
)

// Post carries drafts between people of a unit, where this desk is its own hub.
type Post interface {
	Send(ctx context.Context, unit string, parcel model.Parcel) error
	List(ctx context.Context, unit, person string) ([]model.Parcel, error)
	Drop(ctx context.Context, unit, person, id string) error
}

// hubPost carries them through the hub that a desk follows.
type hubPost interface {
	Receiver
	SendParcel(ctx context.Context, session string, parcel model.Parcel) error
	Parcels(ctx context.Context, session string) ([]model.Parcel, error)
	DropParcel(ctx context.Context, session, id string) error
}

// Colleagues lists who of the person's unit may file requests too.
func (d *Desk) Colleagues(ctx context.Context) ([]model.Person, error) {
	people, err := d.People(ctx)
	if err != nil || d.Unit.ID == "" {
		return nil, err
	}
	return slices.DeleteFunc(people, func(p model.Person) bool {
		return p.ID == d.Person.ID || p.Unit != d.Person.Unit || p.Disabled || !d.Profile().Holds(p.Roles, model.DutyUnit)
	}), nil
}

// post is the way through the hub, and the person's leave to use it; nil where this desk is its own hub.
func (d *Desk) post(ctx context.Context) (hubPost, string, error) {
	if !d.joined() {
		return nil, "", nil
	}
	hub, ok := d.Remote.(hubPost)
	if !ok {
		return nil, "", model.Errorf(model.Offline, "error.hub_unreachable")
	}
	token, err := d.session(ctx, d.Person.ID)
	if err == nil && token == "" {
		err = model.Errorf(model.Forbidden, "error.session_over")
	}
	return hub, token, err
}

// SendDraft sends a copy of a draft, with its files, to a colleague of the person's unit.
func (d *Desk) SendDraft(ctx context.Context, id, to string) error {
	draft, err := d.Draft(ctx, id)
	if err != nil {
		return err
	}
	colleagues, err := d.Colleagues(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(colleagues, func(p model.Person) bool { return p.ID == to }) {
		return model.Errorf(model.Forbidden, "error.not_a_colleague")
	}
	parcel, err := d.parcelOf(draft, to)
	if err != nil {
		return err
	}
	hub, token, err := d.post(ctx)
	if err != nil {
		return err
	}
	if hub == nil {
		return d.Post.Send(ctx, d.Person.Unit, parcel)
	}
	for _, f := range draft.Filling.Files {
		has, err := hub.HasFile(ctx, f.Hash)
		if err == nil && !has {
			err = d.sendFile(ctx, hub, f)
		}
		if err != nil {
			return err
		}
	}
	return hub.SendParcel(ctx, token, parcel)
}

// parcelOf packs a draft for a colleague.
func (d *Desk) parcelOf(draft model.Draft, to string) (model.Parcel, error) {
	parcel := model.Parcel{From: d.Person.ID, FromName: d.Person.Name, To: to, Title: draft.Title(), At: d.Clock()}
	var err error
	if parcel.ID, err = newID(); err != nil {
		return parcel, err
	}
	if parcel.Body, err = json.Marshal(draft); err != nil {
		return parcel, model.Wrap(model.Other, err, "error.unexpected")
	}
	for _, f := range draft.Filling.Files {
		parcel.Files = append(parcel.Files, f.Hash)
	}
	return parcel, nil
}

// Parcels lists the drafts that colleagues sent to the person.
func (d *Desk) Parcels(ctx context.Context) ([]model.Parcel, error) {
	hub, token, err := d.post(ctx)
	switch {
	case err != nil:
		return nil, err
	case hub != nil:
		return hub.Parcels(ctx, token)
	case d.Post == nil || d.Person.Unit == "":
		return nil, nil
	}
	return d.Post.List(ctx, d.Person.Unit, d.Person.ID)
}

// TakeParcel makes a sent draft the person's own and takes the parcel away.
func (d *Desk) TakeParcel(ctx context.Context, p model.Parcel) (model.Draft, error) {
	var draft model.Draft
	if err := json.Unmarshal(p.Body, &draft); err != nil {
		return draft, model.Wrap(model.Invalid, err, "error.bad_message")
	}
	var err error
	if draft.ID, err = newID(); err != nil {
		return draft, err
	}
	draft.Owner = d.Person.ID
	if d.joined() {
		for _, f := range draft.Filling.Files {
			if err := d.fetch(ctx, f.Hash); err != nil {
				return draft, err
			}
		}
	}
	if err := d.keepDraft(ctx, &draft); err != nil {
		return draft, err
	}
	return draft, d.DropParcel(ctx, p.ID)
}

// DropParcel takes a parcel away.
func (d *Desk) DropParcel(ctx context.Context, id string) error {
	hub, token, err := d.post(ctx)
	switch {
	case err != nil:
		return err
	case hub != nil:
		return hub.DropParcel(ctx, token, id)
	}
	return d.Post.Drop(ctx, d.Person.Unit, d.Person.ID, id)
}
