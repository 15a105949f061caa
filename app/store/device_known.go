package store

import (
	"sync"

	"yunban/model"
)

// knownDevices remembers the desks that acts came from, as the transaction under way has them: each act asks whose it
// is, and hardly anything of it changes but the count of its acts.
type knownDevices struct {
	mu sync.Mutex
	of map[string]model.Device
}

// mostKnownDevices bounds how many are remembered; past it, remembering begins anew.
const mostKnownDevices = 10000

func (k *knownDevices) find(id string) (model.Device, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d, known := k.of[id]
	return d, known
}

func (k *knownDevices) keep(d model.Device) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil || len(k.of) >= mostKnownDevices {
		k.of = map[string]model.Device{}
	}
	k.of[d.ID] = d
}

// forget forgets all of them, when one is changed or when acts are undone.
func (k *knownDevices) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.of = nil
}
