package view

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"yunban/app"
	"yunban/model"
	"yunban/model/workday"
)

// Standing is how the exchange with the hub stands, from nothing to say to something that must be seen to.
type Standing int

// The standings.
const (
	StandingNone   Standing = iota // this desk is its own hub
	StandingGood                   // everything is exchanged
	StandingWaits                  // something goes out with the next exchange
	StandingCut                    // the hub does not answer: work goes on
	StandingStuck                  // nothing is exchanged until somebody does something
	StandingClosed                 // nothing may be changed here any more
)

// Sync is how the exchange with the hub stands, as far as the window says it.
type Sync struct {
	app.SyncState
	Shared int // desks that follow this one; -1 when it is not shared
	SignIn bool
	Failed error // why the last exchange did not come about, other than for a line
	now    time.Time
}

// LoadSync reads how the exchange stands. report and failed are what the last exchange told; sharer is nil where nothing
// is shared.
func LoadSync(ctx context.Context, desk *app.Desk, sharer Sharer, report app.SyncReport, failed error) (Sync, error) {
	state, err := desk.SyncState(ctx)
	if err != nil {
		return Sync{}, err
	}
	s := Sync{SyncState: state, Shared: -1, now: desk.Clock()}
	own, err := desk.RefusedActs(ctx)
	if err != nil {
		return Sync{}, err
	}
	s.Refused = len(own)
	if sharer != nil && sharer.Sharing().On {
		devices, err := sharer.Devices(ctx)
		if err != nil {
			return Sync{}, err
		}
		s.Shared = 0
		for _, d := range devices {
			s.Shared += one(!d.Revoked)
		}
	}
	s.SignIn = state.Pending > 0 && slices.Contains(report.SignIn, desk.Person.ID)
	if failed != nil && model.KindOf(failed) != model.Offline && !errors.Is(failed, context.Canceled) {
		s.Failed = failed
	}
	return s, nil
}

// Revoked reports that the hub has locked this desk out.
func (s Sync) Revoked() bool {
	return s.SyncState.Revoked || KeyOf(s.Failed) == "error.device_revoked"
}

