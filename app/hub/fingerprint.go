package hub

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"strings"
)

// groups is how many groups of digits a fingerprint has; each stands for two bytes.
const groups = 8

// Fingerprint writes the first half of a certificate's SHA-256 as eight groups of five digits: people read it to each
// other on the telephone, in any language.
func Fingerprint(certificate []byte) string {
	sum := sha256.Sum256(certificate)
	words := make([]string, groups)
	for i := range words {
		words[i] = fmt.Sprintf("%05d", binary.BigEndian.Uint16(sum[2*i:]))
	}
	return strings.Join(words, " ")
}

// SameFingerprint compares two fingerprints however their digits are spaced.
func SameFingerprint(a, b string) bool {
	a, b = digits(a), digits(b)
	return len(a) == 5*groups && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

// digits keeps the digits of a text, those of a Chinese keyboard's full width included.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return -1
	}, text)
}
