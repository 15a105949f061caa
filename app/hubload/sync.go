package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"yunban/app/wire"
	"yunban/model"
)

// firstSync fills new desks with what they may hold: an empty folder becomes a replica over the real line.
func firstSync(ctx context.Context, l load) error {
	s, err := sceneOf(l)
	if err != nil {
		return err
	}
	j, what := s.Unit, "first sync of a unit's desk"
	if l.all {
		j, what = s.Desks[0], "first sync of everything"
	}
	for range l.times {
		before, own := used(l.pid), used(os.Getpid())
		took, requests, err := syncOnce(ctx, j)
		if err != nil {
			return err
		}
		fmt.Printf("%-28s %8.2f s   %d requests   %s   here %.1f s\n", what, took.Seconds(), requests, used(l.pid).since(before), used(os.Getpid()).since(own).processor.Seconds())
	}
	return nil
}

func syncOnce(ctx context.Context, j model.Joined) (took time.Duration, requests int, err error) {
	dir, err := os.MkdirTemp("", "yunban-load-")
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	text, err := json.Marshal(j)
	if err == nil { // a joining that was cut off behind its enrolment goes on
		err = os.WriteFile(filepath.Join(dir, "hub.json"), text, 0o600)
	}
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	desk, err := wire.Join(ctx, dir, wire.Options{OwnFonts: true}, wire.Joining{})
	if err != nil {
		return 0, 0, err
	}
	took = time.Since(began)
	requests, err = desk.Store.Count(ctx, model.Query{})
	return took, requests, errors.Join(err, desk.Close())
}