// KeyOf is the key of a failure's words; nothing of none, or of one that is not ours.
func KeyOf(err error) string {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

// Shown reports whether there is anything to say at all.
func (s Sync) Shown() bool { return s.Joined || s.Shared >= 0 }

// Standing is how the exchange stands.
func (s Sync) Standing() Standing {
	switch {
	case !s.Joined:
		return StandingNone
	case s.Revoked(), s.ReadOnly:
		return StandingClosed
	case s.Anew, s.Failed != nil, s.SignIn, s.Refused > 0:
		return StandingStuck
	case !s.Offline.IsZero():
		return StandingCut
	case s.Pending > 0:
		return StandingWaits
	}
	return StandingGood
}

// Badge says in a few words how the exchange stands.
func (s Sync) Badge() []Text {
	if !s.Joined {
		if s.Shared < 0 {
			return nil
		}
		return []Text{Say("sync.shared", "n", strconv.Itoa(s.Shared))}
	}
	var said []Text
	switch {
	case s.Revoked():
		return []Text{Say("sync.revoked")}
	case s.ReadOnly:
		said = append(said, Say("sync.read_only"))
	case s.Anew:
		said = append(said, Say("sync.anew"))
	case !s.Offline.IsZero():
		said = append(said, Say("sync.offline", "since", s.clockOf(s.Offline)))
	case s.Failed != nil:
		said = append(said, Say("sync.failed"))
	}
	if s.Pending > 0 {
		said = append(said, Say("sync.pending", "n", strconv.Itoa(s.Pending)))
	}
	if s.Refused > 0 {
		said = append(said, Say("sync.refused", "n", strconv.Itoa(s.Refused)))
	}
	if len(said) == 0 {
		return []Text{Say("sync.good")}
	}
	return said
}

// clockOf writes an instant by the clock; with its day when that is not today.
func (s Sync) clockOf(t time.Time) string {
	if workday.DateOf(t) == workday.DateOf(s.now) {
		return t.In(workday.Shanghai).Format("15:04")
	}
	return t.In(workday.Shanghai).Format("01-02 15:04")
}

// Banner is what must be said on every page until somebody has seen to it: what is the matter and what helps.
func (s Sync) Banner() (Text, bool) {
	switch {
	case !s.Joined:
		return Text{}, false
	case s.Revoked():
		return Say("sync.banner_revoked"), true
	case s.Anew:
		return Say("sync.banner_anew"), true
	case s.ReadOnly && s.now.Before(s.Contact):
		return Say("sync.banner_clock_back", "contact", Moment(s.Contact)), true
	case s.ReadOnly:
		return Say("sync.banner_read_only", "contact", Moment(s.Contact), "days", strconv.Itoa(int(s.Until.Sub(s.Contact).Hours()/24))), true
	case s.Ahead.Abs() > 24*time.Hour:
		return Say("sync.banner_clock", "ahead", AheadText(s.Ahead)), true
	case KeyOf(s.Failed) == "error.update_needed":
		return Say("sync.banner_update"), true
	case s.SignIn:
		return Say("sync.banner_sign_in", "n", strconv.Itoa(s.Pending)), true
	}
	return Text{}, false
}

// AheadText writes how far a clock is off: +6 min, −2 h 5 min.
func AheadText(d time.Duration) string {
	sign := "+"
	if d < 0 {
		sign, d = "−", -d
	}
	switch minutes := int(d.Round(time.Minute) / time.Minute); {
	case d < time.Minute:
		return sign + strconv.Itoa(int(d.Round(time.Second)/time.Second)) + " s"
	case minutes < 60:
		return sign + strconv.Itoa(minutes) + " min"
	default:
		return sign + strconv.Itoa(minutes/60) + " h " + strconv.Itoa(minutes%60) + " min"
	}
}

// Fact is a label and what stands beside it.
type Fact struct {
	Label  string // the key of its words
	Value  string
	Text   Text // in place of Value
	Warned bool // somebody should see to it
}

// Facts are what the panel tells of a joined desk.
func (s Sync) Facts() []Fact {
	line := Fact{Label: "sync.line", Text: Say("sync.line_good")}
	switch {
	case s.Revoked():
		line = Fact{Label: "sync.line", Text: Say("sync.revoked"), Warned: true}
	case s.Anew:
		line = Fact{Label: "sync.line", Text: Say("sync.anew"), Warned: true}
	case !s.Offline.IsZero():
		line = Fact{Label: "sync.line", Text: Say("sync.line_cut", "since", Moment(s.Offline)), Warned: true}
	case s.Failed != nil:
		line = Fact{Label: "sync.line", Text: Say("sync.failed"), Warned: true}
	}
	facts := []Fact{{Label: "sync.hub", Value: s.Hub.URL}, line, {Label: "sync.contact", Value: Moment(s.Contact)}}
	if s.Revoked() { // what else there was to tell is over
		return facts
	}
	facts = append(facts, Fact{Label: "sync.until", Value: Moment(s.Until), Warned: s.ReadOnly})
	clock := Fact{Label: "sync.clock", Text: Say("sync.clock_right")}
	if s.Ahead.Abs() >= time.Minute {
		clock = Fact{Label: "sync.clock", Text: Say("sync.clock_ahead", "ahead", AheadText(s.Ahead))}
	}
	if s.ClockOff {
		clock = Fact{Label: "sync.clock", Text: Say("sync.clock_off", "ahead", AheadText(s.Ahead)), Warned: true}
	}
	return append(facts, clock, Fact{Label: "sync.fingerprint", Value: s.Hub.Fingerprint})
}

// SyncPanel is what a click on the badge shows: how the exchange stands, and what waits.
type SyncPanel struct {
	Sync
	Waiting []WaitingRow
	Carry   app.CarryState
}

// WaitingRow is an act that waits to be sent.
type WaitingRow struct {
	At     string
	Who    string
	Action model.Action
	Title  string
}

// LoadSyncPanel reads what the panel shows.
func LoadSyncPanel(ctx context.Context, desk *app.Desk, sync Sync) (SyncPanel, error) {
	p := SyncPanel{Sync: sync}
	waiting, err := desk.Waiting(ctx)
	for _, w := range waiting {
		p.Waiting = append(p.Waiting, WaitingRow{At: Moment(w.Event.Claimed), Who: w.Event.By(), Action: w.Event.Action, Title: w.Title})
	}
	if err == nil {
		p.Carry, err = desk.CarryState(ctx)
	}
	return p, err
}

// RefusedText is how many acts were refused.
func (s Sync) RefusedText() string { return strconv.Itoa(s.Refused) }

// PendingText is how many acts wait.
func (s Sync) PendingText() string { return strconv.Itoa(s.Pending) }

// Count writes a number.
func Count(n int) string { return strconv.Itoa(n) }
