package app

import (
	"context"
	"encoding/json"
	"time"

	"yunban/model"
)

// Join fills a new replica with what its hub lets it hold, and opens the office that it then is.
func Join(ctx context.Context, parts Parts) (*Office, error) {
	o := &Office{Parts: parts, rules: map[string]*model.Profile{}, calendar: parts.Calendar}
	if _, err := o.Sync(ctx); err != nil {
		return nil, err
	}
	return Open(ctx, parts)
}

// follow makes the office of a replica one that follows its hub.
func (o *Office) follow() {
	if !o.joined() {
		return
	}
	o.Store = licensed{o.Store, o}
	if o.Remote != nil {
		o.Files = fetching{o.Files, o.Remote, &o.came}
	}
}

// signInAtHub signs a person in at the hub, keeps the session for the acts that are sent, and the password's hash for
// the days without a line.
func (o *Office) signInAtHub(ctx context.Context, name, password string) error {
	session, err := o.Remote.SignIn(ctx, name, password)
	if err != nil {
		return o.lockedOut(ctx, err)
	}
	if err := o.keepSession(ctx, name, session); err != nil {
		return err
	}
	known, err := o.Secrets.Password(ctx, name)
	if err != nil && model.KindOf(err) != model.NotFound {
		return err
	}
	if !passwordMatches(known, password) {
		hash, err := hashPassword(password)
		if err != nil {
			return err
		}
		if err := o.Secrets.SetPassword(ctx, name, hash); err != nil {
			return err
		}
	}
	if _, err := o.Person(ctx, name); model.KindOf(err) == model.NotFound { // an account that is new since the last exchange
		_, err := o.Sync(ctx)
		return err
	}
	return nil
}

func (o *Office) keepSession(ctx context.Context, name string, s model.Session) error {
	text, err := json.Marshal(s)
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected")
	}
	return o.Settings.SaveSetting(ctx, sessionKey+name, string(text))
}

func (o *Office) dropSession(ctx context.Context, name string) error {
	return o.Settings.SaveSetting(ctx, sessionKey+name, "")
}

// session is the token that a person's acts are sent with; nothing when there is none, or it is over.
func (o *Office) session(ctx context.Context, name string) (string, error) {
	text, err := o.Settings.Setting(ctx, sessionKey+name)
	if err != nil || text == "" {
		return "", err
	}
	var s model.Session
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return "", model.Wrap(model.Other, err, "error.store_broken")
	}
	if !s.Until.IsZero() && o.Clock().After(s.Until.Add(time.Minute)) {
		return "", nil
	}
	return s.Token, nil
}
