package hub

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yunban/model"
)

// portalsName is where tokens are kept in the hub's folder, each as a file under its id.
const portalsName = "portals"

// What a token may do.
const (
	MayFile = "file" // file requests and their rounds, and take them back
	MayRead = "read" // read the unit's requests
)

// PortalToken is what the hub keeps of a portal's token: never the token itself.
type PortalToken struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"` // of the portal
	Unit    string    `json:"unit"`
	Person  string    `json:"person"` // the account that it acts as
	May     []string  `json:"may"`
	Made    time.Time `json:"made"`
	Revoked bool      `json:"revoked"`
	Sum     []byte    `json:"sum,omitempty"` // SHA-256 of the token: 160 random bits need no slower hash
}

// tokenStart is how tokens begin, so that people and scanners know one when they see it.
const tokenStart = "yunban-portal-"

// AddPortal makes a token for a portal of a unit. Without a person it makes an account of its own to act as.
func (s *Server) AddPortal(ctx context.Context, ask PortalToken) (token string, err error) {
	ask.Name = strings.TrimSpace(ask.Name)
	if n := utf8.RuneCountInString(ask.Name); n == 0 || n > 40 {
		return "", model.Errorf(model.Invalid, "error.bad_message")
	}
	for _, may := range ask.May {
		if may != MayFile && may != MayRead {
			return "", model.Errorf(model.Invalid, "error.portal_may", "may", may)
		}
	}
	if ask.Unit, err = s.unitCalled(ctx, ask.Unit); err != nil {
		return "", err
	}
	if ask.Person == "" {
		p, err := s.Portals.PortalPerson(ctx, ask.Unit, ask.Name)
		if err != nil {
			return "", err
		}
		ask.Person = p.ID
	}
	p, err := s.Office.Person(ctx, ask.Person)
	if err != nil {
		return "", err
	}
	if p.Unit != ask.Unit || p.Disabled {
		return "", model.Errorf(model.Invalid, "error.portal_person", "person", p.ID, "unit", ask.Unit)
	}
	ask.ID, ask.Made, ask.Revoked = strings.ToLower(rand.Text()[:10]), s.Clock(), false
	token = tokenStart + ask.ID + "-" + strings.ToLower(rand.Text())
	sum := sha256.Sum256([]byte(token))
	ask.Sum = sum[:]
	s.Logger.InfoContext(ctx, "portal token made", "id", ask.ID, "portal", ask.Name, "unit", ask.Unit, "person", ask.Person, "may", ask.May)
	return token, s.keepPortal(ask)
}

func (s *Server) keepPortal(t PortalToken) error {
	text, err := json.Marshal(t)
	if err != nil {
		return unexpected(err)
	}
	return writeWhole(s.portalPath(t.ID), text)
}

func (s *Server) portalPath(id string) string {
	return filepath.Join(s.Dir, portalsName, id+".json")
}

// ListPortals lists all tokens, the revoked ones included.
func (s *Server) ListPortals(context.Context) ([]PortalToken, error) {
	paths, err := filepath.Glob(s.portalPath("*"))
	if err != nil {
		return nil, unexpected(err)
	}
	all := []PortalToken{}
	for _, path := range paths {
		var t PortalToken
		if err := read(path, &t); err != nil {
			return nil, unexpected(err)
		}
		t.Sum = nil
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b PortalToken) int { return a.Made.Compare(b.Made) })
	return all, nil
}

// RevokePortal ends a token.
func (s *Server) RevokePortal(ctx context.Context, id string) error {
	t, err := s.portal(id)
	if err != nil {
		return err
	}
	t.Revoked = true
	s.Logger.InfoContext(ctx, "portal token revoked", "id", t.ID, "portal", t.Name)
	return s.keepPortal(t)
}

// portal reads what is kept of a token; not_found when there is none.
func (s *Server) portal(id string) (t PortalToken, err error) {
	if id == "" || strings.ContainsFunc(id, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		return t, model.Errorf(model.NotFound, "error.portal_unknown", "id", id)
	}
	err = read(s.portalPath(id), &t)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, os.ErrInvalid) {
		return t, model.Wrap(model.NotFound, err, "error.portal_unknown", "id", id)
	}
	return t, unexpected(err)
}

// portalOf is who a portal acts as, by its token, when it may do what it asks for.
func (s *Server) portalOf(r *http.Request, may string) (model.Device, model.Person, error) {
	wrong := model.Errorf(model.Forbidden, "error.portal_token")
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	rest, ok := strings.CutPrefix(token, tokenStart)
	id, _, _ := strings.Cut(rest, "-")
	if !ok || s.Portals == nil {
		return model.Device{}, model.Person{}, wrong
	}
	t, err := s.portal(id)
	if model.KindOf(err) == model.NotFound && err != nil {
		return model.Device{}, model.Person{}, wrong
	}
	if err != nil {
		return model.Device{}, model.Person{}, err
	}
	sum := sha256.Sum256([]byte(token))
	if subtle.ConstantTimeCompare(sum[:], t.Sum) != 1 || t.Revoked {
		return model.Device{}, model.Person{}, wrong
	}
	as := model.Device{ID: "portal-" + t.ID, Name: t.Name, Unit: t.Unit} // who is rationed, counted and logged
	if !slices.Contains(t.May, may) {
		return as, model.Person{}, model.Errorf(model.Forbidden, "error.portal_scope", "may", may)
	}
	p, err := s.Office.Person(r.Context(), t.Person)
	if err == nil && (p.Disabled || p.Unit != t.Unit) { // an account that moved takes no token along
		err = wrong
	}
	return as, p, err
}

func sortedNames[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
