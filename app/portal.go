package app

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"strings"

	"yunban/model"
)

// PortalPerson makes the account that a portal of a unit acts as. It has no password: nobody signs in as it.
func (o *Office) PortalPerson(ctx context.Context, unit, name string) (model.Person, error) {
	p := model.Person{ID: "portal-" + strings.ToLower(rand.Text()[:12]), Name: name, Unit: unit, Roles: []model.Role{model.RoleClerk}}
	if err := model.InvalidInput(checkName(p)); err != nil {
		return p, err
	}
	return p, o.saveRecord(ctx, system, model.Subject{Kind: model.PersonSubject, ID: p.ID}, p.Values())
}

// RoleReadsAll tells whether a role's duties need the requests of every unit.
func (o *Office) RoleReadsAll(role model.Role) (bool, error) {
	p := o.Profile()
	if p.Side(role) == "" {
		return false, model.InvalidInput([]model.Problem{{Field: "role", Key: "problem.unknown_role", Args: map[string]string{"role": string(role)}}})
	}
	return p.ReadsAll(model.Person{Roles: []model.Role{role}}), nil
}

// portalDesk is the desk of a portal's person, whom a token named.
func (o *Office) portalDesk(ctx context.Context, person string) (*Desk, error) {
	d, err := o.DeskOf(ctx, person)
	if err == nil && d.Person.Disabled {
		return nil, model.Errorf(model.Forbidden, "error.disabled")
	}
	return d, err
}

// FileRequest files an application as a portal's person: the form as JSON, open for the files that it names. What was
// filed under an id is filed once.
func (o *Office) FileRequest(ctx context.Context, person, id string, form []byte, open func(name string) (io.ReadCloser, error)) (model.PortalRequest, error) {
	d, err := o.portalDesk(ctx, person)
	if err != nil {
		return model.PortalRequest{}, err
	}
	past, err := o.Store.Events(ctx, model.Subject{Kind: model.RequestSubject, ID: id})
	if err != nil {
		return model.PortalRequest{}, err
	}
	if len(past) == 0 {
		if err := d.fileFilled(ctx, id, form, open); err != nil {
			return model.PortalRequest{}, err
		}
	}
	return d.portalRequest(ctx, id)
}

// fileFilled files a filled form under an id, or tells all that is wrong with it and keeps nothing.
func (d *Desk) fileFilled(ctx context.Context, id string, form []byte, open func(name string) (io.ReadCloser, error)) error {
	filled, err := ReadFilledForm(form)
	if err != nil {
		return err
	}
	draft, problems, err := d.TakeIn(ctx, filled, open)
	if err != nil {
		return err
	}
	taken := draft.ID
	if err = model.InvalidInput(problems); err == nil {
		draft.ID = id
		_, err = d.Submit(ctx, draft)
	}
	return errors.Join(err, d.Parts.Drafts.DropDraft(ctx, taken))
}

// PortalRequests lists the requests that a portal's person may read.
func (o *Office) PortalRequests(ctx context.Context, person string, ask model.PortalQuery) (model.PortalPage, error) {
	page := model.PortalPage{Items: []model.PortalItem{}}
	d, err := o.portalDesk(ctx, person)
	if err != nil {
		return page, err
	}
	q, err := d.Ask(ctx, Filter{Status: ask.Status, Case: ask.Kind, Due: ask.Due, Text: ask.Text, From: ask.From, To: ask.To})
	if err != nil {
		return page, err
	}
	q.Limit, q.After = ask.Limit, ask.After
	items, next, err := d.List(ctx, q)
	if err != nil {
		return page, err
	}
	for _, it := range items {
		page.Items = append(page.Items, model.PortalItem{ID: it.ID, Number: it.Number, Kind: it.Case, Title: it.Title, Unit: it.Unit, Status: it.Status,
			Since: it.Since, Due: dueDate(it.Due), Overdue: it.Urgency == model.Overdue, Provisional: it.Due.Provisional})
	}
	page.Next = next
	return page, nil
}

func dueDate(due model.Deadline) string {
	if due.None() {
		return ""
	}
	return due.Due.String()
}

// PortalRequest opens a request that a portal's person may read.
func (o *Office) PortalRequest(ctx context.Context, person, id string) (model.PortalRequest, error) {
	d, err := o.portalDesk(ctx, person)
	if err != nil {
		return model.PortalRequest{}, err
	}
	return d.portalRequest(ctx, id)
}

func (d *Desk) portalRequest(ctx context.Context, id string) (model.PortalRequest, error) {
	file, err := d.Dossier(ctx, id)
	if err != nil {
		return model.PortalRequest{}, err
	}
	r := file.Request
	shown := model.PortalRequest{PortalItem: model.PortalItem{ID: r.ID, Number: r.Number, Kind: r.Case, Title: r.Title(), Unit: r.Unit, Status: r.Status,
		Since: r.Since, Due: dueDate(file.Due), Overdue: file.Urgency == model.Overdue, Provisional: file.Due.Provisional},
		Article: file.Due.Article, Fields: r.Values(), Lines: r.Lines, Files: r.Round().Files, Papers: []model.PortalPaper{}, History: []model.PortalStep{}, Can: []model.Action{}}
	for _, p := range d.Papers(file) {
		if p.Issued != nil {
			shown.Papers = append(shown.Papers, model.PortalPaper{Document: p.Kind, Title: p.Title, Hash: p.Issued.Hash})
		}
	}
	for _, o := range file.Options {
		if o.May && (o.Action == model.Submit || o.Action == model.Withdraw) {
			shown.Can = append(shown.Can, o.Action)
		}
	}
	for _, e := range file.History {
		shown.History = append(shown.History, model.PortalStep{ID: e.ID, At: e.At, By: e.By(), Action: e.Action, Note: e.Note})
	}
	return shown, nil
}
