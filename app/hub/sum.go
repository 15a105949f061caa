package hub

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
)

// sumOf is the SHA-256 of what r gives, in hex: the name under which it is kept.
func sumOf(r io.Reader) (string, error) {
	sum := sha256.New()
	_, err := io.Copy(sum, r)
	return hex.EncodeToString(sum.Sum(nil)), err
}

func sumOfFile(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	return sumOf(file)
}
