package app

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"time"

	"yunban/model"
)

// Desk is a signed-in person at a workstation.
type Desk struct {
	*Office
	Person model.Person
	Unit   model.Unit

	acting     sync.RWMutex
	principals []model.Person // whom it may act for today, by their delegations
	format     string         // of its papers: OFD, or PDF when it is empty
}

// Wrong passwords in a row before an account rests, and for how long.
const (
	maxWrong = 5
	restTime = 10 * time.Minute
)

// SignIn checks name and password. Name and password wrong look alike, so that nobody can find out names. After
// five wrong passwords the account rests for ten minutes.
func (o *Office) SignIn(ctx context.Context, name, password string) (*Desk, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	if err := o.mayEnter(ctx); err != nil {
		return nil, err
	}
	tries, err := o.wrongTries(ctx, name)
	if err != nil {
		return nil, err
	}
	if left := tries.until.Sub(o.Clock()); left > 0 {
		return nil, model.Errorf(model.Forbidden, "error.resting", "minutes", strconv.Itoa(int((left+time.Minute-1)/time.Minute)))
	}
	if o.joined() && o.Remote != nil {
		err := o.signInAtHub(ctx, name, password)
		if model.KindOf(err) != model.Offline {
			if err != nil {
				return nil, err
			}
			return o.DeskOf(ctx, name)
		}
	}
	hash, err := o.Secrets.Password(ctx, name)
	if o.joined() && model.KindOf(err) == model.NotFound {
		return nil, model.Errorf(model.Offline, "error.first_sign_in")
	}
	if err != nil && model.KindOf(err) != model.NotFound {
		return nil, err
	}
	if !passwordMatches(hash, password) {
		return nil, o.countWrong(ctx, name, tries)
	}
	person, err := o.Person(ctx, name)
	if err != nil {
		return nil, err
	}
	if person.Disabled {
		return nil, model.Errorf(model.Forbidden, "error.disabled")
	}
	if tries.count > 0 {
		if err := o.Settings.SaveSetting(ctx, triesKey(name), ""); err != nil {
			return nil, err
		}
	}
	return o.DeskOf(ctx, name)
}

// DeskOf opens the desk of a person whose identity has been established in another way. People sign in.
func (o *Office) DeskOf(ctx context.Context, id string) (*Desk, error) {
	p, err := o.Person(ctx, id)
	if err != nil {
		return nil, err
	}
	r, err := o.whoIsWho(ctx)
	if err != nil {
		return nil, err
	}
	d := &Desk{Office: o, Person: p, Unit: r.units[p.Unit]}
	return d, d.loadPrincipals(ctx)
}

// tries counts the wrong passwords in a row of one name.
type tries struct {
	count int
	until time.Time
}

func triesKey(name string) string { return "wrong_passwords." + name }

func (o *Office) wrongTries(ctx context.Context, name string) (tries, error) {
	text, err := o.Settings.Setting(ctx, triesKey(name))
	if err != nil {
		return tries{}, err
	}
	count, until, _ := strings.Cut(text, " ")
	n, _ := strconv.Atoi(count)              // nothing kept counts as none
	at, _ := strconv.ParseInt(until, 10, 64) // likewise
	return tries{n, time.Unix(at, 0)}, nil
}

// countWrong remembers one more wrong password and says how many are left.
func (o *Office) countWrong(ctx context.Context, name string, t tries) error {
	t.count++
	err := model.Errorf(model.Forbidden, "error.wrong_password", "left", strconv.Itoa(maxWrong-t.count))
	until := time.Unix(0, 0)
	if t.count >= maxWrong {
		until, t.count = o.Clock().Add(restTime), 0
		err = model.Errorf(model.Forbidden, "error.resting", "minutes", strconv.Itoa(int(restTime/time.Minute)))
	}
	kept := strconv.Itoa(t.count) + " " + strconv.FormatInt(until.Unix(), 10)
	if e := o.Settings.SaveSetting(ctx, triesKey(name), kept); e != nil {
		return e
	}
	return err
}
