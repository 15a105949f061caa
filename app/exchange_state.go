package app

import (
	"context"
	"strconv"
	"time"

	"yunban/model"
	"yunban/model/workday"
)

// What a joined desk remembers of its hub, as settings.
const (
	contactKey  = "exchange.contact" // the last exchange of words, by the desk's clock
	offlineKey  = "exchange.offline" // since when the hub has not answered
	aheadKey    = "exchange.ahead"   // how far the desk's clock is ahead of the hub's
	revokedKey  = "exchange.revoked" // when the hub locked this desk out
	sessionKey  = "exchange.session."
	LicenceKey  = "exchange.licence_days" // LicenceKey is the setting of how many days a desk works without its hub, as the hub said last
	LicenceDays = 30                      // LicenceDays is how many when the hub says nothing of it
)

// warnAhead is how far a desk's clock may be off before it says so.
const warnAhead = 5 * time.Minute

// HubFacts is what a joined desk knows of its hub without asking.
type HubFacts struct {
	URL         string `json:"url"`
	Fingerprint string `json:"fingerprint"` // of the certificate that it pinned, to be read aloud
}

// SyncState is what the badge says of the exchange.
type SyncState struct {
	Joined   bool          `json:"joined"` // false: this desk is its own hub
	Hub      HubFacts      `json:"hub"`
	Pending  int           `json:"pending"`   // acts that wait to be sent
	Refused  int           `json:"refused"`   // acts that were not taken and that nobody has settled
	Contact  time.Time     `json:"contact"`   // when the hub answered last
	Offline  time.Time     `json:"offline"`   // since when it has not; zero while connected
	Ahead    time.Duration `json:"ahead"`     // how far this desk's clock is ahead of the hub's
	ClockOff bool          `json:"clock_off"` // so far that people should know
	Until    time.Time     `json:"until"`     // how long the desk may work without its hub
	ReadOnly bool          `json:"read_only"` // that time is over, or the hub has locked this desk out
	Anew     bool          `json:"anew"`      // another copy of this desk is in use: it has to enrol anew before it exchanges
	Revoked  bool          `json:"revoked"`   // the hub has locked this desk out for good
}

// SyncState tells how the exchange stands.
func (o *Office) SyncState(ctx context.Context) (SyncState, error) {
	if !o.joined() {
		return SyncState{}, nil
	}
	s := SyncState{Joined: true, Hub: o.Hub, Anew: o.mustEnrol()}
	var err error
	if s.Pending, err = o.Outbox.PendingCount(ctx); err != nil {
		return s, err
	}
	refused, err := o.Outbox.Refused(ctx)
	if err != nil {
		return s, err
	}
	s.Refused = len(refused)
	return s, o.reach(ctx, &s)
}

// reach reads what is remembered of the hub.
func (o *Office) reach(ctx context.Context, s *SyncState) error {
	var err error
	if s.Contact, err = o.instant(ctx, contactKey); err != nil {
		return err
	}
	if s.Offline, err = o.instant(ctx, offlineKey); err != nil {
		return err
	}
	text, err := o.Settings.Setting(ctx, aheadKey)
	if err != nil {
		return err
	}
	s.Ahead, _ = time.ParseDuration(text) // nothing kept: not ahead
	s.ClockOff = s.Ahead.Abs() > warnAhead
	text, err = o.Settings.Setting(ctx, LicenceKey)
	if err != nil {
		return err
	}
	days, err := strconv.Atoi(text)
	if err != nil || days < 1 {
		days = LicenceDays
	}
	now := o.Clock()
	s.Until = s.Contact.AddDate(0, 0, days)
	s.ReadOnly = now.After(s.Until) || now.Before(s.Contact.Add(-maxAhead)) // a clock that was put back prolongs nothing
	text, err = o.Settings.Setting(ctx, revokedKey)
	s.Revoked = text != ""
	s.ReadOnly = s.ReadOnly || s.Revoked
	return err
}

