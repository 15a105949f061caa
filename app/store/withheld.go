package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"yunban/model"
)

// privateMark stands in the body of each event that one side of the table keeps to itself, and in few others.
const privateMark = `"visible":"` + model.OwnSide + `"`

// mayHear tells whether a desk may be told what an event says. What was written at a desk is known there.
func mayHear(d model.Device, e model.Event) bool {
	side := e.PrivateTo()
	return side == "" || slices.Contains(d.Hears, side) || e.Device == d.ID
}

// bodyFor is the body of an event as a desk gets it.
func bodyFor(d model.Device, body string) (json.RawMessage, error) {
	if !strings.Contains(body, privateMark) {
		return json.RawMessage(body), nil
	}
	e, err := eventRow{Body: body}.event()
	if err != nil || mayHear(d, e) {
		return json.RawMessage(body), err
	}
	return json.Marshal(e.Withhold())
}

// genuine tells whether an event says what was sealed. A comment may be withheld from a replica, and from nobody else:
// then the hub's word is all there is.
func (s *Store) genuine(body []byte, e model.Event) bool {
	if e.Withheld {
		return s.replica && e.Action == model.Comment && e.Subject.Kind == model.RequestSubject && hashForm.MatchString(e.Hash)
	}
	return sealed(body, e.Hash)
}

// Hear notes for each desk which sides of the table its unit's people sit on. A desk where that changed has to begin
// anew: it gets what it may read now, and gives back what it may not any more.
func (s *Store) Hear(ctx context.Context, sides func(unit string) ([]model.Side, error)) error {
	known, err := s.Devices(ctx)
	if err != nil || len(known) == 0 {
		return err
	}
	err = s.act(ctx, func(tx *gorm.DB) error {
		s.devices.forget()
		devices, err := devicesIn(tx)
		if err != nil {
			return err
		}
		of := map[string][]model.Side{}
		for _, d := range devices {
			now, asked := of[d.Unit]
			if !asked {
				if now, err = sides(d.Unit); err != nil {
					return err
				}
				of[d.Unit] = now
			}
			if slices.Equal(now, d.Hears) {
				continue
			}
			d.Hears = now
			if err := saveDevice(tx, d, d.Seq, d.ScopeEpoch+1); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("who hears what: %w", err)
	}
	return nil
}
