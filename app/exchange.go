package app

import (
	"context"
	"io"
	"time"

	"yunban/model"
)

// Ledger is the store of a hub: it answers acts that desks send.
type Ledger interface {
	// SettleAll answers acts of a device, each behind those before it: the same act as it was answered before, a new one
	// as judge says. What judge refuses for good is kept as refused; any other failure keeps nothing of the act and ends
	// the answers, and is returned when it met the first one.
	SettleAll(ctx context.Context, device string, acts []model.Pushed, judge func(ctx context.Context, sent model.Pushed, past []model.Event) (model.Event, error)) ([]model.Answer, error)
	// Hear notes for each desk which sides of the table its unit's people sit on; one where that changed begins anew.
	Hear(ctx context.Context, sides func(unit string) ([]model.Side, error)) error
	// Import takes the whole history of one subject in, or nothing of it; above is the highest number of each series
	// that its desk gave.
	Import(ctx context.Context, chain []model.Event, above map[string]int64) ([]model.Event, error)
	// Foresee says what Import would make of a history, and changes nothing.
	Foresee(ctx context.Context, chain []model.Event, above map[string]int64) ([]model.Event, error)
}

// Outbox is the part of a joined desk's store that keeps what the hub has not taken.
type Outbox interface {
	// Pending gives the acts that were not answered yet, the oldest first.
	Pending(ctx context.Context, limit int) ([]model.Pushed, error)
	PendingCount(ctx context.Context) (int, error)
	// Waiting gives what the acts are about that the log here does not have yet.
	Waiting(ctx context.Context) ([]model.Subject, error)
	// Answered takes the hub's answers in; those that were taken in before change nothing.
	Answered(ctx context.Context, answers []model.Answer) error
	// Refused gives the refused acts that nobody has settled, the oldest first.
	Refused(ctx context.Context) ([]model.RefusedAct, error)
	RefusedAct(ctx context.Context, id string) (model.RefusedAct, error)
	// Settled gives refused acts that were settled, the latest first.
	Settled(ctx context.Context, limit int) ([]model.RefusedAct, error)
	// Dismiss settles a refused act; it stays kept.
	Dismiss(ctx context.Context, id string) error
	// Recount counts what waits from the act behind last: the last one that the hub knows of.
	Recount(ctx context.Context, last int64) error
}

// Follower is the part of a joined desk's store that follows the hub's log.
type Follower interface {
	Replica() bool // it follows a hub; false: the store is its own hub
	// Apply takes a page of the log in; conflict when the desk must begin anew.
	Apply(ctx context.Context, page model.FeedPage) error
	Cursor(ctx context.Context) (model.Cursor, error)
	// ResetReplica forgets what was confirmed and keeps what waits; own acts that were taken since offer wait again.
	ResetReplica(ctx context.Context, offer time.Time) error
	// Rejoin does the same with a hub whose log has another name than before.
	Rejoin(ctx context.Context, hub string, offer time.Time) error
	// Missing gives files that the log names and that are not here, those of the latest events first.
	Missing(ctx context.Context, limit int) ([]string, error)
	// Trim lets files go that can be fetched again, until they take no more than budget bytes.
	Trim(ctx context.Context, budget int64) (freed int64, err error)
	// Kept is how many bytes of files are here.
	Kept(ctx context.Context) (int64, error)
}

// Remote is the hub as a joined desk reaches it. Where there is no way to it the failure is offline.
type Remote interface {
	Hello(ctx context.Context) (model.Hello, error)
	SignIn(ctx context.Context, name, password string) (model.Session, error)
	// Push sends acts of one person, whose session it is.
	Push(ctx context.Context, session string, acts []model.Pushed) ([]model.Answer, error)
	Feed(ctx context.Context, after int64, limit int) (model.FeedPage, error)
	HasFile(ctx context.Context, hash string) (bool, error)
	SendFile(ctx context.Context, hash string, content io.ReadSeeker) error
	// FetchFile writes a whole, verified file, or fails.
	FetchFile(ctx context.Context, hash string, w io.Writer) error
}

// joined reports whether this desk follows a hub.
func (o *Office) joined() bool { return o.Follower != nil && o.Follower.Replica() }

// Accounts is a hub that makes accounts and sets passwords: they are kept there, and never in the log.
type Accounts interface {
	Account(ctx context.Context, session string, a model.Account) error
}

// atHub has the hub do to an account what this desk, which follows it, cannot do by itself.
func (d *Desk) atHub(ctx context.Context, a model.Account) error {
	hub, ok := d.Remote.(Accounts)
	if !ok {
		return model.Errorf(model.Forbidden, "error.only_at_hub")
	}
	token, err := d.session(ctx, d.Person.ID)
	if err != nil {
		return err
	}
	if token == "" {
		return model.Errorf(model.Forbidden, "error.session_over")
	}
	if a.New { // its unit may be new here, too, and the hub has to know it first
		if err := d.sendWaiting(ctx); err != nil {
			return noAccount(err)
		}
	}
	if err := hub.Account(ctx, token, a); err != nil {
		return noAccount(err)
	}
	if a.Person.ID == d.Person.ID { // for the days without a line
		hash, err := hashPassword(a.Password)
		if err != nil {
			return err
		}
		return d.Secrets.SetPassword(ctx, d.Person.ID, hash)
	}
	_, err = d.Sync(ctx)
	return err
}

// sendWaiting exchanges with the hub when something waits for it.
func (o *Office) sendWaiting(ctx context.Context) error {
	n, err := o.Outbox.PendingCount(ctx)
	if err == nil && n > 0 {
		_, err = o.Sync(ctx)
	}
	return err
}

// noAccount is why the hub did not do something to an account: without a line that is all there is to say.
func noAccount(failed error) error {
	if model.KindOf(failed) == model.Offline && keyOf(failed) != "error.too_many" {
		return model.Wrap(model.Offline, failed, "error.account_offline")
	}
	return failed
}

// Account does to an account what a person asked for from a desk that follows this office: makes it, or sets its
// password. The person's own rights decide, as they do here.
func (o *Office) Account(ctx context.Context, by model.Person, a model.Account) error {
	d, err := o.DeskOf(ctx, by.ID)
	switch {
	case err != nil:
		return err
	case d.Person.Disabled:
		return model.Errorf(model.Forbidden, "error.disabled")
	case a.New:
		return d.AddPerson(ctx, a.Person, a.Password)
	}
	return d.SetPassword(ctx, a.Person.ID, a.Password)
}
