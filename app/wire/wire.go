// Package wire opens a folder as an office: it builds the app from the store, the printer, the workbooks and the
// data that ships. Window, commands and tests all start here.
package wire

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"yunban/app"
	"yunban/app/hub"
	"yunban/app/ofd"
	"yunban/app/pdf"
	"yunban/app/scan"
	"yunban/app/sign"
	"yunban/app/spool"
	"yunban/app/store"
	"yunban/app/words"
	"yunban/app/xlsx"
	"yunban/assets"
	"yunban/model"
	"yunban/model/workday"
)

// Options is what a caller may choose.
type Options struct {
	Sandbox  bool             // a new office is for demonstration
	Clock    func() time.Time // nil is the machine's clock, or YUNBAN_CLOCK in a sandbox
	Blobs    store.Blobs      // where a hub keeps attachments, when that is not its folder
	OwnFonts bool             // papers use only the fonts that ship, so that they are the same everywhere
}

// Opened is an open office that must be closed.
type Opened struct {
	*app.Office
	store  *store.Store
	client *hub.Client // of a desk that joined a hub
	life   *life
	sharer *Sharer
	// Dir is its folder.
	Dir string
}

// Close lets go of the folder.
func (o *Opened) Close() error {
	o.life.end()
	if o.client != nil {
		o.client.Close()
	}
	return o.store.Close()
}

// Log is the store itself, for a hub that serves it.
func (o *Opened) Log() *store.Store { return o.store }

// Open opens the office in a folder; not_found when nothing was founded there.
func Open(ctx context.Context, dir string, opts Options) (*Opened, error) {
	if err := swap(dir); err != nil { // a joining that was cut off
		return nil, err
	}
	s, err := store.Open(ctx, dir, store.Options{Blobs: opts.Blobs})
	if err != nil {
		return nil, err
	}
	return finish(s, dir, opts, func(parts app.Parts) (*app.Office, error) { return app.Open(ctx, parts) })
}

// Found founds an office in an empty folder, or in one where a founding was cut off. What is wrong with the founding
// is told before anything is made.
func Found(ctx context.Context, dir string, opts Options, f app.Founding) (*Opened, error) {
	if _, err := ReadProfile(f.Profile); err != nil {
		return nil, err
	}
	if err := f.Check(); err != nil {
		return nil, err
	}
	s, err := newStore(ctx, dir, opts)
	if err != nil {
		return nil, err
	}
	return finish(s, dir, opts, func(parts app.Parts) (*app.Office, error) { return app.Found(ctx, parts, f) })
}

// newStore makes a store, or opens one that holds no office yet.
func newStore(ctx context.Context, dir string, opts Options) (*store.Store, error) {
	s, err := store.Create(ctx, dir, store.Options{Sandbox: opts.Sandbox, Blobs: opts.Blobs})
	if model.KindOf(err) != model.Conflict {
		return s, err
	}
	s, opening := store.Open(ctx, dir, store.Options{Sandbox: opts.Sandbox, Blobs: opts.Blobs})
	if opening != nil {
		return nil, err
	}
	founded, reading := app.Founded(ctx, s)
	if founded || reading != nil || s.Sandbox() != opts.Sandbox {
		return nil, errors.Join(err, reading, s.Close())
	}
	return s, nil
}

func finish(s *store.Store, dir string, opts Options, open func(app.Parts) (*app.Office, error)) (*Opened, error) {
	parts, err := parts(s, opts)
	var client *hub.Client
	parts.Post = hub.Parcels{Dir: hub.ParcelsDir(filepath.Join(dir, hubFolder))}
	if err == nil && s.Replica() {
		client, err = follow(&parts, dir)
	}
	if err == nil {
		var office *app.Office
		if office, err = open(parts); err == nil {
			o := &Opened{Office: office, store: s, client: client, life: &life{}, Dir: dir}
			o.sharer = &Sharer{office: o}
			return o, nil
		}
	}
	if closing := s.Close(); closing != nil && err == nil {
		err = closing
	}
	return nil, err
}

