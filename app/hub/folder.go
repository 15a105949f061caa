package hub

import (
	"errors"
	"os"
	"path/filepath"

	"yunban/model"
)

// writeWhole writes a small file whole or not at all, for the owner's eyes only.
func writeWhole(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unexpected(err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".new-") // readable by its owner only
	if err != nil {
		return unexpected(err)
	}
	defer func() { _ = os.Remove(file.Name()) }() // gone already when all went well
	_, err = file.Write(content)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return unexpected(err)
	}
	return unexpected(os.Rename(file.Name(), path))
}

// unexpected makes a fault of the machine an error for people; nil stays nil.
func unexpected(err error) error {
	if err == nil {
		return nil
	}
	return model.Wrap(model.Other, err, "error.unexpected")
}
