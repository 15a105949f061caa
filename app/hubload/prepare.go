package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"yunban/app"
	"yunban/app/demo"
	"yunban/app/hub"
	"yunban/app/wire"
	"yunban/model"
)

// city is whose regulation the load is judged by.
const city = "panjin-2016"

// scene is what prepare leaves for the rest.
type scene struct {
	Life  life           `json:"life"`
	Desks []model.Joined `json:"desks"` // they may hold everything
	Unit  model.Joined   `json:"unit"`  // it may hold the own requests of the unit
}

func sceneOf(l load) (s scene, err error) {
	text, err := os.ReadFile(filepath.Join(l.store, "load.json"))
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return s, err
	}
	if l.url == "" {
		serving, err := hub.ReadServing(filepath.Join(l.store, "hub"))
		if err != nil {
			return s, err
		}
		l.url = "https://" + serving.Address
	}
	s.Unit.URL = l.url
	for i := range s.Desks {
		s.Desks[i].URL = l.url
	}
	return s, nil
}

// prepare founds the office with everything that the hub shall know, before it serves.
func prepare(ctx context.Context, l load) (err error) {
	office, err := demo.Found(ctx, l.store, city, wire.Options{OwnFonts: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, office.Close()) }()
	s := scene{}
	if s.Life, err = record(ctx, office.Office, l.brief); err != nil {
		return err
	}
	began := time.Now()
	if err := s.fill(ctx, office.Office, l); err != nil {
		return err
	}
	fmt.Printf("%d requests filed in %.1f s\n", l.requests, time.Since(began).Seconds())
	if err := s.enrol(ctx, office, l); err != nil {
		return err
	}
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(l.store, "load.json"), text, 0o600)
}

// fill files requests as they were recorded, each taken as far as its turn is.
func (s scene) fill(ctx context.Context, office *app.Office, l load) error {
	var next atomic.Int64
	failures := make(chan error, l.lines)
	var all sync.WaitGroup
	for range l.lines {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < l.requests && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := s.fileOne(ctx, office, l, i); err != nil {
					failures <- err
					return
				}
			}
		})
	}
	all.Wait()
	close(failures)
	return errors.Join(ctx.Err(), <-failures)
}

func (s scene) fileOne(ctx context.Context, office *app.Office, l load, i int) error {
	unit := "" // the clerk's own
	if i%max(1, l.requests/max(1, l.own)) != 0 {
		unit = "u" + strconv.Itoa(i%50)
	}
	one := s.Life.again(i)
	for _, p := range one[:1+i%len(one)] {
		e := p.Event
		e.At = time.Now().UTC()
		if unit != "" && e.Action == model.Submit {
			e.Values["unit_id"] = unit
		}
		if _, err := office.Store.Change(ctx, e.Subject, func(context.Context, []model.Event) (model.Event, error) { return e, nil }); err != nil {
			return err
		}
	}
	return nil
}

// enrol makes the desks, as if each had come with its code.
func (s *scene) enrol(ctx context.Context, office *wire.Opened, l load) error {
	dir := filepath.Join(l.store, "hub")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	authority, err := hub.OpenAuthority(dir, time.Now())
	if err != nil {
		return err
	}
	server, err := authority.Server(dir, hub.Names(""), time.Now())
	if err != nil {
		return err
	}
	for i := range l.desks + 1 {
		device := model.Device{Name: fmt.Sprint("desk ", i), Unit: s.Life.Unit, All: i > 0, Enrolled: time.Now()}
		j := model.Joined{Unit: device.Unit, All: device.All, ServerName: "yunban-hub", Pin: server.Certificate[1]}
		var request []byte
		if request, j.Key, err = requestOfDevice(); err != nil {
			return err
		}
		if device.ID, j.Certificate, device.Key, err = authority.Device(request, time.Now()); err != nil {
			return err
		}
		if j.Device = device.ID; i == 0 {
			s.Unit = j
		} else {
			s.Desks = append(s.Desks, j)
		}
		if err := office.Log().SaveDevice(ctx, device); err != nil {
			return err
		}
	}
	return nil
}

func requestOfDevice() (request, key []byte, err error) {
	pair, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	if key, err = x509.MarshalPKCS8PrivateKey(pair); err != nil {
		return nil, nil, err
	}
	request, err = x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, pair)
	return request, key, err
}