func parts(s *store.Store, opts Options) (app.Parts, error) {
	clock, err := clock(s.Sandbox(), opts.Clock)
	if err != nil {
		return app.Parts{}, err
	}
	calendar, err := Calendar()
	if err != nil {
		return app.Parts{}, err
	}
	system := pdf.SystemFonts()
	if opts.OwnFonts {
		system = nil
	}
	printer, err := pdf.New(assets.Fonts, system...)
	if err != nil {
		return app.Parts{}, err
	}
	host, err := os.Hostname()
	if err != nil {
		host = "desk"
	}
	return app.Parts{Store: s, Ledger: s, Outbox: s, Follower: s, Drafts: s, Files: s, Secrets: s, Settings: s, Printer: printer, OFD: ofd.New(printer), Sheets: xlsx.Sheets{}, Forms: xlsx.Forms{}, Spool: spool.System{}, Signer: sign.Signer{Stamper: printer}, Scanner: scan.Reader{},
		Calendar: calendar, Shipped: Profile, Clock: clock, Device: host, Sandbox: s.Sandbox()}, nil
}

// clockVariable sets the present time of a sandbox; any other store refuses to open with it.
const clockVariable = "YUNBAN_CLOCK"

// SandboxClock is the present time of a sandbox, which may be set from outside.
func SandboxClock() (func() time.Time, error) { return clock(true, nil) }

func clock(sandbox bool, given func() time.Time) (func() time.Time, error) {
	value := os.Getenv(clockVariable)
	switch {
	case given != nil:
		return given, nil
	case value == "":
		return time.Now, nil
	case !sandbox:
		return nil, model.Errorf(model.Forbidden, "error.clock_not_sandbox")
	}
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return nil, model.Wrap(model.Invalid, err, "error.bad_clock", "value", value)
	}
	return func() time.Time { return at }, nil
}

// Profile gives the text of a shipped regulation.
func Profile(id string) ([]byte, error) {
	if id != path.Base(id) {
		return nil, fs.ErrNotExist
	}
	return assets.Profiles.ReadFile("profiles/" + id + ".json")
}

// Profiles reads every city's regulation that ships, the cities first and then the counties with rules of their own
// (R05).
func Profiles() ([]*model.Profile, error) {
	entries, err := assets.Profiles.ReadDir("profiles")
	if err != nil {
		return nil, err
	}
	var all []*model.Profile
	for _, e := range entries {
		id := strings.TrimSuffix(e.Name(), ".json")
		if id == "common" || id == "papers" || id == "matters" { // what the cities share
			continue
		}
		p, err := ReadProfile(id)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	county := func(p *model.Profile) int {
		if p.Extends == "common" {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b *model.Profile) int { return county(a) - county(b) })
	return all, nil
}

// ReadProfile reads one shipped regulation.
func ReadProfile(id string) (*model.Profile, error) {
	text, err := Profile(id)
	if err != nil {
		return nil, model.Wrap(model.NotFound, err, "error.no_profile", "profile", id)
	}
	return model.ParseProfile(text, Profile)
}

// Calendar reads the shipped holiday notices.
func Calendar() (workday.Calendar, error) {
	entries, err := assets.Calendars.ReadDir("calendars")
	if err != nil {
		return workday.Calendar{}, err
	}
	var years []workday.Year
	for _, e := range entries {
		data, err := assets.Calendars.ReadFile("calendars/" + e.Name())
		if err != nil {
			return workday.Calendar{}, err
		}
		y, err := workday.ParseYear(data)
		if err != nil {
			return workday.Calendar{}, err
		}
		years = append(years, y)
	}
	return workday.NewCalendar(years...), nil
}

// Words reads the words of a language.
func Words(language string) (*words.Words, error) { return words.Load(assets.Translations, language) }