// lockedOut locks this desk when that is what the hub answered: nobody signs in here any more, nothing is changed, and
// what it needs to speak with the hub is destroyed.
func (o *Office) lockedOut(ctx context.Context, failed error) error {
	if keyOf(failed) != "error.device_revoked" {
		return failed
	}
	if err := o.Settings.SaveSetting(ctx, revokedKey, o.Clock().UTC().Format(time.RFC3339)); err != nil {
		return err
	}
	if o.Forget != nil {
		if err := o.Forget(); err != nil {
			return err
		}
	}
	return failed
}

// mayEnter refuses everybody at a desk that was locked out.
func (o *Office) mayEnter(ctx context.Context) error {
	if !o.joined() {
		return nil
	}
	text, err := o.Settings.Setting(ctx, revokedKey)
	if err == nil && text != "" {
		err = model.Errorf(model.Forbidden, "error.device_revoked", "device", o.Device)
	}
	return err
}

func (o *Office) instant(ctx context.Context, key string) (time.Time, error) {
	text, err := o.Settings.Setting(ctx, key)
	if err != nil || text == "" {
		return time.Time{}, err
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}, model.Wrap(model.Other, err, "error.store_broken")
	}
	return at, nil
}

// contact remembers that the hub answered, and by what clock.
func (o *Office) contact(ctx context.Context, hello model.Hello) error {
	now := o.Clock()
	if err := o.keepLicence(ctx, hello); err != nil {
		return err
	}
	for key, value := range map[string]string{contactKey: now.UTC().Format(time.RFC3339Nano), offlineKey: "",
		aheadKey: now.Sub(hello.Now).Round(time.Second).String()} {
		if err := o.Settings.SaveSetting(ctx, key, value); err != nil {
			return err
		}
	}
	return nil
}

// keepLicence remembers for how many days this desk may work without its hub.
func (o *Office) keepLicence(ctx context.Context, hello model.Hello) error {
	days := ""
	if hello.OfflineDays > 0 {
		days = strconv.Itoa(hello.OfflineDays)
	}
	return o.Settings.SaveSetting(ctx, LicenceKey, days)
}

// noContact remembers since when the hub has not answered, when that is what failed.
func (o *Office) noContact(ctx context.Context, failed error) error {
	if failed == nil || model.KindOf(failed) != model.Offline {
		return failed
	}
	since, err := o.Settings.Setting(ctx, offlineKey)
	if err != nil {
		return err
	}
	if since == "" {
		if err := o.Settings.SaveSetting(ctx, offlineKey, o.Clock().UTC().Format(time.RFC3339Nano)); err != nil {
			return err
		}
	}
	return failed
}

// licensed is the store of a joined desk: changes only while the desk may work without its hub, and no decisions by a
// clock that is a day off.
type licensed struct {
	Store
	office *Office
}

// Change is the store's, where the desk may still work.
func (l licensed) Change(ctx context.Context, about model.Subject, decide func(ctx context.Context, past []model.Event) (model.Event, error)) (model.Event, error) {
	var s SyncState
	if err := l.office.reach(ctx, &s); err != nil {
		return model.Event{}, err
	}
	if s.Revoked {
		return model.Event{}, model.Errorf(model.Forbidden, "error.device_revoked", "device", l.office.Device)
	}
	if s.ReadOnly {
		return model.Event{}, model.Errorf(model.Forbidden, "error.licence_over", "contact", s.Contact.In(workday.Shanghai).Format(minutes))
	}
	return l.Store.Change(ctx, about, func(ctx context.Context, past []model.Event) (model.Event, error) {
		e, err := decide(ctx, past)
		if err == nil && s.Ahead.Abs() > maxAhead && !model.Beside(e.Action) {
			return model.Event{}, model.Errorf(model.Forbidden, "error.clock_off", "ahead", s.Ahead.String())
		}
		return e, err
	})
}
