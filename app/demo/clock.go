package demo

import (
	"sync"
	"time"

	"yunban/model/workday"
)

// Clock is a clock that stands until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock stands at an instant.
func NewClock(at time.Time) *Clock { return &Clock{now: at} }

// Now is the instant at which the clock stands.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to an instant.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

// after is the time that so many working days and one hour lie ahead, so that no two acts fall on one instant.
func (c *Clock) after(cal workday.Calendar, days int) time.Time {
	now := c.Now().Add(time.Hour)
	if days == 0 {
		return now
	}
	day, _ := cal.AddWorkdays(workday.DateOf(now), days)
	return day.Start().Add(9*time.Hour + 30*time.Minute)
}
