package apptest

import (
	"bytes"
	"context"
	"path/filepath"

	"yunban/app/wire"
	"yunban/model"
)

// Carry takes a desk's parcel in, as on a stick, and gives the answer. The hub need not serve.
func (h *Hub) Carry(parcel []byte) (answer []byte, report model.CarryReport, err error) {
	h.t.Helper()
	var out bytes.Buffer
	report, err = h.server.Carry(context.Background(), bytes.NewReader(parcel), &out)
	return out.Bytes(), report, err
}

// Backup copies the hub's office, also while it serves.
func (h *Hub) Backup() (file string) {
	h.t.Helper()
	file = filepath.Join(h.t.TempDir(), "copy.zip")
	if _, err := wire.Backup(context.Background(), h.Dir, file, nil, nil); err != nil {
		h.t.Fatal(err)
	}
	return file
}

// Restore sets a stopped hub back to a copy, and takes up work again.
func (h *Hub) Restore(file string) {
	h.t.Helper()
	if err := h.Close(); err != nil {
		h.t.Fatal(err)
	}
	if _, _, err := wire.Restore(context.Background(), file, h.Dir, true, nil, nil); err != nil {
		h.t.Fatal(err)
	}
	h.open(h.Dir)
	h.Serve()
}
