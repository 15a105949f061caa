package view

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"yunban/app"
	"yunban/model"
)

// lastName is the setting that keeps who signed in last on this desk.
const lastName = "window.last_name"

// SignIn is the page where a person says who he is.
type SignIn struct {
	City    string
	Sandbox bool
	Name    string // who signed in last on this desk
	People  []Account
	Locked  bool // its hub has locked this desk out: nobody signs in here any more
	Pending int  // acts of a locked desk that were never sent
}

// Account is someone to sign in as, in the demonstration data only.
type Account struct {
	ID    string
	Name  string
	Roles string // in the city's words
}

// LoadSignIn reads what the page shows.
func LoadSignIn(ctx context.Context, office *app.Office) (SignIn, error) {
	s := SignIn{City: office.Profile().City, Sandbox: office.Sandbox}
	state, err := office.SyncState(ctx)
	if err != nil {
		return SignIn{}, err
	}
	if s.Locked = state.Revoked; s.Locked {
		s.Pending = state.Pending
		return s, nil
	}
	name, err := office.Settings.Setting(ctx, lastName)
	if err != nil {
		return SignIn{}, err
	}
	s.Name = name
	if !s.Sandbox {
		return s, nil // names are nobody's business before signing in
	}
	people, err := office.People(ctx)
	if err != nil {
		return SignIn{}, err
	}
	slices.SortStableFunc(people, func(a, b model.Person) int { return rank(office, a) - rank(office, b) })
	for _, p := range people {
		if !p.Disabled {
			s.People = append(s.People, Account{p.ID, p.Name, RoleNames(office, p.Roles)})
		}
	}
	return s, nil
}

// Unsent says how many acts of a locked desk its hub never had.
func (s SignIn) Unsent() Text { return Say("locked.unsent", "n", strconv.Itoa(s.Pending)) }

// rank orders people as the city lists their roles, which is the order of a request's life.
func rank(office *app.Office, p model.Person) int {
	return slices.IndexFunc(office.Profile().Roles, func(r model.RoleName) bool { return slices.Contains(p.Roles, r.ID) })
}

// Enter signs a person in and remembers the name for the next time.
func Enter(ctx context.Context, office *app.Office, name, password string) (*app.Desk, error) {
	desk, err := office.SignIn(ctx, strings.TrimSpace(name), password)
	if err != nil {
		return nil, err
	}
	// Remembering the name is a convenience: with a full disk one must still get in to read.
	_ = office.Settings.SaveSetting(ctx, lastName, desk.Person.ID)
	return desk, nil
}
