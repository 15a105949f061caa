package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yunban/model"
)

// deviceRow is a desk that this hub knows. What changes with every exchange stands beside the body.
type deviceRow struct {
	ID         string `gorm:"primaryKey"`
	Seq        int64
	ScopeEpoch int64
	Seen       int64
	Body       string
}

// TableName names the table.
func (deviceRow) TableName() string { return "devices" }

// readDevices are the bodies that were read last: each desk asks many times, and what is known of it changes rarely.
var readDevices = struct {
	sync.Mutex
	of map[string]model.Device // by the body
}{of: map[string]model.Device{}}

// mostReadDevices bounds how many are remembered.
const mostReadDevices = 10000

func (r deviceRow) device() (model.Device, error) {
	readDevices.Lock()
	defer readDevices.Unlock()
	d, known := readDevices.of[r.Body]
	if !known {
		if err := json.Unmarshal([]byte(r.Body), &d); err != nil {
			return d, model.Wrap(model.Other, err, "error.store_broken")
		}
		if len(readDevices.of) >= mostReadDevices {
			clear(readDevices.of)
		}
		readDevices.of[r.Body] = d
	}
	d.Seq, d.ScopeEpoch, d.Seen = r.Seq, r.ScopeEpoch, instant(r.Seen)
	return d, nil
}

// Device gives one desk; not_found when the hub does not know it.
func (s *Store) Device(ctx context.Context, id string) (model.Device, error) {
	d, err := deviceByID(s.view(ctx), id)
	if err != nil {
		return d, fmt.Errorf("device %s: %w", id, translated(err))
	}
	return d, nil
}

func deviceByID(tx *gorm.DB, id string) (model.Device, error) {
	var found *deviceRow
	err := each(tx, "SELECT id, seq, scope_epoch, seen, body FROM devices WHERE id = ?", []any{id}, func(row scanned) error {
		found = &deviceRow{}
		return row.Scan(&found.ID, &found.Seq, &found.ScopeEpoch, &found.Seen, &found.Body)
	})
	switch {
	case err != nil:
		return model.Device{}, err
	case found == nil:
		return model.Device{}, model.Errorf(model.NotFound, "error.device_unknown", "device", id)
	}
	return found.device()
}

// admitted is the desk that asks for something: unknown and revoked ones get nothing.
func admitted(tx *gorm.DB, id string) (model.Device, error) {
	d, err := deviceByID(tx, id)
	switch {
	case model.KindOf(err) == model.NotFound:
		return d, model.Errorf(model.Forbidden, "error.device_unknown", "device", id)
	case err == nil && d.Revoked:
		return d, model.Errorf(model.Forbidden, "error.device_revoked", "device", d.Name)
	}
	return d, err
}

// Admit gives a desk that asks for something, as Device does; of what changes with each exchange it may know less.
func (s *Store) Admit(ctx context.Context, id string) (model.Device, error) {
	if d, known := s.devices.find(id); known {
		return d, nil
	}
	return s.Device(ctx, id)
}

// Devices lists the desks that this hub knows, by id.
func (s *Store) Devices(ctx context.Context) ([]model.Device, error) {
	devices, err := devicesIn(s.view(ctx))
	if err != nil {
		return nil, fmt.Errorf("devices: %w", translated(err))
	}
	return devices, nil
}

func devicesIn(tx *gorm.DB) ([]model.Device, error) {
	var rows []deviceRow
	if err := tx.Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	devices := make([]model.Device, len(rows))
	for i, row := range rows {
		var err error
		if devices[i], err = row.device(); err != nil {
			return nil, fmt.Errorf("device %s: %w", row.ID, err)
		}
	}
	return devices, nil
}

// SaveDevice makes a desk known, or changes what is known of it. How far it has come in sending is the store's own to
// know; a desk that may hold other subjects than before has to begin anew.
func (s *Store) SaveDevice(ctx context.Context, d model.Device) error {
	err := s.act(ctx, func(tx *gorm.DB) error {
		s.devices.forget()
		before, err := deviceByID(tx, d.ID)
		switch {
		case model.KindOf(err) == model.NotFound:
			before = model.Device{Unit: d.Unit, All: d.All, Hears: d.Hears, ScopeEpoch: 1}
		case err != nil:
			return err
		}
		epoch := before.ScopeEpoch
		if before.Unit != d.Unit || before.All != d.All || !slices.Equal(before.Hears, d.Hears) {
			epoch++
		}
		return saveDevice(tx, d, before.Seq, epoch)
	})
	if err != nil {
		return fmt.Errorf("save device %s: %w", d.ID, err)
	}
	return nil
}

func saveDevice(tx *gorm.DB, d model.Device, seq, epoch int64) error {
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	row := deviceRow{ID: d.ID, Seq: seq, ScopeEpoch: epoch, Seen: micros(d.Seen), Body: string(body)}
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}

// SeenDevice remembers when a desk was last in touch.
func (s *Store) SeenDevice(ctx context.Context, id string, at time.Time) error {
	err := s.act(ctx, func(tx *gorm.DB) error {
		return tx.Model(&deviceRow{}).Where("id = ?", id).Update("seen", micros(at)).Error
	})
	if err != nil {
		return fmt.Errorf("device %s: %w", id, err)
	}
	return nil
}

// HubID names this store's log. Desks that know it under another name begin anew.
func (s *Store) HubID(ctx context.Context) (string, error) {
	id, err := readMeta(s.view(ctx), metaHub)
	if err != nil {
		return "", fmt.Errorf("name of the log: %w", translated(err))
	}
	return id, nil
}

// NewHubID gives the log a new name, after it was restored from a copy: what came behind the copy is missing, and the
// desks have to begin anew and offer it again, counting from wherever they are.
func (s *Store) NewHubID(ctx context.Context) error {
	err := s.act(ctx, func(tx *gorm.DB) error {
		s.devices.forget()
		if err := tx.Exec("UPDATE devices SET seq = 0").Error; err != nil {
			return err
		}
		return putMeta(tx, metaRow{metaHub, newLogName()})
	})
	if err != nil {
		return fmt.Errorf("rename the log: %w", err)
	}
	return nil
}
