package hub

import (
	"context"
	"net/http"

	"yunban/model"
)

// Accounts makes accounts and sets passwords for people at desks; their own rights decide.
type Accounts interface {
	Account(ctx context.Context, by model.Person, a model.Account) error
}

// account makes an account or sets a password.
func account(s *Server, x *exchange) error {
	var asked model.Account
	if err := decode(x.r.Body, &asked); err != nil {
		return err
	}
	if s.Accounts == nil {
		return model.Errorf(model.NotFound, "error.no_endpoint")
	}
	if len(asked.Person.ID) > maxNaming || len(asked.Password) > 4*maxNaming {
		return model.Errorf(model.Invalid, "error.bad_message")
	}
	ctx := x.r.Context()
	if err := s.Accounts.Account(ctx, x.person, asked); err != nil {
		return err
	}
	s.Logger.InfoContext(ctx, "account", "device", x.device.ID, "by", x.person.ID, "person", asked.Person.ID, "new", asked.New)
	return x.answer(struct{}{})
}

// Account has the hub make an account or set a password, as the person whose session it is.
func (c *Client) Account(ctx context.Context, session string, a model.Account) error {
	return c.ask(ctx, http.MethodPost, "/v1/accounts", session, a, &struct{}{})
}
