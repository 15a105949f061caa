package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"yunban/model"
	"yunban/model/workday"
)

// Parts is what an office is built from.
type Parts struct {
	Store    Store
	Drafts   Drafts
	Files    Files
	Secrets  Secrets
	Settings Settings
	Printer  Printer
	OFD      PageWriter // the same papers as OFD
	Sheets   Sheets
	Forms    FormSheets
	Spool    Spool
	// The exchange: of a store that a hub may own, or a desk that follows one.
	Ledger   Ledger
	Outbox   Outbox
	Follower Follower
	Remote   Remote  // nil where the hub cannot be reached, or there is none
	Courier  Courier // and by files, where it cannot
	Hub      HubFacts
	// Forget destroys what a joined desk needs to speak with its hub, once that has locked it out.
	Forget func() error
	// Disown gives up the key of a joined desk of which another copy is in use; Anew tells that it was.
	Disown   func() error
	Anew     bool
	Post     Post // nil where nothing can be sent to colleagues
	Signer   Signer
	Scanner  PageReader
	Calendar workday.Calendar // as it ships
	// Shipped gives the text of a regulation that comes with the program, for the ones it extends and for newer
	// versions.
	Shipped func(id string) ([]byte, error)
	Clock   func() time.Time
	Device  string // names this desk in the log
	Sandbox bool   // demonstration data: said on every screen and paper
}

// Office is an opened office with nobody signed in: the store and the city's rules.
type Office struct {
	Parts
	syncing  sync.Mutex                // one exchange at a time
	disowned atomic.Bool               // the desk's key was given up since the office was opened
	came     atomic.Bool               // files were fetched since the desk last let go of some
	mu       sync.RWMutex              // guards what follows: an administrator may change it while others work
	rules    map[string]*model.Profile // by reference, panjin-2016@1
	now      *model.Profile            // the one that new requests begin under
	roster   *roster                   // who is who, as last read
	calendar workday.Calendar          // what ships, with the years that the office imported or edited
}

// officeSubject is the record of the office itself.
var officeSubject = model.Subject{Kind: model.OfficeSubject, ID: "office"}

// profileRole marks the files that are regulations in the office's record.
const profileRole = "profile"

// system is the actor of what the program does by itself.
var system = model.Person{ID: "system", Name: "云办"}

// Founding is what a new office begins with.
type Founding struct {
	Profile  string // the regulation's id
	Admin    model.Person
	Password string
}

// Check finds what is wrong with the administrator's name and password.
func (f Founding) Check() error {
	return model.InvalidInput(append(checkName(f.Admin), checkPassword(f.Password)...))
}

// Founded reports whether an office has been founded in a store.
func Founded(ctx context.Context, s Store) (bool, error) {
	events, err := s.Events(ctx, officeSubject)
	return len(events) > 0, err
}

// Found begins an office in an empty store: the authority's unit, an administrator and the regulation. The
// regulation comes last: without one there is no office yet, and a founding that was cut off can begin again.
func Found(ctx context.Context, parts Parts, f Founding) (*Office, error) {
	text, err := parts.Shipped(f.Profile)
	if err != nil {
		return nil, model.Wrap(model.NotFound, err, "error.no_profile", "profile", f.Profile)
	}
	p, err := model.ParseProfile(text, parts.Shipped)
	if err != nil {
		return nil, err
	}
	if err := f.Check(); err != nil {
		return nil, err
	}
	o := &Office{Parts: parts, rules: map[string]*model.Profile{p.Ref(): p}, now: p, calendar: parts.Calendar}
	authority := model.Unit{ID: "authority", Name: p.Word("authority"), Level: "city"}
	if err := o.saveRecord(ctx, system, model.Subject{Kind: model.UnitSubject, ID: authority.ID}, authority.Values()); err != nil {
		return nil, err
	}
	f.Admin.Roles, f.Admin.Unit = []model.Role{model.RoleAdministrator}, authority.ID
	if err := o.savePerson(ctx, system, f.Admin, f.Password); err != nil {
		return nil, err
	}
	return o, o.publish(ctx, p)
}

// Open opens an office that was founded before. A newer version of its regulation that came with the program is
// published; requests that have begun keep the version they began under.
func Open(ctx context.Context, parts Parts) (*Office, error) {
	o := &Office{Parts: parts, rules: map[string]*model.Profile{}, calendar: parts.Calendar}
	o.follow()
	if err := o.loadRules(ctx); err != nil {
		return nil, err
	}
	if !o.joined() { // a joined desk follows its hub's regulation
		if err := o.adoptNewer(ctx); err != nil {
			return nil, err
		}
	}
	if err := o.loadCalendar(ctx); err != nil {
		return nil, err
	}
	if err := o.rehear(ctx); err != nil {
		return nil, err
	}
	return o, o.loadCatalogue(ctx)
}

