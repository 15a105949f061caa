package app

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"yunban/model"
)

// The cost of a password: OWASP's argon2id setting, about 50 ms on an office PC.
const (
	argonTime    = 2
	argonMemory  = 19 * 1024 // KiB
	argonThreads = 1
	argonKey     = 32 // bytes
)

// hashPassword writes a password's hash in the usual form, $argon2id$v=19$m=…,t=…,p=…$salt$key.
func hashPassword(password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", model.Wrap(model.Other, err, "error.unexpected")
	}
	key := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, argonKey)
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		enc.EncodeToString(salt), enc.EncodeToString(key)), nil
}

// passwordMatches checks a password against a hash. Without a hash it works as long as with one, so that the time
// tells nobody which names exist.
func passwordMatches(hash, password string) bool {
	h, known := readHash(hash)
	got := argon2.IDKey([]byte(password), h.salt, h.time, h.memory, h.threads, uint32(len(h.key)))
	return subtle.ConstantTimeCompare(got, h.key) == 1 && known
}

// argonHash is a hash taken apart.
type argonHash struct {
	memory, time uint32
	threads      uint8
	salt, key    []byte
}

// readHash takes a hash apart; what is no hash gives one that nothing matches.
func readHash(text string) (argonHash, bool) {
	nothing := argonHash{argonMemory, argonTime, argonThreads, make([]byte, 16), make([]byte, argonKey)}
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return nothing, false
	}
	var h argonHash
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.time, &h.threads); err != nil {
		return nothing, false
	}
	var errSalt, errKey error
	h.salt, errSalt = base64.RawStdEncoding.DecodeString(parts[4])
	h.key, errKey = base64.RawStdEncoding.DecodeString(parts[5])
	if errSalt != nil || errKey != nil || len(h.key) == 0 || h.time == 0 || h.threads == 0 {
		return nothing, false
	}
	return h, true
}
