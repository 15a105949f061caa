package store

import (
	"context"
	"sync"

	"yunban/model"
)

// versions counts the changes of records, kind by kind, for whoever keeps what he made of them.
type versions struct {
	mu      sync.Mutex
	all     int64                       // times that everything was derived anew
	of      map[model.SubjectKind]int64 // times that one of the kind was changed
	touched map[model.SubjectKind]bool  // in the transaction under way
	anew    bool                        // everything is, in the transaction under way
}

// touch notes that the transaction under way changes a record of a kind.
func (v *versions) touch(kind model.SubjectKind) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.touched == nil {
		v.touched = map[model.SubjectKind]bool{}
	}
	v.touched[kind] = true
}

// touchAll notes that the transaction under way derives everything anew.
func (v *versions) touchAll() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.anew = true
}

// settle counts what the transaction changed, once it is on disk or undone, and before anybody hears of it.
func (v *versions) settle() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.anew {
		v.anew, v.all = false, v.all+1
	}
	if v.of == nil {
		v.of = map[model.SubjectKind]int64{}
	}
	for kind := range v.touched {
		v.of[kind]++
	}
	clear(v.touched)
}

// RecordsVersion is a number that is another one after each change of records of these kinds. Whoever asks for it before
// he reads them may keep what he made of them for as long as it stays. ok is false inside a transaction that has changed
// some: what was read in it is good nowhere else.
func (s *Store) RecordsVersion(ctx context.Context, kinds ...model.SubjectKind) (version int64, ok bool) {
	within := false
	if c, carries := ctx.Value(carrier{s}).(*carried); carries {
		within = c.get() != nil
	}
	v := &s.versions
	v.mu.Lock()
	defer v.mu.Unlock()
	if within && v.anew {
		return 0, false
	}
	version = v.all
	for _, kind := range kinds {
		if within && v.touched[kind] {
			return 0, false
		}
		version += v.of[kind]
	}
	return version, true
}
