package hub

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"yunban/model"
)

// carryKey is what the hub opens parcels with and signs its answers with.
type carryKey struct {
	identity *age.X25519Identity
	sign     ed25519.PrivateKey
}

// keptCarryKey is a carryKey as it is kept.
type keptCarryKey struct {
	Identity string `json:"identity"`
	Seed     []byte `json:"seed"`
}

// openCarryKey reads the hub's key for parcels, and makes it the first time.
func openCarryKey(dir string) (carryKey, error) {
	path := filepath.Join(dir, "carry.key")
	var kept keptCarryKey
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeCarryKey(path)
	}
	if err == nil {
		err = json.Unmarshal(text, &kept)
	}
	if err != nil || len(kept.Seed) != ed25519.SeedSize {
		return carryKey{}, model.Wrap(model.Other, err, "error.hub_certificate", "path", path)
	}
	identity, err := age.ParseX25519Identity(kept.Identity)
	if err != nil {
		return carryKey{}, model.Wrap(model.Other, err, "error.hub_certificate", "path", path)
	}
	return carryKey{identity, ed25519.NewKeyFromSeed(kept.Seed)}, nil
}

func makeCarryKey(path string) (carryKey, error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return carryKey{}, unexpected(err)
	}
	_, sign, err := ed25519.GenerateKey(nil)
	if err != nil {
		return carryKey{}, unexpected(err)
	}
	text, err := json.Marshal(keptCarryKey{identity.String(), sign.Seed()})
	if err != nil {
		return carryKey{}, unexpected(err)
	}
	return carryKey{identity, sign}, writeWhole(path, text)
}

// public is what desks are told of it.
func (k carryKey) public() *model.CarryKey {
	return &model.CarryKey{Recipient: k.identity.Recipient().String(), Verify: k.sign.Public().(ed25519.PublicKey)}
}
