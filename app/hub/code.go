package hub

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"yunban/model"
)

// codeLife is how long an enrolment code can be used.
const codeLife = 24 * time.Hour

// codeAlphabet has no letters and digits that are mistaken for each other, neither seen nor heard: 32 signs, 5 bits each.
const codeAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// Leave is what an enrolment code allows.
type Leave struct {
	Unit string     `json:"unit"`           // whose desk the device will be
	All  bool       `json:"all"`            // it may hold every unit's requests
	Role model.Role `json:"role,omitempty"` // who will work at it, where that decides about All
	// Import lets the desk bring along what it did before it joined.
	Import bool      `json:"import,omitempty"`
	Until  time.Time `json:"until"`         // the code's end
	Key    []byte    `json:"key,omitempty"` // who used it; the same device may ask again, its answer may have been lost
}

// Codes keeps enrolment codes in a folder, each as a file under the code's hash. The command that makes one needs
// nothing of the running hub.
type Codes struct{ Dir string }

// Issue makes a code of three groups of four signs, to be used once within a day.
func (c Codes) Issue(leave Leave, now time.Time) (string, error) {
	random := make([]byte, 12)
	if _, err := rand.Read(random); err != nil {
		return "", unexpected(err)
	}
	var code strings.Builder
	for i, b := range random {
		if i > 0 && i%4 == 0 {
			code.WriteByte('-')
		}
		code.WriteByte(codeAlphabet[b%32]) // 256 is a multiple of 32: every sign is as likely
	}
	leave.Until, leave.Key = now.Add(codeLife), nil
	text, err := json.Marshal(leave)
	if err != nil {
		return "", unexpected(err)
	}
	return code.String(), writeWhole(c.path(code.String()), text)
}

// Use spends a code for the device with a key. A code that was never issued, has ended or was used by another device
// is forbidden, all in the same words.
func (c Codes) Use(code string, key []byte, now time.Time) (Leave, error) {
	wrong := model.Errorf(model.Forbidden, "error.enrol_code")
	open := c.path(code)
	used := open + ".used"
	var leave Leave
	if err := read(used, &leave); err == nil {
		if string(leave.Key) == string(key) && now.Before(leave.Until) {
			return leave, nil
		}
		return Leave{}, wrong
	}
	claimed := open + ".claimed"
	if err := os.Rename(open, claimed); errors.Is(err, fs.ErrNotExist) { // of two at once one renames it
		return Leave{}, wrong
	} else if err != nil {
		return Leave{}, unexpected(err)
	}
	if err := read(claimed, &leave); err != nil {
		return Leave{}, unexpected(err)
	}
	if !now.Before(leave.Until) {
		return Leave{}, errors.Join(wrong, os.Remove(claimed))
	}
	leave.Key = key
	text, err := json.Marshal(leave)
	if err != nil {
		return Leave{}, unexpected(err)
	}
	if err := writeWhole(used, text); err != nil {
		return Leave{}, errors.Join(err, os.Rename(claimed, open))
	}
	return leave, unexpected(os.Remove(claimed))
}

func read(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// path is where a code is kept, however it was typed.
func (c Codes) path(code string) string { return filepath.Join(c.Dir, CodeSum(code)) }

// CodeSum is the SHA-256 of a code, however it was typed, in hex.
func CodeSum(code string) string {
	plain := strings.Map(func(r rune) rune {
		if strings.ContainsRune(codeAlphabet, r) {
			return r
		}
		return -1
	}, strings.ToUpper(code))
	sum := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(sum[:])
}
