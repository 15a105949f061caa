package hub

import (
	"math"
	"sync"

	"golang.org/x/time/rate"

	"yunban/model"
)

// Limits is how much may be asked. Zero values mean the usual.
type Limits struct {
	PerDevice float64 // requests a second of one device, or of one address that is no device
	Burst     int     // at once
	Account   float64 // requests a second of one account, on all devices together; two seconds' worth of them at once
	Tries     float64 // passwords and codes a second of one device or address
	TryBurst  int
	Watches   int // lines of hints that one device may keep open
	SignIns   int // passwords that are checked at the same time: each takes 19 MiB and a core
}

// The usual limits. A desk that pushes what it saved up asks a few times a second.
const (
	usualRate     = 100
	usualBurst    = 400
	usualAccount  = 2000 // twenty desks' worth: one account at more desks than that is no person
	usualTries    = 0.2  // one in five seconds
	usualTryBurst = 10
	usualWatches  = 8
	usualSignIns  = 2
)

// mostLimiters is of how many callers we keep count; past it, the count begins anew.
const mostLimiters = 20000

// guard rations what one caller may ask.
type guard struct {
	limits  Limits
	mu      *sync.Mutex
	each    map[string]*rate.Limiter
	signIns chan struct{}
}

func newGuard(l Limits) guard {
	if l.PerDevice == 0 {
		l.PerDevice, l.Burst = usualRate, usualBurst
	}
	if l.Account == 0 {
		l.Account = usualAccount
	}
	if l.Tries == 0 {
		l.Tries, l.TryBurst = usualTries, usualTryBurst
	}
	if l.Watches == 0 {
		l.Watches = usualWatches
	}
	if l.SignIns == 0 {
		l.SignIns = usualSignIns
	}
	return guard{l, &sync.Mutex{}, map[string]*rate.Limiter{}, make(chan struct{}, l.SignIns)}
}

// allow counts one request of a caller; too many are refused.
func (g guard) allow(x *exchange, costly bool) error {
	caller := x.device.ID
	if caller == "" {
		caller = addressOf(x.r)
	}
	if !g.limiter(caller, g.limits.PerDevice, g.limits.Burst).Allow() ||
		costly && !g.limiter("try "+caller, g.limits.Tries, g.limits.TryBurst).Allow() {
		return model.Errorf(model.Offline, "error.too_many")
	}
	return nil
}

// allowAccount counts one request of a person, wherever that person is signed in.
func (g guard) allowAccount(person string) error {
	if !g.limiter("account "+person, g.limits.Account, int(math.Ceil(2*g.limits.Account))).Allow() {
		return model.Errorf(model.Offline, "error.too_many")
	}
	return nil
}

func (g guard) limiter(caller string, perSecond float64, burst int) *rate.Limiter {
	g.mu.Lock()
	defer g.mu.Unlock()
	l, ok := g.each[caller]
	if !ok {
		if len(g.each) >= mostLimiters {
			clear(g.each)
		}
		l = rate.NewLimiter(rate.Limit(perSecond), burst)
		g.each[caller] = l
	}
	return l
}
