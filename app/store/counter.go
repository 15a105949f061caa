package store

import (
	"fmt"

	"gorm.io/gorm"

	"yunban/model"
)

// feedCounter counts the events of the whole store.
const feedCounter = "feed"

// seriesCounter names the counter of a series of official numbers.
func seriesCounter(series string) string { return "series/" + series }

// take gives the next number of a counter. The row stays locked until the transaction ends, so numbers become
// visible in their order and none is left out.
func take(tx *gorm.DB, counter string) (int64, error) {
	if within := transactionOf(tx); within != nil && counter != outboxCounter {
		return within.counts.take(tx, counter)
	}
	return takeOne(tx, counter)
}

func takeOne(tx *gorm.DB, counter string) (int64, error) {
	n, err := askNumber(tx, `INSERT INTO counters (name, last) VALUES (?, 1)
		ON CONFLICT (name) DO UPDATE SET last = counters.last + 1 RETURNING last`, counter)
	return n, err
}

// numbered gives the event its official number when it asks for one: PJ-SQ-2026-0001 follows no other.
func numbered(tx *gorm.DB, e model.Event) (model.Event, error) {
	if e.Series == "" || e.Number != "" {
		return e, nil
	}
	n, err := take(tx, seriesCounter(e.Series))
	e.Number = officialNumber(e.Series, n)
	return e, err
}

func officialNumber(series string, n int64) string { return fmt.Sprintf("%s-%04d", series, n) }

// counts are the counters of a transaction that many acts share: they count in memory and are written once, before the
// transaction ends. What an act counted that is undone is given back.
type counts struct {
	last map[string]int64
	was  []count // before each number that was taken, in order
}

type count struct {
	name string
	last int64
}

func (c *counts) take(tx *gorm.DB, counter string) (int64, error) {
	last, known := c.last[counter]
	if !known {
		var err error
		if last, err = askNumber(tx, "SELECT last FROM counters WHERE name = ?", counter); err != nil {
			return 0, err
		}
		if c.last == nil {
			c.last = map[string]int64{}
		}
	}
	c.was = append(c.was, count{counter, last})
	c.last[counter] = last + 1
	return last + 1, nil
}

// back gives back what was taken since there were so many.
func (c *counts) back(mark int) {
	for len(c.was) > mark {
		one := c.was[len(c.was)-1]
		c.last[one.name], c.was = one.last, c.was[:len(c.was)-1]
	}
}

// write writes the counters down.
func (c *counts) write(tx *gorm.DB) error {
	for name, last := range c.last {
		if err := perform(tx, putCounter, name, last); err != nil {
			return err
		}
	}
	return nil
}

var putCounter = upsert("counters", "name", "last")
