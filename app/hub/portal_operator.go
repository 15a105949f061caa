package hub

import (
	"context"
	"net/http"
)

// The messages about tokens.
type (
	tokenAnswer struct {
		Token string `json:"token"` // shown this once
	}
	portalsAnswer struct {
		Tokens []PortalToken `json:"tokens"`
	}
	portalRevoke struct {
		ID string `json:"id"`
	}
)

func operatorAddPortal(s *Server, x *exchange) error {
	var ask PortalToken
	if err := decode(x.r.Body, &ask); err != nil {
		return err
	}
	token, err := s.AddPortal(x.r.Context(), ask)
	if err != nil {
		return err
	}
	return x.answer(tokenAnswer{token})
}

func operatorPortals(s *Server, x *exchange) error {
	tokens, err := s.ListPortals(x.r.Context())
	if err != nil {
		return err
	}
	return x.answer(portalsAnswer{tokens})
}

func operatorRevokePortal(s *Server, x *exchange) error {
	var ask portalRevoke
	if err := decode(x.r.Body, &ask); err != nil {
		return err
	}
	if err := s.RevokePortal(x.r.Context(), ask.ID); err != nil {
		return err
	}
	return x.answer(struct{}{})
}

// AddPortal makes a token for a portal.
func (o *RemoteOperator) AddPortal(ctx context.Context, ask PortalToken) (string, error) {
	var a tokenAnswer
	err := o.line.ask(ctx, http.MethodPost, "/v1/operator/tokens", "", ask, &a)
	return a.Token, err
}

// ListPortals lists all tokens.
func (o *RemoteOperator) ListPortals(ctx context.Context) ([]PortalToken, error) {
	var a portalsAnswer
	err := o.line.ask(ctx, http.MethodGet, "/v1/operator/tokens", "", nil, &a)
	return a.Tokens, err
}

// RevokePortal ends a token.
func (o *RemoteOperator) RevokePortal(ctx context.Context, id string) error {
	return o.line.ask(ctx, http.MethodPost, "/v1/operator/tokens/revoke", "", portalRevoke{id}, &struct{}{})
}
