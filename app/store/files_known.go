package store

import (
	"sync"

	"yunban/model"
)

// hubFiles remembers which files a hub keeps: it lets none go, and acts name the same ones again.
type hubFiles struct {
	mu    sync.Mutex
	sizes map[string]int64 // by hash
}

// mostHubFiles bounds how many are remembered; past it, remembering begins anew.
const mostHubFiles = 10000

func (h *hubFiles) size(hash string) (size int64, known bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	size, known = h.sizes[hash]
	return size, known
}

func (h *hubFiles) known(hash string) bool {
	_, known := h.size(hash)
	return known
}

func (h *hubFiles) note(f model.File) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sizes == nil || len(h.sizes) >= mostHubFiles {
		h.sizes = map[string]int64{}
	}
	h.sizes[f.Hash] = f.Size
}
