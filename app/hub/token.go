package hub

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"yunban/model"
)

// sessionLife is how long a session lives: as long as a desk may work without its hub. It does not end with a change
// of password, because acts that wait at a desk would then hold up everybody else's.
const sessionLife = 30 * 24 * time.Hour

// tokens makes and reads the proof that a person signed in at a device. The proof needs no memory: it holds after the
// hub was started anew.
type tokens struct{ key []byte }

// claim is what a token says.
type claim struct {
	Person string    `json:"p"`
	Device string    `json:"d"`
	Until  time.Time `json:"u"`
}

// openTokens reads the hub's key for tokens, and makes it the first time.
func openTokens(dir string) (tokens, error) {
	path := filepath.Join(dir, "session.key")
	key, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		key = make([]byte, 32)
		if _, err := rand.Read(key); err != nil {
			return tokens{}, unexpected(err)
		}
		return tokens{key}, writeWhole(path, key)
	}
	if err == nil && len(key) < 32 {
		return tokens{}, model.Errorf(model.Other, "error.hub_certificate", "path", path)
	}
	return tokens{key}, unexpected(err)
}

func (t tokens) issue(person, device string, now time.Time) (model.Session, error) {
	until := now.Add(sessionLife).UTC()
	said, err := json.Marshal(claim{person, device, until})
	if err != nil {
		return model.Session{}, unexpected(err)
	}
	text := base64.RawURLEncoding.EncodeToString(said)
	return model.Session{Token: text + "." + t.seal(text), Person: person, Until: until}, nil
}

func (t tokens) seal(text string) string {
	mac := hmac.New(sha256.New, t.key)
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// person is whose token it is. It is good at its own device only, until it ends.
func (t tokens) person(token, device string, now time.Time) (string, error) {
	over := model.Errorf(model.Forbidden, "error.session_over")
	text, seal, _ := strings.Cut(token, ".")
	if !hmac.Equal([]byte(seal), []byte(t.seal(text))) {
		return "", over
	}
	said, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return "", over
	}
	var c claim
	if json.Unmarshal(said, &c) != nil || c.Device != device || !now.Before(c.Until) {
		return "", over
	}
	return c.Person, nil
}