// loadRules reads the office's regulation, in every version that requests may have begun under.
func (o *Office) loadRules(ctx context.Context) error {
	events, err := o.Store.Events(ctx, officeSubject)
	if err != nil {
		return err
	}
	if len(events) == 0 {
		return model.Errorf(model.NotFound, "error.store_missing")
	}
	record := model.ReplayRecord(events)
	rules, current := map[string]*model.Profile{}, record.Values["profile"]
	for _, f := range record.Files {
		if f.Role != profileRole {
			continue
		}
		p, err := o.readProfile(f.Hash)
		if err != nil {
			return fmt.Errorf("regulation %s: %w", f.Name, err)
		}
		rules[p.Ref()] = p
		if f.Name == current {
			current = p.Ref()
		}
	}
	if rules[current] == nil {
		return model.Errorf(model.Other, "error.no_profile", "profile", current)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.rules, o.now = rules, rules[current]
	return nil
}

// teaches tells the kinds of record that the office itself works by.
func teaches(k model.SubjectKind) bool {
	return k.Teaches()
}

// learn takes in anew what the office works by, after others changed it.
func (o *Office) learn(ctx context.Context) error {
	if err := o.loadRules(ctx); err != nil {
		return err
	}
	if err := o.loadCalendar(ctx); err != nil {
		return err
	}
	return o.loadCatalogue(ctx)
}

func (o *Office) readProfile(hash string) (*model.Profile, error) {
	r, err := o.Files.Open(hash)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return model.ParseProfile(data, o.Shipped)
}

// adoptNewer publishes the shipped version of the office's regulation when it is newer.
func (o *Office) adoptNewer(ctx context.Context) error {
	text, err := o.Shipped(o.now.ID)
	if err != nil {
		return nil // a city's own regulation, not one of ours
	}
	p, err := model.ParseProfile(text, o.Shipped)
	if err != nil {
		return err
	}
	if p.Version <= o.now.Version {
		return nil
	}
	o.rules[p.Ref()], o.now = p, p
	return o.publish(ctx, p)
}

// publish keeps a regulation, whole, and makes it the one that new requests begin under.
func (o *Office) publish(ctx context.Context, p *model.Profile) error {
	data, err := p.Resolved()
	if err != nil {
		return err
	}
	hash, size, err := o.Files.Keep(ctx, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	return o.record(ctx, system, officeSubject, model.Event{Action: model.Publish,
		Values: model.Values{"profile": p.Ref(), "city": p.City},
		Files:  []model.File{{Role: profileRole, Name: p.Ref(), Size: size, Hash: hash}}})
}

// Profile is the regulation that new requests begin under.
func (o *Office) Profile() *model.Profile {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.now
}

// ProfileOf is the regulation that a request began under.
func (o *Office) ProfileOf(ref string) *model.Profile {
	o.mu.RLock()
	defer o.mu.RUnlock()
	if p, ok := o.rules[ref]; ok {
		return p
	}
	return o.now
}

// Workdays is the working-day calendar.
func (o *Office) Workdays() workday.Calendar {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.calendar
}

// Today is the present day in the office.
func (o *Office) Today() workday.Date { return workday.DateOf(o.Clock()) }

// saveRecord writes down what is now known of a record.
func (o *Office) saveRecord(ctx context.Context, who model.Person, about model.Subject, v model.Values) error {
	return o.record(ctx, who, about, model.Event{Action: model.Save, Values: v})
}

// record writes one event about a record.
func (o *Office) record(ctx context.Context, who model.Person, about model.Subject, e model.Event) error {
	id, err := newID()
	if err != nil {
		return err
	}
	_, err = o.Store.Change(ctx, about, func(context.Context, []model.Event) (model.Event, error) {
		e.ID, e.Subject, e.Actor, e.ActorName, e.Device = id, about, who.ID, who.Name, o.Device
		e.At = o.Clock()
		e.Claimed = e.At
		return e, nil
	})
	if err == nil && seats(about.Kind) {
		err = o.rehear(ctx)
	}
	return err
}

// newID makes a UUIDv7: ids sort by the time they were made.
func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", model.Wrap(model.Other, err, "error.unexpected")
	}
	return id.String(), nil
}
